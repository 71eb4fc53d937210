"""The switch between the event's clocks and others."""

from typing import Any

from django.http import HttpRequest

from openevent.events.models import Event
from openevent.web.zones import called, choices, shown_zone


def switch(request: HttpRequest, event: Event) -> dict[str, Any]:
    """What the switch shows: the zone of this page, those that can be chosen, and whether it is not the event's."""
    zone = shown_zone(request, event)
    return {
        "zone": zone,
        "zone_called": called(zone),
        "zones": choices(event.timezone, zone),
        "is_elsewhere": zone != event.timezone,
    }
