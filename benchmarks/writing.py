"""Writing an .ics file: this package against icalendar, from the same plain rows."""

from datetime import UTC, datetime, timedelta
from typing import BinaryIO, NamedTuple

import icalendar
from icalendar.prop import vCalAddress, vText, vUri

from openevent.calendars import ics, timezones
from openevent.calendars.document import CALSCALE, PRODID, VERSION, Calendar, Entry, Person, Status

SIZES = (100, 1_000, 10_000)
REPEATS = {100: 41, 1_000: 11, 10_000: 5}
TIMES_FASTER = 20
SHARE_OF_MEMORY = 3
SLOWER_WHEN_LARGE = 1.5

NAME = "Wikimania, Nairobi & online"
DESCRIPTION = f"Schedule for sessions at {NAME}"
ZONE = "Europe/Berlin"
OPENS = datetime(2026, 3, 26, 7, tzinfo=UTC)  # the days on both sides of a change to summer time
# A programme of our days: some abstracts in plain ASCII, some with accents, some with typography and other scripts.
ABSTRACTS = (
    "How do we keep a schedule right when rooms, speakers and times change every hour? In this talk we look at three "
    "years of running a volunteer event: what broke, what we fixed, and what we would do again; with numbers.\n\n"
    "* Overview: rooms, times, changes, visible to all\n* A demonstration, live (bring a laptop)\n"
    "* Questions & answers\n\nNo knowledge is needed; curiosity helps. See https://example.org/schedule?day=2&room=blue "
    "for what comes before and after, and tell us what you think. We close with a short round in which everybody "
    "names one thing to try at home, however small it may be.",
    "Wie bleibt ein Programm richtig, wenn sich Räume, Vortragende und Zeiten stündlich ändern? Wir blicken auf drei "
    "Jahre ehrenamtlicher Veranstaltungen zurück: was schiefging, was wir lösten, was wir wieder täten; mit Zahlen.\n\n"
    "* Übersicht: Räume, Zeiten, Änderungen, für alle sichtbar\n* Eine Vorführung (Rechner mitbringen)\n"
    "* Fragen und Antworten\n\nVorwissen ist nicht nötig; Neugier hilft. Unter https://example.org/schedule?day=2 steht, "
    "was davor und danach kommt. Zum Schluss nennt jede und jeder eine Sache, die daheim zu probieren wäre, so klein sie "
    "auch sei, und schreibt sie auf eine Karte.",
    "How do we keep a schedule right when everything changes “every hour”? Let’s look at three years of running a "
    "volunteer event – what broke, what we fixed, and what we’d do again; with numbers.\n\n• Overview: rooms, times, "
    "changes – visible to all\n• A demonstration, live (bring a laptop)\n• Questions & answers\n\nСлайды и видео будут "
    "опубликованы, вопросы можно задавать по-русски. No knowledge is needed; curiosity helps 🙂. See "
    "https://example.org/schedule?day=2&room=blue for what comes before and after, and tell us what you think. We "
    "close with a short round: everybody names one thing to try at home, however small.",
)
SPEAKERS = ("Ann Lee", "José Álvarez", "Nguyễn Thị Minh", "Bob O'Neil", "Chidi", "山田 太郎", 'Eve "the net" Moss')


class Row(NamedTuple):
    """A session as a database query returns it."""

    uid: str
    title: str
    starts_at: datetime
    ends_at: datetime
    created_at: datetime
    revised_at: datetime
    sequence: int
    abstract: str
    room: str
    latitude: float
    longitude: float
    url: str
    labels: tuple[str, ...]
    color: str
    stream: str
    speakers: tuple[tuple[str, str], ...]


def sessions(count: int) -> list[Row]:
    """This many sessions, ten at a time in half hours, with 1.5 speakers and a 600-character abstract each."""
    return [_session(number) for number in range(count)]


def _session(number: int) -> Row:
    starts_at = OPENS + timedelta(minutes=30 * (number // 10 % 20), days=number // 200)
    speakers = tuple(
        (SPEAKERS[(number + place) % 7], f"speaker-{number + place}@example.org") for place in range(1 + number % 2)
    )
    return Row(
        uid=f"{number}-a1b2c3d4",
        title=f"Session {number}: keeping schedules right, together",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=25),
        created_at=OPENS - timedelta(days=90, seconds=number * 61),
        revised_at=OPENS - timedelta(days=9, seconds=number * 37),
        sequence=number % 4,
        abstract=f"{number:05} {ABSTRACTS[number % 3]}"[:600],
        room=f"Room {number % 10}, Kongresszentrum, Alexanderstraße 11, 10178 Berlin",
        latitude=52.520815,
        longitude=13.416419,
        url=f"https://example.org/e/a1b2c3d4/sessions/{number}",
        labels=("Community", "Talk", "schedules"),
        color="tomato",
        stream="" if number % 4 else f"https://stream.example.org/room-{number % 10}",
        speakers=speakers,
    )


def write_ours(rows: list[Row], file: BinaryIO) -> None:
    """Make the document and write it, piece by piece."""
    calendar = Calendar(name=NAME, description=DESCRIPTION, zone=ZONE, entries=tuple(map(_entry, rows)))
    file.writelines(ics.stream(calendar))


ORGANIZER = Person(name="Wikimedia Kenya", address="noreply@example.org")


def _entry(row: Row) -> Entry:
    return Entry(
        uid=row.uid,
        sequence=row.sequence,
        revised_at=row.revised_at,
        created_at=row.created_at,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        summary=row.title,
        status=Status.CONFIRMED,
        description=row.abstract,
        location=row.room,
        geo=(row.latitude, row.longitude),
        url=row.url,
        categories=row.labels,
        color=row.color,
        conference=row.stream,
        organizer=ORGANIZER,
        attendees=tuple([Person(name=name, address=address) for name, address in row.speakers]),
    )


def write_with_icalendar(rows: list[Row], file: BinaryIO) -> None:
    """Make icalendar's objects, as its documentation shows, and write them."""
    calendar = icalendar.Calendar()
    calendar.add("version", VERSION)
    calendar.add("prodid", PRODID)
    calendar.add("calscale", CALSCALE)
    calendar.add("x-wr-caldesc", vText(DESCRIPTION))
    calendar.add("name", vText(NAME))
    calendar.add("x-wr-calname", vText(NAME))
    calendar.add("x-wr-timezone", vText(ZONE))
    first, last = min(row.starts_at for row in rows), max(row.ends_at for row in rows)
    calendar.add_component(icalendar.Timezone.from_ical(timezones.vtimezone(ZONE, first, last)))
    for row in rows:
        calendar.add_component(_event(row))
    file.write(calendar.to_ical())


def _event(row: Row) -> icalendar.Event:
    event, zone = icalendar.Event(), timezones.zone(ZONE)
    event.add("summary", row.title)
    event.add("dtstart", row.starts_at.astimezone(zone))
    event.add("dtend", row.ends_at.astimezone(zone))
    event.add("dtstamp", row.revised_at)
    event.add("uid", row.uid)
    event.add("sequence", row.sequence)
    for name, address in row.speakers:
        event.add("attendee", vCalAddress(f"mailto:{address}"), parameters={"CN": name, "ROLE": "NON-PARTICIPANT"})
    event.add("categories", row.labels)
    event.add("color", vText(row.color))
    if row.stream:
        event.add("conference", vUri(row.stream), parameters={"VALUE": "URI"})
    event.add("created", row.created_at)
    event.add("description", row.abstract)
    event.add("geo", (row.latitude, row.longitude))
    event.add("last-modified", row.revised_at)
    event.add("location", row.room)
    event.add("organizer", vCalAddress(ORGANIZER.uri), parameters={"CN": ORGANIZER.name})
    event.add("status", "CONFIRMED")
    event.add("url", row.url)
    return event
