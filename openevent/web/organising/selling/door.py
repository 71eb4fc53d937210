"""The door: people are let in and out, by the code of their ticket, typed or seen by a camera, or by their name."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from openevent.events import access as events
from openevent.events.models import Event
from openevent.lib import text
from openevent.lib.errors import Refused
from openevent.tickets import access, checking, counting, seeking, sighting
from openevent.tickets.checking import Scan
from openevent.tickets.models import Attendee, CheckIn
from openevent.web.organising.sections import address, around, managed
from openevent.web.organising.selling import saying
from openevent.web.organising.selling.attendees import Coming
from openevent.web.rendering import own_page, reader, render

PATH = "door"
Direction, Outcome = CheckIn.Direction, CheckIn.Outcome
MOST_FOUND, LONGEST = 30, 100
PART = "X-Part"  # our script asks so, for the answer alone


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What whoever holds the device reads: `kind` is good, known (it was so before) or bad."""

    kind: str
    head: str
    who: str = ""
    more: str = ""


@dataclass(frozen=True, kw_only=True)
class Found:
    """Somebody who was found by name, and which way they may go now."""

    coming: Coming
    direction: CheckIn.Direction

    @classmethod
    def of(cls, coming: Coming, chosen: CheckIn.Direction) -> "Found":
        """Who is in may go out, and who is not may come in; who is handed something stays where they are."""
        way = Direction.OUT if coming.attendee.is_checked_in else Direction.IN
        return cls(coming=coming, direction=chosen if chosen == Direction.REGISTERED else way)

    @property
    def label(self) -> str:
        """What the button says."""
        return dict(_directions())[self.direction]


def _directions() -> list[tuple[str, str]]:
    return [("in", _("In")), ("out", _("Out")), ("registered", _("Handed out"))]


@own_page
def door(request: HttpRequest, key: str) -> HttpResponse:
    """`/manage/{identifier}/door`: a code that is sent lets its holder in; `q` looks for a name."""
    event = managed(request, key, access.may_check_in)
    if request.method == "POST":
        return _scanned(request, event)
    scan = _known(event, request.GET.get("scan", ""))
    return _page(request, event, request.GET, answer_of(scan, event) if scan else None)


@require_POST
@own_page
def look(request: HttpRequest, key: str) -> HttpResponse:
    """`/manage/{identifier}/door/look`: what the code in `photo` says, for browsers that read none; changes nothing.

    `{"code": …}`, or `{"hint": …}` where it cannot be told which one; 204 where there is none.
    """
    managed(request, key, access.may_check_in)
    try:
        return JsonResponse({"code": sighting.code(_photo(request))})
    except sighting.ManyCodes as refusal:
        return JsonResponse({"hint": str(refusal)})
    except sighting.NoCode:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)


def _scanned(request: HttpRequest, event: Event) -> HttpResponse:
    """What becomes of a code; the same scan sent twice is one."""
    said, head = request.POST, _("Not read")
    try:
        scan = _scan(request)
        head = _("No")
        checked = checking.check_in(event, scan, by=reader(request))
    except Refused as refusal:
        answer = Answer(kind="bad", head=head, more=str(refusal))
        if PART in request.headers:
            return _part(request, event, answer)  # an answer, of which the script looks at the words
        return _page(request, event, said, answer, status=HTTPStatus(refusal.status))
    if PART in request.headers:
        return _part(request, event, answer_of(checked.scan, event))
    query = {
        "scan": checked.scan.pk,
        "direction": _chosen(said.get("way", "") or checked.scan.direction),
        "device": checked.scan.device,
    }
    if written := _written(said):
        query["q"] = written
    return HttpResponseRedirect(f"{address(event, PATH)}?{urlencode(query)}")


def _chosen(direction: str) -> CheckIn.Direction:
    """Which way people go here; in, where nobody said."""
    return Direction(direction) if direction in Direction.values else Direction.IN


def _written(said: Any) -> str:
    """The name that is looked for."""
    return text.storable(said.get("q", ""))[:LONGEST].strip()


def _scan(request: HttpRequest) -> Scan:
    said = request.POST
    return Scan(
        code=text.storable(_code(request))[:LONGEST],
        direction=_chosen(said.get("direction", "")),
        key=text.one_line(said.get("key", ""))[:LONGEST] or str(uuid4()),
        device=text.one_line(said.get("device", ""))[:LONGEST],
    )


def _code(request: HttpRequest) -> str:
    """What is typed, or else what the photo shows."""
    typed = request.POST.get("code", "")
    if typed.strip():
        return typed
    if "photo" not in request.FILES:
        raise Refused(_("Type the code of the ticket, or take a photo of it."))
    return sighting.code(_photo(request))


def _photo(request: HttpRequest) -> bytes:
    sent = request.FILES.get("photo")
    return b"" if sent is None else sent.read(settings.PHOTO_MAX_BYTES + 1)


def _known(event: Event, number: str) -> CheckIn | None:
    """A scan of the event, with what its answer says."""
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    rows = CheckIn.objects.select_related("attendee__ticket", "first__by")
    return rows.filter(event=event, pk=int(number)).first()


def answer_of(scan: CheckIn, event: Event) -> Answer:
    """What the scan is answered with."""
    who = f"{scan.attendee.full_name or scan.attendee.email} · {scan.attendee.ticket.name}".strip(" ·")
    direction = Direction(scan.direction)
    if scan.outcome == Outcome.NOT_IN:
        return Answer(kind="bad", head=_("Was not in"), who=who, more=_("Out goes only who came in."))
    if scan.first is None:
        heads = {
            Direction.IN: pgettext("answer", "Let in"),
            Direction.OUT: _("Out"),
            Direction.REGISTERED: _("Handed out"),
        }
        return Answer(kind="good", head=heads[direction], who=who)
    heads = {
        Direction.IN: _("Already in since %(clock)s"),
        Direction.OUT: _("Already out since %(clock)s"),
        Direction.REGISTERED: _("Already handed out at %(clock)s"),
    }
    first = scan.first
    clock = saying.clock(first.moment, event.timezone)
    more = [saying.moment(first.moment, event.timezone), first.device, first.by.full_name if first.by else ""]
    return Answer(kind="known", head=heads[direction] % {"clock": clock}, who=who, more=" · ".join(filter(None, more)))


def _numbers(event: Event) -> dict[str, Any]:
    now = counting.at_the_door(event)
    inside = {"inside": saying.number(now.inside), "good": saying.number(now.good)}
    beside = [_("%(left)s went out") % {"left": saying.number(now.left)}]
    if now.registered:
        beside.append(_("%(count)s got what is handed out") % {"count": saying.number(now.registered)})
    return {
        "numbers": now,
        "inside": _("%(inside)s of %(good)s are in") % inside,
        "beside": ", ".join(beside),
    }


def _part(request: HttpRequest, event: Event, answer: Answer) -> HttpResponse:
    return render(request, "organising/selling/_answer.html", {"answer": answer, **_numbers(event)})


def _page(
    request: HttpRequest, event: Event, said: Any, answer: Answer | None, *, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    written, direction = _written(said), _chosen(said.get("direction", ""))
    device = text.one_line(said.get("device", ""))[:LONGEST]
    context = {
        "title": _("Check-in"),
        "answer": answer,
        "key": uuid4(),
        "direction": str(direction),
        "directions": _directions(),
        "device": device,
        "words": written,
        "found": [Found.of(one, direction) for one in _found(request, event, written)] if written else [],
        "path": address(event, PATH),
        **_numbers(event),
    }
    return render(request, "organising/selling/door.html", {**context, **around(request, event, PATH)}, status=status)


def _found(request: HttpRequest, event: Event, written: str) -> list[Coming]:
    """Whom the words mean, among those whose tickets are ordered or paid."""
    rows = Attendee.objects.expected().filter(events.visible(reader(request), access.ATTENDEE), event=event)
    rows = rows.filter(seeking.attendees(written)).select_related("order", "ticket")
    return [Coming(attendee=row, event=event) for row in rows.order_by("lastname", "firstname", "pk")[:MOST_FOUND]]
