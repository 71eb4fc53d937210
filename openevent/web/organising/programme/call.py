"""The call for speakers, as its team words it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from openevent.accounts.models import User
from openevent.events import amending
from openevent.events.models import Event
from openevent.lib import urls
from openevent.program import calling
from openevent.program.access import may_edit_programme
from openevent.program.models import Session, SpeakersCall
from openevent.web.calls import ShownCall
from openevent.web.forms import Form, Line, Moment, sent
from openevent.web.organising.programme.opening import programme, to
from openevent.web.organising.sections import around
from openevent.web.organising.writing import done, saved, working
from openevent.web.passages import Passage
from openevent.web.rendering import NoPage, own_page, render

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
            further["initial"] = self.known(call)
        super().__init__(*args, **further)
        for field in self.fields.values():
            if isinstance(field, Moment):
                field.timezone = event.timezone
        if call is not None:
            self.watch(call)

    def facts(self) -> dict[str, Any]:
        """What the act takes: a public call has no word."""
        return self.cleaned_data | ({"hash": ""} if self.cleaned_data["privacy"] == "public" else {})


@own_page
def settings(request: HttpRequest, key: str) -> HttpResponse:
    """`/manage/{identifier}/call`: whether it is open, what it says, and from when to when."""
    event = programme(request, key)
    call = calling.of(event)
    form = CallForm(event, sent(request), call=call)

    def act(now: Event, user: User) -> None:
        if call is None:
            calling.add(now, by=user, **form.facts())
        else:
            calling.change(call, by=user, **form.facts())

    if request.method == "POST" and saved(request, form, event, may_edit_programme, act):
        messages.success(request, _("The call was saved."))
        return to(event, "call")
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


@require_POST
@own_page
def delete(request: HttpRequest, key: str) -> HttpResponse:
    """`POST /manage/{identifier}/call/delete`: no call any more; what was proposed stays."""
    event = programme(request, key)
    call = calling.of(event)
    if call is None:
        raise NoPage
    with working(request, event, may_edit_programme) as (_now, user):
        calling.remove(call, by=user)
    messages.success(request, _("There is no call any more. What was proposed stays."))
    return to(event, "call")


@require_POST
@own_page
def enable(request: HttpRequest, key: str) -> HttpResponse:
    """`POST /manage/{identifier}/call/enable`: let the event have sessions and speakers."""
    event = programme(request, key)

    def act(now: Event, user: User) -> None:
        amending.change(now, by=user, is_sessions_speakers_enabled=True)

    if done(request, event, may_edit_programme, act):
        messages.success(request, _("The event takes sessions and speakers now."))
    return to(event, "call")
