"""Making what belongs to an event once, however often a button is pressed: sessions, tickets, rooms, letters."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from openevent.accounts.models import User
from openevent.accounts.repeating import Claim
from openevent.events.models import Event
from openevent.lib.errors import Unknown
from openevent.web.forms import Form
from openevent.web.once import kept, once, said
from openevent.web.organising.sections import May
from openevent.web.organising.writing import working
from openevent.web.refusing import Refusing
from openevent.web.rendering import reader

Make = Callable[[Event, User], str]  # it makes something behind the event's lock, and says where to go on from there


def made(request: HttpRequest, form: Form, event: Event, may: May, make: Make) -> HttpResponse | None:
    """The way on from what was made, now or by an earlier press; None where the form says why not. Raises Unknown."""

    def do(claim: Claim) -> HttpResponse:
        with working(request, event, may) as (now, user):
            return kept(claim, make(now, user))

    if not form.is_valid():
        return None
    with Refusing(form.refuse, beyond=Unknown):
        return once(request, reader(request), f"make at {request.path}", said(request), do)
    return None
