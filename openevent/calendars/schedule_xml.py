"""The schedule.xml that conference apps read: Pentabarf's format, kept by frab, pretalx and the c3voc."""

from collections.abc import Iterator
from datetime import datetime

from openevent.calendars import guids
from openevent.calendars.conferences import GENERATOR, TIMESLOT, abstract, acronym, slug_of_entry
from openevent.calendars.days import Day, days
from openevent.calendars.document import Calendar, Entry, Link, Speaker
from openevent.calendars.markup import element, parent, start
from openevent.calendars.timestamps import hours, local
from openevent.calendars.titles import title
from openevent.calendars.zonedata import zone


def stream(calendar: Calendar) -> Iterator[bytes]:
    """The pieces of the schedule.xml file: the head, one piece a day, the tail."""
    planned = days(calendar)
    yield _head(calendar, planned).encode()
    for day in planned:
        yield _day(calendar, day).encode()
    yield b"</schedule>\n"


def _head(calendar: Calendar, planned: tuple[Day, ...]) -> str:
    conference = parent("conference", "".join(_conference(calendar, planned)))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<schedule>\n'
        f"{element('generator', name=GENERATOR)}\n"
        f"{element('version', str(calendar.about.revision))}\n"
        f"{conference}\n"
    )


def _conference(calendar: Calendar, planned: tuple[Day, ...]) -> Iterator[str]:
    yield element("acronym", acronym(calendar))
    yield element("title", calendar.name)
    if planned:
        yield element("start", planned[0].date.isoformat())
        yield element("end", planned[-1].date.isoformat())
    yield element("days", str(len(planned)))
    yield element("timeslot_duration", TIMESLOT)
    if calendar.about.url:
        yield element("base_url", calendar.about.url)
    yield element("time_zone_name", calendar.zone)


def _day(calendar: Calendar, day: Day) -> str:
    begun = start(
        "day",
        index=day.index,
        date=day.date.isoformat(),
        start=day.starts_at.isoformat(),
        # Midnight, not a second before: EventFahrplan takes the time of day at which a day ends for that at which
        # the next one begins.
        end=day.ends_at.isoformat(),
    )
    rooms = (_room(calendar, name, entries) for name, entries in day.rooms.items())
    return f"{begun}\n{''.join(rooms)}</day>\n"


def _room(calendar: Calendar, name: str, entries: list[Entry]) -> str:
    here = zone(calendar.zone)
    events = (_event(calendar, entry, name, local(entry.starts_at, here)) for entry in entries)
    return f"{start('room', name=name, guid=guids.of_room(calendar, name))}\n{''.join(events)}</room>\n"


def _event(calendar: Calendar, entry: Entry, room: str, starts_at: datetime) -> str:
    lines = "\n".join((*_when_and_where(calendar, entry, room, starts_at), *_what(entry), *_who_and_more(entry)))
    return parent("event", f"\n{lines}\n", guid=guids.guid(entry.uid), id=guids.number(entry)) + "\n"


def _when_and_where(calendar: Calendar, entry: Entry, room: str, starts_at: datetime) -> Iterator[str]:
    yield element("date", starts_at.isoformat())
    yield element("start", f"{starts_at:%H:%M}")
    yield element("duration", hours(entry.ends_at - entry.starts_at))
    yield element("room", room)
    yield element("slug", slug_of_entry(calendar, entry))
    if entry.url:
        yield element("url", entry.url)


def _what(entry: Entry) -> Iterator[str]:
    details = entry.details
    # Nobody said under which licence, or that it must not be recorded.
    yield parent("recording", element("license") + element("optout", "false"))
    yield element("title", title(entry))
    yield element("subtitle", details.subtitle)
    yield element("track", details.track)
    yield element("type", details.kind)
    if details.language:
        yield element("language", details.language)
    yield element("abstract", abstract(entry))
    yield element("description", details.long_html)
    if details.image:
        yield element("logo", details.image)


def _who_and_more(entry: Entry) -> Iterator[str]:
    yield parent("persons", "".join(map(_person, entry.details.speakers)))
    yield parent("links", "".join(map(_link, entry.details.links)))
    yield element("attachments")


def _person(speaker: Speaker) -> str:
    # No guid: the number tells the speakers of one server apart, not those of all servers.
    return element("person", speaker.name, id=speaker.number) if speaker.number > 0 else element("person", speaker.name)


def _link(link: Link) -> str:
    return element("link", link.title or link.url, href=link.url)
