"""Calendars of whole events: all of this site, and all of one organiser."""

from datetime import timedelta

from django.db.models import Count, Max, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from openevent.accounts.models import User
from openevent.calendars import guids
from openevent.events import access, calendar
from openevent.events.models import Event, EventRole
from openevent.feeds import wanting
from openevent.feeds.answering import Offer, answer, refusing, respond
from openevent.feeds.keeping import Made
from openevent.feeds.schedule import NoSuchCalendar
from openevent.feeds.wanting import Wanted
from openevent.lib import urls
from openevent.lib.errors import Malformed
from openevent.program import calendar as programme

KEPT = timedelta(days=365)  # so long after its end an event is in them


@refusing
def site(request: HttpRequest, /, extension: str) -> HttpResponse:
    """`/v1/events.{extension}`: every published event that lists show."""
    return _answer(request, extension, Event.objects.filter(access.is_listed()), name="Events")


@refusing
def organiser(request: HttpRequest, /, number: str, extension: str) -> HttpResponse:
    """`/v1/users/{id}/events.{extension}`: those that one owns whose profile is public."""
    owner = User.objects.filter(pk=int(number), is_profile_public=True).first()
    if owner is None or not owner.is_active:
        raise NoSuchCalendar
    owned = EventRole.objects.filter(user=owner, role=EventRole.Name.OWNER).values("event_id")
    name = f"Events of {owner.public_name or owner.full_name or 'one organiser'}"
    return _answer(request, extension, Event.objects.filter(access.is_listed(), pk__in=owned), name=name)


def _answer(request: HttpRequest, extension: str, events: QuerySet[Event], *, name: str) -> HttpResponse:
    wanted = wanting.schedule(extension, request.META.get("QUERY_STRING", ""))
    if not wanted.format.holds_events:
        raise NoSuchCalendar
    if wanted.selection.query:
        raise Malformed("Calendars of whole events cannot be narrowed by their sessions.")
    listed = events.filter(ends_at__gt=timezone.now() - KEPT)
    # What enters the list or changes in it counts up or has the newest change, what leaves it makes it shorter. Not the
    # times alone: what is saved later may have been begun earlier.
    fresh = listed.aggregate(count=Count("pk"), newest=Max("changed_at"), revisions=Sum("revision"))
    offer = Offer(
        key=f"{request.path} {name} {fresh} {wanted.key}",
        media_type=wanted.format.media_type,
        make=lambda: Made(_written(listed, wanted, name, request.path)),
        disposition=lambda: wanting.disposition(wanted, name),
    )
    return respond(answer(request.META, offer))


def _written(events: QuerySet[Event], wanted: Wanted, name: str, path: str) -> bytes:
    made = calendar.overview(events.order_by("starts_at", "pk"), name=name, description=name)
    # Every server has these addresses.
    uid = guids.of_selection(urls.absolute("/"), wanting.selected(wanted, path))
    return wanted.format.write(programme.followed(made, wanting.source(wanted, path), uid=uid), rich=wanted.rich)
