"""Changing what an event says of itself."""

from typing import Any

from openevent.accounts.models import User
from openevent.events import facts as rules
from openevent.events import guards, revising, subjects
from openevent.events.models import Event
from openevent.lib import models


def change(event: Event, *, by: User, **facts: Any) -> Event:
    """Give the event these facts; what stays the same is no change. Raises Refused; returns the event."""
    kept = rules.checked(facts)
    with revising.locked(event.pk) as event:
        changed = {member for member, value in kept.items() if getattr(event, member) != value}
        if not changed:
            return event
        rules.check_decider(changed, by)
        was = rules.seen(event) if changed & rules.TOLD and event.is_public else {}
        for member in changed:
            setattr(event, member, kept[member])
        changed |= subjects.settle(event, kept, changed)
        rules.check_dates(event.starts_at, event.ends_at)
        models.check(event, members=changed)
        guards.check_change(event, changed)
        if changed & rules.SHOWN_IN_ENTRIES:
            event.revised_at = revising.now()
        if changed & rules.PLACE:
            event.sequence += 1  # every entry's place changed: calendars must notice (RFC 5545, 3.8.7.4)
        if changed & rules.SHOWN_IN_OWN_ENTRY:
            event.own_revised_at = revising.now()
        if changed & rules.DATES:
            event.own_sequence += 1
        event.save(update_fields=[*changed, *("revised_at", "sequence", "own_revised_at", "own_sequence")])
        revising.bump(event, revising.Kind.CHANGED, event, by=by, members=changed, was={event: was})
    return event
