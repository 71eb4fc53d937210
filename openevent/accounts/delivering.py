"""One try to give a letter to the mail server, and what comes of it."""

from datetime import datetime
from functools import partial
from smtplib import SMTPDataError, SMTPException

import structlog
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone

from openevent.accounts import composing, smtp
from openevent.accounts.models import Letter
from openevent.accounts.models.letter import LetterQuerySet
from openevent.lib.text import one_line

log = structlog.get_logger(__name__)

MOST_TRIES = 8
LONGEST_ERROR = 500
IN_DOUBT = (
    "Nobody knows whether the mail server has taken this letter: the connection or the worker broke off before the"
    " answer. It must not arrive twice, so it is not sent again by itself. Ask its reader, or look for its Message-ID"
    " in the mail server's log; if it did not arrive, choose it in the list of letters and “Send letters in doubt"
    " again”."
)


class TakenOver(Exception):  # noqa: N818 - said of a try
    """This try took so long that another one was begun, or the letter was given up: it must not go on."""


def deliver(letter: Letter) -> None:
    """Give a claimed letter to the mail server and note what came of it."""
    try:
        with _connection(letter) as connection:
            connection.send_messages([composing.message(letter)])
            # Before the connection is closed politely, which takes its time.
            Letter.objects.filter(pk=letter.pk).end(sent_at=timezone.now(), error="")
    except TakenOver:
        log.info("another worker has the letter", letter=letter.pk)
    except (SMTPException, OSError, ValueError) as error:  # ValueError: an address that no header can hold
        _failed(letter, error)


def _connection(letter: Letter) -> BaseEmailBackend:
    """The way to the mail server, on which the letter is noted as handed over as late as possible."""
    connection = mail.get_connection()
    if isinstance(connection, smtp.EmailBackend):
        connection.handing_over = partial(_hand_over, letter)
    else:  # other ways do not tell when
        _hand_over(letter)
    return connection


def _hand_over(letter: Letter) -> None:
    """Note for good that from now on nobody can know, until the server answers, whether the letter was sent."""
    if not letter.once:
        return
    now = timezone.now()
    with transaction.atomic(durable=True):
        if not _ours(letter).filter(next_try_at__isnull=False).update(handed_over_at=now):
            raise TakenOver
    letter.handed_over_at = now


def _ours(letter: Letter) -> LetterQuerySet:
    """The row, as long as nobody has tried again or noted anything since."""
    return Letter.objects.filter(
        pk=letter.pk, attempts=letter.attempts, handed_over_at=letter.handed_over_at, sent_at=None
    )


def _failed(letter: Letter, error: Exception) -> None:
    reason = one_line(f"{type(error).__name__}: {error}")[:LONGEST_ERROR]
    in_doubt = letter.handed_over_at is not None and not _is_refusal(error)
    given_up = letter.attempts >= MOST_TRIES and not in_doubt
    told = {"letter": letter.pk, "attempts": letter.attempts, "given_up": given_up, "in_doubt": in_doubt}
    log.warning("a letter was not sent", **told, reason=reason)
    if in_doubt:
        doubt(_ours(letter))
    elif given_up:
        _ours(letter).end(error=reason)
    else:
        _ours(letter).update(error=reason, handed_over_at=None, next_try_at=letter.next_try_at)


def _is_refusal(error: Exception) -> bool:
    """Whether the letter was certainly not taken: the server said so (RFC 5321, 4.2.1), or it cannot be written."""
    if isinstance(error, SMTPDataError):
        return 400 <= error.smtp_code <= 599
    return isinstance(error, ValueError)


def doubt(letters: LetterQuerySet) -> int:
    """Leave it to somebody to find out whether these letters were sent; says how many there are."""
    return letters.update(next_try_at=None, error=IN_DOUBT)


def doubt_dead(now: datetime) -> None:
    """Doubt the letters whose worker has died while the mail server took them."""
    if doubtful := doubt(Letter.objects.filter(next_try_at__lte=now, handed_over_at__isnull=False)):
        log.warning("workers have died while they handed letters over", letters=doubtful)
