"""Documents to test with: one entry with nothing optional, one with everything, and hostile ones by the hundred."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from openevent.calendars import colors, timezones
from openevent.calendars.document import About, Calendar, Details, Entry, Link, Person, Place, Speaker, Status
from openevent.calendars.itip import Message, Method

REVISED = datetime(2026, 5, 1, 12, 30, 15, tzinfo=UTC)


def at(text: str) -> datetime:
    """An instant, written in UTC: at("2026-10-25 14:00")."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=UTC)


def entry(**values: Any) -> Entry:
    """An entry with nothing optional, but for what is given."""
    bare: dict[str, Any] = {
        "uid": "1-a1b2c3d4",
        "sequence": 0,
        "revised_at": REVISED,
        "created_at": None,
        "starts_at": at("2026-07-01 09:00"),
        "ends_at": at("2026-07-01 10:00"),
        "summary": "Opening",
        "status": Status.CONFIRMED,
    }
    return Entry(**{**bare, **values})


def full_entry(**values: Any) -> Entry:
    """An entry with everything, but for what is given."""
    everything: dict[str, Any] = {
        "sequence": 3,
        "created_at": at("2026-01-15 08:00"),
        "summary": 'Größe; "quoted", back\\slash – 日本語 🙂',
        "description": "First line, with commas;\nsecond line\n\nMore: https://example.org/?a=1&b=2\tend",
        "location": "Room 1, Kongresszentrum; 2. Stock",
        "geo": (52.520815, -13.416419),
        "url": "https://example.org/e/a1b2c3d4/sessions/1?lang=de;x=1,2",
        "categories": ("Community, Society", "Talk", "open;source"),
        "color": "tomato",
        "conference": "https://stream.example.org/room-1",
        "organizer": Person(name="Wikimedia; Kenya, e.V.", address="noreply@example.org"),
        "attendees": (
            Person(name="Ann Lee", address="speaker-1@example.org"),
            Person(name='Eve "the ^net^" Moss: tester', address="speaker-2@example.org"),
            Person(name="Chidi", address="speaker-3@example.org"),
            Person(name="D’Arcy", address="speaker-4@example.org"),
        ),
    }
    return entry(**{**everything, **values})


def published_entry(**values: Any) -> Entry:
    """An entry with everything, and all the details that richer formats show, but for what is given."""
    people = full_entry().attendees[:2]
    rooms: dict[str, Any] = {
        "location": "Room 1, Kongresszentrum; 2. Stock",
        "attendees": people,
        "details": Details(
            number=1,
            subtitle="A subtitle",
            html='<p>First <b>line</b> &amp; more, with "quotes"; and\n<a href="https://example.org/">a link</a></p>',
            long_html="<p>More of it, at length:</p>\n<ul><li>one &amp; two</li></ul>",
            language="de",
            track="Community, Society",
            kind="Talk",
            places=(
                Place(name="Room 1", geo=(52.520815, -13.416419), is_room=True),
                Place(name="Kongresszentrum; 2. Stock", geo=(52.5, -13.4)),
            ),
            speakers=(
                Speaker(
                    number=1,
                    name=people[0].name,
                    url="https://example.org/e/a1b2c3d4/speakers/1",
                    image="https://example.org/media/1.png",
                ),
                Speaker(number=2, name=people[1].name),
            ),
            links=(
                Link(url="https://example.org/slides.pdf", title="Slides: one, two; three"),
                Link(url="https://example.org/recording", title=""),
            ),
            image="https://example.org/media/session.png",
        ),
    }
    return full_entry(**{**rooms, **values})


def calendar(*entries: Entry, zone: str = "Europe/Berlin", **values: Any) -> Calendar:
    """A calendar with these entries."""
    named: dict[str, Any] = {"name": "Summit", "description": "Schedule for sessions at Summit", **values}
    return Calendar(zone=zone, entries=entries, **named)


def message(**values: Any) -> Message:
    """An invitation of Ann to everything, but for what is given."""
    invitation: dict[str, Any] = {
        "method": Method.REQUEST,
        "entry": full_entry(),
        "zone": "Europe/Berlin",
        "organizer": Person(name="Wikimedia; Kenya, e.V.", address="event-a1b2c3d4@example.org"),
        "attendee": Person(name="Ann Lee", address="ann@example.org"),
        "sequence": 3,
        "made_at": at("2026-05-03 07:00"),
    }
    return Message(**{**invitation, **values})


ABOUT = About(
    uid="0b9f8f0e-4f0c-5b7e-9b0a-6f6f0c1b2a3d",
    event_uid="a1b2c3d4@example.org",
    identifier="a1b2c3d4",
    url="https://example.org/e/a1b2c3d4",
    image="https://example.org/media/event.png",
    source="https://example.org/e/a1b2c3d4.ics",
    refresh=timedelta(hours=1),
    starts_at=at("2026-07-01 07:00"),
    ends_at=at("2026-07-03 18:00"),
    revised_at=at("2026-05-02 10:00"),
    revision=7,
)


ZONES = (
    *("UTC", "Etc/Zulu", "GMT", "Africa/Accra", "Europe/Berlin", "Europe/Dublin", "America/Los_Angeles"),
    *("Asia/Manila", "Asia/Kathmandu", "Australia/Lord_Howe", "Africa/Casablanca", "Africa/Monrovia", "Pacific/Apia"),
    *("Antarctica/Troll", "America/Argentina/ComodRivadavia", "Asia/Gaza", "America/Sao_Paulo", "Etc/GMT+12"),
)
# What breaks writers: every special character, line breaks of all kinds, things that look like other lines.
NASTY = (
    *(",", ";", ":", "\\", "\\\\", '"', "'", "^", "^n", "^^", "^'", "\\n", "\\N", "\\,", "\\;", "%", "%0D%0A", "%zz"),
    *(
        "\r",
        "\n",
        "\r\n",
        "\n ",
        "\r\n\t",
        "\t",
        " ",
        "  ",
        "\x00",
        "\x07",
        "\x0b",
        "\x0c",
        "\x1c",
        "\x7f",
        "\x85",
        "\x9f",
    ),
    *(
        "\u2028",
        "\u2029",
        "\xa0",
        "\u200d",
        "\ufeff",
        "\ufffe",
        "\uffff",
        "\ufdd0",
        "\U0001fffe",
        "\ud800",
        "\udfff",
        "\u202e",
        "’",
        "=",
        "?",
        "#",
    ),
    *("BEGIN:VEVENT", "END:VEVENT", "\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:x", "\nATTENDEE:mailto:mallory@example.org"),
    *('";ROLE=CHAIR:mailto:x', "VALUE=DATE:20260101", "TZID=Europe/Berlin", "X-INJECTED:1", "javascript:alert(1)"),
    *(
        "https://",
        "http://example.org/",
        "mailto:",
        "@",
        "//",
        "é",
        "e\u0301",
        "ü" * 40,
        "あ" * 40,
        "👩‍👩‍👧",
        "مرحبا",
        "שלום",
    ),
    *("word " * 20, "x" * 74, "y" * 75, "\\" * 80, "^" * 80, "🙂\\" * 30),
)

texts = st.lists(st.sampled_from(NASTY) | st.text(max_size=12), max_size=8).map("".join)
long_texts = texts | st.builds(lambda word, text: word * 10_000 + text, st.sampled_from("aü😀\\"), texts)
uris = texts | texts.map("https://example.org/".__add__) | texts.map("tel:+49".__add__)
instants = st.datetimes(
    min_value=datetime(1970, 6, 1),  # noqa: DTZ001 - hypothesis takes bounds without zone
    max_value=datetime(2061, 1, 1),  # noqa: DTZ001 - as above
    timezones=st.just(UTC),
)
lengths = st.integers(min_value=1, max_value=260_000).map(lambda seconds: timedelta(seconds=seconds))
people = st.builds(Person, name=texts, address=texts | st.emails())
zones = st.sampled_from(ZONES) | st.sampled_from(sorted(timezones.names()))
places = st.tuples(st.floats(width=32), st.floats(width=32)) | st.tuples(
    st.floats(min_value=-90, max_value=90), st.floats(min_value=-180, max_value=180)
)


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    """Any entry at all, hostile in every field."""
    starts_at = draw(instants)
    return Entry(
        uid="u" + draw(texts),
        sequence=draw(st.integers(min_value=0, max_value=2**31 - 1)),
        revised_at=draw(instants),
        created_at=draw(st.none() | instants),
        starts_at=starts_at,
        ends_at=starts_at + draw(lengths),
        summary=draw(texts),
        status=draw(st.sampled_from(Status)),
        description=draw(long_texts),
        location=draw(texts),
        geo=draw(st.none() | places),
        url=draw(uris),
        categories=tuple(draw(st.lists(texts, max_size=3))),
        color=draw(st.sampled_from([*sorted(colors.NAMES)[:20], "", "no color", "red\r\nX-A:1"])),
        conference=draw(uris),
        organizer=draw(st.none() | people),
        attendees=tuple(draw(st.lists(people, max_size=3))),
    )


@st.composite
def messages(draw: st.DrawFn) -> Message:
    """Any message at all, hostile in every field."""
    about, method = draw(entries()), draw(st.sampled_from(Method))
    if method is Method.REQUEST and about.status is Status.CANCELLED:
        about = replace(about, status=Status.CONFIRMED)
    least = max(about.sequence, 1 if method is Method.CANCEL else 0)
    mailboxes = st.builds(Person, name=texts, address=st.emails())
    return Message(
        method=method,
        entry=about,
        zone=draw(zones),
        organizer=draw(mailboxes),
        attendee=draw(mailboxes),
        sequence=draw(st.integers(min_value=least, max_value=2**31 - 1)),
        made_at=draw(instants),
    )


pages = uris | st.just("")
htmls = texts | texts.map(lambda text: f"<p>{text}</p>") | st.sampled_from(("]]>", "<![CDATA[", "&amp;&lt;", "<br/>\n"))
speakers = st.lists(
    st.builds(Speaker, number=st.integers(min_value=1, max_value=10**9), name=texts, url=pages, image=pages),
    max_size=3,
    unique_by=lambda speaker: speaker.number,
).map(tuple)
rooms = st.builds(Place, name=texts, geo=st.none() | places, is_room=st.just(True))
houses = st.builds(Place, name=texts, geo=st.none() | places)
details = st.builds(
    Details,
    number=st.integers(min_value=0, max_value=10**9),
    subtitle=texts,
    html=htmls | st.just(""),
    long_html=htmls | st.just(""),
    language=texts | st.just("de"),
    track=texts,
    kind=texts,
    places=st.just(()) | st.tuples(houses) | st.tuples(rooms) | st.tuples(rooms, houses),
    speakers=speakers,
    links=st.lists(st.builds(Link, url=uris, title=texts), max_size=3).map(tuple),
    image=pages,
)


@st.composite
def published_entries(draw: st.DrawFn) -> Entry:
    """Any entry with any details; half of them have the attendees and the location that belong to these."""
    made, of_it = draw(entries()), draw(details)
    if draw(st.booleans()):
        return replace(made, details=of_it)
    names = [place.name for place in of_it.places if place.name]
    people = [Person(name=who.name, address=f"speaker-{who.number}@example.org") for who in of_it.speakers]
    return replace(made, details=of_it, location=", ".join(names), attendees=tuple(people))


abouts = st.builds(
    About,
    uid=texts,
    event_uid=texts,
    identifier=texts,
    url=uris,
    image=uris,
    source=uris,
    refresh=st.none() | lengths,
    revised_at=st.none() | instants,
)
calendars = st.builds(
    Calendar,
    name=texts,
    description=texts,
    zone=zones,
    entries=st.lists(entries(), max_size=3).map(tuple),
)
published_calendars = st.builds(
    Calendar,
    name=texts,
    description=texts,
    zone=zones,
    # As the rows of an event, which have a uid each.
    entries=st.lists(published_entries(), max_size=3, unique_by=lambda made: made.uid).map(tuple),
    about=abouts,
)
