"""What search engines read: schema.org, as JSON-LD."""

import json
from typing import Any

from openevent.calendars.timezones import zone
from openevent.events.models import Event
from openevent.lib import addresses, text, urls
from openevent.program.models import Session

# In a script element only these could end it, or be read as markup (HTML 13.2.5.4); JSON has another way to write them.
ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def linked_data(event: Event) -> str:
    """The event as schema.org/Event, to stand in a script element."""
    return _written(_event(event))


def linked_session(event: Event, session: Session) -> str:
    """A session as a part of its event."""
    found = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": session.title,
        "description": text.plain(session.short_abstract or session.long_abstract)[:1000],
        "url": f"{addresses.session_pages(event.identifier)}{session.pk}",
        "superEvent": {"@type": "Event", "name": event.name, **_when(event.starts_at, event.ends_at, event)},
        **_status(session.state == Session.State.CANCELED or session.deleted_at is not None),
        **_where(event),
    }
    if session.starts_at and session.ends_at:
        found |= _when(session.starts_at, session.ends_at, event)
    return _written(found)


def _event(event: Event) -> dict[str, Any]:
    return {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": event.name,
        "description": text.plain(event.description)[:1000],
        "url": urls.absolute(addresses.event_page(event.identifier)),
        "organizer": {"@type": "Organization", "name": event.owner_name or event.name},
        **_when(event.starts_at, event.ends_at, event),
        **_status(event.deleted_at is not None),
        **_where(event),
    }


def _when(starts_at: Any, ends_at: Any, event: Event) -> dict[str, str]:
    here = zone(event.timezone)
    return {"startDate": starts_at.astimezone(here).isoformat(), "endDate": ends_at.astimezone(here).isoformat()}


def _status(is_cancelled: bool) -> dict[str, str]:
    return {"eventStatus": f"https://schema.org/Event{'Cancelled' if is_cancelled else 'Scheduled'}"}


def _where(event: Event) -> dict[str, Any]:
    mode = "Online" if event.online else "Offline"
    found: dict[str, Any] = {"eventAttendanceMode": f"https://schema.org/{mode}EventAttendanceMode"}
    if event.online and event.public_stream_link:
        found["location"] = {"@type": "VirtualLocation", "url": event.public_stream_link}
    elif event.location_name:
        found["location"] = {"@type": "Place", "name": event.location_name, "address": event.location_name}
    return found


def _written(found: dict[str, Any]) -> str:
    return json.dumps(found, ensure_ascii=False).translate(ESCAPES)
