"""When the public sees an event."""

from openevent.accounts.models import User
from openevent.events import guards, revising
from openevent.events.facts import check_dates
from openevent.events.models import Event


def publish(event: Event, *, by: User | None) -> Event:
    """Show the event to everyone; an event that is shown stays so. Raises WrongFact for impossible dates."""
    return _set(event, Event.State.PUBLISHED, revising.Kind.PUBLISHED, by)


def unpublish(event: Event, *, by: User | None) -> Event:
    """Show the event to its team only; a draft stays one. Raises what guards refuse."""
    return _set(event, Event.State.DRAFT, revising.Kind.UNPUBLISHED, by)


def _set(event: Event, state: Event.State, kind: revising.Kind, by: User | None) -> Event:
    with revising.locked(event.pk) as event:
        if event.state != state:
            if state == Event.State.PUBLISHED:
                check_dates(event.starts_at, event.ends_at)  # an import, or an older server, may have let them through
            else:
                guards.check_leaving(event, guards.Leaving.UNPUBLISHED)
            event.state = state
            event.save(update_fields=["state"])
            revising.bump(event, kind, event, by=by)
    return event
