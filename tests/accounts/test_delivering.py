"""What a mail server does with a letter decides what becomes of it; one that must not go twice never does."""

import smtplib
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from openevent.accounts import delivering, posting, smtp
from openevent.accounts.models import Letter
from tests.accounts.mail_server import HANG_UP, SAY_NOTHING, MailServer, mail_server

TO = "ann@example.org"
pytestmark = pytest.mark.django_db


@pytest.fixture
def server(settings: Any) -> Iterator[MailServer]:
    """A mail server, to which letters go as to any other."""
    with mail_server() as running:
        settings.EMAIL_BACKEND = "openevent.accounts.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", running.port
        yield running


@pytest.fixture(autouse=True)
def _workers_listen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posting, "tell", lambda _letter_id: True)


def letter(*, once: bool = True) -> Letter:
    return posting.post(TO, subject="Hello", text="a secret", once=once)


def tried(row: Letter, *, times: int = 1) -> Letter:
    """The letter after a worker was told of it so often; each time it has become due, and the sweep has been there."""
    for _ in range(times):
        posting.send(row.pk)
        Letter.objects.exclude(next_try_at=None).update(next_try_at=timezone.now() - timedelta(minutes=1))
        posting.sweep()
    row.refresh_from_db()
    return row


def fate(row: Letter) -> dict[str, Any]:
    return {
        "sent": row.sent_at is not None,
        "waits": row.next_try_at is not None,
        "in doubt": row.is_in_doubt,
        "error": row.error,
        "text": row.text,
    }


SENT = {"sent": True, "waits": False, "in doubt": False, "error": "", "text": ""}
DOUBTFUL = {"sent": False, "waits": False, "in doubt": True, "error": delivering.IN_DOUBT, "text": "a secret"}


def waits(error: str) -> dict[str, Any]:
    return {"sent": False, "waits": True, "in doubt": False, "error": error, "text": "a secret"}


@pytest.mark.parametrize("once", [True, False])
def test_a_letter_is_taken_once_and_keeps_none_of_its_words(server: MailServer, once: bool) -> None:
    posted = tried(letter(once=once), times=3)

    assert fate(posted) == SENT
    assert [(sent["To"], sent["Subject"], sent.get_content().strip()) for sent in server.letters] == [
        (TO, "Hello", "a secret")
    ]


@pytest.mark.parametrize("once", [True, False])
@pytest.mark.parametrize("answer", ["451 Try again later", "550 No", "421 Closing"])
def test_a_letter_that_is_refused_is_tried_again_and_arrives_once(server: MailServer, once: bool, answer: str) -> None:
    server.to_letter = [answer]
    posted = letter(once=once)

    refused = fate(tried(posted))
    taken = fate(tried(posted, times=2))

    code, _, words = answer.partition(" ")
    assert (refused, taken) == (waits(f"SMTPDataError: ({code}, b'{words}')"), SENT)
    assert len(server.raw) == 1


@pytest.mark.parametrize("answer", ["451 Try again later", "550 No such user", "421 Closing", HANG_UP, SAY_NOTHING])
def test_what_fails_before_the_letter_is_handed_over_is_tried_again(
    server: MailServer, settings: Any, answer: str
) -> None:
    settings.EMAIL_TIMEOUT = 1
    server.to_recipient = [answer]
    posted = letter()

    failed = fate(tried(posted))
    taken = fate(tried(posted))

    assert (failed["waits"], failed["in doubt"], failed["text"], taken) == (True, False, "a secret", SENT)
    assert len(server.raw) == 1


def test_a_server_that_is_not_there_leaves_no_doubt(settings: Any) -> None:
    with mail_server() as gone:
        settings.EMAIL_BACKEND = "openevent.accounts.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", gone.port

    posted = tried(letter(), times=2)

    assert (posted.attempts, posted.handed_over_at, posted.text) == (2, None, "a secret")
    assert posted.error.startswith("ConnectionRefusedError")


@pytest.mark.parametrize("answer", [HANG_UP, SAY_NOTHING, "nonsense", "999 What?"])
def test_a_server_that_does_not_answer_leaves_doubt_and_gets_no_second_letter(
    server: MailServer, settings: Any, answer: str
) -> None:
    settings.EMAIL_TIMEOUT = 1
    server.to_letter = [answer]

    posted = tried(letter(), times=3)

    assert (fate(posted), posted.attempts, len(server.raw)) == (DOUBTFUL, 1, 1)


def test_a_letter_that_may_go_twice_is_sent_again_where_the_server_did_not_answer(server: MailServer) -> None:
    server.to_letter = [HANG_UP]

    posted = tried(letter(once=False), times=3)

    assert (fate(posted), posted.attempts, posted.handed_over_at) == (SENT, 2, None)
    assert [sent["Message-ID"] for sent in server.letters] == [posted.message_id] * 2


def killed(row: Letter, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    """Have a worker that was told of the letter end here, without another word."""

    def dying(*_arguments: object, **_facts: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(where, dying)
        with pytest.raises(SystemExit):
            posting.send(row.pk)
    Letter.objects.update(next_try_at=timezone.now())


def test_a_worker_that_dies_before_it_can_note_what_was_sent_leaves_doubt(
    server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    posted = letter()
    killed(posted, monkeypatch, "openevent.accounts.models.letter.LetterQuerySet.end")

    assert len(server.raw) == 1
    assert fate(tried(posted, times=3)) == DOUBTFUL
    assert len(server.raw) == 1


def test_a_worker_that_dies_on_the_way_to_the_server_leaves_no_doubt(
    server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    posted = letter()
    killed(posted, monkeypatch, "smtplib.SMTP.rcpt")

    assert (fate(tried(posted)), len(server.raw)) == (SENT, 1)


def test_a_letter_is_not_sent_where_its_handing_over_cannot_be_noted(
    server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    posted = letter()
    killed(posted, monkeypatch, "openevent.accounts.delivering._ours")

    assert server.raw == []
    assert (fate(tried(posted)), len(server.raw)) == (SENT, 1)


def hand_over_after(act: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the next worker wait with its letter until this is done; the server listens already."""
    hand_over = delivering._hand_over

    def slowly(taken: Letter) -> None:
        monkeypatch.setattr(delivering, "_hand_over", hand_over)
        act()
        hand_over(taken)

    monkeypatch.setattr(delivering, "_hand_over", slowly)


def test_a_worker_that_was_too_slow_leaves_the_letter_to_the_next_one(
    server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    posted = letter()
    hand_over_after(lambda: tried(Letter.objects.get(pk=posted.pk), times=2), monkeypatch)

    posting.send(posted.pk)

    posted.refresh_from_db()
    assert (fate(posted), posted.attempts, len(server.recipients), len(server.raw)) == (SENT, 2, 2, 1)


def test_a_worker_that_was_too_slow_does_not_send_what_was_given_up(
    server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    posted = letter()
    Letter.objects.update(attempts=7)
    hand_over_after(lambda: tried(Letter.objects.get(pk=posted.pk)), monkeypatch)

    posting.send(posted.pk)

    posted.refresh_from_db()
    assert (posted.error, posted.text, posted.handed_over_at, server.raw) == (posting.LOST, "", None, [])


def answer_after(act: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> None:
    """Have this done before a worker hears what the server answered to its letter."""
    getreply = smtplib.SMTP.getreply

    def slowly(connection: smtplib.SMTP) -> tuple[int, bytes]:
        answer = getreply(connection)
        if Letter.objects.filter(handed_over_at__isnull=False, next_try_at__isnull=False).exists():
            act()
        return answer

    monkeypatch.setattr(smtplib.SMTP, "getreply", slowly)


@pytest.mark.parametrize(
    ("answer", "known"), [("250 OK", SENT), ("451 Later", waits("SMTPDataError: (451, b'Later')"))]
)
def test_an_answer_that_comes_late_ends_the_doubt(
    server: MailServer, monkeypatch: pytest.MonkeyPatch, answer: str, known: dict[str, Any]
) -> None:
    server.to_letter = [answer]
    posted, doubted = letter(), []
    answer_after(lambda: doubted.append(fate(tried(Letter.objects.get(pk=posted.pk)))), monkeypatch)

    posting.send(posted.pk)

    posted.refresh_from_db()
    assert (doubted, fate(posted)) == ([DOUBTFUL], known)


def test_a_letter_in_doubt_is_sent_again_by_hand_as_the_same_letter(server: MailServer) -> None:
    server.to_letter = [HANG_UP]
    posted = tried(letter(), times=2)

    again = posting.send_again([posted])

    assert (again, fate(tried(posted, times=2)), len(server.raw)) == (1, SENT, 2)
    assert {sent["Message-ID"] for sent in server.letters} == {posted.message_id}


def test_a_letter_that_is_not_in_doubt_is_not_sent_again(server: MailServer) -> None:
    sent, waiting = tried(letter()), letter()
    withheld = posting.withhold(TO, subject="Hello", reason="No account.")

    again = posting.send_again([sent, waiting, withheld])

    assert (again, fate(tried(sent)), len(server.raw)) == (0, SENT, 1)


def test_a_letter_in_doubt_can_be_in_doubt_again(server: MailServer) -> None:
    server.to_letter = [HANG_UP, HANG_UP]
    posted = tried(letter())

    posting.send_again([posted])

    assert (fate(tried(posted)), len(server.raw)) == (DOUBTFUL, 2)


def test_a_letter_in_doubt_is_forgotten_as_others_are(server: MailServer) -> None:
    server.to_letter = [HANG_UP]
    posted = tried(letter())
    Letter.objects.update(created_at=timezone.now() - timedelta(days=31))

    posting.forget()

    assert not Letter.objects.filter(pk=posted.pk).exists()


class Broken(BaseEmailBackend):
    """A way for letters of which nobody learns how far they got."""

    def send_messages(self, email_messages: Any) -> int:  # noqa: ARG002 - Django's signature
        raise OSError("no space left on device")


def test_another_way_than_to_a_mail_server_is_doubted_where_it_fails(settings: Any) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Broken"

    once, often = tried(letter()), tried(letter(once=False))

    assert (fate(once), fate(often)) == (DOUBTFUL, waits("OSError: no space left on device"))


@pytest.mark.parametrize("way", ["console", "filebased", "locmem"])
def test_a_letter_that_must_not_go_twice_takes_the_other_ways_too(
    settings: Any, tmp_path: Path, way: str, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.EMAIL_BACKEND = f"django.core.mail.backends.{way}.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)

    posted = tried(letter(), times=2)

    files = "".join(file.read_text() for file in tmp_path.iterdir())
    shown = capsys.readouterr().out + files + "".join(str(sent.message()) for sent in mail.outbox)
    assert (fate(posted), shown.count(f"Message-ID: {posted.message_id}")) == (SENT, 1)


@pytest.mark.parametrize("over_tls", [True, False])
def test_a_connection_tells_of_the_letter_however_it_is_secured(settings: Any, over_tls: bool) -> None:
    settings.EMAIL_USE_SSL = over_tls
    connection = smtp.EmailBackend().connection_class

    assert issubclass(connection, smtplib.SMTP_SSL) is over_tls
    assert "handing_over" in dir(connection)
