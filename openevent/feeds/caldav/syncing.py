"""Sync tokens: how far a program has followed a calendar, and what changed in it since (RFC 6578)."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from django.conf import settings
from django.core.signing import BadSignature, Signer

from openevent.exports.requesting import fingerprint
from openevent.program import changes
from openevent.program.changes import Changes

PREFIX = "data:,"  # a token is a URI (RFC 6578, 4)
MOST_MARKS = 300  # more are not listed in a token; where they change programs begin anew
State = Mapping[int, tuple[int, bool]]


class UnknownToken(ValueError):  # noqa: N818 - a refusal, which Radicale knows by its base
    """The token is none of this calendar's, or does not tell enough any more: the program has to begin anew."""


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How a calendar stands: what it is, and all that its entries depend on.

    `events` holds each event's revision and whether its cancellations are told. `marks` are the sessions that stand in
    it and their events, where that does not follow from the events' logs alone; else None.
    """

    key: str
    events: State
    marks: Mapping[int, int] | None = None

    @property
    def token(self) -> str:
        """The token: the same for the same standing, in every process."""
        said = [self.key, sorted((one, *state) for one, state in self.events.items()), _listed(self.marks)]
        return PREFIX + _signer().sign_object(said, compress=True)

    @property
    def tag(self) -> str:
        """A short name of the standing, as an entity tag; the whole calendar says how often it is to be asked, too."""
        said = f"{settings.FEED_REFRESH} {self.token}"
        return f'"{blake2b(said.encode(), digest_size=16).hexdigest()}"'


def changed(now: Standing, token: str) -> tuple[Changes, frozenset[int]]:
    """What the events' logs tell since the token, and which sessions came to stand in the calendar or left it.

    Raises UnknownToken (at most 1 query).
    """
    events, marks = _read(token, now.key)
    known = now.events.keys() & events.keys()
    if now.marks is None and (known != now.events.keys() or known != events.keys() or _tells_other(now.events, events)):
        raise UnknownToken("It tells of other events.")
    if any(events[one][0] > now.events[one][0] for one in known):
        raise UnknownToken("It comes from a future that did not happen.")
    behind = {one: events[one][0] for one in known if events[one][0] < now.events[one][0]}
    return changes.since(behind), _exchanged(now.marks, marks)


def _signer() -> Signer:
    # Entries depend on settings and versions, too: where these change, a token is as good as none.
    return Signer(salt=f"caldav {fingerprint()}")


def _read(token: str, key: str) -> tuple[State, Any]:
    """Events and marks of a token; whatever this server has signed it understands."""
    try:
        whose, events, marks = _signer().unsign_object(token.removeprefix(PREFIX))
    except BadSignature as error:
        raise UnknownToken("It is not of this server, or not of its present version.") from error
    if whose != key:
        raise UnknownToken("It is another calendar's.")
    return {one: (revision, tells) for one, revision, tells in events}, marks


def _listed(marks: Mapping[int, int] | None) -> list[int] | str | None:
    """The marks as they stand in a token: many of them by a digest."""
    if marks is None or len(marks) <= MOST_MARKS:
        return None if marks is None else sorted(marks)
    return blake2b(repr(sorted(marks)).encode(), digest_size=16).hexdigest()


def _exchanged(now: Mapping[int, int] | None, then: Any) -> frozenset[int]:
    if now is None or _listed(now) == then:
        return frozenset()
    if not isinstance(then, list):
        raise UnknownToken("Which sessions stood in the calendar is not known any more.")
    return frozenset(now.keys() ^ set(then))


def _tells_other(now: State, then: State) -> bool:
    return any(state[1] != then[one][1] for one, state in now.items())
