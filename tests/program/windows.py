"""A call for speakers that is open now, whenever the tests run."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from openevent.accounts.models import User
from openevent.events.models import Event
from openevent.program import calling
from openevent.program.models import SpeakersCall
from tests.conftest import at

SUMMER = {"starts_at": at("2026-08-01 00:00"), "ends_at": at("2026-09-01 00:00")}


def opened(event: Event, by: User, **facts: Any) -> SpeakersCall:
    """A call of the event that began yesterday and ends tomorrow, wherever the event lies."""
    call = calling.add(event, by=by, **{**SUMMER, **facts})
    now = timezone.now()
    SpeakersCall.objects.filter(pk=call.pk).update(starts_at=now - timedelta(days=1), ends_at=now + timedelta(days=1))
    call.refresh_from_db()
    return call
