"""The archives of three real conferences, and the demonstration, are taken over whole."""

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db.models import F

from openevent import demonstration
from openevent.accounts.models import User
from openevent.events.models import Event
from openevent.imports import archive
from openevent.imports.archive import Imported

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "data" / "open-event-archives"

pytestmark = pytest.mark.django_db


def taken(name: str, owner: User) -> Imported:
    path = FOLDER / f"{name}.zip"
    if not path.exists():
        pytest.skip(f"the genuine archives are not here ({FOLDER})")
    return archive.take_over(io.BytesIO(path.read_bytes()), owner=owner, by=owner, publish=True)


def counts(event: Event) -> dict[str, int]:
    return {
        "sessions": event.sessions.count(),
        "accepted": event.sessions.filter(state="accepted").count(),
        "rooms": event.microlocations.count(),
        "tracks": event.tracks.count(),
        "types": event.session_types.count(),
        "speakers": event.speakers.count(),
        "speaking": sum(talk.speakers.count() for talk in event.sessions.all()),
    }


def subjects(event: Event) -> tuple[str | None, ...]:
    rows = (event.event_type, event.event_topic, event.event_sub_topic)
    return tuple(row.name if row else None for row in rows)


def told(result: Imported) -> list[tuple[str, str, str | int | None]]:
    return [(warning.file, warning.field, warning.row) for warning in result.warnings]


def test_fossasia_summit_2018(olga: User) -> None:
    result = taken("FOSSASIASummit2018", olga)

    event = result.event
    assert counts(event) == {
        "sessions": 371, "accepted": 234, "rooms": 17, "tracks": 14, "types": 7, "speakers": 341, "speaking": 458,
    }  # fmt: skip
    assert (event.identifier, event.timezone, event.owner_name) == ("b548bcfc", "Asia/Singapore", "FOSSASIA")
    assert event.starts_at == datetime(2018, 3, 22, 1, 30, tzinfo=UTC)
    assert event.sessions.get(uid="4289-b548bcfc").starts_at is not None
    assert event.sessions.exclude(starts_at__lt=F("ends_at")).count() == 9
    assert told(result) == [
        *((("event", field, None)) for field in ("placeholder_url", "version")),
        ("event", "copyright.licence", None),
        *(("speakers", "website", 3196), ("speakers", "website", 3134), ("speakers", "github", 3253)),
        *(("tracks", "sessions", 704), ("speakers", "sessions", 3161), ("speakers", "sessions", 3160)),
        ("sessions", "end_time", None),
    ]
    call = event.speakers_calls.get()
    assert (call.starts_at, call.ends_at) == (
        datetime(2017, 9, 24, 8, tzinfo=UTC),
        datetime(2018, 1, 6, 15, 59, tzinfo=UTC),
    )
    assert (call.privacy, call.hash, call.announcement[:3]) == ("public", "", "<p>")
    assert "Submission Guidelines" in call.announcement
    assert subjects(event) == ("Conference", "Science & Technology", "High Tech")
    assert [(link.name, link.link) for link in event.social_links.all()][:2] == [
        ("Facebook", "http://facebook.com/fossasia"),
        ("Blog", "http://blog.fossasia.org/"),
    ]
    assert [(held.licence, held.holder, held.year) for held in event.copyrights.all()] == [
        ("Unspecified", "FOSSASIA", 2018)
    ]


def test_opentechsummit_2017(olga: User) -> None:
    result = taken("OpenTechSummit2017", olga)

    event = result.event
    assert counts(event) == {
        "sessions": 44, "accepted": 37, "rooms": 10, "tracks": 8, "types": 4, "speakers": 69, "speaking": 49,
    }  # fmt: skip
    assert (event.identifier, event.timezone) == ("5642d9a1", "Europe/Berlin")
    assert event.sessions.filter(title="Untitled session").count() == 3
    assert subjects(event) == ("Festival or Fair", "Science & Technology", None)
    assert event.copyrights.get().licence_url == "https://creativecommons.org/licenses/by/4.0"
    assert {talk.level for talk in event.sessions.all()} == {"", "Beginner", "Intermediate"}
    assert event.speakers_calls.get().ends_at == datetime(2017, 5, 10, 18, 29, tzinfo=UTC)
    assert ("event", "speakers-call", None) not in told(result)


def test_oscon_2017(olga: User) -> None:
    result = taken("OSCON17", olga)

    event = result.event
    assert counts(event) == {
        "sessions": 19, "accepted": 19, "rooms": 8, "tracks": 7, "types": 6, "speakers": 19, "speaking": 22,
    }  # fmt: skip
    lengths = {kind.name: kind.length for kind in event.session_types.all()}
    assert (lengths["Sessions"], lengths["Tutorials"]) == ("00:40", "03:30")
    # The archive gives one id to two people; each speaks in the session that names him.
    both = event.speakers.filter(name__in=["Aaron Maxwell", "Joshua Long"]).order_by("name")
    assert [[talk.uid for talk in person.sessions.all()] for person in both] == [["16-7d16c124"], ["17-7d16c124"]]
    # One room stands in China: what an archive says of a place is not guessed at.
    assert event.microlocations.filter(longitude=97.74008).count() == 1
    assert ("speakers", "photo-url", None) in told(result)
    assert ("sponsors", "logo-url", None) in told(result)
    assert event.sponsors.count() == 40
    assert list(event.sponsors.values_list("name", "level", "type"))[:2] == [
        ("IBM", 9, "Premium Diamond Sponsor"),
        ("Amazon Web Services", 8, "Diamond"),
    ]
    assert (event.social_links.count(), event.copyrights.get().holder) == (6, "O'Reilly")
    # Its forms are those for proposals, which are alike for every event here.
    assert (event.speakers_calls.count(), event.custom_forms.count()) == (0, 0)
    assert [warning for warning in told(result) if warning[0] == "forms"] == [
        ("forms", "session_form", 3),
        ("forms", "speaker_form", 3),
    ]


def test_the_demonstration(olga: User) -> None:
    result = archive.take_over(io.BytesIO(demonstration.archive()), owner=olga, by=olga, publish=True)

    event = result.event
    assert (event.identifier, event.state) == (demonstration.IDENTIFIER, "published")
    assert min(counts(event).values()) > 0
    assert {talk.state for talk in event.sessions.all()} > {"accepted", "confirmed", "pending", "canceled"}
    assert {warning.file for warning in result.warnings} <= {"event", "forms", "sessions"}
    assert (event.sponsors.count(), event.social_links.count(), event.copyrights.count()) == (5, 3, 1)
    call = event.speakers_calls.get()
    assert (call.starts_at, call.ends_at) == (
        datetime(2025, 10, 26, 1, 30, tzinfo=UTC),
        datetime(2027, 6, 30, 21, 59, tzinfo=UTC),
    )
    assert subjects(event) == ("Conference", "Science & Technology", "High Tech")
    # The doubled hour: its two passes stay an hour apart, and a wall clock that runs back is no mistake.
    first, second = (event.sessions.get(uid=f"{number}-{event.identifier}") for number in (1051, 1053))
    assert first.starts_at is not None
    assert second.starts_at is not None
    assert (second.starts_at - first.starts_at).total_seconds() == 3600
    assert not event.sessions.filter(ends_at__lte=F("starts_at")).exists()
