"""Tickets and invoices for who is signed in: on paper, as pictures of codes, and for calendars."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from openevent.calendars.document import About, Calendar
from openevent.calendars.formats import FORMATS
from openevent.events import access as events
from openevent.jobs.models import Job
from openevent.lib import addresses, downloads, text
from openevent.lib.errors import Refused
from openevent.tickets import access, holding, papers, press, printed
from openevent.tickets.models import Invoice
from openevent.tickets.papers import Paper
from openevent.tickets.printing import codes
from openevent.web.buying.own import bought, good_ticket, held
from openevent.web.buying.own import ticket as own_ticket
from openevent.web.buying.own import tickets as own_tickets
from openevent.web.rendering import NoPage, own_page, reader, render

SOON = 2  # seconds, after which it is worth asking again
KEPT_BY_NOBODY = "private, no-store"


class NotPrinted(Refused):
    """It could not be printed."""

    status = HTTPStatus.SERVICE_UNAVAILABLE


@require_GET
@own_page
def tickets(request: HttpRequest, order: str) -> HttpResponse:
    """`/orders/{identifier}/tickets.pdf`: all tickets of the order, for who ordered it."""
    return _printed(request, papers.tickets(bought(request, order)))


@require_GET
@own_page
def ticket(request: HttpRequest, order: str, number: str) -> HttpResponse:
    """`/orders/{identifier}/tickets/{id}.pdf`: one of them, for who ordered or holds it."""
    return _printed(request, papers.ticket(own_ticket(request, order, number)))


@require_GET
@own_page
def code(request: HttpRequest, order: str, number: str) -> HttpResponse:
    """`/orders/{identifier}/tickets/{id}.svg`: what is scanned at the door, of a good ticket. Raises Gone."""
    good = good_ticket(request, order, number)
    response = HttpResponse(codes.drawing(printed.code(good)), content_type="image/svg+xml")
    response["Cache-Control"] = KEPT_BY_NOBODY
    return response


@require_GET
@own_page
def invoice(request: HttpRequest, order: str, number: str) -> HttpResponse:
    """`/orders/{identifier}/invoices/{number}.pdf`: an invoice, or the correction of one."""
    rows = Invoice.objects.filter(events.visible(reader(request), access.INVOICE), order=bought(request, order))
    row = rows.filter(number=text.storable(number)).select_related("order", "event", "corrects").first()
    if row is None:
        raise NoPage
    return _printed(request, papers.invoice(row))


@require_GET
@own_page
def calendar(request: HttpRequest, order: str) -> HttpResponse:
    """`/orders/{identifier}/tickets.ics`: the reader's tickets of the order for a calendar."""
    found = held(request, order)
    event = found.event
    made = Calendar(
        name=event.name,
        description=event.name,
        zone=event.timezone,
        entries=holding.entries(own_tickets(request, found)),
        about=About(),
    )
    if not made.entries:
        raise NoPage
    ics = FORMATS["ics"]
    response = HttpResponse(ics.write(made), content_type=ics.media_type)
    response["Content-Disposition"] = downloads.disposition(event.name, "ics", otherwise="tickets")
    response["Cache-Control"] = KEPT_BY_NOBODY
    return response


def _printed(request: HttpRequest, paper: Paper) -> HttpResponse:
    """The file; while it is printed a page that asks for it again by itself. Raises NotPrinted."""
    job = press.ask(paper, by=reader(request))
    file = press.opened(job)
    if file is None:
        return _wait(request, job)
    with file:
        response = HttpResponse(file.read(), content_type="application/pdf")
    response["Content-Disposition"] = downloads.disposition(paper.name, "pdf", otherwise=paper.kind)
    response["Cache-Control"] = KEPT_BY_NOBODY
    return response


def _wait(request: HttpRequest, job: Job) -> HttpResponse:
    if job.state == Job.State.FAILURE:
        raise NotPrinted(job.error)
    context = {"title": _("Just a moment"), "back": addresses.orders()}
    response = render(request, "buying/printing.html", context, status=HTTPStatus.ACCEPTED)
    response["Retry-After"] = response["Refresh"] = str(SOON)
    response["Cache-Control"] = "no-store"
    return response
