"""Lists and objects in members: slides, and answers to what an event asks of its own."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openevent.accounts.models import User
from openevent.lib import structures
from openevent.lib.models import WrongValue
from openevent.program import editing
from openevent.program.models import Session

LINK = "https://example.org/slides"


def test_slides_have_a_name_in_one_line_and_a_link() -> None:
    assert structures.slides([{"name": " The \n slides ", "link": LINK}, {"name": "", "link": LINK}]) == [
        {"name": "The slides", "link": LINK},
        {"name": "", "link": LINK},
    ]
    assert structures.slides(None) == []


@pytest.mark.parametrize(
    "wrong",
    [
        "x",
        {},
        [None],
        [[]],
        [{}],
        [{"name": "Slides"}],
        [{"link": LINK}],
        [{"name": "Slides", "link": LINK, "more": 1}],
        [{"name": None, "link": LINK}],
        [{"name": "Slides", "link": None}],
        [{"name": "Slides", "link": "slides.pdf"}],
        [{"name": "Slides", "link": "javascript:alert(1)"}],
        [{"name": "\0", "link": LINK}],
        [{"name": "x" * 256, "link": LINK}],
        [{"name": "Slides", "link": LINK + "x" * 2000}],
        [{"name": "Slides", "link": LINK}] * 51,
    ],
)
def test_what_are_no_slides_is_refused(session: Session, olga: User, wrong: Any) -> None:
    with pytest.raises(WrongValue) as refusal:
        editing.change(session, by=olga, slides=wrong)

    assert refusal.value.pointer == "/data/attributes/slides"


@pytest.mark.parametrize(
    "wrong",
    [
        "x",
        [],
        {"a": []},
        {"a": {}},
        {"a": "\0"},
        {"a\0": 1},
        {"": 1},
        {"a": 2**53},
        {"a": float("inf")},
        {"a": "x" * 10_001},
        {"x" * 256: 1},
        {"a-b": 1, "a_b": 2},
        {str(n): n for n in range(31)},
    ],
)
def test_what_are_no_answers_is_refused(session: Session, olga: User, wrong: Any) -> None:
    with pytest.raises(WrongValue) as refusal:
        editing.change(session, by=olga, complex_field_values=wrong)

    assert refusal.value.pointer == "/data/attributes/complex-field-values"


anything = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(anything)
def test_whatever_is_written_is_taken_again_as_it_was_taken_or_refused(written: Any) -> None:
    for take in (structures.slides, lambda value: structures.answers(value, "complex_field_values")):
        try:
            taken: Any = take(written)
        except WrongValue:
            continue
        assert take(taken) == taken


def test_what_another_server_wrote_stays_until_it_is_changed(session: Session, olga: User) -> None:
    Session.objects.filter(pk=session.pk).update(slides=[{"name": "Old", "link": "x", "more": 1}])

    changed = editing.change(session, by=olga, title="New", slides=[{"name": "Old", "link": "x", "more": 1}])

    assert (changed.title, changed.slides) == ("New", [{"name": "Old", "link": "x", "more": 1}])
