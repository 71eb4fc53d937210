"""What a calendar would change, in the words of pages."""

from dataclasses import fields, replace
from typing import Any

import pytest
from django.utils import translation

from openevent.imports.calendar import Step, What
from openevent.imports.calendar.plans import Wanted
from openevent.program.entries import LINKS
from openevent.web.organising.exporting import plans

WORDS = ("title", "subtitle", "language", "short_abstract", "long_abstract", "stream_url", *LINKS)
PARTS = {"starts_at", "ends_at", "room", "track", "session_type", "speakers"}


def plan(*steps: Step) -> dict[str, Any]:
    return {"steps": [step.as_json() for step in steps]}


def step(what: What, **facts: Any) -> Step:
    return Step(what=what, uid="one@example.org", title="Weaving", **facts)


@pytest.mark.parametrize("what", What)
def test_whatever_becomes_of_a_session_has_words_in_every_language(what: What) -> None:
    with translation.override("de"):
        (german,) = plans.shown(plan(step(what)))["steps"]
        assert str(german["becomes"]) not in {what.value, ""}
    (english,) = plans.shown(plan(step(what)))["steps"]
    assert str(english["becomes"]) != ""


def test_what_differs_is_called_as_in_the_form_of_a_session() -> None:
    assert {field.name for field in fields(Wanted)} == PARTS | {"words"}
    wanted = replace(
        Wanted(**dict.fromkeys(PARTS, "x")),  # type: ignore[arg-type]  # whatever it is
        words=dict.fromkeys(WORDS, "x"),
    )

    with translation.override("de"):
        (german,) = plans.shown(plan(step(What.CHANGED, wanted=wanted)))["steps"]

    assert german["why"].split(", ")[:6] == ["Beginn", "Ende", "Raum", "Themenbereich", "Art", "Vortragende"]
    assert not [member for member in wanted.members if member in german["why"].split(", ")]


def test_a_move_is_told_as_dates_are_written_where_it_is_read() -> None:
    move = "2026-10-24 10:00–11:00 → 2026-10-25 10:30:15–2026-10-26 09:00 Europe/Berlin"

    with translation.override("de"):
        german = plans.moved(move)

    assert german == "24.10.2026 10:00–11:00 → 25.10.2026 10:30:15–26.10.2026 09:00 Europe/Berlin"
    assert plans.moved("2026-10-24 10:00–11:00 Europe/Berlin").startswith("Oct 24, 2026 10:00")
    assert plans.moved("") == ""
