"""An event as an entry of a calendar: the whole of it, from its opening to its end."""

from collections.abc import Iterable

from django.conf import settings

from openevent.calendars.document import Calendar, Details, Entry, Link, Nonsense, Person, Place, Status
from openevent.events.models import Event
from openevent.lib import addresses, urls


def entry(event: Event) -> Entry:
    """The event's own entry; raises Nonsense for one whose times no calendar can hold."""
    house = event.location_name.strip()
    geo = None if event.latitude is None or event.longitude is None else (event.latitude, event.longitude)
    return Entry(
        uid=event.uid,
        sequence=event.sequence + event.own_sequence,
        revised_at=max(event.revised_at, event.own_revised_at or event.revised_at),
        created_at=event.created_at,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        summary=event.name,
        status=Status.CONFIRMED,
        description=event.description_text,
        location=house,
        geo=geo,
        url=urls.absolute(addresses.event_page(event.identifier)),
        conference=event.public_stream_link,
        organizer=organizer(event),
        details=Details(
            html=event.description,
            places=(Place(name=house, geo=geo),) if house else (),
            links=(Link(url=event.external_event_url, title="Website"),) if event.external_event_url else (),
            image=event.large_image_url or event.original_image_url or event.logo_url,
        ),
    )


def organizer(event: Event) -> Person:
    """Who invites: the organiser by name, at an address that reveals nothing."""
    address = f"event-{event.identifier}@{settings.NOREPLY_DOMAIN}"
    return Person(name=event.owner_name or event.name, address=address)


def entries(events: Iterable[Event]) -> tuple[Entry, ...]:
    """An entry for every event whose times a calendar can hold."""
    found = []
    for event in events:
        try:
            found.append(entry(event))
        except Nonsense:
            # An older server, or an import, may have let impossible times through: the others must not suffer.
            continue
    return tuple(found)


def overview(events: Iterable[Event], *, name: str, description: str) -> Calendar:
    """A calendar of whole events; in UTC, unless all of them have one zone."""
    listed = list(events)
    zones = {event.timezone for event in listed}
    zone = zones.pop() if len(zones) == 1 else "UTC"
    return Calendar(name=name, description=description, zone=zone, entries=entries(listed))
