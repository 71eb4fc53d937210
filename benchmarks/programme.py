"""A made-up programme, as a database query returns it: what the benchmarks measure with."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

OPENS = datetime(2026, 3, 26, 7, tzinfo=UTC)  # some days before a change to summer time
# A programme of our days: some abstracts in plain ASCII, some with accents, some with typography and other scripts.
ENGLISH = (
    "How do we keep a schedule right when rooms, speakers and times change every hour? In this talk we look at three "
    "years of running a volunteer event: what broke, what we fixed, and what we would do again; with numbers.\n\n"
    "* Overview: rooms, times, changes, visible to all\n* A demonstration, live (bring a laptop)\n"
    "* Questions & answers\n\nNo knowledge is needed; curiosity helps. See https://example.org/schedule?day=2 for what "
    "comes before and after, and tell us what you think of it. We close with a short round in which everybody names "
    "one thing to try at home, however small it may be, and writes it on a card."
)
GERMAN = (
    "Wie bleibt ein Programm richtig, wenn sich Räume, Vortragende und Zeiten stündlich ändern? Wir blicken auf drei "
    "Jahre ehrenamtlicher Veranstaltungen zurück: was schiefging, was wir lösten, was wir wieder täten; mit Zahlen.\n\n"
    "* Übersicht: Räume, Zeiten, Änderungen, für alle sichtbar\n* Eine Vorführung (Rechner mitbringen)\n"
    "* Fragen und Antworten\n\nVorwissen ist nicht nötig; Neugier hilft. Unter https://example.org/schedule?day=2 "
    "steht, was davor und danach kommt. Zum Schluss nennt jede und jeder eine Sache, die daheim zu probieren wäre, so "
    "klein sie auch sei, und schreibt sie auf eine Karte."
)
TYPESET = (
    "How do we keep a schedule right when everything changes “every hour”? Let’s look at three years of running a "
    "volunteer event – what broke, what we fixed, and what we’d do again; with numbers.\n\n• Overview: rooms, times, "
    "changes – visible to all\n• A demonstration, live (bring a laptop)\n• Questions & answers\n\nСлайды и видео будут "
    "опубликованы, вопросы можно задавать по-русски. No knowledge is needed; curiosity helps 🙂. See "
    "https://example.org/schedule?day=2 for what comes before and after, and tell us what you think of it. We close "
    "with a short round: everybody names one thing to try at home, however small."
)
ABSTRACTS = (ENGLISH, GERMAN, TYPESET)
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
    people = range(number, number + 1 + number % 2)
    speakers = tuple((SPEAKERS[person % 7], f"speaker-{person}@example.org") for person in people)
    return Row(
        uid=f"{number}-a1b2c3d4",
        title=f"Session {number}: keeping schedules right, together",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=25),
        created_at=OPENS - timedelta(days=90, seconds=number * 61, microseconds=number),
        revised_at=OPENS - timedelta(days=9, seconds=number * 37, microseconds=number),
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
