"""A session, as its team writes it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from openevent.accounts.models import User
from openevent.events import revising
from openevent.events.models import Event
from openevent.lib.errors import Conflicting, Forbidden
from openevent.program import access, asking, calling, removing, submitting
from openevent.program.models import Session, Speaker
from openevent.program.naming import STATES
from openevent.web.forms import sent
from openevent.web.organising.making import made
from openevent.web.organising.programme import answers
from openevent.web.organising.programme.listing import Row, is_number
from openevent.web.organising.programme.opening import programme, to
from openevent.web.organising.programme.sessions import amend, found, moves
from openevent.web.organising.sections import address, around
from openevent.web.organising.writing import done, members_changed, saved, working
from openevent.web.rendering import NoPage, own_page, reader, render
from openevent.web.session_forms import SLOT, New, OfTheTeam

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

    def act(now: Event, user: User) -> None:
        _check_unchanged(now, session, form)
        amend(session, by=user, send_email=form.cleaned_data["send_email"], **form.facts())

    if request.method == "POST" and saved(request, form, event, access.may_edit_programme, act):
        messages.success(request, _("The session was saved."))
        return to(event, f"sessions/{number}")
    return _page(request, event, found(event, number), form)


def _check_unchanged(event: Event, session: Session, form: OfTheTeam) -> None:
    """Raise ChangedMeanwhile where the session was changed after this revision, or the zone of the form's new times.

    Call it behind the event's lock.
    """
    since = form.cleaned_data["revision"]
    if since is None:
        return
    is_rezoned = bool(SLOT & form.touched) and "timezone" in members_changed(event, event, since)
    if is_rezoned or revising.later(event, since).filter(object_type="session", object_id=session.pk).exists():
        raise ChangedMeanwhile(
            _("Somebody changed this session meanwhile. Copy what you wrote, and load the page again.")
        )


def _page(request: HttpRequest, event: Event, session: Session, form: OfTheTeam) -> HttpResponse:
    row = Row.of(session, event)
    speaking = [one.pk for one in row.speakers]
    context: dict[str, Any] = {
        "title": session.title,
        "row": row,
        "form": form,
        "answers": answers.own(session, asking.asked(calling.of(event))),
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
    form = New(
        event,
        sent(request),
        states=FIRST,
        may_lock=may_lock,
        initial={"state": State.ACCEPTED, "send_email": False},
    )

    def make(now: Event, user: User) -> str:
        send_email = form.cleaned_data["send_email"]
        session = submitting.propose(now, by=user, is_team=True, send_email=send_email, **form.facts())
        return address(now, f"sessions/{session.pk}")

    if request.method == "POST" and (answer := made(request, form, event, access.may_edit_programme, make)):
        is_given = bool(form.cleaned_data.get("speakers"))
        told = _("The session is there.") if is_given else _("The session is there. Now say who gives it.")
        messages.success(request, told)
        return answer
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
    may = access.may_edit_programme
    if done(request, event, may, lambda _now, user: amend(session, by=user, speakers=wanted)):
        messages.success(request, _("The speakers of the session were changed."))
    return to(event, f"sessions/{number}")


@require_POST
@own_page
def delete(request: HttpRequest, key: str, number: str) -> HttpResponse:
    """`POST …/sessions/{id}/delete`: out of the programme; it can be brought back."""
    event = programme(request, key)
    session = found(event, number)

    def act(_now: Event, user: User) -> None:
        if not access.may_delete(user, session):
            raise Forbidden(_("This session is locked: only organizers delete it."))
        removing.delete(session, by=user)

    if not done(request, event, access.may_edit_programme, act):
        return to(event, f"sessions/{number}")
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
    with working(request, event, access.may_edit_programme) as (_now, user):
        removing.restore(session, by=user)
    messages.success(
        request, _("“%(title)s” is back: %(state)s.") % {"title": session.title[:80], "state": STATES[session.state]}
    )
    return to(event, f"sessions/{number}")
