"""The Atom feed of changes: read back with lxml and with feedparser."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import feedparser  # type: ignore[import-untyped]  # it ships no types
import pytest
from hypothesis import example, given, settings
from lxml import etree

from openevent.calendars import atom
from openevent.calendars.document import About, Calendar, Details, Person, Status
from openevent.calendars.formats import FORMATS
from openevent.calendars.timestamps import utc

from .documents import REVISED, at, calendar, entry, full_entry
from .readers import ATOM, from_atom, told_by_atom
from .schedules import ABOUT, CONFERENCE, MINUTE, conferences, sessions

HERE = Path(__file__).parent
write = FORMATS["atom"].write
GOLDEN = {"conference": CONFERENCE, "nothing-optional": calendar(entry(), name="", description="")}


def feed(document: Calendar) -> etree._Element:
    return etree.fromstring(write(document))


@settings(max_examples=150, deadline=None)
@given(conferences)
@example(CONFERENCE)
def test_every_session_comes_back(document: Calendar) -> None:
    assert from_atom(write(document)) == told_by_atom(document)


@settings(max_examples=150, deadline=None)
@given(conferences)
@example(CONFERENCE)
def test_feed_and_entries_have_what_atom_demands(document: Calendar) -> None:
    root = feed(document)

    for element in (root, *root.iterfind(f"{ATOM}entry")):
        for required in ("id", "title", "updated"):  # RFC 4287, 4.1.1 and 4.1.2
            assert len(element.findall(f"{ATOM}{required}")) == 1
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", element.findtext(f"{ATOM}updated", ""))
        assert re.fullmatch("urn:uuid:[0-9a-f-]{36}", element.findtext(f"{ATOM}id", ""))
        assert len(element.findall(f"{ATOM}link[@rel='alternate']")) <= 1
        assert all(link.get("href") for link in element.iterfind(f"{ATOM}link"))
        assert all(category.get("term") for category in element.iterfind(f"{ATOM}category"))
    for found in root.iterfind(f"{ATOM}entry"):
        assert found.find(f"{ATOM}content") is not None or found.find(f"{ATOM}link[@rel='alternate']") is not None
    assert root.findtext(f"{ATOM}author/{ATOM}name")


@settings(max_examples=80, deadline=None)
@given(conferences)
@example(CONFERENCE)
def test_links_categories_and_times_of_an_entry_come_back(document: Calendar) -> None:
    found = {entry.findtext(f"{ATOM}id"): entry for entry in feed(document).iterfind(f"{ATOM}entry")}

    for written in document.entries:
        (session,) = sessions(replace(document, entries=(written,)))
        entry = found[f"urn:uuid:{session.guid}"]
        assert entry.findtext(f"{ATOM}updated") == utc(written.revised_at)
        assert entry.findtext(f"{ATOM}published") == (utc(written.created_at) if written.created_at else None)
        assert [term.get("term") for term in entry.iterfind(f"{ATOM}category")] == list(written.categories)
        assert [(link.get("rel"), link.get("href")) for link in entry.iterfind(f"{ATOM}link")] == [
            *([("alternate", written.url)] if written.url else []),
            *(("related", link.url) for link in written.details.links),
        ]


@settings(max_examples=80, deadline=None)
@given(conferences)
def test_what_changed_last_comes_first(document: Calendar) -> None:
    updated = [entry.findtext(f"{ATOM}updated", "") for entry in feed(document).iterfind(f"{ATOM}entry")]

    assert updated == sorted(updated, reverse=True)


@pytest.mark.parametrize("name", GOLDEN)
def test_the_file_is_as_it_was(name: str) -> None:
    assert write(GOLDEN[name]) == (HERE / "golden" / f"{name}.atom").read_bytes()


def test_a_feed_reader_reads_it() -> None:
    parsed = feedparser.parse(write(CONFERENCE))

    assert not parsed.bozo
    assert parsed.version == "atom10"
    assert (parsed.feed.title, parsed.feed.subtitle) == ("Summit <2026>", "Schedule for sessions at Summit")
    assert parsed.feed.author == "Wikimedia; Kenya, e.V."
    assert parsed.feed.logo == "https://example.org/logo.png"
    assert parsed.feed.updated == "2026-06-02T08:00:00Z"
    assert [(link.rel, link.href) for link in parsed.feed.links] == [
        ("self", "https://example.org/e/a1b2c3d4/feed"),
        ("alternate", "https://example.org/e/a1b2c3d4"),
    ]
    assert [(entry.title, entry.updated) for entry in parsed.entries] == [
        ("Cancelled: Hackathon", "2026-06-02T08:00:00Z"),
        ('Größe; "quoted", back\\slash – 日本語 🙂', "2026-05-01T12:30:15Z"),
        ("2:30", "2026-05-01T12:30:15Z"),
        ("2:30 again", "2026-05-01T12:30:15Z"),
    ]
    full = parsed.entries[1]
    assert full.link == "https://example.org/e/a1b2c3d4/sessions/1?lang=de;x=1,2"
    assert [tag.term for tag in full.tags] == ["Community, Society", "Talk", "open;source"]
    assert [(content.type, content.value) for content in full.content] == [
        (
            "text/html",
            (
                '<p>Say "<em>hello</em>" &amp; more: <a href="https://example.org/?a=1&amp;b=2">there</a></p>\n'
                "<p>Hello &amp; welcome,</p>\n<p>at length</p>"
            ),
        )
    ]


def test_a_description_without_html_is_content_of_plain_text() -> None:
    (read_,) = feedparser.parse(write(calendar(full_entry(description="1 < 2 & so on")))).entries

    assert [(content.type, content.value) for content in read_.content] == [("text/plain", "1 < 2 & so on")]


@pytest.mark.parametrize(
    ("zone", "starts", "ends", "place", "sentence"),
    [
        (
            *("Europe/Berlin", "2026-07-01 09:00", "2026-07-01 10:30", "Hall, Kongresszentrum"),
            "on Wednesday, 1 July 2026, 11:00 to 12:30 (Europe/Berlin, UTC+02:00), Hall, Kongresszentrum.",
        ),
        (
            *("Asia/Kathmandu", "2026-07-01 15:00", "2026-07-01 19:00", ""),
            "on Wednesday, 1 July 2026, 20:45 to Thursday, 2 July 2026, 00:45 (Asia/Kathmandu, UTC+05:45).",
        ),
        (
            *("Europe/Berlin", "2026-10-25 00:30", "2026-10-25 01:15", "Hall"),
            "on Sunday, 25 October 2026, 02:30 (UTC+02:00) to 02:15 (UTC+01:00) (Europe/Berlin), Hall.",
        ),
    ],
)
def test_the_summary_says_in_one_sentence_when_and_where(
    zone: str, starts: str, ends: str, place: str, sentence: str
) -> None:
    placed = entry(starts_at=at(starts), ends_at=at(ends), location=place)

    said = feed(calendar(placed, zone=zone)).findtext(f"{ATOM}entry/{ATOM}summary")

    assert said == f"Takes place {sentence}"


def test_a_cancelled_session_is_told_as_such() -> None:
    root = feed(calendar(entry(status=Status.CANCELLED)))

    assert root.findtext(f"{ATOM}entry/{ATOM}title") == "Cancelled: Opening"
    assert root.findtext(f"{ATOM}entry/{ATOM}summary") == (
        "Was to take place on Wednesday, 1 July 2026, 11:00 to 12:00 (Europe/Berlin, UTC+02:00)."
    )


def test_the_feed_is_updated_when_the_event_is_or_its_newest_entry_or_at_a_fixed_time() -> None:
    newer = entry(uid="2", revised_at=REVISED + timedelta(days=1))

    updated = [
        feed(document).findtext(f"{ATOM}updated")
        for document in (
            calendar(entry(), newer, about=ABOUT),
            calendar(entry(), newer),
            calendar(about=ABOUT),
            calendar(),
        )
    ]

    assert updated == ["2026-06-01T08:00:00Z", "2026-05-02T12:30:15Z", "2026-06-01T08:00:00Z", "1970-01-01T00:00:00Z"]


def test_the_author_is_the_organizer_or_whoever_the_calendar_names() -> None:
    organizer = Person(name="Olga", address="olga@example.org")

    authors = [
        feed(document).findtext(f"{ATOM}author/{ATOM}name")
        for document in (
            calendar(entry(), entry(uid="2", organizer=organizer)),
            calendar(entry(organizer=Person(name="", address="olga@example.org"))),
            calendar(name=""),
        )
    ]

    assert authors == ["Olga", "Summit", "The organizers"]


def test_ids_stay_whatever_happens() -> None:
    about = About(uid="a1b2c3d4")
    before = calendar(entry(), entry(uid="2"), about=about)
    moved = entry(starts_at=at("2026-08-01 09:00"), ends_at=at("2026-08-01 09:00") + MINUTE, summary="Moved")
    after = calendar(entry(uid="0"), entry(uid="2"), moved, name="Renamed", about=replace(about, url="https://new.org"))

    ids = [[found.text for found in feed(document).iter(f"{ATOM}id")] for document in (before, after)]

    assert ids[0][0] == ids[1][0]
    assert set(ids[0]) < set(ids[1])
    assert "urn:uuid:674544cf-ff95-593c-aec3-68cdf59b5da4" in ids[0]


def test_two_calendars_have_two_ids_and_none_is_that_of_an_entry() -> None:
    documents = [calendar(entry(uid="one"), about=About(uid=uid)) for uid in ("one", "two", "")]

    ids = [[found.text for found in feed(document).iter(f"{ATOM}id")] for document in documents]

    assert len({text for found in ids for text in found}) == 4


def test_a_link_without_a_title_is_called_by_its_address() -> None:
    (link,) = feed(calendar(entry(details=Details(links=CONFERENCE.entries[0].details.links[1:])))).iterfind(
        f"{ATOM}entry/{ATOM}link"
    )

    assert (link.get("rel"), link.get("href"), link.get("title")) == (
        "related",
        "https://example.org/video",
        "https://example.org/video",
    )


def test_there_is_a_piece_for_each_entry() -> None:
    pieces = list(atom.stream(CONFERENCE))

    assert [piece.count(b"<entry>") for piece in pieces] == [0, 1, 1, 1, 1, 0]


def test_it_is_among_the_formats() -> None:
    found = FORMATS["atom"]

    assert (found.media_type, found.extension) == ("application/atom+xml", "atom")


def test_a_feed_has_the_uid_of_its_calendar() -> None:
    assert feedparser.parse(write(CONFERENCE)).feed.id == f"urn:uuid:{CONFERENCE.about.uid}"


def test_a_feed_changed_when_the_last_of_its_parts_did() -> None:
    newest = max(entry.revised_at for entry in CONFERENCE.entries)
    older = replace(CONFERENCE, about=replace(CONFERENCE.about, revised_at=newest - timedelta(days=1)))

    assert f"<updated>{newest:%Y-%m-%dT%H:%M:%S}Z</updated>" in write(older).decode()
