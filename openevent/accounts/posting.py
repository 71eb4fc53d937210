"""Posting letters: the row first, then a message to a worker, who sends it once."""

from datetime import datetime, timedelta
from smtplib import SMTPException

import structlog
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from openevent.accounts.models import Letter
from openevent.celery import app
from openevent.lib.text import one_line

log = structlog.get_logger(__name__)

TASK = "openevent.accounts.tasks.send"
MOST_TRIES = 8
FIRST_WAIT = timedelta(minutes=2)  # doubled with each try: the last is about four hours after the first
RESEND = timedelta(seconds=30)  # a letter that nobody has taken for so long is told of again
LOST = "The letter was begun several times and never sent. The operators can find more in the log."
LONGEST_SUBJECT, LONGEST_ERROR = 255, 500
WORDLESS = {"text": "", "html": ""}  # what waits no more keeps no secrets


def post(to: str, *, subject: str, text: str, html: str = "") -> Letter:
    """Write a letter and, when the transaction is through, tell the workers of it.

    The broker may be down: then the row waits, and `sweep` tells of it once the broker is back.
    """
    return _written(Letter(to=to, subject=subject, text=text, html=html, next_try_at=timezone.now()))


def withhold(to: str, *, subject: str, reason: str) -> Letter:
    """Write down that no letter goes out, and why, with the same work as `post`: nobody learns it from the time."""
    return _written(Letter(to=to, subject=subject, error=reason))


def _written(letter: Letter) -> Letter:
    letter.subject = one_line(letter.subject)[:LONGEST_SUBJECT]  # a line break would begin another header
    letter.created_at = timezone.now()
    letter.save(force_insert=True)
    transaction.on_commit(lambda: tell(letter.pk))
    return letter


def tell(letter_id: int) -> bool:
    """Tell the workers of the letter; False where the broker cannot be reached."""
    try:
        app.send_task(TASK, args=[letter_id], retry=False, ignore_result=True)
    except (OperationalError, OSError) as error:
        log.warning("the queue takes no letter now; it will be told of again", letter=letter_id, reason=str(error))
        return False
    return True


def send(letter_id: int) -> None:
    """Send the letter, if it is due and nobody else does; where that fails it is tried again later, up to 8 times."""
    letter = _claimed(letter_id)
    if letter is None:
        return
    try:
        _message(letter).send()
    except (SMTPException, OSError, ValueError) as error:  # ValueError: an address that no header can hold
        _failed(letter, error)
        return
    Letter.objects.filter(pk=letter.pk).update(sent_at=timezone.now(), next_try_at=None, error="", **WORDLESS)


def _claimed(letter_id: int) -> Letter | None:
    """The letter, if it is due and in nobody's hands; a worker that dies with it leaves it for the next try."""
    now = timezone.now()
    letter = Letter.objects.filter(pk=letter_id, next_try_at__lte=now, attempts__lt=MOST_TRIES).first()
    if letter is None:
        return None
    mine = Letter.objects.filter(pk=letter_id, next_try_at=letter.next_try_at, attempts=letter.attempts)
    next_try_at = now + FIRST_WAIT * 2**letter.attempts
    letter.attempts += 1
    return letter if mine.update(attempts=letter.attempts, next_try_at=next_try_at) else None


def _message(letter: Letter) -> EmailMultiAlternatives:
    # Nobody's holiday notice answers a machine (RFC 3834, 5).
    headers = {"Auto-Submitted": "auto-generated"}
    message = EmailMultiAlternatives(
        letter.subject, letter.text, settings.DEFAULT_FROM_EMAIL, [letter.to], headers=headers
    )
    if letter.html:
        message.attach_alternative(letter.html, "text/html")
    return message


def _failed(letter: Letter, error: Exception) -> None:
    reason = one_line(f"{type(error).__name__}: {error}")[:LONGEST_ERROR]
    given_up = letter.attempts >= MOST_TRIES
    log.warning("a letter was not sent", letter=letter.pk, attempts=letter.attempts, given_up=given_up, reason=reason)
    end = {"next_try_at": None, **WORDLESS} if given_up else {}
    Letter.objects.filter(pk=letter.pk).update(error=reason, **end)


def sweep() -> int:
    """Tell again of letters that are due and that nobody took; returns how many."""
    now = timezone.now()
    _end_exhausted(now)
    told = 0
    for letter_id in Letter.objects.filter(next_try_at__lte=now - RESEND).values_list("pk", flat=True)[:1000]:
        if not tell(letter_id):
            break  # the broker is down: the others would wait for nothing
        told += 1
    return told


def _end_exhausted(now: datetime) -> None:
    """Give up letters that killed every worker that took them."""
    lost = Letter.objects.filter(next_try_at__lte=now, attempts__gte=MOST_TRIES)
    lost.filter(error="").update(error=LOST)
    lost.update(next_try_at=None, **WORDLESS)


def forget() -> int:
    """Delete letters that wait no more and were kept long enough; says how many."""
    old = timezone.now() - settings.LETTER_RETENTION
    return Letter.objects.filter(next_try_at=None, created_at__lt=old).delete()[0]
