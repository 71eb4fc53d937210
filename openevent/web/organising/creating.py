"""`/manage/new`: an event in one short form."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from openevent.accounts.models import User
from openevent.accounts.repeating import Claim
from openevent.events import access, amending, facts
from openevent.lib.text import storable
from openevent.web import once
from openevent.web.forms import Form, Line, Moment, sent
from openevent.web.organising.fields import Address, Zone, zone_names, zone_options
from openevent.web.organising.sections import address
from openevent.web.rendering import own_page, reader, render


class NewEvent(Form):
    """What an event needs before there is anything else to say of it."""

    name = Line(label=lazy("Name"), max_length=255)
    timezone = Zone(label=lazy("Time zone"), help_text=lazy("That of the place. Begin to write a city near it."))
    starts_at = Moment(label=lazy("Begins"))
    ends_at = Moment(label=lazy("Ends"))
    location_name = Line(
        label=lazy("Where"), max_length=500, required=False, help_text=lazy("The place and its address.")
    )
    online = forms.BooleanField(label=lazy("It takes place online"), required=False)
    public_stream_link = Address(label=lazy("Address of the stream or meeting"), required=False)
    is_sessions_speakers_enabled = forms.BooleanField(
        label=lazy("It has a programme: sessions and speakers"), required=False, initial=True
    )

    def __init__(self, *args: Any, **further: Any) -> None:
        super().__init__(*args, **further)
        said = storable(self.data.get("timezone", "")) if self.is_bound else ""
        here = said if said in zone_names() else self._meant(said)
        for name in ("starts_at", "ends_at"):
            self.fields[name].timezone = here  # type: ignore[attr-defined]  # both are moments

    def clean(self) -> dict[str, Any]:
        """The rules of an event that are about one field or two, so that all that is wrong is said at once."""
        said = self.cleaned_data
        with self.refusing():
            facts.checked({"public_stream_link": said.get("public_stream_link", "")})
        if "starts_at" in said and "ends_at" in said:
            with self.refusing():
                facts.check_dates(said["starts_at"], said["ends_at"])
        return self.cleaned_data

    def _meant(self, said: str) -> str:
        try:
            return self.fields["timezone"].clean(said) or "UTC"
        except forms.ValidationError:
            return "UTC"  # the field itself says what is wrong


@own_page
def new(request: HttpRequest) -> HttpResponse:
    """`/manage/new`: the form; once it is sent, the event's overview."""
    user = reader(request)
    if not access.may_create(user):
        return render(request, "organising/event/unproven.html", {"title": _("New event")})
    form = NewEvent(sent(request))
    if request.method == "POST" and form.is_valid():
        with form.refusing():
            answer = _made(request, form, by=user)
            messages.success(request, _("Your event is there, as a draft that nobody but its team sees."))
            return answer
    context = {"title": _("New event"), "form": form, "zones": zone_options(), **once.carried()}
    return render(request, "organising/event/new.html", context)


def _made(request: HttpRequest, form: NewEvent, *, by: User) -> HttpResponse:
    def do(claim: Claim) -> HttpResponse:
        with transaction.atomic():
            return once.kept(claim, address(amending.create(by=by, **form.cleaned_data)))

    return once.once(request, by, "make an event", once.said(request), do)
