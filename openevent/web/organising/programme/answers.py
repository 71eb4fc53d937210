"""What a call asked, and what was answered, as its team reads it: in the call's order, with the call's own words."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from openevent.program.asking import USUAL, Asks, Question
from openevent.program.models import Session, Speaker
from openevent.web import words
from openevent.web.session_forms import Proposal
from openevent.web.speaker_forms import OfTheTeam

# Members that a page of a proposal shows where it speaks of them; what else is asked is listed there.
ELSEWHERE = {
    Asks.SESSION: frozenset(
        {"subtitle", "short_abstract", "long_abstract", "track", "session_type", "level", "language", "comments"}
    ),
    Asks.SPEAKER: frozenset({"organisation", "short_biography", "photo_url"}),
}
HTML = frozenset({"speaking_experience"})
LINK = re.compile(r"https?://\S+")


@dataclass(frozen=True, kw_only=True)
class Answer:
    """An answer to a question: words, or the address of a page or a file, or HTML that is safe."""

    question: str | Promise
    words: str = ""
    link: str = ""
    html: str = ""


def of_session(session: Session, asked: Iterable[Question]) -> list[Answer]:
    """Everything that was answered about the session and is not shown elsewhere on the page of a proposal."""
    return _members_and_own(session, Asks.SESSION, asked, Proposal.base_fields)


def of_speaker(speaker: Speaker, asked: Iterable[Question]) -> list[Answer]:
    """The same about a speaker."""
    return _members_and_own(speaker, Asks.SPEAKER, asked, OfTheTeam().fields)


def own(row: Session | Speaker, asked: Iterable[Question]) -> list[Answer]:
    """The answers to the call's own questions; last those to what is not asked any more, by the names they have."""
    of = Asks.SESSION if isinstance(row, Session) else Asks.SPEAKER
    questions = [one for one in asked if one.is_own and one.of == of]
    return [*_own(row, questions), *_unasked(row, {one.name for one in questions})]


def _members_and_own(
    row: Session | Speaker, of: Asks, asked: Iterable[Question], fields: Mapping[str, object]
) -> list[Answer]:
    questions = [one for one in asked if one.of == of]
    named = {one.name for one in questions if not one.is_own}
    # What is not asked any more may have been answered before.
    questions += [one for one in USUAL if one.of == of and one.name not in named]
    found = list[Answer]()
    for one in questions:
        if one.is_own:
            found += _own(row, [one])
        elif one.name not in ELSEWHERE[of]:
            found += _member(row, one, fields)
    return [*found, *_unasked(row, {one.name for one in questions if one.is_own})]


def _member(row: Session | Speaker, question: Question, fields: Mapping[str, object]) -> list[Answer]:
    value = getattr(row, question.name)
    label = question.label or getattr(fields[question.name], "label", question.name)
    if question.name in HTML and value:
        return [Answer(question=label, html=words.shown(value))]
    return _answered(label, value)


def _own(row: Session | Speaker, questions: Iterable[Question]) -> list[Answer]:
    values: Mapping[str, object] = row.complex_field_values or {}
    return [answer for one in questions for answer in _answered(one.label, values.get(one.name))]


def _unasked(row: Session | Speaker, asked: Collection[str]) -> list[Answer]:
    values: Mapping[str, object] = row.complex_field_values or {}
    rest = {name: value for name, value in values.items() if name not in asked}
    return [answer for name, value in rest.items() for answer in _answered(name.replace("_", " "), value)]


def _answered(question: str | Promise, value: object) -> list[Answer]:
    """The answer, where there is one: a box that is not ticked says no."""
    if value is None or value == "":
        return []
    if isinstance(value, bool):
        return [Answer(question=question, words=_("yes") if value else _("no"))]
    said = str(value)
    return [Answer(question=question, link=said) if LINK.fullmatch(said) else Answer(question=question, words=said)]
