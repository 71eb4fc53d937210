"""What the editor shows of a programme, as values for its script: everything, or what changed since a revision."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _

from openevent.accounts.models import User
from openevent.calendars.timezones import zone
from openevent.events.models import Change, Event
from openevent.program import access, conflicts
from openevent.program.models import Microlocation, Session, SessionSpeaker
from openevent.program.models.session import SCHEDULED, SessionQuerySet
from openevent.program.scheduling import MOVES
from openevent.web.clocks import day
from openevent.web.organising.scheduling import days, sentences
from openevent.web.organising.scheduling.days import Day, minute
from openevent.web.organising.scheduling.sentences import Clash

USUAL = 30  # minutes that a session lasts, where neither it nor its type says
MOST = 300  # changes that are told one by one; of more it is quicker to read everything
SHOWN_APART = ("event", "microlocation")  # what changes more than the sessions that the log names


def known(event: Event) -> SessionQuerySet:
    """What may be scheduled: what takes place, what waits for a decision, and what has a time though nobody decided."""
    waiting = Q(state=Session.State.PENDING) | (Q(state=Session.State.DRAFT) & SCHEDULED)
    return Session.objects.living().filter(waiting | Q(state__in=Session.PUBLIC_STATES), event=event)


def with_parts(sessions: SessionQuerySet) -> SessionQuerySet:
    """The sessions with all that is shown of them (2 queries)."""
    spoken = SessionSpeaker.objects.filter(speaker__deleted_at=None).select_related("speaker")
    found = sessions.select_related("track", "microlocation", "session_type")
    return found.prefetch_related(Prefetch("speaking", queryset=spoken))


def rooms(event: Event) -> list[Microlocation]:
    """The rooms in their order, those that are to be left out only if something is in them (1 query)."""
    used = Q(hidden_in_scheduler=False) | Q(pk__in=known(event).order_by().values("microlocation"))
    return list(Microlocation.objects.filter(used, event=event, deleted_at=None))


def days_of(event: Event) -> list[Day]:
    """The days of the event, and of its sessions (1 query)."""
    begun = known(event).filter(SCHEDULED).order_by().values_list("starts_at", flat=True)
    return days.days(event.starts_at, event.ends_at, [one for one in begun if one], zone(event.timezone))


@dataclass(frozen=True, kw_only=True)
class Board:
    """The programme of an event as one of its team sees it; a constant number of queries for each of its answers."""

    event: Event
    user: User

    def whole(self) -> dict[str, Any]:
        """Everything."""
        return {
            "whole": True,
            "starts": minute(self.event.starts_at),
            "ends": minute(self.event.ends_at),
            "days": [_day(one) for one in days_of(self.event)],
            "rooms": [{"id": str(room.pk), "name": room.name} for room in rooms(self.event)],
            **self._told(known(self.event)),
        }

    def since(self, revision: int) -> dict[str, Any]:
        """What changed after the revision; everything, where that is quicker, or the event itself changed."""
        found = Change.objects.filter(event=self.event, revision__gt=revision).select_related("by")
        changes = list(found[: MOST + 1])
        if len(changes) > MOST or any(one.object_type in SHOWN_APART for one in changes):
            return self.whole() | {"moves": self._moves(changes)}
        numbers = {one.object_id for one in changes if one.object_type == "session"}
        told = self._told(known(self.event).filter(pk__in=numbers))
        there = {row["id"] for row in told["sessions"]}
        gone = sorted(str(number) for number in numbers if str(number) not in there)
        return {"whole": False, "gone": gone, **told, "moves": self._moves(changes)}

    def _told(self, sessions: SessionQuerySet) -> dict[str, Any]:
        may_lock = access.may_lock_in(self.user, self.event)
        found = conflicts.of_event(self.event)
        clashes = sentences.clashes(self.event, found)
        return {
            "revision": self.event.revision,
            "sessions": [row(one, may_lock=may_lock) for one in with_parts(sessions)],
            "conflicts": [_clash(one) for one in clashes if not one.is_roomless],
            "roomless": [_clash(one) for one in clashes if one.is_roomless],
            "more": found.more,
        }

    def _moves(self, changes: Collection[Change]) -> dict[str, Any]:
        """Who moved which session last, of those that somebody else moved."""
        moves = [one for one in changes if one.object_type == "session" and one.kind in MOVES]
        return {
            str(one.object_id): {"revision": one.revision, "mark": _("Moved by %(name)s") % {"name": _mover(one)}}
            for one in moves
            if one.by_id != self.user.pk
        }


def _mover(change: Change) -> str:
    return sentences.name(change.by)


def _clash(one: Clash) -> dict[str, Any]:
    return {"sessions": [str(number) for number in one.sessions], "text": one.sentence}


def _day(one: Day) -> dict[str, Any]:
    return {
        "id": one.when.isoformat(),
        "name": day(one.when),
        "start": one.start,
        "end": one.end,
        "clocks": [list(pair) for pair in one.clocks],
    }


def row(session: Session, *, may_lock: bool) -> dict[str, Any]:
    """A session: its span in minutes, where it has one, and its room, where that is one still."""
    room, track = session.shown_room, session.shown_track
    has_time = session.starts_at is not None and session.ends_at is not None
    return {
        "id": str(session.pk),
        "title": session.title,
        "speakers": ", ".join(link.speaker.name for link in session.speaking.all()),
        "state": "" if session.state in Session.PUBLIC_STATES else state_name(session),
        "fixed": session.is_locked and not may_lock,
        "track": track.name if track is not None else "",
        "color": track.color if track is not None else "",
        "start": minute(session.starts_at) if session.starts_at is not None and has_time else None,
        "end": minute(session.ends_at) if session.ends_at is not None and has_time else None,
        "room": str(room.pk) if room is not None else "",
        "lost": sentences.lost_room(session),
        "length": length(session),
    }


def state_name(session: Session) -> str:
    """What is said of a session that the public does not see."""
    return _("proposed") if session.state == Session.State.PENDING else _("draft")


def length(session: Session) -> int:
    """How many minutes it lasts, or would."""
    if session.starts_at is not None and session.ends_at is not None and session.ends_at > session.starts_at:
        return max(1, minute(session.ends_at) - minute(session.starts_at))
    usual = session.session_type.lasts if session.session_type is not None else timedelta()
    return usual // timedelta(minutes=1) or USUAL
