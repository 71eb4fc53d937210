"""Moves: by the grid, and by the form "when and where"."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from openevent.accounts.models import User
from openevent.calendars.timezones import zone
from openevent.events.models import Event
from openevent.lib.errors import Refused
from openevent.program import access
from openevent.program.access import may_edit_programme
from openevent.program.models import Session
from openevent.program.scheduling import MovedMeanwhile
from openevent.web.clocks import Span
from openevent.web.organising.scheduling import board, moving, sentences
from openevent.web.organising.scheduling.board import Board
from openevent.web.organising.scheduling.forms import NONE, WhenAndWhere
from openevent.web.organising.scheduling.moving import Moved, SessionGone
from openevent.web.organising.sections import address, around, managed
from openevent.web.rendering import NoPage, is_live, own_page, reader, render


@require_POST
@own_page
def move(request: HttpRequest, key: str, number: str) -> HttpResponse:
    """`POST …/schedule/{number}/move`: `start`, `end`, `room`, as of the revision `seen`; tells what is so now."""
    event, user = managed(request, key, may_edit_programme), reader(request)
    since = _since(request)
    try:
        seen = moving.whole(request.POST.get("seen", ""))
        slot = moving.asked(event, request.POST)
        moved = moving.put(event, int(number), slot, by=user, seen=event.revision if seen is None else seen)
    except NoPage:
        raise
    except Refused as refusal:
        return _not_moved(event, user, refusal, since)
    return _moved(event, user, moved, since)


def _since(request: HttpRequest) -> int | None:
    """The revision that the script has; read before anything is done, for what is no number is refused."""
    return moving.whole(request.POST.get("since", ""))


def _moved(event: Event, user: User, moved: Moved, since: int | None) -> HttpResponse:
    """What is so now, with the sentence for it."""
    now, session = _now(event, user, since), moved.session
    own = [one["text"] for one in now["conflicts"] if str(session.pk) in one["sessions"]]
    said = sentences.moved(session, event, own, is_resized=moved.is_resized, lost_room=moved.lost_room)
    return JsonResponse({**now, "moved": moved.revision, "said": said})


def _not_moved(event: Event, user: User, refusal: Refused, since: int | None) -> HttpResponse:
    """Why it was not moved, and what is so now: the block jumps to where it is."""
    said = {"said": _why(refusal, event, user), **_now(event, user, since)}
    return JsonResponse(said, status=HTTPStatus(refusal.status))


def _now(event: Event, user: User, since: int | None) -> dict[str, Any]:
    """What changed since the revision that the script has, this move among it."""
    event.refresh_from_db()
    shown = Board(event=event, user=user)
    return shown.since(since) if since is not None and 0 <= since <= event.revision else shown.whole()


def _why(refusal: Refused, event: Event, user: User) -> str:
    return sentences.overtaken(refusal, event, user) if isinstance(refusal, MovedMeanwhile) else str(refusal)


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
def form(request: HttpRequest, key: str, number: str) -> HttpResponse:
    """`/manage/{identifier}/schedule/{number}`: when and where; the script shows the same form above the grid."""
    event, user = managed(request, key, may_edit_programme), reader(request)
    session, since = board.with_parts(board.known(event)).filter(pk=number).first(), _since(request)
    if session is None:
        return _gone(request, event, int(number), since)
    said = request.POST if request.method == "POST" else None
    days, rooms = board.days_of(event), board.rooms(event)
    on = request.GET.get("day", "")
    shown = WhenAndWhere(said, session=session, days=days, rooms=rooms, seen=event.revision, on=on)
    if said is not None and shown.is_valid():
        try:
            seen = shown.cleaned_data["seen"]
            to = shown.slot()
            moved = moving.put(event, session.pk, to, by=user, seen=event.revision if seen is None else seen)
        except MovedMeanwhile as refusal:
            shown.overtaken(sentences.overtaken(refusal, event, user), refusal.revision)
        except SessionGone:
            return _gone(request, event, session.pk, since)
        except NoPage:
            raise
        except Refused as refusal:
            shown.refuse(refusal)
        else:
            return _moved(event, user, moved, since) if is_live(request) else _back(request, event, moved)
    return _form(request, event, session, shown, is_fixed=session.is_locked and not access.may_lock_in(user, event))


def _gone(request: HttpRequest, event: Event, number: int, since: int | None) -> HttpResponse:
    """What is so now, instead of the form of a session that is there no more. Raises NoPage, SessionGone."""
    refusal = moving.gone(event, number)
    if is_live(request) and isinstance(refusal, SessionGone):
        return _not_moved(event, reader(request), refusal, since)
    raise refusal


def _back(request: HttpRequest, event: Event, moved: Moved) -> HttpResponse:
    """To the day on which the session is now."""
    clashes = sentences.of_session(moved.session, event)
    said = sentences.moved(moved.session, event, clashes, is_resized=moved.is_resized, lost_room=moved.lost_room)
    messages.success(request, said)
    begin = moved.session.starts_at
    when = begin.astimezone(zone(event.timezone)).date().isoformat() if begin is not None else NONE
    return HttpResponseRedirect(f"{address(event, 'schedule')}?day={when}")


def _form(request: HttpRequest, event: Event, session: Session, shown: WhenAndWhere, *, is_fixed: bool) -> HttpResponse:
    context = {
        "title": _("When and where"),
        "session": session,
        "form": shown,
        "is_fixed": is_fixed,
        "zone_name": Span.of(event.starts_at, event.ends_at, event.timezone).zone_name,
        "lost_room": sentences.lost_room(session),
        "here": address(event, f"schedule/{session.pk}"),
        "back": address(event, "schedule"),
        "page": address(event, f"sessions/{session.pk}"),
        "clashes": sentences.of_session(session, event),
        **around(request, event, "schedule"),
    }
    template = "organising/scheduling/_form.html" if is_live(request) else "organising/scheduling/form.html"
    status = HTTPStatus.UNPROCESSABLE_ENTITY if shown.errors else HTTPStatus.OK
    return render(request, template, context, status=status)
