"""How much there is in an event."""

from django.db.models import Count

from openevent.events.models import Event
from openevent.program.models import Session


def of_event(event: Event) -> dict[str, int]:
    """Living sessions in all and by state, speakers and sponsors (3 queries)."""
    living = Session.objects.living().filter(event=event).order_by()
    by_state = dict(living.values_list("state").annotate(number=Count("pk")))
    return {
        "sessions": sum(by_state.values()),
        **{f"sessions_{state}": by_state.get(state, 0) for state in Session.State.values},
        # What was handed in: all but what its authors still write.
        "sessions_submitted": sum(number for state, number in by_state.items() if state != Session.State.DRAFT),
        "speakers": event.speakers.filter(deleted_at=None).count(),
        "sponsors": event.sponsors.filter(deleted_at=None).count(),
    }
