"""Posting letters: the row first, then a message to a worker, who sends it once."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from functools import partial
from secrets import token_hex

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone, translation
from django.utils.encoding import punycode
from kombu.exceptions import OperationalError

from openevent.accounts import delivering, quotas
from openevent.accounts.delivering import MOST_TRIES
from openevent.accounts.enclosures import CalendarPart
from openevent.accounts.models import Letter
from openevent.celery import app
from openevent.lib.text import one_line

log = structlog.get_logger(__name__)

TASK = "openevent.accounts.tasks.send"
FIRST_WAIT = timedelta(minutes=2)  # doubled with each try: the last is about four hours after the first
RESEND = timedelta(seconds=30)  # a letter that nobody has taken for so long is told of again
LOST = "The letter was begun several times and never sent. The operators can find more in the log."
LONGEST_SUBJECT = 255
# In ASCII, and without what divides and ends the addresses of List-Unsubscribe (RFC 2369, 2).
WEB_ADDRESS = re.compile(r"https?://[A-Za-z0-9\[](?:(?![<>,;])[!-~])*")


def post(
    to: str,
    *,
    subject: str,
    text: str,
    html: str = "",
    calendars: Sequence[CalendarPart] = (),
    reply_to: str = "",
    unsubscribe_url: str = "",
    once: bool = False,
    language: str = "",
    paced_for: str = "",
) -> Letter:
    """Write a letter and, when the transaction is through, tell the workers of it.

    The broker may be down: then the row waits, and `sweep` tells of it once the broker is back. The first of the
    calendars is what the reader's program shows as an invitation; the others are enclosed. Answers go to `reply_to`.
    Whoever unsubscribes POSTs `List-Unsubscribe=One-Click` to `unsubscribe_url`, an absolute https or http address
    (RFC 8058). A letter that is to go out `once` is never sent twice by itself: where it cannot be known whether it
    was sent, it waits, in doubt, for `send_again`. `language` is the tag of the language it is written in.
    One that follows from somebody's acts is `paced_for` them: it waits while too many go out for them or to its reader.
    """
    if unsubscribe_url and not WEB_ADDRESS.fullmatch(unsubscribe_url):
        raise ValueError("The address to unsubscribe is an absolute one, https or http, in ASCII.")
    return _written(
        Letter(
            to=to,
            subject=subject,
            text=text,
            html=html,
            calendars=[asdict(calendar) for calendar in calendars],
            reply_to=reply_to,
            unsubscribe_url=unsubscribe_url,
            once=once,
            language=language,
            paced_for=paced_for,
            next_try_at=timezone.now(),
        )
    )


def write(to: str, letter: Callable[[], tuple[str, str]], *, language: str, reply_to: str = "") -> Letter:
    """Post a letter in this language; `letter` gives its subject and its text where that is spoken."""
    with translation.override(language):
        subject, text = letter()
    return post(to, subject=subject, text=text, language=language, reply_to=reply_to)


def withhold(to: str, *, subject: str, reason: str) -> Letter:
    """Write down that no letter goes out, and why, with the same work as `post`: nobody learns it from the time."""
    return _written(Letter(to=to, subject=subject, error=reason))


def _written(letter: Letter) -> Letter:
    letter.subject = one_line(letter.subject)[:LONGEST_SUBJECT]  # a line break would begin another header
    # Short: one that does not fit into a line would be folded, and not every program can unfold it.
    letter.message_id = f"<{token_hex(12)}@{punycode(settings.NOREPLY_DOMAIN)}>"
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
    if letter is not None:
        delivering.deliver(letter)


def _claimed(letter_id: int) -> Letter | None:
    """The letter, if it is due and in nobody's hands; a worker that dies with it leaves it for the next try."""
    now = timezone.now()
    due = Letter.objects.filter(pk=letter_id, next_try_at__lte=now, attempts__lt=MOST_TRIES, handed_over_at=None)
    letter = due.first()
    if letter is None:
        return None
    mine = Letter.objects.filter(
        pk=letter_id, next_try_at=letter.next_try_at, attempts=letter.attempts, handed_over_at=None
    )
    is_counted = letter.attempts > 0 or not letter.paced_for
    if not is_counted and (ahead := _ahead(letter)) is not None:
        mine.update(next_try_at=max(ahead, now) + RESEND)
        return None
    letter.next_try_at = now + FIRST_WAIT * 2**letter.attempts
    letter.attempts += 1
    if not mine.update(attempts=letter.attempts, next_try_at=letter.next_try_at):
        return None
    # Counted by who has claimed it: once, however often it is tried.
    if not is_counted and (wait := quotas.letter_that_follows(letter.to, paced_for=letter.paced_for)):
        claimed = Letter.objects.filter(pk=letter.pk, next_try_at=letter.next_try_at, handed_over_at=None)
        claimed.update(attempts=0, next_try_at=now + timedelta(seconds=wait))
        return None
    return letter


def _ahead(letter: Letter) -> datetime | None:
    """When the letter before it is due, if that waits yet; letters of one ticket go out in the order of their writing.

    Programs that get a cancellation first would take the invitation for good.
    """
    before = Letter.objects.filter(to=letter.to, paced_for=letter.paced_for, pk__lt=letter.pk)
    waits = Q(attempts=0, next_try_at__gt=F("created_at")) | ~Q(error="")
    # Nobody was told of it; one that nothing has kept waiting goes out in this moment, too.
    is_late = Q(attempts=0, created_at__lte=timezone.now() - RESEND)
    found = before.filter(waits | is_late, next_try_at__isnull=False)
    return found.values_list("next_try_at", flat=True).last()


def sweep() -> int:
    """Tell again of letters that are due and that nobody took; returns how many."""
    now = timezone.now()
    delivering.doubt_dead(now)
    _end_exhausted(now)
    told = 0
    for letter_id in Letter.objects.filter(next_try_at__lte=now - RESEND).values_list("pk", flat=True)[:1000]:
        if not tell(letter_id):
            break  # the broker is down: the others would wait for nothing
        told += 1
    return told


def _end_exhausted(now: datetime) -> None:
    """Give up letters that killed every worker that took them."""
    lost = Letter.objects.filter(next_try_at__lte=now, attempts__gte=MOST_TRIES, handed_over_at=None)
    lost.filter(error="").update(error=LOST)
    lost.end()


def send_again(letters: Iterable[Letter]) -> int:
    """Send these letters again, as somebody has decided who knows more; those only that are in doubt. Says how many."""
    again = [letter.pk for letter in letters if _waits_again(letter)]
    for letter_id in again:
        transaction.on_commit(partial(tell, letter_id))
    return len(again)


def _waits_again(letter: Letter) -> bool:
    doubtful = Letter.objects.in_doubt().filter(pk=letter.pk)
    return bool(doubtful.update(next_try_at=timezone.now(), handed_over_at=None, attempts=0, error=""))


def forget() -> int:
    """Delete letters that wait no more, or in doubt only, and were kept long enough; says how many."""
    old = timezone.now() - settings.LETTER_RETENTION
    return Letter.objects.filter(next_try_at=None, created_at__lt=old).delete()[0]
