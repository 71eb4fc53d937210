"""The events that one helps to run, and where work on one of them begins."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from openevent.accounts.models import User
from openevent.events import access, amending, removing, team
from openevent.events.models import Event, EventRole
from openevent.events.policy import Act
from openevent.lib.errors import Refused
from openevent.web.forms import Form, sent
from openevent.web.organising.sections import address, around, managed, of_team
from openevent.web.organising.standing import Standing
from openevent.web.organising.titles import titles
from openevent.web.organising.writing import done, saved, working
from openevent.web.rendering import NoPage, own_page, reader, render
from openevent.web.shown import Shown

ON_A_PAGE = 24


@dataclass(frozen=True, kw_only=True)
class Mine:
    """An event in the list of one's own."""

    shown: Shown
    roles: str
    path: str  # where one works on it; else its public page; empty where there is none
    works: bool  # whether there is anything to work with

    @classmethod
    def of(cls, event: Event, names: Mapping[str, str]) -> "Mine":
        """The event, whose roles are those of the reader."""
        held = [role.role for role in event.roles.all()]
        works = any(role != EventRole.Name.MODERATOR for role in held)
        public = f"/e/{event.identifier}" if event.is_public else ""
        return cls(
            shown=Shown.of(event),
            roles=", ".join(names.get(role, role) for role in held),
            path=address(event) if works else public,
            works=works,
        )


def _listed(which: str, user: User) -> QuerySet[Event]:
    """The reader's events of one of the three lists."""
    mine, now = Event.objects.run_by(user), timezone.now()
    if which == "deleted":
        return mine.filter(access.rows(user, access.EVENT, Act.RESTORE), deleted_at__isnull=False).order_by(
            "-deleted_at", "id"
        )
    if which == "past":
        return mine.living().filter(ends_at__lte=now).order_by("-starts_at", "id")
    return mine.living().filter(ends_at__gt=now).order_by("starts_at", "id")


@own_page
def mine(request: HttpRequest) -> HttpResponse:
    """`/manage`: the events in which the reader has a role: those to come, the past ones, and what was deleted."""
    user, which = reader(request), request.GET.get("show", "")
    own = Prefetch("roles", queryset=EventRole.objects.filter(user=user).order_by("id"))
    rows = Paginator(_listed(which, user).prefetch_related(own), ON_A_PAGE).get_page(request.GET.get("page"))
    names = titles()
    context: dict[str, Any] = {
        "title": _("My events"),
        "events": [Mine.of(event, names) for event in rows.object_list],
        "rows": rows,
        "which": which if which in {"past", "deleted"} else "",
        "lists": [("", _("Now and to come")), ("past", _("Past")), ("deleted", _("Deleted"))],
    }
    return render(request, "organising/mine.html", context)


@own_page
def overview(request: HttpRequest, key: str) -> HttpResponse:
    """`/manage/{identifier}`: how things are with the event."""
    event, user = managed(request, key, of_team), reader(request)
    context: dict[str, Any] = {"title": _("Overview"), "shown": Shown.of(event), **around(request, event, "")}
    if access.may_edit(user, event):
        standing = Standing.of(event)
        steps = standing.steps(user)
        context |= {
            "figures": standing.figures(),
            "todo": [step for step in steps if not step.is_done],
            "done": [step for step in steps if step.is_done],
            "is_ready": all(step.is_done for step in steps if step.is_needed),
            "may_publish": access.may_publish(user, event),
            "may_delete": access.may_delete(user, event),
        }
    held = set(event.roles.filter(user=user).values_list("role", flat=True))  # the site's staff may have none
    context["may_leave"] = bool(held) and EventRole.Name.OWNER not in held
    return render(request, "organising/overview.html", context)


def _in_state(request: HttpRequest, key: str, state: Event.State, sentence: str) -> HttpResponse:
    """Put the event into this state; what is refused is said on its overview."""
    event = managed(request, key, access.may_edit)
    if done(request, event, access.may_edit, lambda now, user: amending.change(now, by=user, state=state)):
        messages.success(request, sentence)
    return HttpResponseRedirect(address(event))


@require_POST
@own_page
def publish(request: HttpRequest, key: str) -> HttpResponse:
    """`POST …/publish`: everybody sees the event."""
    return _in_state(request, key, Event.State.PUBLISHED, _("The event is published: everybody sees it now."))


@require_POST
@own_page
def unpublish(request: HttpRequest, key: str) -> HttpResponse:
    """`POST …/unpublish`: its team alone sees the event."""
    return _in_state(request, key, Event.State.DRAFT, _("The event is a draft again: only its team sees it."))


@own_page
def delete(request: HttpRequest, key: str) -> HttpResponse:
    """`…/delete`: asks, and deletes on POST."""
    event = managed(request, key, access.may_delete)
    form = Form(sent(request))
    if request.method == "POST" and saved(
        request, form, event, access.may_delete, lambda now, user: removing.delete(now, by=user)
    ):
        messages.success(request, _("“%(name)s” is deleted. You can bring it back.") % {"name": event.name})
        return HttpResponseRedirect("/manage?show=deleted")
    context = {"title": _("Delete this event?"), "form": form, **around(request, event, "")}
    return render(request, "organising/event/delete.html", context)


@require_POST
@own_page
def restore(request: HttpRequest, key: str) -> HttpResponse:
    """`POST …/restore`: a deleted event comes back as it was."""
    event = Event.objects.filter(identifier=key, deleted_at__isnull=False).first()
    if event is None or not access.may_restore(reader(request), event):
        raise NoPage
    with working(request, event, access.may_restore, deleted=True) as (now, user):
        removing.restore(now, by=user)
    messages.success(request, _("“%(name)s” is back.") % {"name": event.name})
    return HttpResponseRedirect(address(event))


@own_page
def leave(request: HttpRequest, key: str) -> HttpResponse:
    """`…/leave`: asks, and gives up the reader's own roles on POST. The owner hands the event over instead."""
    user = reader(request)
    event = Event.objects.living().run_by(user).filter(identifier=key).first()
    if event is None:
        raise NoPage
    refused = ""
    if request.method == "POST":
        try:
            with transaction.atomic():
                for held in event.roles.filter(user=user):
                    team.dismiss(user, EventRole.Name(held.role), event, by=user)
        except Refused as refusal:
            refused = str(refusal)
        else:
            messages.success(request, _("You have left the team of “%(name)s”.") % {"name": event.name})
            return HttpResponseRedirect("/manage")
    context = {"title": _("Leave the team?"), "event": event, "refused": refused}
    return render(request, "organising/event/leave.html", context)
