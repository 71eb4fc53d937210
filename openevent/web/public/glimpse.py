"""What an event's page shows of its programme: the next sessions, and some of those who speak."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from openevent.events.models import Event
from openevent.program.models import Session, SessionSpeaker, Speaker
from openevent.web.covers import Face
from openevent.web.public.faces import face
from openevent.web.public.slots import Slot, rows, slot_of

SESSIONS, SPEAKERS = 6, 9


@dataclass(frozen=True, kw_only=True)
class Glimpse:
    """Some sessions and some speakers (3 queries); of an event that is over, the first sessions that there were."""

    slots: tuple[Slot, ...]
    people: tuple[tuple[Speaker, Face], ...]

    @classmethod
    def of(cls, event: Event, *, is_over: bool) -> "Glimpse":
        """The event's; those that the team features come first."""
        sessions = Session.objects.taking_place().filter(event=event)
        coming = Q() if is_over else Q(ends_at__gt=timezone.now()) | Q(ends_at=None)
        speaking = SessionSpeaker.objects.filter(session__in=sessions.order_by().values("pk"))
        speakers = Speaker.objects.filter(event=event, deleted_at=None, pk__in=speaking.values("speaker"))
        return cls(
            slots=tuple(slot_of(row, event) for row in rows(sessions.filter(coming))[:SESSIONS]),
            people=tuple((one, face(one)) for one in speakers.order_by("-is_featured", "name", "pk")[:SPEAKERS]),
        )
