"""schedule.xml and schedule.json back into a document: what frab, pretalx, the c3voc or we wrote."""

from collections.abc import Iterator
from typing import Any

import orjson
from lxml import etree

from openevent.calendars.document import Link, Speaker
from openevent.calendars.reading import Findings
from openevent.calendars.refusals import NotACalendar
from openevent.calendars.saying import said
from openevent.calendars.schedule_talks import Conference, Talk, findings, whole
from openevent.calendars.zonenames import known

_Json = dict[str, Any]


def examine_xml(data: bytes, *, zone: str = "UTC") -> Findings:
    """The schedule in a schedule.xml; raises NotACalendar, nothing else. Talks without a usable time are left out.

    Times without an offset go by the conference's zone, or by `zone` where the file names none that is known.
    """
    root = _root(data)
    conference = root.find("conference")
    generator = root.find("generator")
    about = Conference(
        title=_content(conference, "title"),
        acronym=_content(conference, "acronym").strip(),
        zone=known(_content(conference, "time_zone_name").strip(), zone),
        generator="" if generator is None else generator.get("name", ""),
        colors={} if conference is None else {
            track.get("name", ""): track.get("color", "") for track in conference.iterfind("track")
        },
    )  # fmt: skip
    talks = [
        _xml_talk(event, day.get("date", ""), room.get("name", ""))
        for day in root.iterfind("day")
        for room in day.iterfind("room")
        for event in room.iterfind("event")
    ]
    return findings(about, talks)


def examine_json(data: bytes, *, zone: str = "UTC") -> Findings:
    """The schedule in a schedule.json; raises NotACalendar, nothing else. As `examine_xml`."""
    try:
        file = orjson.loads(data.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        raise NotACalendar(said("This is no schedule.json: it is no JSON, or it is incomplete.")) from error
    schedule = _object(_object(file).get("schedule"))
    if not isinstance(schedule.get("conference"), dict):
        raise NotACalendar(said("This is no schedule.json: it tells of no conference."))
    conference = _object(schedule["conference"])
    generator = _object(_object(file).get("generator") or schedule.get("generator"))
    about = Conference(
        title=_text(conference, "title"),
        acronym=_text(conference, "acronym").strip(),
        zone=known(_text(conference, "time_zone_name").strip(), zone),
        generator=_text(generator, "name"),
        colors={_text(track, "name"): _text(track, "color") for track in _objects(conference.get("tracks"))},
    )
    talks = [
        _json_talk(event, _text(day, "date"), str(room))
        for day in _objects(conference.get("days"))
        for room, events in _object(day.get("rooms")).items()
        for event in _objects(events)
    ]
    return findings(about, talks)


def _root(data: bytes) -> etree._Element:
    """The file's outermost element, read without entities, network or trees that fill the memory."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise NotACalendar(said("This is no schedule.xml: it is no XML, or it is damaged or incomplete.")) from error
    if root.getroottree().docinfo.internalDTD is not None:
        # Schedules have none, and its entities are a way to make much of little.
        raise NotACalendar(said("This schedule.xml has a document type, which is not read here."))
    if root.tag != "schedule":
        name = etree.QName(root).localname
        shown = f"{name[:32]}{'…' * (len(name) > 32)}"
        raise NotACalendar(said("This is no schedule.xml: its outermost element is “%(name)s”.", name=shown))
    return root


def _content(element: etree._Element | None, name: str) -> str:
    found = None if element is None else element.find(name)
    return "" if found is None else "".join(map(str, found.itertext()))


def _xml_talk(event: etree._Element, day: str, room: str) -> Talk:
    return Talk(
        guid=event.get("guid", ""),
        number=event.get("id", ""),
        day=day,
        room=room or _content(event, "room"),
        kind=_content(event, "type"),
        speakers=tuple(
            Speaker(number=whole(person.get("id", "")), name="".join(map(str, person.itertext())))
            for person in event.iterfind("persons/person")
        ),
        links=tuple(
            Link(url=link.get("href", ""), title="".join(map(str, link.itertext())))
            for link in event.iterfind("links/link")
        ),
        **{name: _content(event, name) for name in _SAME},
    )


def _json_talk(event: _Json, day: str, room: str) -> Talk:
    return Talk(
        guid=_text(event, "guid"),
        number=_text(event, "id"),
        day=day,
        end=_text(event, "end"),
        room=room or _text(event, "room"),
        kind=_text(event, "type"),
        speakers=tuple(
            Speaker(
                number=whole(_text(person, "id") or _text(person, "code")),
                name=_text(person, "public_name") or _text(person, "name"),
            )
            for person in _objects(event.get("persons"))
        ),
        links=tuple(Link(url=_text(link, "url"), title=_text(link, "title")) for link in _objects(event.get("links"))),
        **{name: _text(event, name) for name in _SAME},
    )


# What both formats call as a talk does.
_SAME = (
    *("date", "start", "duration", "slug", "title", "subtitle"),
    *("track", "language", "abstract", "description", "url"),
)


def _text(found: _Json, name: str) -> str:
    """The text in this member; a number as its digits, "" for anything else."""
    value = found.get(name)
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def _object(value: object) -> _Json:
    return value if isinstance(value, dict) else {}


def _objects(values: object) -> Iterator[_Json]:
    return (value for value in values if isinstance(value, dict)) if isinstance(values, list) else iter(())
