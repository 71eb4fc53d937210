"""The page of a call for speakers."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from openevent.events.access import somebody
from openevent.events.models import Event
from openevent.lib import text, urls
from openevent.program import access, calling
from openevent.program.models import SpeakersCall
from openevent.web.calls import ShownCall
from openevent.web.rendering import NoPage, page, render, to_sign_in
from openevent.web.shown import Shown


def word(request: HttpRequest) -> str:
    """The word of a private call, as the address says it."""
    return text.storable(request.GET.get("word", ""))[:64]


def found(request: HttpRequest, key: str) -> SpeakersCall:
    """The call of the event with this identifier, for who may see it. Raises NoPage."""
    event = Event.objects.living().filter(identifier=key).first()
    call = None if event is None else calling.of(event)
    if call is None or not access.may_see_call(request.user, call, word(request)):
        raise NoPage
    return call


@page
def call(request: HttpRequest, key: str) -> HttpResponse:
    """`/e/{identifier}/call`: what is looked for, and until when; `?word=` opens a private one."""
    try:
        row = found(request, key)
    except NoPage:
        if somebody(request.user) is None:  # who signs in may see more; that says of no event whether it is there
            return to_sign_in(request)
        raise
    here = f"/e/{row.event.identifier}"
    said = f"?word={row.hash}" if row.hash and row.opens_to(word(request)) else ""
    context = {
        "title": _("Call for speakers"),
        "shown": Shown.of(row.event),
        "call": ShownCall.of(row, timezone.now()),
        "is_linked": row.event.is_public,
        "propose": f"{here}/propose{said}",
        "is_secret": row.privacy == SpeakersCall.Privacy.PRIVATE,
        "canonical": "" if row.privacy == SpeakersCall.Privacy.PRIVATE else urls.absolute(f"{here}/call"),
        "about": text.plain(row.announcement)[:300],
    }
    return render(request, "proposing/call.html", context)
