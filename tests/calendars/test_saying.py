"""Sentences of calendars are English texts that know their pattern and values."""

import copy
import json
import pickle

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openevent.calendars import components, reading
from openevent.calendars.refusals import NotACalendar, UnknownZone
from openevent.calendars.saying import Said, numbered, said

VALUES = st.one_of(st.text(), st.integers())
WORDS = st.text().map(lambda text: text.replace("%", "%%"))


@st.composite
def sentences(draw: st.DrawFn) -> Said:
    """A sentence of any pattern, with any values, some of them sentences."""
    names = draw(st.lists(st.sampled_from(["event", "name", "value"]), unique=True))
    pattern = "".join(f"{draw(WORDS)}%({name})s" for name in names) + draw(WORDS)
    inner = st.builds(lambda value: said("<%(inner)s>", inner=value), VALUES)
    return said(pattern, **{name: draw(st.one_of(VALUES, inner)) for name in names})


@given(sentences())
def test_a_sentence_is_its_pattern_with_its_values(sentence: Said) -> None:
    assert isinstance(sentence, str)
    assert sentence == sentence.pattern % sentence.values
    assert hash(sentence) == hash(str(sentence))


@given(sentences())
def test_a_sentence_stands_in_json_as_any_text(sentence: Said) -> None:
    assert json.dumps([sentence]) == json.dumps([sentence.pattern % sentence.values])
    if not any("\ud800" <= letter <= "\udfff" for letter in sentence):
        assert orjson.loads(orjson.dumps({"detail": sentence})) == {"detail": str(sentence)}


@given(sentences())
def test_a_sentence_that_was_kept_or_copied_still_knows_what_it_is_made_of(sentence: Said) -> None:
    for again in (pickle.loads(pickle.dumps(sentence)), copy.deepcopy(sentence), copy.copy(sentence)):
        assert again == sentence
        assert type(again) is Said
        assert (again.pattern, again.values) == (sentence.pattern, sentence.values)


@given(st.integers())
def test_a_sentence_for_a_number_is_for_one_or_for_many(number: int) -> None:
    found = numbered("One line in %(file)s.", "%(count)s lines in %(file)s.", number, file="a.ics")

    assert found == ("One line in a.ics." if number == 1 else f"{number} lines in a.ics.")
    assert pickle.loads(pickle.dumps(found)) == found
    assert (found.many, found.number) == ("%(count)s lines in %(file)s.", number)


def test_a_refusal_keeps_its_sentence() -> None:
    with pytest.raises(NotACalendar) as refused:
        components.calendar(b"BEGIN:VCALENDAR\r\nEND:VEVENT\r\n")

    sentence = refused.value.sentence
    assert sentence == str(refused.value) == "This is no calendar file: line 2 ends a 'VEVENT' that did not begin."
    assert sentence.values == {"line": 2, "name": "'VEVENT'"}
    assert UnknownZone("Mars").sentence.values == {"name": "'Mars'"}


def test_what_is_left_out_is_left_out_with_a_sentence() -> None:
    found = reading.examine(
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:noon\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )

    assert [(one.reason, one.reason.pattern) for one in found.left_out] == [
        ("'noon' is no time.", "%(value)s is no time.")
    ]
