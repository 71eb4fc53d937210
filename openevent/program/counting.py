"""How much there is in an event."""

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from openevent.events.models import Event, Sponsor
from openevent.program.models import Session, Speaker

State = Session.State


def counted(events: QuerySet[Event]) -> QuerySet[Event]:
    """The events, each with its number of living sessions in all and by state, of speakers and of sponsors."""
    sessions = Session.objects.living()
    return events.annotate(
        **{f"sessions_{state}": _number(sessions.filter(state=state)) for state in State.values},
        # What was handed in: all but what its authors still write.
        sessions_submitted=_number(sessions.exclude(state=State.DRAFT)),
        # Not “sessions”, “speakers” and “sponsors”: so are called the rows themselves.
        all_sessions=_number(sessions),
        all_speakers=_number(Speaker.objects.filter(deleted_at=None)),
        all_sponsors=_number(Sponsor.objects.filter(deleted_at=None)),
    )


def _number(rows: QuerySet[Session] | QuerySet[Speaker] | QuerySet[Sponsor]) -> Coalesce:
    of_event = rows.filter(event=OuterRef("pk")).order_by().values("event").annotate(number=Count("pk"))
    return Coalesce(Subquery(of_event.values("number"), output_field=IntegerField()), 0)
