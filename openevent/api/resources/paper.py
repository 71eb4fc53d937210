"""Tickets and invoices as PDF: with an account, or by the signed address of a letter or a task."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from openevent.accounts.models import User
from openevent.api import reading
from openevent.api.describing import TEXT, Handler, described, query
from openevent.api.jsonapi.resource import NotAllowed, is_id
from openevent.api.permissions import Everyone
from openevent.api.resources.attendee import ATTENDEES
from openevent.api.resources.export import LOCATION, TASK
from openevent.api.resources.order import ORDERS, uuid_of
from openevent.api.resources.task import task_url
from openevent.events import access as events
from openevent.jobs.models import Job
from openevent.lib import downloads, signing, text
from openevent.lib.errors import Gone, Refused, Unknown
from openevent.tickets import access, papers, press
from openevent.tickets.models import Attendee, Invoice, Order
from openevent.tickets.papers import Paper

PDF = "application/pdf"
SAYS = "From a signed address; without it an account is needed."
SIGNED = (query("of", SAYS), query("expires", SAYS), query("signature", SAYS))
SOON = 2  # seconds, after which it is worth asking again
PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>{name}</title>
<p>It is being printed, and comes in a moment.</p>
"""


class NotPrinted(Refused):
    """It could not be printed."""

    status = HTTPStatus.SERVICE_UNAVAILABLE


def _described(summary: str, tag: str, *refuses: int) -> Callable[[Handler], Handler]:
    """What each of the papers says of itself."""
    return described(
        summary=summary,
        tag=tag,
        parameters=SIGNED,
        answer=TEXT,
        gives=(PDF,),
        also={202: TASK},
        headers=LOCATION,
        refuses=(401, 404, 409, 410, 503, *refuses),
    )


class PaperView(APIView):
    """A paper: at once where it is printed, otherwise in a moment."""

    permission_classes = [Everyone]
    http_method_names = ["get", "options"]  # to look with HEAD prints nothing
    kind: ClassVar[str]

    def answered(self, request: Request, key: str) -> HttpResponseBase:
        """For who has signed in and may, or holds a signed address."""
        if "signature" in request.query_params:
            return self._print(request, self.paper(self._signed(request, key)), None)
        account = reading.account(request)
        return self._print(request, self.paper(self.seen(key, account)), account)

    def named(self, key: str) -> Any:
        """The row at this address, whoever asks; None where there is none."""
        raise NotImplementedError

    def holder(self, row: Any) -> str:  # noqa: ARG002 - for what can be given to somebody else
        """Of whom signed addresses of the row are: `key` of the paper."""
        return ""

    def seen(self, key: str, account: User) -> Any:
        """The row at this address, for an account that may have it on paper. Raises Unknown, NotAllowed."""
        raise NotImplementedError

    def paper(self, row: Any) -> Paper:
        """What is printed of it. Raises NoPaper, Gone."""
        raise NotImplementedError

    def _signed(self, request: Request, key: str) -> Any:
        said, row = request.query_params, self.named(key)
        if row is None:
            raise Unknown(signing.CHANGED)
        of = said.get("of", "")
        subject = press.subject(self.kind, row.pk, of)
        signing.check(subject, expires=said.get("expires", ""), signed=said["signature"])
        if of != self.holder(row):
            raise Gone("This ticket is somebody else’s by now.")
        return row

    def _print(self, request: Request, paper: Paper, account: User | None) -> HttpResponseBase:
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


class OrderTickets(PaperView):
    """The tickets of an order, a page for each who comes, for its buyer and the team. A holder gets the own ticket."""

    kind = papers.TICKETS

    @_described("Get the tickets of an order on paper", "order", 403)
    def get(self, request: Request, key: str) -> HttpResponseBase:
        """A PDF; 202 while it is printed."""
        return self.answered(request, key)

    def named(self, key: str) -> Order | None:
        """By its identifier, which nobody guesses."""
        orders = Order.objects.select_related("event")
        identifier = uuid_of(key)
        return orders.filter(identifier=identifier).first() if identifier else None

    def seen(self, key: str, account: User) -> Order:
        """For who ordered, and the team."""
        order: Order = ORDERS.find(key, account)
        if not access.may_print_tickets(account, order):
            raise NotAllowed("Who ordered, and the event’s team, print all tickets; yours is at its own pdf-url.")
        return order

    def paper(self, row: Order) -> Paper:
        """Of everybody who comes."""
        return papers.tickets(row)


class AttendeeTicket(PaperView):
    """The ticket of one attendee, for who ordered or holds it, and the event's team and registrars."""

    kind = papers.TICKET

    @_described("Get a ticket on paper", "attendee")
    def get(self, request: Request, key: str) -> HttpResponseBase:
        """A PDF; 202 while it is printed."""
        return self.answered(request, key)

    def named(self, key: str) -> Attendee | None:
        """By its id; whether it is good says the paper."""
        rows = Attendee.objects.select_related("order", "event", "ticket")
        return rows.filter(pk=int(key)).first() if is_id(key) else None

    def holder(self, row: Attendee) -> str:
        """The addresses of who held the ticket before open it no more."""
        return papers.ticket_key(row)

    def seen(self, key: str, account: User) -> Attendee:
        """As the attendee itself is seen."""
        found: Attendee = ATTENDEES.find(key, account)
        return found

    def paper(self, row: Attendee) -> Paper:
        """Of this one."""
        return papers.ticket(row)


class OrderInvoice(PaperView):
    """An invoice, or the correction of one, by its number; or by the identifier of its order."""

    kind = papers.INVOICE

    @_described("Get an invoice on paper", "order-invoice")
    def get(self, request: Request, key: str) -> HttpResponseBase:
        """A PDF; 202 while it is printed."""
        return self.answered(request, key)

    def named(self, key: str) -> Invoice | None:
        """Also where the event is gone: an invoice stays one."""
        return _invoices(key).first()

    def seen(self, key: str, account: User) -> Invoice:
        """As the invoice itself is seen."""
        found = _invoices(key).filter(events.visible(account, access.INVOICE)).first()
        if found is None:
            raise Unknown("There is no such invoice.")
        return found

    def paper(self, row: Invoice) -> Paper:
        """As it was given out."""
        return papers.invoice(row)


def _invoices(key: str) -> QuerySet[Invoice]:
    identifier = uuid_of(key)
    named = Q(order__identifier=identifier, corrects=None) if identifier else Q(number=text.storable(key))
    return Invoice.objects.select_related("order", "event", "corrects").filter(named)


urlpatterns: list[URLPattern] = [
    path("v1/orders/<str:key>/tickets-pdf", OrderTickets.as_view()),
    path("v1/orders/attendees/<str:key>.pdf", AttendeeTicket.as_view()),
    path("v1/orders/invoices/<str:key>", OrderInvoice.as_view()),
]
