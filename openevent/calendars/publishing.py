"""What publishers of events add to a calendar (RFC 7986, RFC 9073, RFC 9253)."""

from collections.abc import Iterator
from dataclasses import replace

from openevent.calendars import cleaning
from openevent.calendars.document import Calendar, Entry, Place
from openevent.calendars.joining import conference
from openevent.calendars.outline import Outline, outline
from openevent.calendars.properties import (
    Component,
    Property,
    calendar_address,
    component,
    date_time,
    geo,
    text,
    uri,
)
from openevent.calendars.speaking import speakers


def rich(calendar: Calendar) -> Outline:
    """The plain outline and all else that the document knows, each property where its RFC allows it to stand."""
    plain = outline(calendar)
    head = [*plain.calendar.properties, *_of_calendar(calendar)]
    events = zip(calendar.entries, plain.events, strict=True)
    return Outline(
        calendar=component("VCALENDAR", head, plain.calendar.components),
        events=(_event(entry, event) for entry, event in events),
    )


def _of_calendar(calendar: Calendar) -> Iterator[Property]:
    if calendar.about.uid:
        yield text("UID", calendar.about.uid)
    if calendar.description:
        yield text("DESCRIPTION", calendar.description)
    if calendar.about.revised_at:
        yield date_time("LAST-MODIFIED", calendar.revised_at)


def _event(entry: Entry, plain: Component) -> Component:
    properties = [*(_richer(found, entry) for found in plain.properties), *_of_entry(entry)]
    return component("VEVENT", properties, [*_participants(entry), *_locations(entry)])


def _richer(found: Property, entry: Entry) -> Property:
    if found.name == "DESCRIPTION" and entry.details.all_html:
        # Beside a STYLED-DESCRIPTION the plain one must say that it is the lesser of the two (RFC 9073, 6.5).
        return replace(found, parameters=(("DERIVED", ("TRUE",)),))
    if found.name == "CONFERENCE":
        offered = conference(entry.conference)
        return uri("CONFERENCE", entry.conference, FEATURE=offered.features, LABEL=offered.label)
    return found


def _of_entry(entry: Entry) -> Iterator[Property]:
    details = entry.details
    if html := details.all_html:
        yield text("STYLED-DESCRIPTION", html, FMTTYPE="text/html")
    if details.image:
        yield uri("IMAGE", details.image)
    for link in details.links:
        # Slides and recordings have no relation type of their own among IANA's.
        yield uri("LINK", link.url, LABEL=cleaning.name(link.title), LINKREL="related")


def _participants(entry: Entry) -> Iterator[Component]:
    for speaker, address in speakers(entry):
        properties = [
            # Of the entry's own uid, so that nothing else has it and it stays when names change.
            text("UID", f"{entry.uid}-speaker-{speaker.number}"),
            text("PARTICIPANT-TYPE", "SPEAKER"),
        ]
        if speaker.name:
            properties.append(text("SUMMARY", speaker.name))
        if address:
            properties.append(calendar_address("CALENDAR-ADDRESS", address))
        if speaker.url:
            properties.append(uri("URL", speaker.url))
        if speaker.image:
            # An IMAGE may stand in calendars and events only (RFC 7986, 5.10); an attachment may stand here.
            properties.append(uri("ATTACH", speaker.image))
        yield component("PARTICIPANT", properties)


def _locations(entry: Entry) -> Iterator[Component]:
    for place in entry.details.places:
        if place.name or place.geo:
            yield component("VLOCATION", _location(entry, place))


def _location(entry: Entry, place: Place) -> Iterator[Property]:
    yield text("UID", f"{entry.uid}-{'room' if place.is_room else 'house'}")
    if place.name:
        yield text("NAME", place.name)
    if place.geo:
        yield geo(place.geo)
    if place.is_room:
        # The registry has classrooms and theaters, but no rooms (RFC 4589, 3); of the house nobody said the type.
        yield text("LOCATION-TYPE", "other")
