"""Both spellings of archives, and files that are missing, give the same event."""

from datetime import UTC, datetime
from typing import Any

import pytest

from openevent.events.models import Change, Event, EventRole
from openevent.imports import archive
from openevent.program.models import Session
from tests.imports.archives import event, imported, session, speaker, told, zipped

pytestmark = pytest.mark.django_db

TRACK = {"id": 4, "name": "Hardware", "color": "#1485CC", "font-color": "#FFFFFF", "sessions": [{"id": 1}]}
ROOM = {"id": 5, "name": "Blue Hall", "floor": 2, "latitude": 52.5, "longitude": 13.4, "room": "2.01"}
TYPE = {"id": 6, "name": "Talk", "length": "00:25"}
DASHES: dict[str, Any] = {
    "event": event(
        location_name="Old Mill",
        organizer_name="Olga & Friends",
        original_image_url="https://img.example/big.png",
        logo_url="https://img.example/logo.png",
        is_sessions_speakers_enabled=True,
        schedule_published_on="2027-04-01T12:00:00+02:00",
    ),
    "tracks": [TRACK],
    "microlocations": [{**ROOM, "stream-url": "https://stream.example/blue"}],
    "session_types": [TYPE],
    "speakers": [
        speaker(8, photo_url="https://img.example/8.jpg", short_biography="<p>Solders.</p>", is_featured=True)
    ],
    "sessions": [
        session(
            short_abstract="<p>Bring an <b>iron</b>.</p>",
            track=TRACK,
            microlocation={"id": 5, "name": "Blue Hall"},
            session_type=TYPE,
            speakers=[{"id": 8, "name": "Speaker 8"}],
            slides_url="https://slides.example/1",
            video_url="https://video.example/1",
        )
    ],
}
UNDERSCORES: dict[str, Any] = {
    "event": {
        "id": 7,
        "identifier": "0a1b2c3d",
        "name": "Small Conference",
        "start_time": "2027-05-01T09:00:00+02:00",
        "end_time": "2027-05-02T18:00:00+02:00",
        "timezone": "Europe/Berlin",
        "location_name": "Old Mill",
        "organizer_name": "Olga & Friends",
        "background_image": "https://img.example/big.png",
        "logo": "https://img.example/logo.png",
        "has_session_speakers": True,
        "schedule_published_on": "2027-04-01T12:00:00+02:00",
    },
    "tracks": [TRACK],
    "microlocations": [{**ROOM, "stream_url": "https://stream.example/blue"}],
    "session_types": [TYPE],
    "speakers": [
        {
            "id": 8,
            "name": "Speaker 8",
            "email": "speaker8@speakers.example",
            "photo": "https://img.example/8.jpg",
            "short_biography": "<p>Solders.</p>",
            "featured": True,
        }
    ],
    "sessions": [
        {
            "id": 1,
            "title": "Talk 1",
            "state": "accepted",
            "start_time": "2027-05-01T10:00:00+02:00",
            "end_time": "2027-05-01T11:00:00+02:00",
            "short_abstract": "<p>Bring an <b>iron</b>.</p>",
            "track": TRACK,
            "microlocation": {"id": 5, "name": "Blue Hall"},
            "session_type": TYPE,
            "speakers": [{"id": 8, "name": "Speaker 8"}],
            "slides": "https://slides.example/1",
            "video": "https://video.example/1",
        }
    ],
}


def summary(of: Event) -> dict[str, Any]:
    """What calendars and pages would say of the event."""
    [talk] = of.sessions.all()
    assert talk.track is not None
    assert talk.microlocation is not None
    assert talk.session_type is not None
    [person] = talk.speakers.all()
    return {
        "event": (of.identifier, of.name, of.starts_at, of.ends_at, of.timezone, of.location_name, of.owner_name),
        "addresses": (of.original_image_url, of.logo_url, talk.slides_url, talk.video_url),
        "flags": (of.is_sessions_speakers_enabled, of.schedule_published_on, person.is_featured),
        "session": (talk.uid, talk.title, talk.starts_at, talk.ends_at, talk.state, talk.sequence),
        "texts": (talk.short_abstract, talk.short_abstract_text, person.short_biography),
        "track": (talk.track.name, talk.track.color),
        "room": (talk.microlocation.name, talk.microlocation.floor, talk.microlocation.stream_url),
        "type": (talk.session_type.name, talk.session_type.length),
        "speaker": (person.name, person.email, person.photo_url),
    }


def utc(month: int, day: int, hour: int) -> datetime:
    return datetime(2027, month, day, hour, tzinfo=UTC)


EXPECTED = {
    "event": (
        *("0a1b2c3d", "Small Conference", utc(5, 1, 7), utc(5, 2, 16)),
        *("Europe/Berlin", "Old Mill", "Olga & Friends"),
    ),
    "addresses": (
        *("https://img.example/big.png", "https://img.example/logo.png"),
        *("https://slides.example/1", "https://video.example/1"),
    ),
    "flags": (True, utc(4, 1, 10), True),
    "session": ("1-0a1b2c3d", "Talk 1", utc(5, 1, 8), utc(5, 1, 9), "accepted", 0),
    "texts": ("<p>Bring an <b>iron</b>.</p>", "Bring an iron.", "<p>Solders.</p>"),
    "track": ("Hardware", "#1485cc"),
    "room": ("Blue Hall", 2, "https://stream.example/blue"),
    "type": ("Talk", "00:25"),
    "speaker": ("Speaker 8", "speaker8@speakers.example", "https://img.example/8.jpg"),
}


@pytest.mark.parametrize("files", [DASHES, UNDERSCORES], ids=["dashes", "underscores"])
def test_both_dialects_are_understood_without_a_warning(files: dict[str, Any]) -> None:
    result = imported(**files)

    assert summary(result.event) == EXPECTED
    assert result.warnings == ()


def test_members_may_be_called_json_files() -> None:
    files = {f"{name}.json": content for name, content in DASHES.items()}

    result = archive.take_over(zipped(**files), owner=None, by=None)

    assert summary(result.event) == EXPECTED


def test_a_byte_order_mark_is_accepted() -> None:
    result = imported(sessions=b"\xef\xbb\xbf[]")

    assert result.event.sessions.count() == 0


def test_an_event_alone_is_an_archive() -> None:
    result = imported()

    assert (result.event.name, result.event.sessions.count(), result.warnings) == ("Small Conference", 0, ())


def test_what_has_no_file_is_taken_from_its_copies_in_sessions() -> None:
    alone = {"event": DASHES["event"], "sessions": [{**DASHES["sessions"][0], "microlocation": ROOM}]}

    result = imported(**alone)

    [talk] = result.event.sessions.all()
    assert (talk.track and talk.track.name, talk.track and talk.track.color) == ("Hardware", "#1485cc")
    assert (talk.microlocation and talk.microlocation.room) == "2.01"
    assert (talk.session_type and talk.session_type.length) == "00:25"
    assert [person.name for person in talk.speakers.all()] == ["Speaker 8"]
    assert result.warnings == ()


def test_copies_that_differ_are_noted_and_the_first_one_counts() -> None:
    result = imported(
        sessions=[
            session(1, track={"id": 4, "name": "Hardware", "color": "#111111"}),
            session(2, track={"id": 4, "name": "Software", "color": "#111111"}),
        ]
    )

    assert [track.name for track in result.event.tracks.all()] == ["Hardware"]
    assert told(result, "sessions", "track") == [(2, "The copy here differs from the one that counts.")]


def test_a_reference_may_be_an_id_alone_as_number_or_text() -> None:
    result = imported(
        tracks=[TRACK | {"sessions": []}],
        speakers=[speaker(8)],
        sessions=[session(1, track=4, speakers=["8"]), session(2, track="4", speakers=[8.0])],
    )

    assert [talk.track and talk.track.name for talk in result.event.sessions.all()] == ["Hardware", "Hardware"]
    assert [talk.speakers.count() for talk in result.event.sessions.all()] == [1, 1]


def test_an_id_alone_of_which_nothing_is_known_is_noted() -> None:
    result = imported(sessions=[session(1, track=4)])

    assert result.event.tracks.count() == 0
    assert told(result, "sessions", "track") == [
        (1, "“4” is described nowhere: the archive has no file “tracks”; left out.")
    ]


def test_speakers_keep_their_place_in_the_list_of_a_session() -> None:
    result = imported(
        speakers=[speaker(1), speaker(2), speaker(3)],
        sessions=[session(speakers=[{"id": 3}, {"id": 1}, {"id": 3}, {"id": 2}])],
    )

    [talk] = result.event.sessions.all()
    assert [link.speaker.name for link in talk.speaking.all()] == ["Speaker 3", "Speaker 1", "Speaker 2"]


def test_a_session_that_names_no_speaker_gets_those_that_name_it() -> None:
    result = imported(speakers=[speaker(8, sessions=[{"id": 1, "title": "Talk 1"}])], sessions=[session(1)])

    [talk] = result.event.sessions.all()
    assert [person.name for person in talk.speakers.all()] == ["Speaker 8"]


def test_where_session_and_speaker_disagree_the_session_counts_and_it_is_noted() -> None:
    result = imported(
        speakers=[speaker(8, sessions=[{"id": 1}, {"id": 99}]), speaker(9)],
        sessions=[session(1, speakers=[{"id": 9}])],
    )

    [talk] = result.event.sessions.all()
    assert [person.name for person in talk.speakers.all()] == ["Speaker 9"]
    assert told(result, "speakers", "sessions") == [
        (8, "Names session “99”, which the archive does not have."),
        (8, "Names session “1”, which names others; the session counts."),
    ]


def test_two_spellings_of_one_member_that_disagree_are_noted() -> None:
    result = imported(sessions=[session(1, title="Talk") | {"start_time": "2027-05-01T12:00:00+02:00"}])

    assert told(result, "sessions", "start_time") == [
        (1, "“2027-05-01T12:00:00+02:00” contradicts “starts-at” of the same row, which counts.")
    ]
    assert Session.objects.get().starts_at == utc(5, 1, 8)


def test_the_import_is_one_revision_and_its_owner_may_do_everything(olga: Any) -> None:
    result = archive.take_over(zipped(**DASHES), owner=olga, by=olga)

    assert result.event.revision == 1
    [change] = Change.objects.filter(event=result.event)
    assert (change.kind, change.object_type, change.object_id, change.by) == (
        "imported",
        "event",
        result.event.pk,
        olga,
    )
    assert [(role.user, role.role) for role in EventRole.objects.filter(event=result.event)] == [(olga, "owner")]


@pytest.mark.parametrize(("publish", "state"), [(False, "draft"), (True, "published")])
def test_whether_the_event_is_published_is_said_by_the_asker_not_by_the_archive(publish: bool, state: str) -> None:
    result = archive.take_over(zipped(event=event(state="Published")), owner=None, by=None, publish=publish)

    assert result.event.state == state
    assert result.warnings == ()
