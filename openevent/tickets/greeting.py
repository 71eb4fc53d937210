"""What whoever stands at the door is told of a scan."""

from openevent.accounts.models import User
from openevent.calendars import timezones
from openevent.tickets.models import CheckIn
from openevent.tickets.presence import Direction, Outcome

NOW = {Direction.IN: "{who} is in.", Direction.OUT: "{who} is out.", Direction.REGISTERED: "{who} is registered."}
ALREADY = {
    Direction.IN: "{who} came in already: {first}.",
    Direction.OUT: "{who} went out already: {first}.",
    Direction.REGISTERED: "{who} is registered already: {first}.",
}
NOT_IN = "{who} has not come in with this ticket."
NAMELESS = "The holder of this ticket"


def told(scan: CheckIn) -> str:
    """One sentence: what is so now, or what was so before, since when and by whom."""
    who, direction = scan.attendee.full_name or NAMELESS, Direction(scan.direction)
    if scan.outcome == Outcome.NOT_IN:
        return NOT_IN.format(who=who)
    if scan.first is None:
        return NOW[direction].format(who=who)
    return ALREADY[direction].format(who=who, first=_when_and_who(scan.first, scan.event.timezone))


def _when_and_who(scan: CheckIn, zone: str) -> str:
    """“2099-10-24 09:02, by Tom, at Gate 1”; on the event's clocks."""
    parts = [scan.moment.astimezone(timezones.zone(zone)).strftime("%Y-%m-%d %H:%M")]
    parts += [f"by {_name(scan.by)}" if scan.by else "automatically"]
    parts += [f"at {scan.device}"] if scan.device else []
    return ", ".join(parts)


def _name(user: User) -> str:
    """By what somebody goes; an address is nobody's name."""
    return user.public_name or user.full_name or f"account {user.pk}"
