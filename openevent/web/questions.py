"""What a call asks, as fields of a form: in its order, and with its own questions behind the members."""

from collections.abc import Iterable
from typing import Any

from django import forms

from openevent.program.asking import Kind, Question
from openevent.web.forms import Line, Words

OWN = "own_"
LONGEST = 10_000  # of an answer (`lib.structures`)
CALLED = {"photo_url": "picture"}  # members that forms know by another name


def put(form: forms.Form, questions: Iterable[Question], always: Iterable[str], answers: dict[str, Any]) -> None:
    """Let the form ask this, in this order, and what is asked always before it; nothing else."""
    asked = {name: form.fields[name] for name in always}
    for question in questions:
        name = f"{OWN}{question.name}" if question.is_own else CALLED.get(question.name, question.name)
        field = _own(question) if question.is_own else form.fields.get(name)
        if field is None:  # an event without tracks has none to choose
            continue
        if question.is_own:
            form.initial.setdefault(name, answers.get(question.name))
        field.required = question.is_required
        field.label, field.help_text = question.label or field.label, question.help or field.help_text
        asked[name] = field
    form.fields = asked


def _own(question: Question) -> forms.Field:
    match question.kind:
        case Kind.BOOLEAN:
            return forms.BooleanField()
        case Kind.PARAGRAPH:
            return Words(rows=4, max_length=LONGEST)
        case _:
            return Line(max_length=LONGEST)


def own_answers(cleaned: dict[str, Any]) -> dict[str, Any]:
    """The answers to the call's own questions, by their names."""
    return {name.removeprefix(OWN): value for name, value in cleaned.items() if name.startswith(OWN)}


def with_answers(facts: dict[str, Any], cleaned: dict[str, Any], before: Any) -> dict[str, Any]:
    """The facts with the answers among them; answers to what is not asked any more are kept."""
    if not (answers := own_answers(cleaned)):
        return facts
    return {**facts, "complex_field_values": {**(before or {}), **answers}}
