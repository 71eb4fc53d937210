"""Who comes: what the event's form asks of each ticket, and what was said there."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from django import forms
from django.core.validators import validate_email
from django.db.models import Model
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from openevent.accounts.models import User
from openevent.events.models import Event
from openevent.lib import text
from openevent.tickets.forms import ALWAYS, ASKABLE, Asked, asked, fields
from openevent.tickets.models import Attendee, CustomForm
from openevent.web.attendee_words import LABELS, ages, label
from openevent.web.forms import Form, Line, Number, Words, Year

Type = CustomForm.Type
Words_ = str | Promise
REFUND_POLICY = "is_consent_of_refund_policy"  # asked once for the order, beside the policy, if there is one
FLAGS = frozenset(
    {
        *("accept_video_recording", "accept_share_details", "accept_receive_emails", "is_consent_form_field"),
        *("is_consent_form_field_photo", "is_consent_form_field_email", REFUND_POLICY),
    }
)
LINKS = frozenset({"website", "blog", "twitter", "facebook", "github", "instagram", "linkedin"})
FILLED = {"firstname": "given-name", "lastname": "family-name", "email": "email"}  # what browsers know (HTML 4.10.18.7)
LONGEST = 2000


@dataclass(frozen=True, kw_only=True)
class Question:
    """One thing that is asked; `name` is what its field is called."""

    identifier: str
    name: str
    label: Words_
    type: str = Type.TEXT
    help: str = ""
    is_required: bool = False

    @property
    def is_own(self) -> bool:
        """Whether it is one of the event's own, and no member of an attendee."""
        return self.identifier not in ASKABLE


def questions(event: Event, rows: Iterable[CustomForm], form_id: str) -> list[Question]:
    """What is asked here of who comes with a ticket of this form; `rows` are the fields of the event's form."""
    once = {REFUND_POLICY} if event.refund_policy else set()
    return [_question(one) for one in asked(event, rows, form_id) if one.identifier not in once]


def _question(one: Asked) -> Question:
    name, row = one.identifier, one.field
    if row is None:
        return Question(identifier=name, name=name, label=LABELS[name], is_required=one.is_required)
    return Question(
        identifier=name,
        name=name if name in ASKABLE else f"own{row.pk}",
        label=label(row),
        type=row.type,
        help=text.plain(row.description),
        is_required=one.is_required,
    )


class Person(Form):
    """Who comes with one of the tickets."""

    same = forms.BooleanField(required=False, label=_("The same as for the first ticket"))

    def __init__(
        self, data: QueryDict | None, *, attendee: Attendee, questions: Iterable[Question], first: "Person | None"
    ) -> None:
        self.attendee = attendee
        self.questions = list(questions)
        prefix = f"a{attendee.pk}"
        if data is not None and first is not None and f"{prefix}-same" in data:
            data = _as_first(data, prefix, first, self.questions)
        super().__init__(data, prefix=prefix, initial=_known(attendee, self.questions))
        for question in self.questions:
            self.fields[question.name] = _field(question)
        if first is None:
            del self.fields["same"]
        self.watch(attendee)  # which the team may fill in too

    @property
    def answers(self) -> list[forms.BoundField]:
        """The fields without the help."""
        return [self[question.name] for question in self.questions]

    def facts(self) -> dict[str, Any]:
        """What was said, as `filling.change` takes it."""
        said = {one.identifier: _stored(one, self.cleaned_data.get(one.name)) for one in self.questions}
        found = {one.identifier: said[one.identifier] for one in self.questions if not one.is_own}
        own = {one.identifier: said[one.identifier] for one in self.questions if one.is_own}
        if own:
            found["complex_field_values"] = {**(self.attendee.complex_field_values or {}), **own}
        return found


def _as_first(data: QueryDict, prefix: str, first: Person, questions: Iterable[Question]) -> QueryDict:
    """The form with what the first ticket says, where it is asked of both."""
    first.is_valid()  # and has then read what it says by now
    copied = data.copy()
    theirs = {one.identifier: one.name for one in first.questions}
    for one in questions:
        if one.identifier in theirs:
            answer = first[theirs[one.identifier]].data
            copied.setlist(f"{prefix}-{one.name}", [] if answer is None else [answer])
    return copied


def people(attendees: Sequence[Attendee], event: Event, user: User, data: QueryDict | None = None) -> list[Person]:
    """A form for each who comes; the first is meant to be the buyer, until something else is said (1 query)."""
    rows, found = fields(event), list[Person]()
    for attendee in attendees:
        asks = questions(event, rows, attendee.ticket.form_id)
        person = Person(data, attendee=attendee, questions=asks, first=found[0] if found else None)
        if not found and not attendee.email:
            mine = {"firstname": user.first_name, "lastname": user.last_name, "email": user.email}
            person.initial.update({name: value for name, value in mine.items() if not person.initial.get(name)})
        found.append(person)
    return found


def _known(attendee: Attendee, questions: Iterable[Question]) -> dict[str, Any]:
    """What was said already."""
    own = attendee.complex_field_values or {}
    values = {one.name: own.get(one.identifier) if one.is_own else _value(attendee, one) for one in questions}
    return {
        name: {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value
        for name, value in values.items()
    }


def _value(attendee: Model, question: Question) -> Any:
    value = getattr(attendee, question.identifier)
    return value.date() if isinstance(value, datetime) else value


def _stored(question: Question, value: Any) -> Any:
    """The answer as it is kept: days as instants where a member of an attendee is one."""
    if question.identifier == "birth_date":
        return datetime.combine(value, time(), tzinfo=UTC) if isinstance(value, date) else None
    if isinstance(value, date):
        return value.isoformat()
    if question.identifier in FLAGS or question.is_own:
        return value if value not in ("", None) else None
    return "" if value is None else str(value)


def _field(question: Question) -> forms.Field:
    said: dict[str, Any] = {"required": question.is_required, "label": question.label, "help_text": question.help}
    make = _of_member(question.identifier) if not question.is_own else BY_TYPE.get(question.type, _line)
    made = make(**said)
    if question.identifier in FILLED:
        made.widget.attrs["autocomplete"] = FILLED[question.identifier]
    return made


def _of_member(identifier: str) -> Callable[..., forms.Field]:
    if identifier == ALWAYS:
        return _email
    if identifier == "birth_date":
        return _day
    if identifier == "age_group":
        return _age
    if identifier in FLAGS:
        return _yes_or_no
    return _link if identifier in LINKS else _line


def _line(**said: Any) -> forms.Field:
    return Line(max_length=LONGEST, **said)


def _words(**said: Any) -> forms.Field:
    return Words(rows=3, max_length=LONGEST, **said)


def _email(**said: Any) -> forms.Field:
    return Line(max_length=254, validators=[validate_email], widget=forms.EmailInput(), **said)


def _link(**said: Any) -> forms.Field:
    return Line(max_length=LONGEST, widget=forms.URLInput(attrs={"placeholder": "https://"}), **said)


def _phone(**said: Any) -> forms.Field:
    return Line(max_length=255, widget=forms.TextInput(attrs={"type": "tel"}), **said)


def _day(**said: Any) -> forms.Field:
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **said)


def _age(**said: Any) -> forms.Field:
    return forms.ChoiceField(choices=[("", "–"), *ages()], **said)


def _yes_or_no(**said: Any) -> forms.Field:
    return forms.TypedChoiceField(
        choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda word: word == "yes",
        empty_value=None,
        widget=forms.RadioSelect(),
        **said,
    )


BY_TYPE: Mapping[str, Callable[..., forms.Field]] = {
    Type.TEXT: _line,
    Type.PARAGRAPH: _words,
    Type.EMAIL: _email,
    Type.NUMBER: Number,
    Type.SELECT: _line,  # no field knows of choices: what is chosen is typed
    Type.CHECKBOX: _yes_or_no,
    Type.BOOLEAN: _yes_or_no,
    Type.DATE: _day,
    Type.PHONE: _phone,
    Type.URL: _link,
    Type.YEAR: Year,
}
