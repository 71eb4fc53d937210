"""Where, with whom and with what: the parts of a JSCalendar event that are maps of objects (RFC 8984, 4.2 and 4.4)."""

import re
from typing import Any

from openevent.calendars.document import Entry, Person, Place, Speaker
from openevent.calendars.joining import conference
from openevent.calendars.speaking import speakers

# Each object has an id (RFC 8984, 1.4.1), which has a meaning within its event only.
Objects = dict[str, dict[str, Any]]

_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@[A-Za-z0-9.-]+")


def locations(entry: Entry) -> Objects:
    """The room and the house if these are what `location` says, else that text as one place."""
    places = [place for place in entry.details.places if place.name]
    if places and ", ".join(place.name for place in places) == entry.location:
        return {"room" if place.is_room else "house": _location(place) for place in places}
    if entry.location or entry.geo:
        return {"place": _location(Place(name=entry.location, geo=entry.geo))}
    return {}


def _location(place: Place) -> dict[str, Any]:
    location: dict[str, Any] = {"@type": "Location"}
    if place.name:
        location["name"] = place.name
    if place.is_room:
        # As LOCATION-TYPE in `publishing`.
        location["locationTypes"] = {"other": True}
    if place.geo:
        location["coordinates"] = f"geo:{place.geo[0]},{place.geo[1]}"
    return location


def virtual_locations(entry: Entry) -> Objects:
    """The conference."""
    if not entry.conference:
        return {}
    location: dict[str, Any] = {"@type": "VirtualLocation", "uri": entry.conference}
    offered = conference(entry.conference)
    if offered.features:
        location |= {"name": offered.label, "features": {feature.lower(): True for feature in offered.features}}
    return {"conference": location}


def participants(entry: Entry) -> Objects:
    """The organizer and the speakers; nobody can be sent an invitation, so there is no `sendTo` (RFC 8984, 4.4.6)."""
    found: Objects = {}
    if entry.organizer:
        found["organizer"] = _participant(entry.organizer.name, entry.organizer.uri, "owner")
    if entry.details.speakers:
        for speaker, address in speakers(entry):
            found[f"speaker-{speaker.number}"] = _speaker(speaker, address)
    else:
        for number, attendee in enumerate(entry.attendees, start=1):
            found[f"attendee-{number}"] = _attendee(attendee)
    return found


def _speaker(speaker: Speaker, address: str) -> dict[str, Any]:
    pages = links(page=speaker.url, image=speaker.image)
    # They are expected to be present, and "informational" participants are not (RFC 8984, 4.4.6).
    participant = _participant(speaker.name, address, "attendee") | {"kind": "individual"}
    return participant | ({"links": pages} if pages else {})


def _attendee(person: Person) -> dict[str, Any]:
    return _participant(person.name, person.uri, "attendee")


def _participant(name: str, uri: str, role: str) -> dict[str, Any]:
    participant: dict[str, Any] = {"@type": "Participant"}
    if name:
        participant["name"] = name
    scheme, _, address = uri.partition(":")
    # An addr-spec (RFC 5322, 3.4.1) in its usual form, or none.
    if scheme == "mailto" and _ADDRESS.fullmatch(address):
        participant["email"] = address
    return participant | {"roles": {role: True}}


def links(*, page: str, image: str) -> Objects:
    """A page about the object, and its picture (RFC 8984, 1.4.11)."""
    found: Objects = {}
    if page:
        found["page"] = {"@type": "Link", "href": page, "rel": "describedby"}
    if image:
        found["image"] = {"@type": "Link", "href": image, "rel": "icon", "display": "graphic"}
    return found


def entry_links(entry: Entry) -> Objects:
    """The page about the entry, its picture, and what is to be opened beside it."""
    found = links(page=entry.url, image=entry.details.image)
    for number, link in enumerate(entry.details.links, start=1):
        titled = {"title": link.title} if link.title else {}
        found[f"related-{number}"] = {"@type": "Link", "href": link.url, "rel": "related", **titled}
    return found
