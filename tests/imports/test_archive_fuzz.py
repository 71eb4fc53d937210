"""Whatever bytes are sent: an event with warnings, or a refusal in one sentence. Nothing else."""

import io
import json
import zipfile
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openevent.events.models import Event
from openevent.imports import archive
from openevent.imports.archive.refusals import ChangedMeanwhile
from openevent.lib.errors import Refused
from tests.imports.archives import event, session, speaker, zipped, zipped_by

pytestmark = pytest.mark.django_db
often = settings(
    max_examples=150,
    deadline=None,
    # The transaction of the test is rolled back to where it was after each example.
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def survives(file: io.BytesIO) -> None:
    """See an event or a refusal, and leave nothing behind."""
    here = transaction.savepoint()
    sentence, warnings = taken(file)
    refused_wholly = not sentence or not Event.objects.exists()
    transaction.savepoint_rollback(here)

    assert refused_wholly
    assert sentence.isprintable()
    assert len(sentence) <= 300
    assert all(str(value).isprintable() for warning in warnings for value in warning.values())
    assert len(warnings) <= 3 * 201


def taken(file: io.BytesIO) -> tuple[str, list[dict[str, Any]]]:
    """The sentence of a refusal, or the warnings of an import."""
    try:
        result = archive.take_over(file, owner=None, by=None)
    except ChangedMeanwhile:
        raise  # nobody else is here: the archive itself broke a rule of the tables
    except Refused as refused:
        return str(refused), []
    return "", [warning.as_json() for warning in result.warnings]


RICH: dict[str, Any] = {
    "event": event(
        description="<p>Come</p>",
        social_links=[{"id": 1, "name": "Here", "link": "https://x.example"}],
        event_copyright={"licence": "Attribution", "year": 2026, "logo": "https://x.example"},
        type="Conference",
        topic="Music",
        speakers_call={
            "announcement": "<p>Speak</p>",
            "starts-at": "2026-10-01T00:00:00Z",
            "ends-at": "2027-01-01T00:00:00Z",
            "privacy": "private",
            "hash": "an old word of four",
        },
        document_links=[{"name": "Map", "link": "https://x.example"}],
        refund_policy="None",
    ),
    "sponsors": [{"id": 3, "name": "Quartz", "level": "9", "type": "Gold", "url": "https://x.example"}],
    "tracks": [{"id": 4, "name": "Hardware", "color": "#1485CC", "sessions": [{"id": 1}]}],
    "microlocations": [{"id": 5, "name": "Blue Hall", "floor": 2, "latitude": 52.5}],
    "session_types": [{"id": 6, "name": "Talk", "length": "00:25"}],
    "forms": [
        {"id": 7, "form": "attendee", "field-identifier": "jobTitle", "is-included": True, "position": 2},
        {"id": 9, "session_form": "{}"},
    ],
    "speakers": [speaker(8, short_biography="<p>Solders.</p>", complex_field_values={"a": 1})],
    "sessions": [
        session(
            short_abstract="<p>Bring an <b>iron</b>.</p>",
            track={"id": 4, "name": "Hardware"},
            microlocation={"id": 5},
            session_type={"id": 6},
            speakers=[{"id": 8, "name": "Speaker 8"}],
            slides=[{"name": "A", "link": "https://x.example"}],
            created_at="2026-01-01T00:00:00Z",
        )
    ],
}
WHOLE = zipped(**RICH).getvalue()
STORED = zipped_by(zipfile.ZIP_STORED, RICH).getvalue()

texts = st.text() | st.sampled_from(
    ["\x00", "\ud800", "2027-05-01T10:00:00", "<a href='https://x.y'>\x1b", "5", "#abc"]
)
scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | texts
values = st.recursive(scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3))


@given(st.binary(max_size=300))
@often
def test_any_bytes(content: bytes) -> None:
    survives(io.BytesIO(content))


@given(st.sampled_from([WHOLE, STORED]), st.lists(st.tuples(st.integers(0), st.integers(0, 255)), max_size=8))
@often
def test_changed_bytes(content: bytes, changes: list[tuple[int, int]]) -> None:
    changed = bytearray(content)
    for place, value in changes:
        changed[place % len(changed)] = value

    survives(io.BytesIO(bytes(changed)))


@given(st.sampled_from([WHOLE, STORED]), st.integers(0), st.integers(0))
@often
def test_missing_bytes(content: bytes, start: int, length: int) -> None:
    first = start % len(content)

    survives(io.BytesIO(content[:first] + content[first + length % 100 :]))


@given(st.dictionaries(st.sampled_from(sorted(RICH)), st.binary(max_size=50) | values, min_size=1))
@often
def test_any_files(files: dict[str, Any]) -> None:
    survives(zipped(**{**RICH, **files}))


@st.composite
def mutated(draw: st.DrawFn) -> dict[str, Any]:
    """The rich archive with some members of its rows replaced by anything."""
    files = json.loads(json.dumps(RICH))
    for _ in range(draw(st.integers(1, 4))):
        file = draw(st.sampled_from(sorted(files)))
        row = files[file] if isinstance(files[file], dict) else files[file][0]
        row[draw(st.sampled_from(sorted(row)) | texts)] = draw(values)
    return dict(files)


@given(mutated())
@settings(often, max_examples=600)
def test_any_values_in_rows(files: dict[str, Any]) -> None:
    survives(zipped(**files))


@given(
    st.lists(st.fixed_dictionaries({"id": scalars, "name": scalars, "track": values, "speakers": values}), max_size=4)
)
@often
def test_any_ids_and_references(rows: list[dict[str, Any]]) -> None:
    survives(zipped(event=event(), sessions=rows))
    survives(zipped(event=event(), tracks=rows, speakers=rows, sessions=rows))


moments = st.sampled_from(["2026-10-01", "2027-01-01T00:00:00Z", "2027-05-01T09:00:00", "2027-06-01T00:00:00Z", "soon"])
call = st.fixed_dictionaries(
    {},
    optional={
        "starts-at": moments | values,
        "ends_at": moments | values,
        "end_date": moments | values,
        "deleted-at": moments | values,
        "privacy": st.sampled_from(["public", "private"]) | values,
        "hash": st.text("aZ0_- \n", min_size=14, max_size=70) | values,
        "announcement": values,
    },
)
field = st.fixed_dictionaries(
    {"form": st.just("attendee") | values, "field-identifier": st.sampled_from(["email", "jobTitle", "own"]) | values},
    optional={
        "id": values,
        "is-required": st.booleans() | values,
        "is_included": st.booleans() | values,
        "position": st.integers(-2, 2**31) | values,
        "form-id": st.sampled_from(["a", "b"]) | values,
        "deleted_at": moments | values,
        "type": texts,
        "name": values,
    },
)


@given(call | values, st.lists(field | values, max_size=5) | values)
@often
def test_whatever_call_and_form_there_is_the_rest_is_taken(said: Any, asked: Any) -> None:
    here = transaction.savepoint()
    sentence, _ = taken(zipped(event=event(speakers_call=said), forms=asked))
    transaction.savepoint_rollback(here)

    assert sentence == ""
