"""A ticket as one shows it at the door, on a telephone."""

import re
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from openevent.events.access import somebody
from openevent.lib import addresses
from openevent.tickets import papers, press, printed
from openevent.tickets.models import Attendee
from openevent.tickets.printing import codes
from openevent.web.buying.own import good_ticket
from openevent.web.rendering import NoPage, page, render, to_sign_in
from openevent.web.shown import Shown

SIGNED = ("of", "expires", "signature")  # what a signed address says
GROUP = re.compile(r"[^-]{1,4}-?")


@require_GET
@page
def ticket(request: HttpRequest, order: str, number: str) -> HttpResponse:
    """`/orders/{identifier}/tickets/{id}`: all that a door needs, in one file: it stays there without a network.

    So its browser may keep it, other than the picture of the code alone. Who has the letter with the ticket needs no
    account: its address is signed.
    """
    is_signed = "signature" in request.GET
    if not is_signed and somebody(request.user) is None:
        return to_sign_in(request)
    found = _signed(request, order, number) if is_signed else good_ticket(request, order, number)
    code = printed.code(found)
    order_part, dash, own_part = code.rpartition("-")
    context: dict[str, Any] = {
        "title": _("Your ticket"),
        "shown": Shown.of(found.event),
        "ticket": found,
        "holder": found.full_name or found.email,
        "drawing": codes.enclosed(code),
        "order_groups": groups(f"{order_part}{dash}"),
        "own_groups": groups(own_part),  # which are enough at the door
        "order_page": "" if is_signed else addresses.order_page(found.order.identifier),
        "paper": _paper(request, found) if is_signed else f"{request.path}.pdf",
    }
    return render(request, "buying/ticket.html", context)


def _signed(request: HttpRequest, order: str, number: str) -> Attendee:
    """The ticket, for who holds an address of it. Raises NoPage, Unknown, Gone."""
    rows = Attendee.objects.select_related("order", "event", "ticket")
    found = rows.filter(order__identifier=order, pk=int(number)).first()
    if found is None:
        raise NoPage
    press.check_holds(found, request.GET.dict())
    papers.ticket(found)  # which says why, where it is not good
    return found


def _paper(request: HttpRequest, attendee: Attendee) -> str:
    """Where the PDF is, by the same signature: nobody gets an address that is good for longer than this one."""
    return f"{papers.ticket_path(attendee)}?{urlencode({name: request.GET.get(name, '') for name in SIGNED})}"


def groups(code: str) -> list[str]:
    """The code in parts that an eye holds at once; one after another they are the code."""
    return GROUP.findall(code)
