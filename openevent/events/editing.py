"""Changing what an event says of itself."""

from typing import Any

from openevent.accounts.models import User
from openevent.events import facts as rules
from openevent.events import revising
from openevent.events.models import Event
from openevent.lib import models


def change(event: Event, *, by: User, **facts: Any) -> Event:
    """Give the event these facts; what stays the same is no change. Raises Refused; returns the event."""
    kept = rules.checked(facts)
    with revising.locked(event.pk) as event:
        changed = {member: value for member, value in kept.items() if getattr(event, member) != value}
        if not changed:
            return event
        for member, value in changed.items():
            setattr(event, member, value)
        rules.check_dates(event.starts_at, event.ends_at)
        models.check(event, members=set(changed))
        if changed.keys() & rules.SHOWN_IN_ENTRIES:
            event.revised_at = revising.now()
        if changed.keys() & rules.PLACE:
            event.sequence += 1  # every entry's place changed: calendars must notice (RFC 5545, 3.8.7.4)
        event.save(update_fields=[*changed, "revised_at", "sequence"])
        revising.bump(event, revising.Kind.CHANGED, event, by=by)
    return event
