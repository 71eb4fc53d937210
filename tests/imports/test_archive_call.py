"""The call for speakers of an archive's event."""

from datetime import UTC, datetime
from typing import Any

import pytest

from openevent.imports.archive import Imported
from openevent.program import calling
from openevent.program.models import SpeakersCall
from tests.imports.archives import event, imported, told

pytestmark = pytest.mark.django_db

OPENS, CLOSES = "2026-10-01T09:00:00+02:00", "2027-01-31T23:59:00+01:00"
SECRET = "6a1f0c7e-0f7a-4c52-9d0c-1b8f6f4f0a11"
RENEWED = "Is missing, or not of 16 to 64 letters, digits, hyphens and underscores; the private call has a new secret."


def the_call(**members: Any) -> tuple[SpeakersCall, Imported]:
    """The call of an event that begins on the first of May 2027 at nine, Berlin's time."""
    written = {"starts-at": OPENS, "ends-at": CLOSES} | {name.replace("_", "-"): of for name, of in members.items()}
    result = imported(event=event(speakers_call=written))
    return SpeakersCall.objects.get(event=result.event), result


def no_call(written: Any) -> list[tuple[str | int | None, str]]:
    """What is told of a call that cannot be; the event is there."""
    result = imported(event=event(speakers_call=written))
    assert not SpeakersCall.objects.filter(event=result.event).exists()
    return told(result, "event", "speakers-call")


def test_a_call_is_taken_over() -> None:
    call, result = the_call(
        id=4, announcement="<p onclick='x()'>Speak!</p>", soft_ends_at="2027-01-15T00:00:00Z", timezone="Europe/Berlin"
    )

    assert (call.announcement, call.privacy, call.hash, call.deleted_at) == ("<p>Speak!</p>", "public", "", None)
    assert call.starts_at == datetime(2026, 10, 1, 7, tzinfo=UTC)
    assert call.ends_at == datetime(2027, 1, 31, 22, 59, tzinfo=UTC)
    assert call.soft_ends_at == datetime(2027, 1, 15, tzinfo=UTC)
    assert result.warnings == ()


def test_the_older_dialect_says_it_otherwise() -> None:
    older = {
        "announcement": "Speak!",
        "start_date": OPENS,
        "end_date": CLOSES,
        "privacy": "public",
        "timezone": "Europe/Berlin",
    }

    result = imported(event=event() | {"call_for_papers": older})

    call = SpeakersCall.objects.get(event=result.event)
    assert (call.starts_at, call.ends_at) == (datetime.fromisoformat(OPENS), datetime.fromisoformat(CLOSES))
    assert result.warnings == ()


def test_times_without_an_offset_are_meant_in_the_zone_of_the_event() -> None:
    call, result = the_call(starts_at="2026-10-01T09:00:00", timezone="Asia/Tokyo")

    assert call.starts_at == datetime(2026, 10, 1, 7, tzinfo=UTC)
    assert told(result, "event", "speakers-call.timezone") == [
        (None, "“Asia/Tokyo” is not the event's zone, in which times without an offset are read.")
    ]


@pytest.mark.parametrize("nothing", [None, "", {}, {"announcement": "", "starts-at": None}])
def test_an_archive_without_a_call_makes_none(nothing: Any) -> None:
    assert no_call(nothing) == []


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ({"starts-at": CLOSES, "ends-at": OPENS}, "A call ends after it starts"),
        ({"starts-at": OPENS, "ends-at": OPENS}, "A call ends after it starts"),
        ({"starts-at": OPENS, "ends-at": "2027-05-01T09:00:01+02:00"}, "The call must end before the event starts"),
        ({"announcement": "Speak!"}, "it has no start that can be read"),
        ({"starts-at": OPENS, "ends-at": "soon"}, "it has no end that can be read"),
        ("Speak!", "event, “speakers-call” should hold objects only"),
        ([{"starts-at": OPENS}], "event, “speakers-call” should hold objects only"),
        (
            {"starts-at": [OPENS], "ends-at": CLOSES},
            "event, “speakers-call.starts-at” should be a single value, and is a list",
        ),
    ],
)
def test_a_call_that_cannot_be_is_left_out_and_told(written: Any, why: str) -> None:
    assert no_call(written) == [(None, f"Left out: {why}.")]


def test_a_call_may_end_in_the_moment_in_which_the_event_starts() -> None:
    call, result = the_call(ends_at="2027-05-01T09:00:00+02:00")

    assert call.ends_at == result.event.starts_at
    assert result.warnings == ()


def test_a_private_call_keeps_its_secret() -> None:
    call, result = the_call(privacy="Private", hash=SECRET)

    assert (call.privacy, call.hash) == ("private", SECRET)
    assert result.warnings == ()


def test_a_public_call_has_none() -> None:
    call, result = the_call(privacy="public", hash=SECRET)

    assert (call.privacy, call.hash) == ("public", "")
    assert result.warnings == ()


@pytest.mark.parametrize("word", [None, "", "short", "no blanks in a secret", "x" * 65, 1234567890123456, True])
def test_a_private_call_whose_secret_is_none_gets_a_new_one_and_the_old_one_is_not_told(word: Any) -> None:
    call, result = the_call(privacy="private", hash=word)

    assert call.hash != word
    assert calling.SECRET.fullmatch(call.hash)
    assert told(result, "event", "speakers-call.hash") == [(None, RENEWED)]
    assert len(result.warnings) == 1


def test_an_unknown_privacy_does_not_mean_everyone() -> None:
    call, result = the_call(privacy="friends", hash=SECRET)

    assert (call.privacy, call.hash) == ("private", SECRET)
    assert told(result, "event", "speakers-call.privacy") == [
        (None, "“friends” is none of public, private; “private” is taken.")
    ]


def test_of_two_calls_the_first_counts() -> None:
    first, second = ({"announcement": word, "starts-at": OPENS, "ends-at": CLOSES} for word in ("First", "Second"))

    result = imported(event=event(speakers_call=first) | {"call_for_papers": second})

    assert SpeakersCall.objects.get(event=result.event).announcement == "First"
    assert [reason for _, reason in told(result, "event", "call_for_papers")] == [
        "3 entries: contradicts “speakers-call” of the same row, which counts."
    ]


def test_a_deleted_call_stays_deleted() -> None:
    call, _ = the_call(deleted_at="2026-11-01T00:00:00Z")

    assert call.deleted_at == datetime(2026, 11, 1, tzinfo=UTC)
