"""Acts that are done once, however often they are asked for: each request has a key, and its answer is kept.

A request claims its key in a transaction of its own, before anything else: of all that come at once one gets it, and
the others read that it is in somebody's hands instead of waiting for a lock. The answer is written in the transaction
in which the act writes what it does, if the claim still counts; so after a crash both are there or neither, and to take
over a claim that a dead process left does no harm. `Claim.bind` tells what an act does outside that no transaction
brings back.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from math import ceil
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from openevent.accounts.models import IdempotencyKey, User
from openevent.lib.errors import Conflicting, Refused

BIGGEST_ANSWER = 512 * 1024  # bytes
# Where a request says its key (draft-ietf-httpapi-idempotency-key-header, 2).
PARAMETER = "Idempotency-Key"


class UsedOtherwise(Refused):
    """The account sent something else under this key."""

    def __init__(self) -> None:
        super().__init__(_("This key was used for another request. Take a new key for a new one."), parameter=PARAMETER)


class InFlight(Conflicting):
    """The same request is being answered; `wait` says in how many seconds to come again."""

    def __init__(self, wait: int = 1) -> None:
        super().__init__(_("The same request is being answered just now. Send it again a little later."))
        self.wait = wait


class TooBigToRepeat(Conflicting):
    """It was done; what it was answered was too much to be kept."""

    def __init__(self) -> None:
        super().__init__(
            _("This was done already, and is not done twice. Its answer was too big to be kept: read what it made.")
        )


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What somebody asks for under a key: which act, and everything that must be the same when the key comes again."""

    by: User
    key: str
    act: str
    said: bytes

    @property
    def key_hash(self) -> str:
        """What the key is kept by; the same key for another act is another."""
        return sha256(f"{self.act}\n{self.key}".encode(errors="replace")).hexdigest()

    @property
    def request_hash(self) -> str:
        """What the request is kept by."""
        return sha256(self.said).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What an act was answered with; a status of the HTTP kind, below 500."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(kw_only=True)
class Claim:
    """The right to do the act, in the hands of one request."""

    id: uuid.UUID  # the key's own
    mine: uuid.UUID
    is_first: bool  # no other request had the key before
    is_bound: bool = field(default=False, init=False)
    is_answered: bool = field(default=False, init=False)

    def bind(self) -> str:
        """Call it before the act commits anything, or asks a provider outside, ahead of its answer.

        From here on the key stays with this very request, whatever comes of it. Returns what tells the provider that
        it is the same act, whoever comes with it again.
        """
        self.is_bound = True
        return str(self.id)

    def keep(self, answer: Answer) -> None:
        """Keep the answer, if this is still in these hands; in the transaction of the act. Raises InFlight."""
        if not transaction.get_connection().in_atomic_block:
            raise transaction.TransactionManagementError("An answer is kept in the transaction of its act only.")
        body = answer.body if len(answer.body) <= BIGGEST_ANSWER else None
        if not self._row().update(status=answer.status, headers=answer.headers, body=body, claim=None):
            raise InFlight  # somebody else has taken over: what was done here is rolled back
        self.is_answered = True

    def let_go(self) -> None:
        """Give the claim back, if it is still in these hands. A key for which nothing was begun is forgotten."""
        if self.is_first and not self.is_bound:
            self._row().delete()
        else:
            self._row().update(claim=None)

    def _row(self) -> QuerySet[IdempotencyKey]:
        return IdempotencyKey.objects.filter(pk=self.id, claim=self.mine)


def claim(asked: Asked) -> Claim | Answer:
    """The right to do what is asked for, or the answer to it. Raises UsedOtherwise, InFlight, TooBigToRepeat.

    Not inside a transaction: others must see at once that it is in somebody's hands.
    """
    now, mine = timezone.now(), uuid.uuid4()
    facts = {"claim": mine, "claimed_at": now, "expires_at": now + settings.IDEMPOTENCY_KEY_LIFETIME}
    try:
        row, is_new = IdempotencyKey.objects.get_or_create(
            user=asked.by, key_hash=asked.key_hash, defaults={"request_hash": asked.request_hash, **facts}
        )
    except IntegrityError as error:  # somebody was faster, and has given it back before it could be read
        raise InFlight from error
    if is_new:
        return Claim(id=row.pk, mine=mine, is_first=True)
    if row.expires_at <= now:  # the sweep has not come by yet
        _expired(now).filter(pk=row.pk).delete()
        return claim(asked)
    if row.request_hash != asked.request_hash:
        raise UsedOtherwise
    if row.status is not None:
        return _answer(row, row.status)
    _take_over(row, now, facts)
    return Claim(id=row.pk, mine=mine, is_first=False)


def _answer(row: IdempotencyKey, status: int) -> Answer:
    if row.body is None:
        raise TooBigToRepeat
    return Answer(status=status, headers=row.headers, body=bytes(row.body))


def _take_over(row: IdempotencyKey, now: datetime, facts: dict[str, Any]) -> None:
    """Claim a key that is in nobody's hands any more. Raises InFlight."""
    # Asked before it is tried: to write may mean to wait for the very act that is under way.
    if _is_held(row, now):
        raise InFlight(_wait(row, now))
    free = Q(claim=None) | ~Q(claimed_at__range=_lease(now))
    if not IdempotencyKey.objects.filter(free, pk=row.pk, status=None).update(**facts):
        raise InFlight


def _lease(now: datetime) -> tuple[datetime, datetime]:
    """When a claim was made that still counts; one from the future is none, since the clock was set back."""
    return now - settings.IDEMPOTENCY_KEY_LEASE, now + settings.IDEMPOTENCY_KEY_LEASE


def _is_held(row: IdempotencyKey, now: datetime) -> bool:
    first, last = _lease(now)
    return row.claim is not None and first <= row.claimed_at <= last


def _wait(row: IdempotencyKey, now: datetime) -> int:
    """For how many seconds to wait: as long as it has taken already, but no longer than the claim counts."""
    taken = now - row.claimed_at
    return max(1, ceil(min(taken, settings.IDEMPOTENCY_KEY_LEASE - taken).total_seconds()))


@contextmanager
def held(claimed: Claim) -> Iterator[Claim]:
    """The claim for a block that does the act and keeps the answer; given back where it does not end so."""
    try:
        yield claimed
    except BaseException:  # a process that is told to end gives it back, too
        claimed.let_go()
        raise
    if not claimed.is_answered:
        claimed.let_go()
        raise RuntimeError("An act that is to be done once kept no answer.")


def _expired(now: datetime) -> QuerySet[IdempotencyKey]:
    return IdempotencyKey.objects.filter(expires_at__lte=now)


def sweep() -> int:
    """Forget the keys whose time is over, with what was answered; says how many."""
    return _expired(timezone.now()).delete()[0]
