"""Who comes: what the event's form asks of each ticket, and what was said there."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
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
from openevent.tickets.forms import ALWAYS, ASKABLE
from openevent.tickets.models import Attendee, CustomForm
from openevent.web.attendee_words import LABELS, label
from openevent.web.forms import Form, Line, Words

Type = CustomForm.Type
Words_ = str | Promise
REFUND_POLICY = "is_consent_of_refund_policy"  # asked once for the order, beside the policy
NAMES = ("firstname", "lastname", ALWAYS)
FLAGS = frozenset(
    {
        *("accept_video_recording", "accept_share_details", "accept_receive_emails", "is_consent_form_field"),
        *("is_consent_form_field_photo", "is_consent_form_field_email"),
    }
)
LINKS = frozenset({"website", "blog", "twitter", "facebook", "github", "instagram", "linkedin"})
FILLED = {"firstname": "given-name", "lastname": "family-name", "email": "email"}  # what browsers know (HTML 4.10.18.7)
LONGEST = 2000


@dataclass(frozen=True, kw_only=True)
class Question:
    """One thing that is asked; `name` is what its field is called, `form_id` of which tickets it is asked."""

    identifier: str
    name: str
    label: Words_
    type: str = Type.TEXT
    help: str = ""
    is_required: bool = False
    form_id: str = ""

    @property
    def is_own(self) -> bool:
        """Whether it is one of the event's own, and no member of an attendee."""
        return self.identifier not in ASKABLE


def asked(event: Event) -> list[Question]:
    """What the event asks of each who comes (1 query): names and the address, unless it leaves the names out."""
    if not event.is_ticket_form_enabled:
        return [Question(identifier=name, name=name, label=LABELS[name]) for name in NAMES]
    rows = list(CustomForm.objects.filter(event=event, form=CustomForm.Form.ATTENDEE, deleted_at=None))
    known = {row.field_identifier for row in rows}
    always = [
        Question(identifier=name, name=name, label=LABELS[name], is_required=name == ALWAYS)
        for name in NAMES
        if name not in known
    ]
    return [*always, *(_question(row) for row in rows if row.is_included and row.field_identifier != REFUND_POLICY)]


def _question(row: CustomForm) -> Question:
    identifier = row.field_identifier
    return Question(
        identifier=identifier,
        name=identifier if identifier in ASKABLE else f"own{row.pk}",
        label=label(row),
        type=row.type,
        help=text.plain(row.description),
        is_required=row.is_required,
        form_id=row.form_id,
    )


class Person(Form):
    """Who comes with one of the tickets."""

    same = forms.BooleanField(required=False, label=_("The same as for the first ticket"))

    def __init__(
        self, data: QueryDict | None, *, attendee: Attendee, questions: Iterable[Question], first: "Person | None"
    ) -> None:
        self.attendee = attendee
        self.questions = [one for one in questions if one.form_id in ("", attendee.ticket.form_id)]
        prefix = f"a{attendee.pk}"
        if data is not None and first is not None and f"{prefix}-same" in data:
            data = _as_first(data, prefix, first, self.questions)
        super().__init__(data, prefix=prefix, initial=_known(attendee, self.questions))
        for question in self.questions:
            self.fields[question.name] = _field(question)
        if first is None:
            del self.fields["same"]

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
    copied = data.copy()
    both = {one.name for one in first.questions} & {one.name for one in questions}
    for name in both:
        copied.setlist(f"{prefix}-{name}", data.getlist(f"{first.prefix}-{name}"))
    return copied


def people(attendees: Sequence[Attendee], event: Event, user: User, data: QueryDict | None = None) -> list[Person]:
    """A form for each who comes; the first is meant to be the buyer, until something else is said (1 query)."""
    questions, found = asked(event), list[Person]()
    for attendee in attendees:
        found.append(Person(data, attendee=attendee, questions=questions, first=found[0] if found else None))
    if found and not found[0].attendee.email:
        mine = {"firstname": user.first_name, "lastname": user.last_name, "email": user.email}
        found[0].initial.update({name: value for name, value in mine.items() if not found[0].initial.get(name)})
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
    """The answer as it is kept: days as instants where a member of an attendee is one, numbers as numbers."""
    if question.identifier == "birth_date":
        return datetime.combine(value, time(), tzinfo=UTC) if isinstance(value, date) else None
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
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


def _number(**said: Any) -> forms.Field:
    return forms.DecimalField(min_value=-(10**12), max_value=10**12, max_digits=15, decimal_places=3, **said)


def _year(**said: Any) -> forms.Field:
    return forms.IntegerField(min_value=1, max_value=9999, **said)


def _age(**said: Any) -> forms.Field:
    return forms.ChoiceField(choices=[("", "–"), *Attendee.Age.choices], **said)


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
    Type.NUMBER: _number,
    Type.SELECT: _line,  # no field knows of choices: what is chosen is typed
    Type.CHECKBOX: _yes_or_no,
    Type.BOOLEAN: _yes_or_no,
    Type.DATE: _day,
    Type.PHONE: _phone,
    Type.URL: _link,
    Type.YEAR: _year,
}
