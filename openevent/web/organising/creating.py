"""`/manage/new`: an event in one short form."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from openevent.events import access, amending, facts
from openevent.lib.errors import Refused
from openevent.lib.text import storable
from openevent.web.forms import Form, Line, Moment
from openevent.web.organising.fields import Address, Zone, zone_names
from openevent.web.organising.sections import address
from openevent.web.rendering import own_page, reader, render


class NewEvent(Form):
    """What an event needs before there is anything else to say of it."""

    name = Line(label=lazy("Name"), max_length=255)
    timezone = Zone(label=lazy("Time zone"), help_text=lazy("What clocks there show. Begin to write a city near it."))
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
        try:
            facts.checked({"public_stream_link": said.get("public_stream_link", "")})
        except Refused as refusal:
            self.refuse(refusal)
        if "starts_at" in said and "ends_at" in said:
            try:
                facts.check_dates(said["starts_at"], said["ends_at"])
            except Refused as refusal:
                self.refuse(refusal)
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
    form = NewEvent(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            event = amending.create(by=user, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Your event is there, as a draft that nobody but its team sees."))
            return HttpResponseRedirect(address(event))
    context = {"title": _("New event"), "form": form, "zones": zone_names()}
    return render(request, "organising/event/new.html", context)
