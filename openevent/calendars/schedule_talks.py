"""Talks as schedule.xml and schedule.json tell of them alike, made into entries."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from openevent.calendars import colors, zonedata
from openevent.calendars.conferences import GENERATOR, slug_of_session
from openevent.calendars.document import Calendar, Details, Entry, Link, Place, Speaker, Status
from openevent.calendars.reading import Findings, LeftOut
from openevent.calendars.refusals import Nonsense, Unreadable
from openevent.calendars.saying import said
from openevent.calendars.slugs import slug
from openevent.calendars.titles import CANCELLED

_DURATION = re.compile(r"(?:(\d{1,3}):)?(\d{1,4}):(\d\d)", re.ASCII)
_START = re.compile(r"(\d{1,2}):(\d\d)(?::\d\d)?", re.ASCII)


@dataclass(frozen=True, kw_only=True, slots=True)
class Conference:
    """What a schedule says of all its talks; `colors` are those of its tracks, by name, as they stand there."""

    title: str
    acronym: str
    zone: str
    generator: str
    colors: dict[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Talk:
    """A talk in the words of its file, "" for what it does not say; `day` is the date that it is listed under."""

    guid: str
    number: str
    day: str
    date: str
    start: str
    duration: str
    room: str
    title: str
    slug: str = ""
    end: str = ""
    subtitle: str = ""
    track: str = ""
    kind: str = ""
    language: str = ""
    abstract: str = ""
    description: str = ""
    url: str = ""
    speakers: tuple[Speaker, ...] = ()
    links: tuple[Link, ...] = ()


def findings(conference: Conference, talks: list[Talk]) -> Findings:
    """The talks as a calendar, without those that cannot stand in one."""
    entries: list[Entry] = []
    left_out: list[LeftOut] = []
    for talk in talks:
        try:
            entries.append(_entry(talk, conference))
        except Nonsense as error:
            left_out.append(LeftOut(uid=_uid(talk, conference), summary=talk.title, reason=error.sentence))
    calendar = Calendar(name=conference.title, description="", zone=conference.zone, entries=tuple(entries))
    return Findings(calendar=calendar, left_out=tuple(left_out))


def whole(text: str) -> int:
    """The number that the text is, 0 for none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 10 else 0


def _uid(talk: Talk, conference: Conference) -> str:
    """The talk's guid; older files have only its number, which counts within the conference."""
    guid, number = talk.guid.strip(), talk.number.strip()
    return guid or (f"{number}@{conference.acronym or slug(conference.title)}" if number else "")


def _entry(talk: Talk, conference: Conference) -> Entry:
    starts_at = _start(talk, conference)
    is_cancelled = _is_cancelled(talk, conference)
    return Entry(
        uid=_uid(talk, conference),
        # The format tells no revisions: whoever reads it must not ask for them.
        sequence=0,
        revised_at=starts_at,
        created_at=None,
        starts_at=starts_at,
        ends_at=_end(talk, starts_at),
        summary=talk.title.removeprefix(CANCELLED) if is_cancelled else talk.title,
        status=Status.CANCELLED if is_cancelled else Status.CONFIRMED,
        description=talk.abstract,
        location=talk.room,
        url=talk.url,
        categories=tuple(filter(None, (talk.track, talk.kind))),
        color=colors.nearest(conference.colors.get(talk.track, "")),
        details=Details(
            number=whole(talk.number),
            subtitle=talk.subtitle,
            long_html=talk.description,
            language=talk.language,
            track=talk.track,
            kind=talk.kind,
            places=(Place(name=talk.room, is_room=True),) if talk.room else (),
            speakers=talk.speakers,
            links=talk.links,
        ),
    )


def _is_cancelled(talk: Talk, conference: Conference) -> bool:
    """Whether our own schedule says so: by its title, as the format has no other way, and by its slug, which does not.

    "Cancelled: why projects die" is a title that a talk may have, and then its slug has the word, too.
    """
    if conference.generator != GENERATOR or not talk.title.startswith(CANCELLED):
        return False
    return talk.slug == slug_of_session(conference.acronym, whole(talk.number), talk.title.removeprefix(CANCELLED))


def _start(talk: Talk, conference: Conference) -> datetime:
    """The instant in `date`; older files have the day and a time of it only, by the conference's clocks."""
    shown = _moment(talk.date or talk.day)
    if shown.tzinfo is not None:
        return shown
    if (found := _START.fullmatch(talk.start.strip())) and int(found[1]) < 24 and int(found[2]) < 60:
        shown = shown.replace(hour=int(found[1]), minute=int(found[2]))
    elif len(talk.date.strip()) <= len("2026-10-24"):
        raise Unreadable(said("It has no start."))
    return shown.replace(tzinfo=zonedata.zone(conference.zone))


def _end(talk: Talk, starts_at: datetime) -> datetime:
    if talk.end:
        end = _moment(talk.end)
        return end if end.tzinfo is not None else end.replace(tzinfo=starts_at.tzinfo)
    found = _DURATION.fullmatch(talk.duration.strip())
    if not found:
        raise Unreadable(said("%(value)s is no duration.", value=repr(talk.duration[:32])))
    days, hours, minutes = (int(part or 0) for part in found.groups())
    try:
        # Not by the clock, which may be set back meanwhile: a duration is exact.
        exact = timedelta(days=days, hours=hours, minutes=minutes)
        return starts_at.astimezone(zonedata.zone("UTC")) + exact
    except OverflowError as error:
        raise Unreadable(said("%(value)s ends after all time.", value=repr(talk.duration[:32]))) from error


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise Unreadable(said("%(value)s is no time.", value=repr(text[:32]))) from error
