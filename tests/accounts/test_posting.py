"""A letter is a row first; it is sent once, tried again where that fails, and keeps none of its words."""

from datetime import timedelta
from pathlib import Path
from smtplib import SMTPServerDisconnected
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import IntegrityError, transaction
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerDown

from openevent.accounts import composing, posting, tasks
from openevent.accounts.models import Letter
from openevent.accounts.models.letter import WORDLESS
from openevent.celery import app

TO = "ann@example.org"


class Silent(BaseEmailBackend):
    """A mail server that is not there."""

    def send_messages(self, email_messages: Any) -> int:  # noqa: ARG002 - Django's signature
        raise SMTPServerDisconnected("please run connect() first")


def silent(settings: Any) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Silent"


@pytest.fixture
def messages(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """What was given to the broker: task and letter."""
    sent: list[tuple[str, int]] = []
    monkeypatch.setattr(app, "send_task", lambda name, args, **_options: sent.append((name, args[0])))
    return sent


def letter(**facts: Any) -> Letter:
    made = posting.post(TO, subject="Hello", text="a secret", html="<p>a secret</p>")
    Letter.objects.filter(pk=made.pk).update(**facts)
    made.refresh_from_db()
    return made


def become_due() -> None:
    Letter.objects.exclude(next_try_at=None).update(next_try_at=timezone.now() - timedelta(minutes=1))


@pytest.mark.django_db(transaction=True)
def test_workers_are_told_when_the_row_is_there_for_good(messages: list[tuple[str, int]]) -> None:
    with transaction.atomic():
        posted = posting.post(TO, subject="Hello", text="a secret")
        assert messages == []

    assert messages == [("openevent.accounts.tasks.send", posted.pk)]


@pytest.mark.django_db(transaction=True)
def test_a_letter_of_an_act_that_failed_is_none(messages: list[tuple[str, int]]) -> None:
    with transaction.atomic():
        posting.post(TO, subject="Hello", text="a secret")
        transaction.set_rollback(True)

    assert (messages, Letter.objects.count()) == ([], 0)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("error", [BrokerDown("no"), ConnectionRefusedError("no"), TimeoutError("no")])
def test_a_broker_that_is_down_costs_no_letter(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def refuse(*_arguments: object, **_options: object) -> None:
        raise error

    monkeypatch.setattr(app, "send_task", refuse)

    posted = posting.post(TO, subject="Hello", text="a secret")

    posted.refresh_from_db()
    become_due()
    assert (posted.text, posted.attempts, posting.sweep()) == ("a secret", 0, 0)


@pytest.mark.django_db
def test_a_letter_is_sent_once_with_both_its_texts(settings: Any) -> None:
    settings.DEFAULT_FROM_EMAIL = "Our Events <events@example.org>"
    posted = letter()

    tasks.send(posted.pk)
    tasks.send(posted.pk)

    (sent,) = mail.outbox
    assert (sent.from_email, sent.to, sent.subject, sent.body) == (
        "Our Events <events@example.org>",
        [TO],
        "Hello",
        "a secret",
    )
    assert [tuple(other) for other in getattr(sent, "alternatives", [])] == [("<p>a secret</p>", "text/html")]
    assert sent.extra_headers == {"Auto-Submitted": "auto-generated", "Message-ID": posted.message_id}


@pytest.mark.django_db
def test_what_was_sent_keeps_none_of_its_words() -> None:
    posted = letter()

    posting.send(posted.pk)

    posted.refresh_from_db()
    assert (posted.text, posted.html, posted.error, posted.next_try_at, posted.attempts) == ("", "", "", None, 1)
    assert posted.sent_at is not None


@pytest.mark.django_db
def test_a_text_alone_is_sent_alone() -> None:
    posting.send(posting.post(TO, subject="Hello", text="words").pk)

    assert getattr(mail.outbox[0], "alternatives", None) == []


@pytest.mark.django_db
def test_a_subject_is_one_line() -> None:
    posted = posting.post(TO, subject="Hello\r\nBcc: mallory@example.org" + "!" * 300, text="words")

    posting.send(posted.pk)

    assert len(mail.outbox[0].subject) == 255
    assert mail.outbox[0].subject.startswith("Hello Bcc: mallory@example.org!")
    assert mail.outbox[0].recipients() == [TO]


@pytest.mark.django_db
def test_an_unknown_letter_is_nothing() -> None:
    posting.send(4711)

    assert mail.outbox == []


@pytest.mark.django_db
def test_a_letter_in_another_workers_hands_is_left_there(monkeypatch: pytest.MonkeyPatch) -> None:
    posted = letter()
    message = composing.message

    def slowly(taken: Letter) -> mail.EmailMultiAlternatives:
        posting.send(posted.pk)  # another worker is told of it, too
        return message(taken)

    monkeypatch.setattr(composing, "message", slowly)

    posting.send(posted.pk)

    assert len(mail.outbox) == 1


@pytest.mark.django_db
def test_a_letter_that_another_worker_took_meanwhile_is_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    posted, now = letter(), timezone.now()

    def take() -> Any:
        Letter.objects.filter(pk=posted.pk).update(attempts=1, next_try_at=now + timedelta(minutes=2))
        return now

    monkeypatch.setattr(Letter.objects, "filter", _first_then(take, Letter.objects.filter))

    posting.send(posted.pk)

    assert mail.outbox == []


def _first_then(act: Any, query: Any) -> Any:
    """A query that another worker is faster than: the act comes between its first use and the second."""
    uses: list[object] = []

    def used(**conditions: Any) -> Any:
        uses.append(conditions)
        if len(uses) == 2:
            act()
        return query(**conditions)

    return used


@pytest.mark.django_db
def test_a_server_that_is_not_there_is_tried_again_ever_later(settings: Any) -> None:
    silent(settings)
    posted, waits = letter(), []

    for _ in range(4):
        before = timezone.now()
        posting.send(posted.pk)
        posting.send(posted.pk)  # not yet due
        posted.refresh_from_db()
        assert posted.next_try_at is not None
        waits.append(round((posted.next_try_at - before).total_seconds() / 60))
        become_due()

    assert (waits, posted.attempts, posted.sent_at, posted.text) == ([2, 4, 8, 16], 4, None, "a secret")
    assert posted.error == "SMTPServerDisconnected: please run connect() first"


@pytest.mark.django_db
def test_a_letter_that_failed_is_sent_when_the_server_is_back(settings: Any) -> None:
    posted, backend = letter(), settings.EMAIL_BACKEND
    silent(settings)
    posting.send(posted.pk)
    settings.EMAIL_BACKEND = backend
    become_due()

    posting.send(posted.pk)

    posted.refresh_from_db()
    assert (len(mail.outbox), posted.attempts, posted.error) == (1, 2, "")


@pytest.mark.django_db
def test_after_eight_tries_a_letter_is_given_up_and_says_why(settings: Any) -> None:
    silent(settings)
    posted = letter()

    for _ in range(9):
        posting.send(posted.pk)
        become_due()

    posted.refresh_from_db()
    assert (posted.attempts, posted.next_try_at, posted.sent_at, posted.text) == (8, None, None, "")
    assert posted.error == "SMTPServerDisconnected: please run connect() first"


@pytest.mark.django_db
def test_an_address_that_no_header_can_hold_costs_its_letter_only() -> None:
    posted = posting.post("ann@example.org\nBcc: mallory@example.org", subject="Hello", text="words")

    posting.send(posted.pk)

    posted.refresh_from_db()
    assert (mail.outbox, posted.sent_at, posted.attempts) == ([], None, 1)
    assert posted.error.partition(":")[0] in {"ValueError", "BadHeaderError"}


@pytest.mark.django_db
def test_the_sweep_tells_of_what_is_due_and_of_nothing_else(messages: list[tuple[str, int]]) -> None:
    ago = timezone.now() - timedelta(minutes=1)
    lost = letter(next_try_at=ago)
    letter()  # just posted: its message is on the way
    letter(next_try_at=timezone.now() + timedelta(minutes=1))
    posting.withhold(TO, subject="Hello", reason="No account.")

    tasks.send_due()

    assert messages == [("openevent.accounts.tasks.send", lost.pk)]


@pytest.mark.django_db
def test_a_letter_that_killed_its_workers_is_given_up(messages: list[tuple[str, int]]) -> None:
    posted = letter(attempts=8, next_try_at=timezone.now() - timedelta(minutes=1))

    told = posting.sweep()

    posted.refresh_from_db()
    assert (told, messages, posted.next_try_at, posted.text, posted.error) == (0, [], None, "", posting.LOST)


@pytest.mark.django_db
def test_a_withheld_letter_is_never_sent() -> None:
    withheld = posting.withhold(TO, subject="Hello", reason="No account.")

    posting.send(withheld.pk)

    withheld.refresh_from_db()
    assert (mail.outbox, withheld.sent_at, withheld.error, withheld.text) == ([], None, "No account.", "")


@pytest.mark.django_db
def test_what_became_of_a_letter_is_forgotten_after_a_month() -> None:
    long_ago = timezone.now() - timedelta(days=31)
    posting.withhold(TO, subject="Hello", reason="No account.")
    posting.send(letter().pk)
    waiting = letter()
    Letter.objects.update(created_at=long_ago)
    recent = posting.withhold(TO, subject="Hello", reason="No account.")

    tasks.sweep()

    assert list(Letter.objects.all()) == [waiting, recent]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "facts",
    [
        {"sent_at": timezone.now()},
        {"next_try_at": None},
        {"next_try_at": None, "text": "", "html": ""},
        {"next_try_at": None, "error": "why"},
        {"next_try_at": None, "error": "why", "text": "", "html": "", "unsubscribe_url": "https://example.org/x"},
        {"next_try_at": None, "error": "why", "text": "", "html": "", "calendars": [{"text": "a secret"}]},
        {"handed_over_at": timezone.now()},
        {"handed_over_at": timezone.now(), "once": True, "next_try_at": None},
        {**WORDLESS, "next_try_at": None, "sent_at": timezone.now(), "once": True, "handed_over_at": timezone.now()},
    ],
)
def test_the_database_refuses_what_must_not_be(facts: dict[str, Any]) -> None:
    posted = letter()

    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.filter(pk=posted.pk).update(**facts)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "facts",
    [
        {**WORDLESS, "next_try_at": None, "sent_at": timezone.now()},
        {**WORDLESS, "next_try_at": None, "error": "why"},
        {"handed_over_at": timezone.now(), "once": True},
        {"handed_over_at": timezone.now(), "once": True, "next_try_at": None, "error": "why"},
    ],
)
def test_the_database_takes_what_becomes_of_letters(facts: dict[str, Any]) -> None:
    posted = letter()

    assert Letter.objects.filter(pk=posted.pk).update(**facts) == 1


@pytest.mark.django_db
def test_no_two_letters_have_the_same_message_id() -> None:
    first, second = letter(), letter()

    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.filter(pk=second.pk).update(message_id=first.message_id)


@pytest.mark.django_db
def test_letters_go_to_files_where_that_is_set(settings: Any, tmp_path: Path) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)

    posting.send(letter().pk)

    (file,) = tmp_path.iterdir()
    assert "Subject: Hello" in file.read_text()


@pytest.mark.django_db
def test_a_letter_tells_its_subject_and_reader() -> None:
    assert str(letter()) == "Hello to ann@example.org"
