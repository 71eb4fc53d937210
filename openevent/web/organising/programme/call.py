"""The call for speakers, as its team words it."""

from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from openevent.events import editing
from openevent.events.models import Event
from openevent.lib import urls
from openevent.lib.errors import Refused
from openevent.program import calling
from openevent.program.models import Session, SpeakersCall
from openevent.web.calls import ShownCall
from openevent.web.forms import Form, Line, Moment, sent
from openevent.web.organising.programme.working import programme, working
from openevent.web.organising.sections import address, around
from openevent.web.passages import Passage
from openevent.web.rendering import NoPage, own_page, reader, render

PRIVACIES = [
    ("public", gettext_lazy("Everybody with an account may propose something.")),
    ("private", gettext_lazy("Only who was given the secret address may.")),
]


class CallForm(Form):
    """What a call says, and when it is open."""

    announcement = Passage(
        rows=8,
        required=False,
        max_length=200_000,
        label=gettext_lazy("What you look for"),
        help_text=gettext_lazy("Subjects, lengths, who should come. HTML is understood, too."),
    )
    starts_at = Moment(label=gettext_lazy("Opens"))
    ends_at = Moment(label=gettext_lazy("Closes"), help_text=gettext_lazy("Before the event starts."))
    soft_ends_at = Moment(
        required=False,
        label=gettext_lazy("Announced end"),
        help_text=gettext_lazy("If people are told an earlier end than the real one."),
    )
    privacy = forms.ChoiceField(
        choices=PRIVACIES, initial="public", label=gettext_lazy("Who may answer"), widget=forms.RadioSelect
    )
    hash = Line(
        required=False,
        max_length=64,
        label=gettext_lazy("The word of a private call"),
        help_text=gettext_lazy("16 to 64 letters, digits, hyphens and underscores; one is made if you leave it empty."),
    )

    def __init__(self, event: Event, *args: Any, call: SpeakersCall | None = None, **further: Any) -> None:
        if call is not None:
            further["initial"] = {name: getattr(call, name) for name in self.base_fields}
        super().__init__(*args, **further)
        for field in self.fields.values():
            if isinstance(field, Moment):
                field.timezone = event.timezone


@own_page
def settings(request: HttpRequest, key: str) -> HttpResponse:
    """`/manage/{identifier}/call`: whether it is open, what it says, and from when to when."""
    event = programme(request, key)
    call = calling.of(event)
    form = CallForm(event, sent(request), call=call)
    if request.method == "POST" and form.is_valid() and _save(request, event, call, form):
        messages.success(request, _("The call was saved."))
        return _back(event)
    context: dict[str, Any] = {
        "title": _("Call for speakers"),
        "form": form,
        "call": None if call is None else ShownCall.of(call, timezone.now()),
        "public_address": "" if call is None else _address(call),
        "waiting": Session.objects.living().filter(event=event, state=Session.State.PENDING).count(),
        **around(request, event, "call"),
    }
    return render(request, "organising/programme/call.html", context)


def _address(call: SpeakersCall) -> str:
    """Where people answer the call; of a private one with the word that opens it."""
    path = f"/e/{call.event.identifier}/call"
    return urls.absolute(f"{path}?word={call.hash}" if call.hash else path)


def _save(request: HttpRequest, event: Event, call: SpeakersCall | None, form: CallForm) -> bool:
    """Whether the call says this now; else the form says why not."""
    facts = form.cleaned_data | ({"hash": ""} if form.cleaned_data["privacy"] == "public" else {})
    try:
        with working(request, event) as locked:
            if call is None:
                calling.add(locked, by=reader(request), **facts)
            else:
                calling.change(call, by=reader(request), **facts)
    except Refused as refusal:
        form.refuse(refusal)
        return False
    return True


@require_POST
@own_page
def delete(request: HttpRequest, key: str) -> HttpResponse:
    """`POST /manage/{identifier}/call/delete`: no call any more; what was proposed stays."""
    event = programme(request, key)
    call = calling.of(event)
    if call is None:
        raise NoPage
    with working(request, event):
        calling.remove(call, by=reader(request))
    messages.success(request, _("There is no call any more. What was proposed stays."))
    return _back(event)


@require_POST
@own_page
def enable(request: HttpRequest, key: str) -> HttpResponse:
    """`POST /manage/{identifier}/call/enable`: let the event have sessions and speakers."""
    event = programme(request, key)
    with working(request, event) as locked:
        editing.change(locked, by=reader(request), is_sessions_speakers_enabled=True)
    messages.success(request, _("The event takes sessions and speakers now."))
    return _back(event)


def _back(event: Event) -> HttpResponse:
    return HttpResponseRedirect(address(event, "call"), status=HTTPStatus.SEE_OTHER)
