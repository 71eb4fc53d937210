"""What an event asks its attendees, as a form: the fields that its team chose, in its order."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from babel.dates import format_date
from django import forms
from django.utils.translation import gettext_lazy as _

from openevent.lib import text
from openevent.lib.spoken import locale
from openevent.tickets.forms import ALWAYS, ASKABLE, NAMES, asked
from openevent.tickets.models import Attendee, CustomForm
from openevent.web.attendee_words import AGES, ages, label
from openevent.web.forms import Form, Line, Number, Words, Year

NOTES = "attendee_notes"
OWN = "own-"  # what the names of the event's own questions begin with
LONGEST_ANSWER = 10_000
FLAGS = ((None, _("not said")), (True, _("yes")), (False, _("no")))
ADDRESSES = frozenset({"website", "blog", "twitter", "facebook", "github", "instagram", "linkedin"})
FLAG_NAMES = frozenset(name for name in ASKABLE if name.startswith(("accept_", "is_consent_")))


def questions(attendee: Attendee) -> dict[str, CustomForm]:
    """What the attendee is asked, or was while the form was not switched off, by its identifiers."""
    rows = CustomForm.objects.filter(event=attendee.event_id, form=CustomForm.Form.ATTENDEE, deleted_at=None)
    found = asked(attendee.event, rows, attendee.ticket.form_id)
    return {one.identifier: one.field or CustomForm(field_identifier=one.identifier) for one in found}


class AttendeeForm(Form):
    """What an attendee said; the team may leave anything empty."""

    def __init__(self, data: Any = None, *, attendee: Attendee, **further: Any) -> None:
        super().__init__(data, **further)
        self.attendee = attendee
        rows = questions(attendee)
        for name in dict.fromkeys([*NAMES, *rows]):
            self._ask(rows.get(name, CustomForm(field_identifier=name)))
        self.fields[NOTES] = Words(label=_("Notes of the team"), required=False, rows=3, max_length=LONGEST_ANSWER)
        self.initial[NOTES] = attendee.attendee_notes
        self.watch(attendee)

    def _ask(self, row: CustomForm) -> None:
        name = row.field_identifier
        if name in ASKABLE:
            self.fields[name] = _field(name, label(row))
            self.initial[name] = getattr(self.attendee, name)
        else:
            self.fields[f"{OWN}{name}"] = _own(row)
            self.initial[f"{OWN}{name}"] = (self.attendee.complex_field_values or {}).get(name)

    def facts(self) -> dict[str, Any]:
        """What the act takes of what was changed."""
        said = {name: self.cleaned_data[name] for name in self.changed_data}
        own = {name.removeprefix(OWN): said.pop(name) for name in list(said) if name.startswith(OWN)}
        if own:
            said["complex_field_values"] = {**(self.attendee.complex_field_values or {}), **own}
        return said

    def said(self) -> list[tuple[Any, Any]]:
        """What was said, to be read."""
        found = [(name, field.label, self.initial.get(name)) for name, field in self.fields.items()]
        return [(title, _read(name, value)) for name, title, value in found if value not in ("", None)]


def _read(name: str, value: Any) -> Any:
    """What was said of this, as one reads it."""
    if isinstance(value, datetime):  # a day (`_Day`)
        return format_date(value.astimezone(UTC).date(), "long", locale=locale())
    called = AGES if name == "age_group" else {True: _("yes"), False: _("no")}
    return called.get(value, value)


def _field(name: str, title: Any) -> forms.Field:
    """The field of a member of attendee."""
    if name in FLAG_NAMES:
        return _flag(title)
    if name == "age_group":
        return forms.ChoiceField(label=title, required=False, choices=[("", ""), *ages()])
    if name == "birth_date":
        shown = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        return _Day(label=title, required=False, widget=shown, input_formats=["%Y-%m-%d"])
    if name == ALWAYS:
        return Line(label=title, required=False, max_length=254, widget=forms.EmailInput)
    longest = 2000 if name in ADDRESSES else 500 if name.endswith("address") else 255
    return Line(label=title, required=False, max_length=longest)


class _Day(forms.DateTimeField):
    """A day, kept as the instant at which it begins in UTC."""

    def prepare_value(self, value: Any) -> Any:
        """As it was typed, or the day."""
        return value


def _flag(title: Any) -> forms.Field:
    shown = forms.Select(choices=[("" if value is None else str(value), word) for value, word in FLAGS])
    return _Flag(label=title, required=False, widget=shown)


class _Flag(forms.Field):
    """Yes, no, or nothing said."""

    def to_python(self, value: Any) -> bool | None:
        """What the word says."""
        return {"True": True, True: True, "False": False, False: False}.get(value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether it says something else."""
        return self.to_python(initial) is not self.to_python(data)


def _own(row: CustomForm) -> forms.Field:
    """The field of a question of the event's own."""
    kinds: dict[str, Callable[..., forms.Field]] = {
        CustomForm.Type.PARAGRAPH: Words,
        CustomForm.Type.NUMBER: Number,
        CustomForm.Type.YEAR: Year,
    }
    if row.type in (CustomForm.Type.BOOLEAN, CustomForm.Type.CHECKBOX):
        return _flag(label(row))
    field = kinds.get(row.type, Line)(label=label(row), required=False, help_text=text.plain(row.description))
    if isinstance(field, forms.CharField):
        field.max_length = LONGEST_ANSWER
    return field
