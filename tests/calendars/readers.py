"""Formats that know a session by its GUID, as others' parsers read them, and what of a document each can say."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from lxml import etree

from openevent.calendars.document import Calendar
from openevent.calendars.titles import CANCELLED

from .schedules import MINUTE, Session, sessions

ATOM = "{http://www.w3.org/2005/Atom}"
_SENTENCE = re.compile(
    r"(?P<cancelled>Takes place|Was to take place) on \w+, (?P<day>\d+ \w+ \d+), (?P<start>\d\d:\d\d)"
    r"(?: \(UTC(?P<first>[+-]\d\d:\d\d)\))? to (?:\w+, (?P<last_day>\d+ \w+ \d+), )?(?P<end>\d\d:\d\d)"
    r"(?: \(UTC(?P<second>[+-]\d\d:\d\d)\))? \([\w/+-]+(?:, UTC(?P<both>[+-]\d\d:\d\d))?\)(?:, (?P<place>.*))?\.",
    re.DOTALL,
)


def from_schedule_xml(data: bytes) -> list[Session]:
    """The sessions in a schedule.xml file, by guid; ends are in whole minutes after the start."""
    return sorted(map(_from_element, etree.fromstring(data).iterfind("day/room/event")))


def _from_element(event: etree._Element) -> Session:
    starts_at = datetime.fromisoformat(event.findtext("date", "")).astimezone(UTC)
    hours, minutes = event.findtext("duration", "").split(":")
    title = event.findtext("title", "")
    return Session(
        guid=event.get("guid", ""),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=int(hours), minutes=int(minutes)),
        title=title.removeprefix(CANCELLED),
        abstract=event.findtext("abstract", ""),
        room=event.findtext("room", ""),
        cancelled=title.startswith(CANCELLED),
    )


def told_by_schedule_xml(document: Calendar) -> list[Session]:
    """The sessions with the ends that this format can say: a begun minute counts."""
    return [session._replace(ends_at=_in_minutes(session)) for session in sessions(document)]


def _in_minutes(session: Session) -> datetime:
    return session.starts_at - ((session.starts_at - session.ends_at) // MINUTE) * MINUTE


def from_schedule_json(data: bytes) -> list[Session]:
    """The sessions in a schedule.json file, by guid."""
    conference = json.loads(data)["schedule"]["conference"]
    rooms = (room for day in conference["days"] for room in day["rooms"].values())
    return sorted(_from_object(event) for room in rooms for event in room)


def _from_object(event: Any) -> Session:
    return Session(
        guid=event["guid"],
        starts_at=datetime.fromisoformat(event["date"]).astimezone(UTC),
        ends_at=datetime.fromisoformat(event["end"]).astimezone(UTC),
        title=event["title"].removeprefix(CANCELLED),
        abstract=event["abstract"],
        room=event["room"],
        cancelled=event["title"].startswith(CANCELLED),
    )


def from_atom(data: bytes) -> list[Session]:
    """The sessions in a feed, by guid: times, to the minute, and place as the summary says them."""
    return sorted(map(_from_entry, etree.fromstring(data).iterfind(f"{ATOM}entry")))


def _from_entry(found: etree._Element) -> Session:
    title, content = found.findtext(f"{ATOM}title", ""), found.find(f"{ATOM}content")
    said = _SENTENCE.fullmatch(found.findtext(f"{ATOM}summary", ""))
    assert said
    return Session(
        guid=found.findtext(f"{ATOM}id", "").removeprefix("urn:uuid:"),
        starts_at=_instant(said["day"], said["start"], said["first"] or said["both"]),
        ends_at=_instant(said["last_day"] or said["day"], said["end"], said["second"] or said["both"]),
        title=title.removeprefix(CANCELLED),
        abstract="" if content is None else content.text or "",
        room=said["place"] or "",
        cancelled=title.startswith(CANCELLED) and said["cancelled"] == "Was to take place",
    )


def _instant(day: str, time: str, offset: str) -> datetime:
    return datetime.strptime(f"{day} {time} {offset}", "%d %B %Y %H:%M %z").astimezone(UTC)


def told_by_atom(document: Calendar) -> list[Session]:
    """What the feed can say: times to the minute, the place of plain calendars, the description at its richest."""
    said = {sessions(replace(document, entries=(entry,)))[0]: entry for entry in document.entries}
    return sorted(
        session._replace(
            starts_at=session.starts_at.replace(second=0),
            ends_at=session.ends_at.replace(second=0),
            abstract="\n".join(filter(None, (entry.details.html, entry.details.long_html))) or entry.description,
            room=entry.location,
        )
        for session, entry in said.items()
    )
