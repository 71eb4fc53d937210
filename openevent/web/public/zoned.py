"""The switch between the event's clocks and others."""

from typing import Any

from openevent.events.models import Event
from openevent.web.zones import called, choices


def switch(event: Event, zone: str) -> dict[str, Any]:
    """What the switch shows: the zone of the page, those that can be chosen, and whether it is not the event's."""
    return {
        "zone": zone,
        "zone_called": called(zone),
        "own_zone": event.timezone,
        "zones": choices(event.timezone, zone),
        "is_elsewhere": zone != event.timezone,
    }
