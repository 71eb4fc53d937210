"""The document as objects of icalendar: the reference that our writer equals, byte for byte."""

from dataclasses import replace

import icalendar
from icalendar.prop import vCalAddress, vCategory, vDatetime, vDuration, vText, vUri

from openevent.calendars import timezones, wallclock
from openevent.calendars.document import CALSCALE, PRODID, VERSION, About, Calendar, Entry, Person, Status
from openevent.calendars.itip import Message, Method
from openevent.calendars.observances import Observance
from openevent.calendars.wallclock import Clock

COMES = {"CUTYPE": "INDIVIDUAL", "PARTSTAT": "ACCEPTED", "ROLE": "REQ-PARTICIPANT", "RSVP": "FALSE"}


def compose(calendar: Calendar) -> icalendar.Calendar:
    """The calendar with its time zone and its entries."""
    composed = icalendar.Calendar()
    composed.add("version", VERSION)
    composed.add("prodid", PRODID)
    composed.add("calscale", CALSCALE)
    # icalendar takes NAME and X-WR-… for properties of unknown type, which it would write without escaping.
    for name, value in [
        ("name", calendar.name),
        ("x-wr-calname", calendar.name),
        ("x-wr-caldesc", calendar.description),
    ]:
        if value:
            composed.add(name, vText(value))
    composed.add("x-wr-timezone", vText(calendar.zone))
    _add_what_feeds_say(composed, calendar.about)
    if calendar.names_zone:
        composed.add_component(_zone(calendar))
    clock = wallclock.clock(calendar.zone, *calendar.extent)
    for entry in calendar.entries:
        composed.add_component(_event(entry, clock))
    return composed


def compose_message(message: Message) -> icalendar.Calendar:
    """The message about one event, with its time zone if a time goes by it."""
    composed = icalendar.Calendar()
    composed.add("version", VERSION)
    composed.add("prodid", PRODID)
    composed.add("calscale", CALSCALE)
    composed.add("method", message.method.value)
    entry = replace(message.entry, organizer=message.organizer, attendees=(), sequence=message.sequence)
    if message.method is Method.CANCEL:
        entry = replace(entry, status=Status.CANCELLED)
    event = _event(entry, wallclock.clock(message.zone, entry.starts_at, entry.ends_at))
    event["dtstamp"] = vDatetime(message.made_at)
    if not entry.summary:
        event.add("summary", "")
    event.add("attendee", _person(message.attendee), parameters=COMES)
    if "TZID" in event["dtstart"].params:
        composed.add_component(_zone(Calendar(name="", description="", zone=message.zone, entries=(entry,))))
    composed.add_component(event)
    return composed


def _add_what_feeds_say(composed: icalendar.Calendar, about: About) -> None:
    for name, value, parameters in (
        ("image", about.image, {"VALUE": "URI"}),
        ("source", about.source, {"VALUE": "URI"}),
        ("url", about.url, {}),
    ):
        if value:
            composed.add(name, vUri(value), parameters=parameters)
    if about.refresh:
        composed.add("refresh-interval", about.refresh, parameters={"VALUE": "DURATION"})
        composed.add("x-published-ttl", vDuration(about.refresh))


def _zone(calendar: Calendar) -> icalendar.Timezone:
    composed = icalendar.Timezone()
    composed.add("tzid", calendar.zone)
    for observance in timezones.covering(calendar.zone, *calendar.extent):
        composed.add_component(_observance(observance))
    return composed


def _observance(observance: Observance) -> icalendar.TimezoneStandard | icalendar.TimezoneDaylight:
    composed = icalendar.TimezoneDaylight() if observance.daylight else icalendar.TimezoneStandard()
    composed.add("dtstart", observance.onset)
    composed.add("tzname", observance.name)
    composed.add("tzoffsetfrom", observance.offset_from)
    composed.add("tzoffsetto", observance.offset_to)
    return composed


def _event(entry: Entry, clock: Clock | None) -> icalendar.Event:
    composed = icalendar.Event()
    composed.add("uid", entry.uid)
    composed.add("sequence", entry.sequence)
    # Without METHOD, DTSTAMP means "last revised" (RFC 5545, 3.8.7.2).
    composed.add("dtstamp", entry.revised_at)
    composed.add("last-modified", entry.revised_at)
    if entry.created_at:
        composed.add("created", entry.created_at)
    _add_times(composed, entry, clock)
    composed.add("status", entry.status.value)
    _add_texts(composed, entry)
    _add_people(composed, entry)
    return composed


def _add_times(composed: icalendar.Event, entry: Entry, clock: Clock | None) -> None:
    times = clock.span(entry.starts_at, entry.ends_at) if clock else (entry.starts_at, entry.ends_at)
    for name, moment in zip(("dtstart", "dtend"), times, strict=True):
        if clock and moment.tzinfo is clock.zone:
            # Zone and time are given apart: icalendar would take a zone that it thinks equal to UTC (Accra's, say)
            # for UTC, and write that instead.
            composed.add(name, moment.replace(tzinfo=None), parameters={"TZID": clock.zone.key})
        else:
            composed.add(name, moment)


def _add_texts(composed: icalendar.Event, entry: Entry) -> None:
    for name in ("summary", "description", "location", "color"):
        if value := getattr(entry, name):
            composed.add(name, vText(value))
    if entry.categories:
        composed.add("categories", vCategory(list(entry.categories)))
    if entry.geo:
        composed.add("geo", entry.geo)
    if entry.url:
        composed.add("url", vUri(entry.url))
    if entry.conference:
        composed.add("conference", vUri(entry.conference), parameters={"VALUE": "URI"})


def _add_people(composed: icalendar.Event, entry: Entry) -> None:
    if entry.organizer:
        composed.add("organizer", _person(entry.organizer))
    for attendee in entry.attendees:
        composed.add("attendee", _person(attendee), parameters={"ROLE": "NON-PARTICIPANT"})


def _person(person: Person) -> vCalAddress:
    composed = vCalAddress(person.uri)
    if person.name:
        composed.params["CN"] = person.name
    return composed
