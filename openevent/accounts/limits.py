"""How often somebody may do something: counted in the database, so that all processes count together."""

import hmac
from datetime import datetime, timedelta
from hashlib import sha256
from http import HTTPStatus
from math import ceil

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from openevent.accounts.models import Allowance
from openevent.lib.errors import Refused

SLACK = timedelta(minutes=1)  # by which the clocks of two processes, or two looks at one clock, may differ


class TooManyAttempts(Refused):
    """It was done too often; `wait` says in how many seconds it can be done again."""

    status = HTTPStatus.TOO_MANY_REQUESTS

    def __init__(self, wait: int) -> None:
        if wait <= 120:
            sentence = _("Too many attempts. Try again in %(seconds)s seconds.") % {"seconds": wait}
        else:
            sentence = _("Too many attempts. Try again in %(minutes)s minutes.") % {"minutes": ceil(wait / 60)}
        super().__init__(sentence)
        self.wait = wait


def spend(purpose: str, subject: str, *, limit: int, within: timedelta, times: int = 1) -> None:
    """Count that this subject does this once more, or so many times; raises TooManyAttempts after `limit` times.

    The time is counted from the first of them. Call it before the transaction of the act where a refused act counts
    too: what is rolled back was not counted.
    """
    key, now = _key(purpose, subject), timezone.now()
    if times > limit:
        raise TooManyAttempts(ceil(within.total_seconds()))
    while not _counted(key, now, limit=limit, within=within, times=times):
        ends_at = Allowance.objects.filter(key=key, spent__gt=limit - times).values_list("ends_at", flat=True).first()
        if ends_at is not None and ends_at > now:
            raise TooManyAttempts(max(1, ceil((ends_at - now).total_seconds())))


def wait(purpose: str, subject: str, *, limit: int, within: timedelta) -> int:
    """In how many seconds the subject may do this again; 0: now. Counts nothing."""
    now = timezone.now()
    farthest = now + within + SLACK  # what ends later was counted before the clock was set back
    over = Allowance.objects.filter(
        key=_key(purpose, subject), spent__gte=limit, ends_at__gt=now, ends_at__lte=farthest
    )
    ends_at = over.values_list("ends_at", flat=True).first()
    return 0 if ends_at is None else max(1, ceil((ends_at - now).total_seconds()))


def _counted(key: str, now: datetime, *, limit: int, within: timedelta, times: int) -> bool:
    """Whether it was counted; each statement by itself is right beside others."""
    mine, farthest = Allowance.objects.filter(key=key), now + within + SLACK
    if mine.filter(ends_at__gt=now, ends_at__lte=farthest, spent__lte=limit - times).update(spent=F("spent") + times):
        return True
    # The time is over, or it lies farther ahead than it can: the clock was set back.
    if mine.exclude(ends_at__gt=now, ends_at__lte=farthest).update(spent=times, ends_at=now + within):
        return True
    if mine.exists():
        return False
    try:
        with transaction.atomic():
            Allowance.objects.create(key=key, spent=times, ends_at=now + within)
    except IntegrityError:  # somebody was faster: count again, with theirs
        return False
    return True


def forget(purpose: str, subject: str) -> None:
    """Begin to count anew: what was done so often was done by whoever may."""
    Allowance.objects.filter(key=_key(purpose, subject)).delete()


def _key(purpose: str, subject: str) -> str:
    # With the server's own key, a list of known addresses does not tell whose the rows are.
    message = f"openevent.limits\n{purpose}\n{subject}".encode(errors="replace")
    return hmac.new(settings.SECRET_KEY.encode(), message, sha256).hexdigest()


def sweep() -> int:
    """Delete what is no longer counted; says how many."""
    return Allowance.objects.filter(ends_at__lte=timezone.now()).delete()[0]
