"""Conferences to test richer formats with: one full of details, and hostile ones by the hundred."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple

from hypothesis import strategies as st

from openevent.calendars import guids, timezones
from openevent.calendars.document import About, Calendar, Details, Entry, Link, Place, Speaker, Status

from .documents import ZONES, at, calendar, entries, entry, full_entry, instants, texts, uris


class Session(NamedTuple):
    """What every format must say of an entry, as it is read back; times in UTC."""

    guid: str
    starts_at: datetime
    ends_at: datetime
    title: str
    abstract: str
    room: str
    cancelled: bool


def sessions(document: Calendar) -> list[Session]:
    """What a reader must find in the document, by guid: said anew, for what writers lose must be missed here."""
    return sorted(
        Session(
            guid=str(guids.guid(entry.uid)),
            starts_at=entry.starts_at,
            ends_at=entry.ends_at,
            title=entry.summary,
            abstract=_abstract(entry),
            room=_room(entry),
            cancelled=entry.status is Status.CANCELLED,
        )
        for entry in document.entries
    )


def _abstract(entry: Entry) -> str:
    """The plain description, unless it was made of the long abstract, which is told elsewhere."""
    is_long_only = bool(entry.details.long_html) and not entry.details.html
    return "" if is_long_only else entry.description


def _room(entry: Entry) -> str:
    """The first place that is a room; without a name, or without such a place, the location of plain calendars."""
    names = [place.name for place in entry.details.places if place.is_room]
    return (names and names[0]) or entry.location


MINUTE = timedelta(minutes=1)

ABOUT = About(
    uid="0b9f8f0e-4f0c-5b7e-9b0a-6f6f0c1b2a3d",
    event_uid="a1b2c3d4",
    identifier="a1b2c3d4",
    url="https://example.org/e/a1b2c3d4",
    image="https://example.org/logo.png",
    source="https://example.org/e/a1b2c3d4/feed",
    starts_at=at("2026-10-23 22:00"),
    ends_at=at("2026-10-26 23:00"),
    revised_at=at("2026-06-01 08:00"),
    revision=7,
)
DETAILS = Details(
    number=12,
    subtitle="Why & how",
    html='<p>Say "<em>hello</em>" &amp; more: <a href="https://example.org/?a=1&amp;b=2">there</a></p>',
    long_html="<p>Hello &amp; welcome,</p>\n<p>at length</p>",
    language="English",
    track="Community, Society",
    kind="Talk",
    places=(Place(name="Room <1>", is_room=True), Place(name="Kongresszentrum")),
    speakers=(
        Speaker(number=1, name="Ann Lee", url="https://example.org/s/1", image="https://example.org/ann.png"),
        Speaker(number=2, name='Eve "the <net>" Moss'),
    ),
    links=(
        Link(url="https://example.org/slides?a=1&b=2", title="Slides & notes"),
        Link(url="https://example.org/video", title=""),
    ),
    image="https://example.org/talk.png",
)
# A conference over the night in which clocks are set back in Berlin.
CONFERENCE = calendar(
    full_entry(details=DETAILS, starts_at=at("2026-10-24 09:00"), ends_at=at("2026-10-24 10:30")),
    entry(uid="first", summary="2:30", starts_at=at("2026-10-25 00:30"), ends_at=at("2026-10-25 00:45")),
    entry(uid="second", summary="2:30 again", starts_at=at("2026-10-25 01:30"), ends_at=at("2026-10-25 01:45")),
    entry(
        uid="hack",
        summary="Hackathon",
        status=Status.CANCELLED,
        revised_at=at("2026-06-02 08:00"),
        starts_at=at("2026-10-25 08:00"),
        ends_at=at("2026-10-26 10:15"),
        location="Foyer",
    ),
    name="Summit <2026>",
    about=ABOUT,
)

places = st.builds(Place, name=texts, is_room=st.booleans())
speakers = st.builds(Speaker, number=st.integers(min_value=-1, max_value=2**31 - 1), name=texts, url=uris, image=uris)
details = st.builds(
    Details,
    subtitle=texts,
    html=texts,
    long_html=texts,
    language=texts,
    track=texts,
    kind=texts,
    places=st.lists(places, max_size=2).map(tuple),
    speakers=st.lists(speakers, max_size=3).map(tuple),
    links=st.lists(st.builds(Link, url=uris, title=texts), max_size=3).map(tuple),
    image=uris,
)
abouts = st.builds(
    About,
    uid=texts,
    event_uid=texts,
    identifier=texts,
    url=uris,
    image=uris,
    source=uris,
    starts_at=st.none() | instants,
    ends_at=st.none() | instants,
    revised_at=st.none() | instants,
    revision=st.integers(min_value=0, max_value=2**31),
)


@st.composite
def planned(draw: st.DrawFn) -> Entry:
    """An entry, hostile in every field and detail; some of a few that lie close together."""
    made = replace(draw(entries()), details=draw(details))
    if draw(st.booleans()):
        return made
    near = at("2026-10-24 12:00") + draw(st.integers(min_value=0, max_value=3000)) * MINUTE
    return replace(made, starts_at=near, ends_at=near + draw(st.integers(min_value=1, max_value=4000)) * MINUTE)


conferences = st.builds(
    Calendar,
    name=texts,
    description=texts,
    zone=st.sampled_from(ZONES) | st.sampled_from(sorted(timezones.names())),
    entries=st.lists(planned(), max_size=4, unique_by=lambda entry: entry.uid).map(tuple),
    about=abouts,
)
