"""Counting what people think of an event and its sessions: answers show it, calendars do not."""

from django.db.models import F

from openevent.events.models import Event


def count(event_id: int) -> None:
    """Note that answers about the event read otherwise now; the revision, which calendars follow, stays."""
    Event.objects.filter(pk=event_id).update(reactions=F("reactions") + 1)
