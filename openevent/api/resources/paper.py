"""Tickets and invoices as PDF: with an account, or by the signed address of a letter or a task."""

from http import HTTPStatus

from django.db.models import Q
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from openevent.accounts.models import User
from openevent.api import reading
from openevent.api.describing import TEXT, described, query
from openevent.api.jsonapi.resource import NotAllowed
from openevent.api.permissions import Everyone
from openevent.api.resources.attendee import ATTENDEES
from openevent.api.resources.export import LOCATION, TASK
from openevent.api.resources.order import ORDERS, uuid_of
from openevent.api.resources.task import task_url
from openevent.events import access as events
from openevent.jobs.models import Job
from openevent.lib import downloads, signing, text
from openevent.lib.errors import Conflicting, Unknown
from openevent.tickets import access, papers, press
from openevent.tickets.models import Attendee, Invoice, Order
from openevent.tickets.papers import Paper

PDF = "application/pdf"
SAYS = "From a signed address; without it an account is needed."
SIGNED = (query("expires", SAYS), query("signature", SAYS))
SOON = 2  # seconds, after which it is worth asking again
PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>{name}</title>
<p>It is being printed, and comes in a moment.</p>
"""


class NotPrinted(Conflicting):
    """It could not be printed."""


class PaperView(APIView):
    """A paper: at once where it is printed, otherwise in a moment."""

    permission_classes = [Everyone]
    http_method_names = ["get", "options"]  # to look with HEAD prints nothing

    def answer(self, request: Request, paper: Paper, account: User | None) -> HttpResponseBase:
        """200 with the file. 202 while it is printed: programs follow the task, browsers come again by themselves."""
        job = press.ask(paper, by=account)
        file = press.opened(job)
        if file is None:
            return _wait(request, paper, job)
        response = FileResponse(file, content_type=PDF)
        response["Content-Disposition"] = downloads.disposition(paper.name, "pdf", otherwise=paper.kind)
        response["Cache-Control"] = "private, no-store"  # the address is a key: no cache shall keep what it opens
        return response


def _wait(request: Request, paper: Paper, job: Job) -> HttpResponse:
    if job.state == Job.State.FAILURE:
        raise NotPrinted(job.error)
    response: HttpResponse = Response({"task_url": task_url(job)}, status=HTTPStatus.ACCEPTED)
    if "text/html" in request.headers.get("Accept", ""):
        response = HttpResponse(PAGE.format(name=paper.kind), status=HTTPStatus.ACCEPTED)
    response["Location"], response["Retry-After"], response["Refresh"] = task_url(job), SOON, SOON
    response["Cache-Control"] = "no-store"
    return response


def _opens(request: Request, kind: str, row: Order | Attendee | Invoice | None) -> bool:
    """Whether the request has a signature, and it is one for the row. Raises Unknown, Gone."""
    said = request.query_params
    if "signature" not in said:
        return False
    subject = press.subject(kind, row.pk if row is not None else 0)
    signing.check(subject, expires=said.get("expires", ""), signed=said["signature"])
    return True


class OrderTickets(PaperView):
    """The tickets of an order, a page for each who comes. Who only holds one of them gets that."""

    @described(
        summary="Get the tickets of an order on paper",
        tag="order",
        parameters=SIGNED,
        answer=TEXT,
        gives=(PDF,),
        also={202: TASK},
        headers=LOCATION,
        refuses=(401, 403, 404, 409, 410),
    )
    def get(self, request: Request, key: str) -> HttpResponseBase:
        """A PDF; 202 while it is printed."""
        orders = Order.objects.select_related("event").filter(event__deleted_at=None)
        identifier = uuid_of(key)
        found = orders.filter(identifier=identifier).first() if identifier else None
        if _opens(request, papers.TICKETS, found) and found is not None:
            return self.answer(request, papers.tickets(found), None)
        account = reading.account(request)
        order: Order = ORDERS.find(key, account)
        if not access.may_print_tickets(account, order):
            raise NotAllowed("Who ordered, and the event’s team, print all tickets; yours is at its own pdf-url.")
        return self.answer(request, papers.tickets(order), account)


class AttendeeTicket(PaperView):
    """The ticket of one attendee, for who ordered or holds it, and the event's team and registrars."""

    @described(
        summary="Get a ticket on paper",
        tag="attendee",
        parameters=SIGNED,
        answer=TEXT,
        gives=(PDF,),
        also={202: TASK},
        headers=LOCATION,
        refuses=(401, 404, 409, 410),
    )
    def get(self, request: Request, key: str) -> HttpResponseBase:
        """A PDF; 202 while it is printed."""
        rows = Attendee.objects.select_related("order", "event", "ticket").filter(event__deleted_at=None)
        found = rows.filter(ATTENDEES.where(key, reading.asker(request))).first()
        if _opens(request, papers.TICKET, found) and found is not None:
            return self.answer(request, papers.ticket(found), None)
        account = reading.account(request)
        attendee = rows.get(pk=ATTENDEES.find(key, account).pk)
        return self.answer(request, papers.ticket(attendee), account)


class OrderInvoice(PaperView):
    """An invoice, or the correction of one, by its number; or by the identifier of its order."""

    @described(
        summary="Get an invoice on paper",
        tag="order-invoice",
        parameters=SIGNED,
        answer=TEXT,
        gives=(PDF,),
        also={202: TASK},
        headers=LOCATION,
        refuses=(401, 404, 409, 410),
    )
    def get(self, request: Request, key: str) -> HttpResponseBase:
        """A PDF; 202 while it is printed."""
        rows = Invoice.objects.select_related("order", "corrects")
        identifier = uuid_of(key)
        asked = Q(order__identifier=identifier, corrects=None) if identifier else Q(number=text.storable(key))
        found = rows.filter(asked).first()
        if _opens(request, papers.INVOICE, found) and found is not None:
            return self.answer(request, papers.invoice(found), None)
        account = reading.account(request)
        seen = rows.filter(events.visible(account, access.INVOICE), asked).first()
        if seen is None:
            raise Unknown("There is no such invoice.")
        return self.answer(request, papers.invoice(seen), account)


urlpatterns: list[URLPattern] = [
    path("v1/orders/<str:key>/tickets-pdf", OrderTickets.as_view()),
    path("v1/orders/attendees/<str:key>.pdf", AttendeeTicket.as_view()),
    path("v1/orders/invoices/<str:key>", OrderInvoice.as_view()),
]
