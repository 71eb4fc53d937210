"""The schedule.json that conference apps read: the c3voc's form of schedule.xml, as frab and pretalx write it."""

from collections.abc import Iterator
from datetime import datetime

import orjson

from openevent.calendars import colors, guids
from openevent.calendars.conferences import GENERATOR, TIMESLOT, abstract, acronym, slug_of_entry
from openevent.calendars.days import Day, days, rooms
from openevent.calendars.document import Calendar, Entry, Link, Speaker
from openevent.calendars.timestamps import hours, local
from openevent.calendars.titles import title
from openevent.calendars.zonedata import zone

# Importers know the format by these letters, with the blank.
_SCHEMA = b'"$schema": "https://c3voc.de/schedule/schema.json"'

_Object = dict[str, object]


def stream(calendar: Calendar) -> Iterator[bytes]:
    """The pieces of the schedule.json file: the head, one piece a day, the tail."""
    planned = days(calendar)
    yield _head(calendar, planned)
    for number, day in enumerate(planned):
        yield (b"," if number else b"") + orjson.dumps(_day(calendar, day))
    yield b"]}}}\n"


def _head(calendar: Calendar, planned: tuple[Day, ...]) -> bytes:
    generator = orjson.dumps({"name": GENERATOR})
    # Without their closing braces: these follow at the end of the file.
    schedule, conference = (
        orjson.dumps(content).removesuffix(b"}") for content in (_schedule(calendar), _conference(calendar, planned))
    )
    return b'{%b,"generator":%b,"schedule":%b,"conference":%b,"days":[' % (_SCHEMA, generator, schedule, conference)


def _schedule(calendar: Calendar) -> _Object:
    return {"version": str(calendar.about.revision), **_if_said(base_url=calendar.about.url)}


def _conference(calendar: Calendar, planned: tuple[Day, ...]) -> _Object:
    dates = {"start": planned[0].date, "end": planned[-1].date} if planned else {}
    return {
        "acronym": acronym(calendar),
        "title": calendar.name,
        "description": calendar.description,
        **dates,
        "daysCount": len(planned),
        "timeslot_duration": TIMESLOT,
        "time_zone_name": calendar.zone,
        **_if_said(url=calendar.about.url),
        "rooms": [{"name": name, "guid": guids.of_room(calendar, name)} for name in rooms(calendar)],
        "tracks": [{"name": name, **_if_said(color=color)} for name, color in _tracks(calendar).items()],
    }


def _if_said(**members: str) -> _Object:
    """These members without those that are empty, which the schema would have as addresses and colours, not null."""
    return {name: value for name, value in members.items() if value}


def _tracks(calendar: Calendar) -> dict[str, str]:
    """The tracks in the order in which the calendar first names them, with their colours as #rrggbb."""
    tracks: dict[str, str] = {}
    for entry in calendar.entries:
        if track := entry.details.track:
            tracks[track] = tracks.get(track) or _hexadecimal(entry.color)
    return tracks


def _hexadecimal(color: str) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colors.NAMES[color]) if color else ""


def _day(calendar: Calendar, day: Day) -> _Object:
    here = zone(calendar.zone)
    return {
        "index": day.index,
        "date": day.date,
        "day_start": day.starts_at.isoformat(),
        "day_end": day.ends_at.isoformat(),
        "rooms": {
            name: [
                _event(calendar, entry, name, local(entry.starts_at, here), local(entry.ends_at, here))
                for entry in entries
            ]
            for name, entries in day.rooms.items()
        },
    }


def _event(calendar: Calendar, entry: Entry, room: str, starts_at: datetime, ends_at: datetime) -> _Object:
    details = entry.details
    return {
        "guid": guids.guid(entry.uid),
        "id": guids.number(entry),
        "date": starts_at.isoformat(),
        "start": f"{starts_at:%H:%M}",
        # As pretalx does: a duration in minutes may say too much.
        "end": ends_at.isoformat(),
        "duration": hours(entry.ends_at - entry.starts_at),
        "room": room,
        "slug": slug_of_entry(calendar, entry),
        # A session must have a page; of one that does not take place there is that of the event only.
        "url": entry.url or calendar.about.url,
        "title": title(entry),
        "subtitle": details.subtitle,
        # Apps make a group of every track that is a text, also of an empty one.
        "track": details.track or None,
        "type": details.kind,
        "language": details.language,
        "abstract": abstract(entry),
        "description": details.long_html,
        **_if_said(logo=details.image),
        # Nobody said under which licence, or that it must not be recorded.
        "recording_license": "",
        "do_not_record": False,
        "persons": list(map(_person, details.speakers)),
        "links": list(map(_link, details.links)),
        "attachments": [],
    }


def _person(speaker: Speaker) -> _Object:
    # As pretalx does: a name, which frab's apps read as "public_name"; and a code, for with an id it would be a person
    # of frab's, too, and the schema takes one of either only. No guid: the number tells the speakers of one server
    # apart, not those of all servers.
    code = str(speaker.number) if speaker.number > 0 else ""
    return {
        "name": speaker.name,
        "public_name": speaker.name,
        **_if_said(code=code, url=speaker.url, avatar=speaker.image),
    }


def _link(link: Link) -> _Object:
    return {"url": link.url, "title": link.title or link.url}
