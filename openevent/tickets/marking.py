"""Checking in by the attendee's own members, as the clients of the published API do it.

They write the whole attendee back: `is-checked-in` as it is to be, and among the times that they read a new one. So a
time that the log does not know is a scan, and a flag that is turned without a time is one of now. Who writes back
times that are not those of the log has read an old page: then the flags alone wish nothing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from openevent.accounts.models import User
from openevent.lib.errors import Refused
from openevent.tickets import access, checking, moving, presence
from openevent.tickets.checking import Scan
from openevent.tickets.models import Attendee, CheckIn
from openevent.tickets.presence import Direction, Presence

TIMES = {"checkin_times": Direction.IN, "checkout_times": Direction.OUT, "register_times": Direction.REGISTERED}
DEVICES = "device_name_checkin"
MARKS = frozenset({"is_checked_in", "is_checked_out", "is_registered", *TIMES, DEVICES})
NAMELESS = "-"  # a device that nobody named
MOST_NEW = 50  # times in one request


class WrongMark(Refused):
    """The members do not say who came when."""

    def __init__(self, member: str, sentence: str) -> None:
        super().__init__(sentence, pointer=f"/data/attributes/{member.replace('_', '-')}")


class Wish(NamedTuple):
    """A scan that the members ask for."""

    direction: CheckIn.Direction
    at: datetime
    device: str = ""


def mark(attendee: Attendee, *, by: User, **said: Any) -> Attendee:
    """Add to the log what these of MARKS say anew; the same again changes nothing. Raises Refused."""
    with moving.locked(attendee.order_id):
        marks = Marks(said=said, log=tuple(CheckIn.objects.filter(attendee=attendee)))
        if marks.are_known():
            return attendee
        if not access.may_check_in(by, attendee.event):
            raise checking.NotAtTheDoor
        for wish in marks.wishes():
            _scan(attendee, wish, by)
    attendee.refresh_from_db()
    return attendee


def _scan(attendee: Attendee, wish: Wish, by: User) -> None:
    scan = Scan(
        code=attendee.identifier,
        direction=wish.direction,
        key=f"attendee {attendee.pk} {wish.direction} {wish.at.isoformat()}",
        client_at=wish.at,
        device=wish.device,
    )
    try:
        checking.check_in(attendee.event, scan, by=by)
    except checking.WrongClock as refusal:
        raise WrongMark("checkin_times", str(refusal)) from refusal


@dataclass(frozen=True, kw_only=True)
class Marks:
    """What the members of an attendee say, beside what the log does."""

    said: dict[str, Any]
    log: tuple[CheckIn, ...]

    @cached_property
    def now(self) -> Presence:
        """Where the attendee is."""
        return presence.replayed(self.log)

    def are_known(self) -> bool:
        """Whether they say nothing but what is so."""
        known = shown(self.now)
        return all((value or "") == (known[name] or "") for name, value in self.said.items())

    def wishes(self) -> Iterator[Wish]:
        """The scans that are not in the log yet. Raises WrongMark."""
        devices = self._devices()
        for member, direction in TIMES.items():
            for at in self._new(member):
                # Some clients send the time at which somebody left as that of the last check-in.
                leaves = direction == Direction.IN and self.said.get("is_checked_in") is False
                yield Wish(Direction.OUT if leaves else direction, at, devices.get(at, ""))
        yield from self._turned()

    def _turned(self) -> Iterator[Wish]:
        """What flags ask for without a time of their own."""
        comes, leaves = self.said.get("is_checked_in"), self.said.get("is_checked_out")
        if comes is True and self.now.came is None and not self.said.get("checkin_times"):
            raise WrongMark("checkin_times", _("Check in time missing while trying to check in attendee"))
        if self._is_old():
            return
        turned = comes is False and self.now.came is not None and not self._new("checkin_times")
        turned |= leaves is True and self.now.left is None
        if turned and not self._new("checkout_times"):
            yield Wish(Direction.OUT, timezone.now())
        if self.said.get("is_registered") is True and self.now.registered is None and not self._new("register_times"):
            yield Wish(Direction.REGISTERED, timezone.now())

    def _is_old(self) -> bool:
        """Whether times are said, and some of those that the log knows are not among them."""
        said = [(member, way) for member, way in TIMES.items() if member in self.said]
        return any({one.moment for one in self.now.times(way)} - {*self._times(member)} for member, way in said)

    def _times(self, member: str) -> list[datetime]:
        return [_instant(member, one) for one in _split(self.said.get(member))]

    def _new(self, member: str) -> list[datetime]:
        """The times that the log does not know."""
        known = {at for one in self.log if one.direction == TIMES[member] for at in (one.moment, one.client_at)}
        found = [at for at in self._times(member) if at not in known]
        if len(found) > MOST_NEW:
            raise WrongMark(member, _("At most %(most)s new times are taken at once.") % {"most": MOST_NEW})
        return found

    def _devices(self) -> dict[datetime, str]:
        """The names of the devices, by the times at which they checked somebody in."""
        said = self.said.get(DEVICES)
        if not said or said == shown(self.now)[DEVICES]:
            return {}
        times, names = self._times("checkin_times"), _split(said)
        if not times:
            raise WrongMark(DEVICES, _("Check in Times missing"))
        if len(times) != len(names):
            raise WrongMark(DEVICES, _("Check in Time missing for the corresponding device name"))
        return {at: "" if name == NAMELESS else name for at, name in zip(times, names, strict=True)}


def shown(now: Presence) -> dict[str, Any]:
    """The MARKS of somebody who is there: logs joined by commas, as the published API has them."""
    return {
        "is_checked_in": now.came is not None,
        "is_checked_out": now.left is not None,
        "is_registered": now.registered is not None,
        **{member: _joined(one.moment.isoformat() for one in now.times(way)) for member, way in TIMES.items()},
        DEVICES: _joined(one.device.replace(",", " ") or NAMELESS for one in now.times(Direction.IN)),
    }


def _joined(words: Iterable[str]) -> str:
    return ",".join(words)


def _split(said: str | None) -> list[str]:
    return [one.strip() for one in said.split(",")] if said else []


def _instant(member: str, written: str) -> datetime:
    try:
        found = datetime.fromisoformat(written)
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise WrongMark(
            member, _("“%(written)s” is no instant such as 2099-12-13T09:00:00+00:00.") % {"written": written[:50]}
        ) from error
