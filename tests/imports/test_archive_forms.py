"""What an archive's event asks its attendees."""

from datetime import UTC, datetime
from typing import Any

import pytest

from openevent.imports.archive import Imported, asked
from openevent.tickets.models import CustomForm
from tests.imports.archives import imported, told

pytestmark = pytest.mark.django_db

SAME = "This form is the same for every event here: what attendees are asked can be chosen, nothing else."


def field(identifier: Any = "company", **members: Any) -> dict[str, Any]:
    """A row of the younger dialect, as other servers write them."""
    usual = {"form": "attendee", "field_identifier": identifier, "type": "text", "is_included": True}
    return usual | members


def the_fields(*rows: Any) -> tuple[list[CustomForm], Imported]:
    result = imported(forms=list(rows))
    return list(CustomForm.objects.filter(event=result.event).order_by("id")), result


def test_what_attendees_are_asked_is_taken_over() -> None:
    whole = {
        "id": 3,
        "event_id": 9,
        "form": "attendee",
        "field_identifier": "company",
        "type": "Paragraph",
        "name": "Whom do you\nwork for?",
        "description": "<p onclick='x()'>Or <b>alone</b></p>",
        "is_required": True,
        "is_included": True,
        "is_fixed": False,
        "is_public": True,
        "is_complex": False,
        "position": 4,
        "form_id": "crew",
        "deleted_at": None,
        "translations": None,
    }

    [found], result = the_fields(whole)

    assert (found.form, found.field_identifier, found.type) == ("attendee", "company", "paragraph")
    assert (found.name, found.description) == ("Whom do you work for?", "<p>Or <b>alone</b></p>")
    assert (found.is_required, found.is_included, found.is_public) == (True, True, True)
    assert (found.is_fixed, found.is_complex) == (False, False)
    assert (found.position, found.form_id, found.deleted_at) == (4, "crew", None)
    assert result.warnings == ()


@pytest.mark.parametrize(
    ("spelling", "identifier", "is_complex"),
    [
        ("jobTitle", "job_title", False),
        ("job-title", "job_title", False),
        ("isConsentFormFieldPhoto", "is_consent_form_field_photo", False),
        (" shirt size ", "shirt size", True),
        ("shirtSize", "shirtSize", True),
    ],
)
def test_a_field_is_known_in_each_spelling(spelling: str, identifier: str, is_complex: bool) -> None:
    [found], result = the_fields(field(spelling))

    assert (found.field_identifier, found.is_complex) == (identifier, is_complex)
    assert result.warnings == ()


def test_the_address_is_asked_always() -> None:
    [found], result = the_fields(field("email", id=5, is_included=False))

    assert (found.is_fixed, found.is_included, found.is_required) == (True, True, True)
    assert told(result, "forms") == [(5, "Asks for the address, which every form requires; it is required here, too.")]


def test_nobody_is_required_to_say_what_is_not_asked() -> None:
    [found], result = the_fields(field(id=5, is_included=False, **{"is-required": True}))

    assert (found.is_included, found.is_required) == (False, False)
    assert told(result, "forms", "is-required") == [
        (5, "Is said of a field that is not in the form; nobody is required to fill it.")
    ]


def test_what_is_asked_twice_is_asked_once() -> None:
    rows = [
        field("jobTitle", id=1, name="First"),
        field("job_title", id=2, name="Second"),
        field("job_title", id=3, form_id="crew"),
        field("job_title", id=4, deleted_at="2026-01-01T00:00:00Z"),
        field("job_title", id=5, deleted_at="2026-01-02T00:00:00Z"),
    ]

    found, result = the_fields(*rows)

    assert [(row.name, row.form_id, row.deleted_at) for row in found] == [
        ("First", "", None),
        ("", "crew", None),
        ("", "", datetime(2026, 1, 1, tzinfo=UTC)),
        ("", "", datetime(2026, 1, 2, tzinfo=UTC)),
    ]
    assert told(result, "forms") == [(2, "Asks for “job_title”, as an earlier row does; left out.")]


def test_an_unknown_type_is_a_text() -> None:
    [found], result = the_fields(field(id=5, type="hologram"))

    [(row, reason)] = told(result, "forms", "type")
    assert (found.type, row) == ("text", 5)
    assert reason.startswith("“hologram” is none of text, paragraph, email, ")
    assert reason.endswith("; “text” is taken.")


def test_a_position_below_zero_is_none() -> None:
    [found], result = the_fields(field(id=5, position=-1))

    assert found.position == 0
    assert told(result, "forms", "position") == [(5, "“-1” is less than 0; left out.")]


@pytest.mark.parametrize("identifier", [None, "", " ", "x" * 101])
def test_a_field_that_asks_for_nothing_is_left_out(identifier: Any) -> None:
    found, result = the_fields(field(identifier), field("company"))

    assert [row.field_identifier for row in found] == ["company"]
    assert told(result, "forms") == [(1, "Left out: nothing says what it asks for.")]


def test_the_forms_of_sessions_and_speakers_are_told() -> None:
    found, result = the_fields(
        field("title", id=1, form="session"),
        field("website", id=2, form="Speaker"),
        {"id": 3, "session_form": '{"title":{"require":1,"include":1}}', "speaker_form": "{}"},
    )

    assert found == []
    assert told(result, "forms", "form") == [(1, SAME), (2, SAME)]
    assert told(result, "forms", "session_form") == [(3, SAME)]
    assert told(result, "forms", "speaker_form") == [(3, SAME)]


def test_a_form_of_nobody_is_left_out() -> None:
    found, result = the_fields(field(id=1, form="sponsor"), {"id": 2, "field_identifier": "company"})

    why = "does not say who is asked (attendee, session or speaker); left out."
    assert found == []
    assert told(result, "forms", "form") == [(1, f"“sponsor” {why}"), (2, f"D{why[1:]}")]


def test_what_is_no_row_is_left_out_and_the_rest_is_taken() -> None:
    found, result = the_fields("company", field(id=True), field(name=["a"]), field("company"))

    assert [row.field_identifier for row in found] == ["company"]
    assert told(result, "forms") == [
        (1, "Left out: “forms” should be a list of objects, but row number 1 is none."),
        (2, "Left out: forms, row 2, “id” should be an id, and is “True”."),
        (3, "Left out: forms, row 3, “name” should be a single value, and is a list."),
    ]


@pytest.mark.parametrize("content", ["none", {"1": {}}, 7])
def test_what_is_no_list_is_left_out(content: Any) -> None:
    result = imported(forms=content)

    assert not CustomForm.objects.exists()
    assert told(result, "forms") == [(None, "Should be a list of rows; left out.")]


def test_so_many_fields_are_taken_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asked, "MOST_FIELDS", 2)

    found, result = the_fields(*(field(f"own {number}") for number in range(3)))

    assert len(found) == 2
    assert told(result, "forms") == [(None, "3 entries: are more than 2; the first 2 are taken.")]
