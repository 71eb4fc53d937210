"""The event's programme as a calendar is compared with it: rows by uid and by name."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from openevent.calendars import cleaning, guids
from openevent.events.models import Event
from openevent.program.models import Microlocation, Session, SessionSpeaker, SessionType, Speaker, Track

Named = TypeVar("Named", Microlocation, Track, SessionType, Speaker)


def key(name: str) -> str:
    """By what names are compared: in one line, in whatever case, as calendars can say them."""
    return " ".join(cleaning.name(name).split()).casefold()


@dataclass(frozen=True, kw_only=True)
class Programme:
    """Sessions by uid, and by the identifier that formats without free uids have for it; living parts by name.

    Of two parts with one name the first in the event's order is meant.
    """

    event: Event
    sessions: Mapping[str, Session]
    rooms: Mapping[str, Microlocation]
    tracks: Mapping[str, Track]
    types: Mapping[str, SessionType]
    speakers: Mapping[str, Speaker]
    names: Mapping[int, tuple[str, ...]]  # of who speaks, in order, by session

    @classmethod
    def of(cls, event: Event) -> "Programme":
        """The programme as it is now (6 queries)."""
        return cls(
            event=event,
            sessions=_by_uid(event.sessions.select_related("microlocation", "track", "session_type")),
            rooms=_by_name(event.microlocations.filter(deleted_at=None)),
            tracks=_by_name(event.tracks.filter(deleted_at=None)),
            types=_by_name(event.session_types.filter(deleted_at=None)),
            speakers=_by_name(event.speakers.filter(deleted_at=None)),
            names=_names(event),
        )

    def room(self, session: Session) -> str:
        """The name of the session's room as it is compared, "" for none."""
        return _name(session.microlocation)

    def filing(self, session: Session | None) -> tuple[str, str]:
        """The names of the session's track and type as they are compared, "" for none."""
        return ("", "") if session is None else (_name(session.track), _name(session.session_type))

    def speaking(self, session: Session | None) -> tuple[str, ...]:
        """The names of the session's speakers as they are compared, in order."""
        return () if session is None else self.names.get(session.pk, ())


def _by_uid(sessions: Iterable[Session]) -> dict[str, Session]:
    found = list(sessions)
    # Last the uids themselves: they count more than what is derived of others.
    return {str(guids.guid(session.uid)): session for session in found} | {session.uid: session for session in found}


def _by_name(rows: Iterable[Named]) -> dict[str, Named]:
    found: dict[str, Named] = {}
    for row in rows:
        found.setdefault(key(row.name), row)
    return found


def _name(part: Microlocation | Track | SessionType | None) -> str:
    return key(part.name) if part is not None and part.deleted_at is None else ""


def _names(event: Event) -> dict[int, tuple[str, ...]]:
    speaking = SessionSpeaker.objects.filter(session__event=event, speaker__deleted_at=None)
    found: defaultdict[int, list[str]] = defaultdict(list)
    for session_id, name in speaking.order_by("position", "id").values_list("session_id", "speaker__name"):
        found[session_id].append(key(name))
    return {session_id: tuple(names) for session_id, names in found.items()}
