"""What the editor says: of conflicts, of moves, and of moves that somebody else made meanwhile."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from babel.dates import format_date, format_time
from django.utils.translation import gettext as _

from openevent.accounts.models import User
from openevent.calendars.timezones import zone
from openevent.events.models import Event
from openevent.lib import text
from openevent.lib.spoken import locale
from openevent.program import conflicts
from openevent.program.conflicts import Conflict, Conflicts, Kind
from openevent.program.models import Microlocation, Session, Speaker
from openevent.program.scheduling import MovedMeanwhile


def name(user: User | None) -> str:
    """How somebody of the team is called: an address is nobody's name."""
    known = text.one_line(user.public_name or user.full_name) if user is not None else ""
    return known or _("somebody of the team")


def clock(moment: datetime, event: Event) -> str:
    """The day of the week and the time, as clocks at the event have them."""
    there = moment.astimezone(zone(event.timezone))
    return f"{format_date(there, 'EEE', locale=locale())} {format_time(there, 'short', locale=locale())}"


def place(session: Session, event: Event) -> str:
    """When and where the session is."""
    if session.starts_at is None or session.ends_at is None:
        return _("not in the schedule")
    room = session.shown_room.name if session.shown_room is not None else _("no room")
    return _("%(time)s, %(room)s") % {"time": clock(session.starts_at, event), "room": room}


def lost_room(session: Session) -> str:
    """That the room which the session had was deleted; empty where it has one, or never had."""
    room = session.microlocation
    if room is None or room.deleted_at is None:
        return ""
    return _("Its room was deleted.")


def moved(
    session: Session, event: Event, clashes: Iterable[str], *, is_resized: bool = False, lost_room: str = ""
) -> str:
    """What became of a move, and what does not fit now; `lost_room` says that it had a room which was deleted."""
    facts = {"session": session.title, "place": place(session, event)}
    if session.starts_at is None or session.ends_at is None:
        return _("%(session)s: taken out of the schedule.") % facts
    if is_resized:
        minutes = int((session.ends_at - session.starts_at).total_seconds() // 60)
        said = _("%(session)s: %(minutes)s minutes now, %(place)s.") % {**facts, "minutes": minutes}
    else:
        said = _("%(session)s: moved to %(place)s.") % facts
    return " ".join(filter(None, [said, lost_room, *islice(clashes, 3)]))


def overtaken(refusal: MovedMeanwhile, event: Event, by: User) -> str:
    """Why a move was not made."""
    session = refusal.session
    facts = {"session": session.title, "place": place(session, event), "name": name(refusal.by)}
    if refusal.by == by:
        return _("Not moved: you moved %(session)s meanwhile in another window. It is here: %(place)s.") % facts
    return _("Not moved: %(session)s was moved meanwhile by %(name)s. It is here: %(place)s.") % facts


@dataclass(frozen=True, kw_only=True)
class Clash:
    """A conflict in words of the reader's language."""

    kind: Kind
    sessions: tuple[int, ...]
    sentence: str

    @property
    def is_roomless(self) -> bool:
        """Whether it is a session without a room, such as a break: that is in nobody's way."""
        return self.kind is Kind.NO_ROOM


def of_session(session: Session, event: Event) -> list[str]:
    """What does not fit of this session, in words."""
    found = Conflicts(conflicts=tuple(conflicts.of_session(session)), more=False)
    return [clash.sentence for clash in clashes(event, found)]


def clashes(event: Event, found: Conflicts) -> list[Clash]:
    """What does not fit of all that has a time (4 queries): what has none is listed as such."""
    listed = found.conflicts
    numbers = {number for one in listed for number in one.sessions}
    titles = dict(Session.objects.filter(event=event, pk__in=numbers).order_by().values_list("pk", "title"))
    scheduled = set(Session.objects.filter(event=event).scheduled().order_by().values_list("pk", flat=True))
    names: dict[tuple[str, int], str] = {}
    for kind, rows in (("room", Microlocation.objects), ("speaker", Speaker.objects)):
        named = rows.filter(event=event).order_by().values_list("pk", "name")
        names |= {(kind, number): word for number, word in named}
    shown = [one for one in listed if not one.kind.is_missing or scheduled.issuperset(one.sessions)]
    return [Clash(kind=one.kind, sessions=one.sessions, sentence=_sentence(one, titles, names)) for one in shown]


def _sentence(one: Conflict, titles: Mapping[int, str], names: Mapping[tuple[str, int], str]) -> str:
    first, other = (titles.get(one.sessions[at], "") for at in (0, -1))
    facts = {
        "one": first,
        "other": other,
        "room": names.get(("room", one.room or 0), ""),
        "speaker": names.get(("speaker", one.speaker or 0), ""),
    }
    if one.kind is Kind.ROOM_OVERLAP:
        return _("“%(one)s” and “%(other)s” overlap in %(room)s.") % facts
    if one.kind is Kind.SPEAKER_OVERLAP:
        return _("%(speaker)s speaks in “%(one)s” and in “%(other)s” at the same time.") % facts
    if one.kind is Kind.OUTSIDE_EVENT:
        return _("“%(one)s” begins before the event, or ends after it.") % facts
    if one.kind is Kind.NO_TIME:
        return _("“%(one)s” ends before it begins, or as it begins.") % facts
    return _("“%(one)s” has no room.") % facts
