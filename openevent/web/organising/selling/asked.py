"""The attendee form: what an event asks of everybody who comes, whether it must be said, and in which order."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from openevent.accounts.models import User
from openevent.events import access
from openevent.events.models import Event
from openevent.lib import text
from openevent.tickets import asking
from openevent.tickets.forms import ALWAYS, ASKABLE
from openevent.tickets.models import CustomForm
from openevent.web.attendee_words import LABELS, label
from openevent.web.forms import Form, Line, Words, sent
from openevent.web.organising.making import made
from openevent.web.organising.sections import address, around, managed
from openevent.web.organising.selling.confirming import Question, removed
from openevent.web.organising.selling.sorting import moved
from openevent.web.organising.writing import saved
from openevent.web.rendering import NoPage, own_page, render

PATH = "form"
SECTION = "attendees"
Type = CustomForm.Type
TYPES = (
    (Type.TEXT.value, gettext_lazy("A line")),
    (Type.PARAGRAPH.value, gettext_lazy("Several lines")),
    (Type.NUMBER.value, gettext_lazy("A number")),
    (Type.BOOLEAN.value, gettext_lazy("Yes or no")),
    (Type.DATE.value, gettext_lazy("A day")),
    (Type.EMAIL.value, gettext_lazy("An e-mail address")),
    (Type.PHONE.value, gettext_lazy("A telephone number")),
    (Type.URL.value, gettext_lazy("A web address")),
)
KNOWN = {name: title for name, title in LABELS.items() if name in ASKABLE}
OWN = "own"


class QuestionForm(Form):
    """A question of the form."""

    what = forms.ChoiceField(label=gettext_lazy("What is asked"))
    name = Line(
        label=gettext_lazy("In your words"),
        required=False,
        max_length=255,
        help_text=gettext_lazy("A question of your own needs some; others are called as above where this is empty."),
    )
    description = Words(label=gettext_lazy("What helps to answer it"), required=False, rows=2, max_length=2000)
    type = forms.ChoiceField(label=gettext_lazy("Of a question of your own: how it is answered"), choices=TYPES)
    is_included = forms.BooleanField(label=gettext_lazy("It is asked"), required=False, initial=True)
    is_required = forms.BooleanField(label=gettext_lazy("It must be answered"), required=False)
    form_id = Line(
        label=gettext_lazy("Only of tickets with this form"),
        required=False,
        max_length=255,
        help_text=gettext_lazy("The same word as with the ticket, “form of its own”. Left empty, all are asked."),
    )

    def __init__(self, data: Any = None, *, field: CustomForm | None = None, **further: Any) -> None:
        names = ("name", "description", "type", "is_included", "is_required", "form_id")
        initial = {name: getattr(field, name) for name in names} if field else None
        super().__init__(data, initial=initial, **further)
        if field is not None:
            del self.fields["what"]
            types = self.fields["type"]
            if isinstance(types, forms.ChoiceField) and field.type not in dict(TYPES):
                types.choices = [*TYPES, (field.type, field.type)]
            self.watch(field)
            return
        known = sorted(((name, str(title)) for name, title in KNOWN.items()), key=lambda one: one[1])
        what = self.fields["what"]
        if isinstance(what, forms.ChoiceField):
            what.choices = [(OWN, _("A question of our own")), *known]

    def clean(self) -> dict[str, Any]:
        """A question of the team's own has words."""
        said = dict(super().clean() or {})
        if said.get("what") == OWN and not said.get("name"):
            self.add_error("name", _("Write the question."))
        return said


@own_page
def listed(request: HttpRequest, key: str) -> HttpResponse:
    """`/manage/{identifier}/form`: all questions."""
    event = managed(request, key, access.may_edit)
    types = dict(TYPES)
    rows: list[dict[str, Any]] = [
        {
            "pk": row.pk,
            "label": label(row),
            "type": types.get(row.type, row.type) if row.is_complex else "",
            "row": row,
            "path": address(event, f"{PATH}/{row.pk}"),
        }
        for row in _rows(event)
    ]
    context = {
        "title": _("Attendee form"),
        "rows": rows,
        "is_address_there": any(one["row"].is_fixed for one in rows),
        "new": address(event, f"{PATH}/new"),
        "back": address(event, SECTION),
        "settings": address(event, "settings"),
    }
    return render(request, "organising/selling/asked.html", {**context, **around(request, event, SECTION)})


@own_page
def new(request: HttpRequest, key: str) -> HttpResponse:
    """`/manage/{identifier}/form/new`: ask for one thing more."""
    event = managed(request, key, access.may_edit)
    form = QuestionForm(sent(request))

    def make(now: Event, user: User) -> str:
        asking.add(_asked(form.cleaned_data, now), by=user)
        return address(now, PATH)

    if request.method == "POST" and (answer := made(request, form, event, access.may_edit, make)):
        messages.success(request, _("It is asked from now on."))
        return answer
    return _edited(request, event, form, _("New question"))


@own_page
def edit(request: HttpRequest, key: str, number: str) -> HttpResponse:
    """`/manage/{identifier}/form/{id}`: ask for it otherwise."""
    event = managed(request, key, access.may_edit)
    field = _found(event, number)
    form = QuestionForm(sent(request), field=field)

    def act(_now: Event, user: User) -> None:
        asking.change(field, by=user, **form.cleaned_data)

    if request.method == "POST" and saved(request, form, event, access.may_edit, act):
        messages.success(request, _("The question was changed."))
        return HttpResponseRedirect(address(event, PATH))
    return _edited(request, event, form, str(label(field)), remove=address(event, f"{PATH}/{number}/delete"))


@own_page
def remove(request: HttpRequest, key: str, number: str) -> HttpResponse:
    """`/manage/{identifier}/form/{id}/delete`: ask for it no more."""
    event = managed(request, key, access.may_edit)
    field = _found(event, number)
    question = Question(
        title=_("Delete “%(name)s”?") % {"name": label(field)},
        says=[_("It is not asked any more. What was answered stays.")],
        button=_("Delete the question"),
        back=address(event, PATH),
    )
    sentence = _("It is not asked any more.")
    return removed(request, event, SECTION, question, lambda user: asking.remove(field, by=user), sentence)


@require_POST
@own_page
def move(request: HttpRequest, key: str, number: str) -> HttpResponse:
    """`/manage/{identifier}/form/{id}/move`: `to` up or down."""
    event = managed(request, key, access.may_edit)
    field = _found(event, number)
    moved(request, event, _rows(event), field, asking.arrange, name=label(field))
    return HttpResponseRedirect(f"{address(event, PATH)}#question-{field.pk}")


def _rows(event: Event) -> QuerySet[CustomForm]:
    return CustomForm.objects.filter(event=event, form=CustomForm.Form.ATTENDEE, deleted_at=None)


def _found(event: Event, number: str) -> CustomForm:
    field = _rows(event).filter(pk=int(number)).first()
    if field is None:
        raise NoPage
    return field


def _asked(facts: Mapping[str, Any], event: Event) -> CustomForm:
    """The new question, at the end, that is not saved yet."""
    said, rows = dict(facts), list(_rows(event))
    what = said.pop("what")
    position = max((row.position for row in rows), default=0) + 1
    identifier = _identifier(said["name"], rows) if what == OWN else what
    if what != OWN:
        said["type"] = Type.EMAIL if what == ALWAYS else Type.TEXT
    return CustomForm(event=event, field_identifier=identifier, position=position, **said)


def _identifier(question: str, rows: Sequence[CustomForm]) -> str:
    """A word for a question of the event's own, which no other has, nor a member of attendee."""
    return text.new_word(question, {row.field_identifier for row in rows} | ASKABLE, otherwise=OWN)


def _edited(request: HttpRequest, event: Event, form: QuestionForm, title: str, **links: Any) -> HttpResponse:
    context = {"title": title, "form": form, "back": address(event, PATH), **links}
    return render(request, "organising/selling/form.html", {**context, **around(request, event, SECTION)})
