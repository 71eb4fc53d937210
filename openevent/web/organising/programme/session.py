"""A session, as its team writes it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from openevent.events import revising
from openevent.events.models import Event
from openevent.lib.errors import Conflicting, Refused
from openevent.program import access, removing, submitting
from openevent.program.models import Session, Speaker
from openevent.web.forms import sent
from openevent.web.organising.programme.listing import Row, is_number
from openevent.web.organising.programme.sessions import amend, found, moves
from openevent.web.organising.programme.working import programme, to, working
from openevent.web.organising.sections import around
from openevent.web.rendering import NoPage, own_page, reader, render
from openevent.web.session_forms import OfTheTeam
from openevent.web.session_states import NAMES

State = Session.State
FIRST = [State.PENDING, State.ACCEPTED, State.CONFIRMED]  # in which what the team enters begins


class ChangedMeanwhile(Conflicting):
    """Somebody else changed the session while this form was filled."""


@own_page
def edit(request: HttpRequest, key: str, number: str) -> HttpResponse:
    """`/manage/{identifier}/sessions/{id}`: all that the team says of it, who gives it, and deleting it."""
    event = programme(request, key)
    session, user = found(event, number), reader(request)
    form = OfTheTeam(
        event,
        sent(request),
        session=session,
        states=moves(session, user),
        may_lock=access.may_lock(user, session),
    )
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, event, session, form)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The session was saved."))
            return to(event, f"sessions/{number}")
    return _page(request, event, found(event, number), form)


def _save(request: HttpRequest, event: Event, session: Session, form: OfTheTeam) -> None:
    with working(request, event) as locked:
        since = form.cleaned_data["revision"]
        if (
            since is not None
            and revising.later(locked, since).filter(object_type="session", object_id=session.pk).exists()
        ):
            raise ChangedMeanwhile(
                _("Somebody changed this session meanwhile. Copy what you wrote, and load the page again.")
            )
        amend(session, by=reader(request), send_email=form.cleaned_data["send_email"], **form.facts())


def _page(request: HttpRequest, event: Event, session: Session, form: OfTheTeam) -> HttpResponse:
    row = Row.of(session, event)
    speaking = [one.pk for one in row.speakers]
    context: dict[str, Any] = {
        "title": session.title,
        "row": row,
        "form": form,
        "others": Speaker.objects.filter(event=event, deleted_at=None)
        .exclude(pk__in=speaking)
        .order_by("name", "pk")[:2000],
        "is_public": event.is_public and session.state in Session.PUBLIC_STATES,
        **around(request, event, "sessions"),
    }
    return render(request, "organising/programme/session.html", context)


@own_page
def new(request: HttpRequest, key: str) -> HttpResponse:
    """`/manage/{identifier}/sessions/new`: what the team puts into the programme itself."""
    event = programme(request, key)
    may_lock = access.may_lock_in(reader(request), event)
    form = OfTheTeam(
        event,
        sent(request),
        states=FIRST,
        may_lock=may_lock,
        initial={"state": State.ACCEPTED, "send_email": False},
    )
    if request.method == "POST" and form.is_valid():
        try:
            with working(request, event) as locked:
                session = submitting.propose(
                    locked, by=reader(request), is_team=True, send_email=form.cleaned_data["send_email"], **form.facts()
                )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The session is there. Now say who gives it."))
            return to(event, f"sessions/{session.pk}")
    context = {"title": _("New session"), "form": form, **around(request, event, "sessions")}
    return render(request, "organising/programme/new.html", context)


@require_POST
@own_page
def speakers(request: HttpRequest, key: str, number: str) -> HttpResponse:
    """`POST …/sessions/{id}/speakers`: `add`, `remove` or `first` with the speaker's number."""
    event = programme(request, key)
    session = found(event, number)
    giving = [link.speaker for link in session.speaking.all()]
    said = {
        name: int(request.POST[name]) for name in ("add", "remove", "first") if is_number(request.POST.get(name, ""))
    }
    wanted = [one for one in giving if one.pk not in said.values()]
    if "add" in said:
        wanted += Speaker.objects.filter(event=event, pk=said["add"], deleted_at=None)
    if "first" in said:
        wanted = [one for one in giving if one.pk == said["first"]] + wanted
    try:
        with working(request, event):
            amend(session, by=reader(request), speakers=wanted)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The speakers of the session were changed."))
    return to(event, f"sessions/{number}")


@require_POST
@own_page
def delete(request: HttpRequest, key: str, number: str) -> HttpResponse:
    """`POST …/sessions/{id}/delete`: out of the programme; it can be brought back."""
    event = programme(request, key)
    session = found(event, number)
    with working(request, event):
        if not access.may_delete(reader(request), session):
            messages.error(request, _("This session is locked: only organizers delete it."))
            return to(event, f"sessions/{number}")
        removing.delete(session, by=reader(request))
    messages.success(
        request,
        _("“%(title)s” was deleted. It is among the deleted sessions, and can be brought back.")
        % {"title": session.title[:80]},
    )
    return to(event, "sessions")


@require_POST
@own_page
def restore(request: HttpRequest, key: str, number: str) -> HttpResponse:
    """`POST …/sessions/{id}/restore`: back, as it was."""
    event = programme(request, key)
    session = Session.objects.filter(event=event, pk=int(number), deleted_at__isnull=False).first()
    if session is None:
        raise NoPage
    with working(request, event):
        removing.restore(session, by=reader(request))
    messages.success(
        request, _("“%(title)s” is back: %(state)s.") % {"title": session.title[:80], "state": NAMES[session.state]}
    )
    return to(event, f"sessions/{number}")
