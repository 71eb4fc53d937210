"""Making an event."""

from typing import Any

from django.db import transaction

from openevent.accounts.models import User
from openevent.events import facts as rules
from openevent.events import revising
from openevent.events.models import Event, EventRole


def create(*, by: User, **facts: Any) -> Event:
    """Make a draft event owned by `by`; name, starts_at, ends_at and timezone are needed. Raises Refused."""
    for member in ("name", "starts_at", "ends_at", "timezone"):
        if not facts.get(member):
            raise rules.WrongFact(member, f"An event needs its {member.replace('_', '-')}.")
    kept = rules.checked(facts)
    rules.check_dates(kept["starts_at"], kept["ends_at"])
    now = revising.now()
    with transaction.atomic():
        event = Event.objects.create(**kept, revised_at=now, created_at=now)
        EventRole.objects.create(event=event, user=by, role=EventRole.Name.OWNER)
        revising.bump(event, revising.Kind.CREATED, event, by=by)
    return event
