"""Making an event."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from openevent.accounts import holding
from openevent.accounts.models import User
from openevent.events import facts as rules
from openevent.events import revising, subjects
from openevent.events.models import Event, EventRole
from openevent.lib import models


def create(*, by: User, **facts: Any) -> Event:
    """Make a draft event owned by `by`; name, starts_at, ends_at and timezone are needed. Raises Refused."""
    for member in ("name", "starts_at", "ends_at", "timezone"):
        if not facts.get(member):
            raise rules.WrongFact(member, _("An event needs its %(member)s.") % {"member": member.replace("_", "-")})
    kept = rules.checked(facts)
    rules.check_dates(kept["starts_at"], kept["ends_at"])
    rules.check_decider({member for member, value in kept.items() if value}, by)
    now = revising.now()
    event = Event(**kept, revised_at=now, created_at=now)
    subjects.settle(event, kept, kept)
    models.check(event)
    with transaction.atomic():
        holding.held(by)
        event.save(force_insert=True)
        EventRole.objects.create(event=event, user=by, role=EventRole.Name.OWNER)
        revising.bump(event, revising.Kind.CREATED, event, by=by)
    return event
