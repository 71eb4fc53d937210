"""Letters that follow from somebody's acts do not flood a mailbox: what is too much waits, and is not lost."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from openevent.accounts import posting, quotas
from openevent.accounts.models import Allowance, Letter

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _bounds(settings: Any) -> None:
    settings.LETTERS_PER_ADDRESS, settings.LETTERS_PER_BUYER = 4, 5


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
    for buyer in ("buyer 1", "buyer 2", "buyer 3"):
        post("ann", "ann", paced_for=buyer)
    post("bob", paced_for="buyer 3")

    assert sent() == ["ann"] * 4 + ["bob"]
    assert sent() == []
    later(monkeypatch)
    assert sent() == ["ann", "ann"]


def test_nobody_uses_up_what_others_may_be_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(4):
        post("ann", "ann", "ann", "ann", paced_for="buyer 1")
        mine = post("ann", paced_for="buyer 2")[0]

        assert sent() == ["ann"] * 3
        mine.refresh_from_db()
        assert mine.sent_at is not None
        later(monkeypatch)


def test_one_buyer_has_so_many_sent_an_hour_whomever_to(monkeypatch: pytest.MonkeyPatch) -> None:
    post("ann", "bob", "cleo", "dora", "emil", "fred")
    post("fred", paced_for="buyer 2")

    assert sent() == ["ann", "bob", "cleo", "dora", "emil", "fred"]
    later(monkeypatch)
    assert sent() == ["fred"]


def test_letters_to_one_address_keep_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second, third = post("ann", "ann", "ann")
    sent()
    moment = timezone.now() + HOUR + timedelta(minutes=2)
    monkeypatch.setattr(timezone, "now", lambda: moment)
    fourth = posting.post("ann@example.org", subject="Cancelled", text="Hello", paced_for="buyer 1")

    posting.send(fourth.pk)  # a worker hears of a new one at once, of one that waited only later
    posting.send(third.pk)

    assert [one.subject for one in mail.outbox] == ["Hello"]
    fourth.refresh_from_db()
    assert (fourth.sent_at, fourth.attempts) == (None, 0)
    monkeypatch.setattr(timezone, "now", lambda: moment + timedelta(minutes=2))
    posting.send(fourth.pk)
    assert [one.subject for one in mail.outbox] == ["Hello", "Cancelled"]
    assert not Letter.objects.filter(pk__in=(first.pk, second.pk), sent_at=None).exists()


def test_a_letter_that_nobody_was_told_of_is_not_overtaken(monkeypatch: pytest.MonkeyPatch) -> None:
    post("ann")  # the broker was down
    moment = timezone.now() + timedelta(minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: moment)
    (late,) = post("ann")

    posting.send(late.pk)

    assert mail.outbox == []


def test_a_letter_that_the_mail_server_puts_off_is_not_overtaken(settings: Any) -> None:
    first, late = post("ann", "ann")
    settings.EMAIL_BACKEND = "tests.accounts.test_posting.Silent"
    posting.send(first.pk)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    first.refresh_from_db()

    posting.send(late.pk)

    assert (first.error != "", first.sent_at, mail.outbox) == (True, None, [])


def test_two_workers_with_one_letter_count_it_once(monkeypatch: pytest.MonkeyPatch) -> None:
    (letter,) = post("ann")
    real, others = quotas.letter_that_follows, iter([letter.pk])

    def meanwhile(to: str, *, paced_for: str) -> int:
        for one in others:
            posting.send(one)  # another worker, who was told of it, too
        return real(to, paced_for=paced_for)

    monkeypatch.setattr(quotas, "letter_that_follows", meanwhile)
    posting.send(letter.pk)

    assert set(Allowance.objects.values_list("spent", flat=True)) == {1}
    assert len(mail.outbox) == 1


def test_a_clock_that_was_set_back_keeps_no_letter_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    post("ann", "ann", "ann")
    with monkeypatch.context() as patched:
        ahead = timezone.now() + timedelta(days=365)
        patched.setattr(timezone, "now", lambda: ahead)
        Letter.objects.update(next_try_at=ahead)
        sent()
    Letter.objects.filter(sent_at=None).update(next_try_at=timezone.now())

    assert sent() == ["ann"]


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
