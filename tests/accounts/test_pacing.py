"""Letters that follow from somebody's acts do not flood a mailbox: what is too much waits, and is not lost."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from openevent.accounts import posting
from openevent.accounts.models import Allowance, Letter

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _bounds(settings: Any) -> None:
    settings.LETTERS_PER_ADDRESS, settings.LETTERS_PER_BUYER = 2, 3


def post(*readers: str, paced_for: str = "buyer 1") -> list[Letter]:
    return [posting.post(f"{to}@example.org", subject="Hello", text="Hello", paced_for=paced_for) for to in readers]


def sent() -> list[str]:
    """To whom letters go out now, when all that are due are tried."""
    for letter in Letter.objects.filter(sent_at=None):
        posting.send(letter.pk)
    readers = [str(one.to[0]).partition("@")[0] for one in mail.outbox]
    mail.outbox.clear()
    return readers


def later(monkeypatch: pytest.MonkeyPatch) -> None:
    moment: datetime = timezone.now() + HOUR + timedelta(minutes=2)
    monkeypatch.setattr(timezone, "now", lambda: moment)


def test_one_address_gets_so_many_an_hour_whoever_they_are_from(monkeypatch: pytest.MonkeyPatch) -> None:
    post("ann", "ann", paced_for="buyer 1")
    post("ann", "ann", "ann", "bob", paced_for="buyer 2")

    assert sent() == ["ann", "ann", "bob"]
    assert sent() == []
    later(monkeypatch)
    assert sent() == ["ann", "ann"]
    later(monkeypatch)
    assert sent() == ["ann"]


def test_one_buyer_has_so_many_sent_an_hour_whomever_to(monkeypatch: pytest.MonkeyPatch) -> None:
    post("ann", "bob", "cleo", "dora")
    post("dora", paced_for="buyer 2")

    assert sent() == ["ann", "bob", "cleo", "dora"]
    later(monkeypatch)
    assert sent() == ["dora"]


def test_what_waits_is_no_failed_try_and_uses_nothing_up() -> None:
    letters = post("ann", "ann", "ann")
    sent()
    spent = list(Allowance.objects.order_by("key").values_list("spent", flat=True))

    posting.send(letters[2].pk)

    waiting = Letter.objects.get(sent_at=None)
    assert (waiting.pk, waiting.attempts, waiting.error) == (letters[2].pk, 0, "")
    assert timedelta(minutes=59) < (waiting.next_try_at or timezone.now()) - timezone.now() <= HOUR
    assert list(Allowance.objects.order_by("key").values_list("spent", flat=True)) == spent


def test_a_letter_that_is_tried_again_counts_once(settings: Any) -> None:
    post("ann")
    settings.EMAIL_BACKEND = "tests.accounts.test_posting.Silent"
    sent()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    Letter.objects.update(next_try_at=timezone.now())
    post("ann")

    assert sent() == ["ann", "ann"]


def test_what_was_asked_for_is_bounded_where_it_is_asked_for() -> None:
    post("ann", "ann", "ann", "ann", paced_for="")

    assert sent() == ["ann"] * 4
