"""What search engines read: schema.org, as JSON-LD."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from openevent.calendars.timezones import zone
from openevent.events.models import Event
from openevent.lib import addresses, money, text, urls
from openevent.program.models import Session, Speaker
from openevent.tickets.models import Ticket

# In a script element only these could end it, or be read as markup (HTML 13.2.5.4); JSON has another way to write them.
ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
SCHEMA = "https://schema.org"
LONGEST = 1000  # characters of a description


def linked_data(
    event: Event,
    *,
    image: str = "",
    former_start: datetime | None = None,
    tickets: Iterable[Ticket] = (),
    sessions: Iterable[Session] = (),
) -> str:
    """The event as schema.org/Event, to stand in a script element; with what is on sale, and parts of its programme."""
    found = {
        "@context": SCHEMA,
        "@type": "Event",
        "name": event.name,
        "description": text.plain(event.description)[:LONGEST],
        "url": _page(event),
        "organizer": {"@type": "Organization", "name": event.owner_name or event.name, "url": _page(event)},
        **_when(event.starts_at, event.ends_at, event),
        **_status(event, is_cancelled=event.deleted_at is not None, former_start=former_start),
        **_where(event),
    }
    if image:
        found["image"] = [image]
    if offers := [_offer(ticket, event) for ticket in tickets]:
        found["offers"] = offers
    if parts := [_part(session, event) for session in sessions]:
        found["subEvent"] = parts
    return _written(found)


def linked_session(
    event: Event, session: Session, *, speakers: Iterable[Speaker] = (), former_start: datetime | None = None
) -> str:
    """A session as a part of its event."""
    found = {
        "@context": SCHEMA,
        **_part(session, event),
        "description": text.plain(session.short_abstract or session.long_abstract)[:LONGEST],
        "superEvent": _whole(event),
        **_status(event, is_cancelled=False, former_start=former_start),
        **_where(event, session),
    }
    if performers := [_person(speaker, event) for speaker in speakers]:
        found["performer"] = performers
    return _written(found)


def linked_departed(event: Event, session: Session) -> str:
    """A session that does not take place after all: as everybody knew it, and no more."""
    found = {
        "@context": SCHEMA,
        "@type": "Event",
        "name": session.public_title,
        "url": urls.absolute(addresses.session_page(event.identifier, session.pk)),
        "superEvent": _whole(event),
        **_status(event, is_cancelled=True, former_start=None),
    }
    if session.public_starts_at and session.public_ends_at:
        found |= _when(session.public_starts_at, session.public_ends_at, event)
    if session.public_place:
        found["location"] = _place(session.public_place, event)
    return _written(found)


def linked_speaker(event: Event, speaker: Speaker, *, image: str = "") -> str:
    """Who speaks."""
    further = {"jobTitle": speaker.position, "image": image}
    found = {"@context": SCHEMA, **_person(speaker, event)}
    found |= {member: value for member, value in further.items() if value}
    if speaker.organisation:
        found["affiliation"] = {"@type": "Organization", "name": speaker.organisation}
    return _written(found)


def _page(event: Event) -> str:
    return urls.absolute(addresses.event_page(event.identifier))


def _whole(event: Event) -> dict[str, Any]:
    times = _when(event.starts_at, event.ends_at, event)
    return {"@type": "Event", "name": event.name, "url": _page(event), **times, **_where(event)}


def _part(session: Session, event: Event) -> dict[str, Any]:
    found = {
        "@type": "Event",
        "name": session.title,
        "url": urls.absolute(addresses.session_page(event.identifier, session.pk)),
        **_where(event, session),
    }
    if session.starts_at and session.ends_at:
        found |= _when(session.starts_at, session.ends_at, event)
    return found


def _person(speaker: Speaker, event: Event) -> dict[str, Any]:
    return {
        "@type": "Person",
        "name": speaker.name,
        "url": urls.absolute(addresses.speaker_page(event.identifier, speaker.pk)),
    }


def _offer(ticket: Ticket, event: Event) -> dict[str, Any]:
    least = ticket.min_price if ticket.type == Ticket.Type.DONATION else ticket.price
    found: dict[str, Any] = {
        "@type": "Offer",
        "name": ticket.name,
        "url": f"{_page(event)}/tickets",
        "price": "0",
        "availability": f"{SCHEMA}/{'InStock' if ticket.available else 'SoldOut'}",
        "validFrom": ticket.sales_starts_at.isoformat(),
        "validThrough": ticket.sales_ends_at.isoformat(),
    }
    if event.payment_currency:
        found["priceCurrency"] = event.payment_currency
        found["price"] = str(money.major(least, event.payment_currency))
    return found


def _when(starts_at: datetime, ends_at: datetime, event: Event) -> dict[str, str]:
    here = zone(event.timezone)
    return {"startDate": starts_at.astimezone(here).isoformat(), "endDate": ends_at.astimezone(here).isoformat()}


def _status(event: Event, *, is_cancelled: bool, former_start: datetime | None) -> dict[str, str]:
    if is_cancelled:
        return {"eventStatus": f"{SCHEMA}/EventCancelled"}
    if former_start is None:
        return {"eventStatus": f"{SCHEMA}/EventScheduled"}
    before = former_start.astimezone(zone(event.timezone)).isoformat()
    return {"eventStatus": f"{SCHEMA}/EventRescheduled", "previousStartDate": before}


def _where(event: Event, session: Session | None = None) -> dict[str, Any]:
    places: list[dict[str, Any]] = []
    room = session.shown_room if session is not None else None
    rooms = [room.name] if room is not None else []
    if place := ", ".join(filter(None, (*rooms, text.one_line(event.location_name)))):
        places.append(_place(place, event))
    if event.online and event.public_stream_link:
        places.append({"@type": "VirtualLocation", "url": event.public_stream_link})
    mode = "Offline" if not event.online else "Mixed" if event.location_name else "Online"
    found: dict[str, Any] = {"eventAttendanceMode": f"{SCHEMA}/{mode}EventAttendanceMode"}
    if places:
        found["location"] = places[0] if len(places) == 1 else places
    return found


def _place(name: str, event: Event) -> dict[str, Any]:
    found: dict[str, Any] = {"@type": "Place", "name": name, "address": text.one_line(event.location_name) or name}
    if event.latitude is not None and event.longitude is not None:
        found["geo"] = {"@type": "GeoCoordinates", "latitude": event.latitude, "longitude": event.longitude}
    return found


def _written(found: dict[str, Any]) -> str:
    return json.dumps(found, ensure_ascii=False).translate(ESCAPES)
