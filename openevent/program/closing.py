"""What becomes of proposals that nobody has decided on when their event is over."""

from django.utils import timezone

from openevent.program import reviewing
from openevent.program.models import Session


def close_ended() -> int:
    """Reject the pending sessions of ended events, each in a transaction of its own; returns how many were found."""
    waiting = Session.objects.living().filter(
        state=Session.State.PENDING, event__ends_at__lte=timezone.now(), event__deleted_at=None
    )
    found = list(waiting.order_by("event_id", "id"))
    for session in found:
        reviewing.close(session)
    return len(found)
