"""Writing to who runs an event."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openevent.accounts.models import User
from openevent.accounts.repeating import Claim
from openevent.events import contacting
from openevent.events.models import Event
from openevent.lib import addresses
from openevent.lib.errors import Refused
from openevent.web.forms import Form, Words, sent
from openevent.web.once import carried, kept, once
from openevent.web.public.events import public
from openevent.web.rendering import NoPage, own_page, reader, render
from openevent.web.shown import Shown


class Letter(Form):
    """What somebody wants to ask or to say."""

    text = Words(label=gettext_lazy("Your message"), rows=10)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["text"].widget.attrs["maxlength"] = contacting.LONGEST

    def clean_text(self) -> str:
        """With line breaks as they are counted while one writes."""
        return str(self.cleaned_data["text"]).replace("\r\n", "\n")

    def about(self, refusal: Refused) -> str | None:
        """The API calls the text `email`."""
        return "text" if refusal.pointer == "/email" else super().about(refusal)


@own_page
def contact(request: HttpRequest, key: str) -> HttpResponse:
    """`/e/{identifier}/contact`: a letter to the event's owner, who answers to the address of the account."""
    event, user = public(key), reader(request)
    if not contacting.is_reachable(event):
        raise NoPage
    form = Letter(sent(request))
    if form.is_valid():
        with form.refusing():
            answer = _written(request, event, form.cleaned_data["text"], by=user)
            # Also for the second of two clicks: a browser shows the answer to that one only.
            messages.success(request, _sent(user))
            return answer
    context: dict[str, Any] = {
        "title": _("Write to the organiser"),
        "shown": Shown.of(event),
        "form": form,
        "reader": user,
        **carried(),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "public/contact.html", context, status=status)


def _sent(by: User) -> str:
    if not by.is_verified:
        return _("Your message is on its way.")
    return _("Your message is on its way. The answer goes to %(address)s.") % {"address": by.email}


def _written(request: HttpRequest, event: Event, text: str, *, by: User) -> HttpResponse:
    def do(claim: Claim) -> HttpResponse:
        with transaction.atomic():
            contacting.write(event, text, by=by)
            return kept(claim, addresses.event_page(event.identifier))

    return once(request, by, "write to the organiser", f"{event.pk} {text}", do)
