"""What is not taken over of an archive is told in the language of whoever asked; files and members as they are."""

from typing import Any

import pytest
from django.utils import translation

from openevent.events.models import Event
from openevent.imports.archive import Warning  # noqa: A004 - as it is called there
from openevent.imports.archive.refusals import Unusable
from tests.imports.archives import event, imported, session, speaker

pytestmark = pytest.mark.django_db

LONG = "x" * 2000
DIRTY: dict[str, Any] = {
    "event": event(
        version=3,
        is_featured=True,
        latitude=200,
        privacy="hidden",
        type="Unheard of",
        Name="Another Conference",
        external_event_url="nowhere",
        description="<p>Look:</p><img src='x'>",
        document_links=[{"name": "No address"}],
        social_links=[{"name": "Chat"}, *({"name": "x", "link": "https://example.org/"} for _ in range(100))],
        event_copyright={"licence": "CC", "year": 1200},
        speakers_call={"announcement": "Come!", "privacy": "private", "hash": "short", "timezone": "Asia/Tokyo"},
    ),
    "sessions": [
        session(1, ends_at="2027-05-01T10:00:00+02:00", track={"id": 1, "name": "Other"}),
        session(2, starts_at=None, level="beyond", title=LONG, website=LONG),
        session(3, ends_at=None, is_locked="perhaps", created_at="2100-01-01T00:00:00", slides=[1]),
        session(4, starts_at="soon", complex_field_values=[1], speakers=[{"name": "Nobody"}], microlocation=7),
        session(4, starts_at="soon", complex_field_values=[1], speakers=[{"name": "Nobody"}], microlocation=7),
        session(5, starts_at="1812-01-01T00:00:00", speakers=[{"id": 1, "name": "Speaker 2"}]),
    ],
    "speakers": [
        speaker(1, email="nobody"),
        speaker(2, email="speaker3@speakers.example", order="first"),
        speaker(3, sessions=[{"id": 99}, {"id": 5}], order=1.5),
        speaker(3, name="Somebody Else"),
        *(speaker(number, city=True) for number in range(10, 15)),
    ],
    "tracks": [{"id": 1, "name": "", "color": "loud"}, {"name": "Without"}],
    "session_types": [{"id": 1, "name": "Talk", "length": "long"}, {"id": 2, "name": "Day", "length": "100:00"}],
    "sponsors": [{"name": "Mill", "level": -1}],
    "forms": [
        {"form": "attendee", "field-identifier": "email", "is-included": False},
        {"form": "attendee", "field-identifier": "city", "is-required": True},
        {"form": "attendee", "field-identifier": "city"},
        {"form": "attendee", "name": "?"},
        {"form": "session", "field-identifier": "title"},
        {"form": "nobody", "field-identifier": "title", "min": 3},
        {"form": "attendee", "field-identifier": "country", "min": 3},
    ],
    "pictures/one.png": b"",
    "readme.txt": b"",
}


def warnings() -> list[Warning]:
    """What is told of the dirty archive, in the language that is spoken now."""
    found = list(imported(**DIRTY).warnings)
    Event.objects.all().delete()
    return found


def test_what_is_left_out_is_told_in_the_language_that_is_spoken() -> None:
    english = warnings()
    with translation.override("de"):
        german = warnings()

    assert [(one.file, one.row, one.field, one.rows) for one in german] == [
        (one.file, one.row, one.field, one.rows) for one in english
    ]
    assert len(english) > 40
    same = [one.reason for one, other in zip(german, english, strict=True) if one.reason == other.reason]
    assert same == []
    ours = {"left out", "taken", "characters", "server", "archive", "row", " is ", " has ", "names "}
    assert [one.reason for one in german if any(word in one.reason for word in ours)] == []


def test_an_archive_that_is_refused_is_refused_in_it_too() -> None:
    with translation.override("de"), pytest.raises(Unusable) as refused:
        imported(sessions=[session(1, track=5)], tracks=[{"id": 1, "name": "A"}])

    assert (
        str(refused.value)
        == "sessions, Zeile 1, „track“ verweist auf „5“, aber „tracks“ hat keine Zeile mit dieser Nummer."
    )
