"""Who comes to an event: found, read by those at the door, and changed by its team."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from openevent.events import access as events
from openevent.events.models import Event
from openevent.holders import resending
from openevent.lib.errors import Forbidden, Refused, Unknown
from openevent.tickets import access, filling, papers, press, seeking
from openevent.tickets.models import Attendee, CheckIn, Order, Ticket
from openevent.tickets.naming import STATUSES
from openevent.web.forms import sent
from openevent.web.organising.sections import address, around, managed
from openevent.web.organising.selling import saying
from openevent.web.organising.selling.attendee_forms import AttendeeForm
from openevent.web.organising.selling.holding import holding
from openevent.web.organising.selling.orders import AT_ONCE, LONGEST_SEARCH, name
from openevent.web.rendering import NoPage, own_page, reader, render

PATH = "attendees"
IN, OUT, NOT_YET = "in", "out", "not-yet"
MOST_SCANS = 100


@dataclass(frozen=True, kw_only=True)
class Coming:
    """An attendee as those see it who receive people."""

    attendee: Attendee
    event: Event

    @property
    def path(self) -> str:
        """Where the attendee is read."""
        return address(self.event, f"{PATH}/{self.attendee.pk}")

    @property
    def name(self) -> str:
        """What they are called, as far as anybody said."""
        return self.attendee.full_name or self.attendee.email or _("nameless")

    @property
    def presence(self) -> str:
        """Whether they are in."""
        if self.attendee.is_checked_in:
            return _("in")
        return _("went out") if self.attendee.is_checked_out else _("not yet")

    @property
    def standing(self) -> Any:
        """How their ticket stands."""
        if self.attendee.deleted_at is not None and self.attendee.order.status == Order.Status.COMPLETED:
            return _("given back")
        return STATUSES[Order.Status(self.attendee.order.status)]


@own_page
def listed(request: HttpRequest, key: str) -> HttpResponse:
    """`/manage/{identifier}/attendees`: whom `q` means, with this `ticket`, and who is `in`, `out` or not yet."""
    event = managed(request, key, access.may_check_in)
    said = {name_: request.GET.get(name_, "")[:LONGEST_SEARCH].strip() for name_ in ("q", "ticket", "is")}
    rows = Attendee.objects.expected().filter(events.visible(reader(request), access.ATTENDEE), event=event)
    if said["q"]:
        rows = rows.filter(seeking.attendees(said["q"]))
    tickets = list(Ticket.objects.filter(event=event).only("name"))
    if chosen := next((one for one in tickets if str(one.pk) == said["ticket"]), None):
        rows = rows.filter(ticket=chosen)
    rows = rows.filter(**_presence(said["is"])).select_related("order", "ticket")
    page = Paginator(rows.order_by("lastname", "firstname", "pk"), AT_ONCE).get_page(request.GET.get("page"))
    context = {
        "title": _("Attendees"),
        "page": page,
        "people": [Coming(attendee=row, event=event) for row in page.object_list],
        "total": saying.number(page.paginator.count),
        "said": said,
        "chosen": chosen,
        "tickets": tickets,
        "presences": [(IN, _("in")), (OUT, _("went out")), (NOT_YET, _("not yet"))],
        "is_of_team": access.is_of_team(reader(request), event),
        "form_path": address(event, "form"),
        "export_path": address(event, "export"),
    }
    return render(request, "organising/selling/attendees.html", {**context, **around(request, event, PATH)})


def _presence(said: str) -> dict[str, bool]:
    return {
        IN: {"is_checked_in": True},
        OUT: {"is_checked_out": True},
        NOT_YET: {"is_checked_in": False, "is_checked_out": False},
    }.get(said, {})


@own_page
def shown(request: HttpRequest, key: str, number: str) -> HttpResponse:
    """`/manage/{identifier}/attendees/{id}`: one who comes; the team changes what was said."""
    event, attendee = _opened(request, key, number)
    coming = Coming(attendee=attendee, event=event)
    is_of_team = access.is_of_team(reader(request), event)
    form, status = AttendeeForm(sent(request), attendee=attendee), HTTPStatus.OK
    if request.method == "POST":
        if not is_of_team:
            raise Forbidden(_("Only coorganizers and up change attendees."))
        if form.is_valid():
            try:
                with holding(request, attendee.order) as (order, user):
                    filling.change(attendee, by=user, actors=access.actors(user, order), **form.facts())
            except Unknown:
                raise
            except Refused as refusal:
                form.refuse(refusal)
                status = HTTPStatus(refusal.status)
            else:
                messages.success(request, _("The attendee was changed."))
                return HttpResponseRedirect(coming.path)
    scans = CheckIn.objects.filter(attendee=attendee).select_related("by").order_by("-pk")[:MOST_SCANS]
    context = {
        "title": coming.name,
        "coming": coming,
        "form": form if is_of_team else None,
        "said": [] if is_of_team else form.said(),
        "scans": [_scan(scan, event) for scan in scans],
        "ticket_url": press.page_url(papers.ticket(attendee)) if attendee.is_admitted else "",
        "order": address(event, f"orders/{attendee.order.identifier}") if is_of_team else "",
        "door": address(event, "door"),
        "back": address(event, PATH),
    }
    return render(
        request, "organising/selling/attendee.html", {**context, **around(request, event, PATH)}, status=status
    )


@require_POST
@own_page
def resend(request: HttpRequest, key: str, number: str) -> HttpResponse:
    """`/manage/{identifier}/attendees/{id}/resend`: the ticket once more, to who holds it."""
    event, attendee = _opened(request, key, number)
    try:
        resending.to_holder(attendee, by=reader(request))
        messages.success(request, _("The ticket is sent to %(email)s.") % {"email": attendee.email})
    except Refused as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(Coming(attendee=attendee, event=event).path)


def _opened(request: HttpRequest, key: str, number: str) -> tuple[Event, Attendee]:
    """The event, and its attendee, given back or not."""
    event = managed(request, key, access.may_check_in)
    rows = Attendee.objects.select_related("order__event", "event", "ticket")
    attendee = rows.filter(event=event, pk=int(number)).first()
    if attendee is None:
        raise NoPage
    return event, attendee


def _scan(scan: CheckIn, event: Event) -> dict[str, Any]:
    did = {"in": _("came in"), "out": _("went out"), "registered": _("got what is handed out")}
    outcomes = {"counted": "", "already": _("was so already"), "not-in": _("was not in")}
    return {
        "when": saying.moment(scan.moment, event.timezone),
        "did": did[scan.direction],
        "outcome": outcomes[scan.outcome],
        "where": scan.device,
        "by": name(scan.by),
    }
