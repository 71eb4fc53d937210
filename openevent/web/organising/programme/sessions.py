"""The table of an event's sessions: found, changed in their rows, and decided on together."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from openevent.accounts.models import User
from openevent.events.models import Event
from openevent.program import access, amending, deciding, states
from openevent.program.models import Microlocation, Session, SessionType, Track
from openevent.program.naming import STATES
from openevent.program.states import Side
from openevent.web.clocks import Span
from openevent.web.organising.programme import listing
from openevent.web.organising.programme.listing import Asked, Row
from openevent.web.organising.programme.opening import programme, to
from openevent.web.organising.sections import address, around
from openevent.web.organising.writing import saved
from openevent.web.rendering import NoPage, is_live, own_page, reader, render
from openevent.web.session_forms import InARow
from openevent.web.session_states import MOVES

NAMED = 5  # sessions in a message; of more their number is said


@own_page
def table(request: HttpRequest, key: str) -> HttpResponse:
    """`/manage/{identifier}/sessions`: all of them, with `q`, `state`, `track`, `type`, `room`, `sort` and `page`."""
    event, asked = programme(request, key), Asked.read(request.GET)
    found = listing.page(request, asked.of(event))
    context: dict[str, Any] = {
        "title": _("Sessions"),
        "rows": [Row.of(session, event) for session in found.object_list],
        "page": found,
        "asked": asked,
        "query": asked.query(),
        "zone_name": Span.of(event.starts_at, event.ends_at, event.timezone).zone_name,
        "headings": asked.headings(),
        "states": STATES.items(),
        "moves": MOVES.items(),
        "filters": [
            ("track", _("Track"), Track.objects.filter(event=event, deleted_at=None), asked.numbers.get("track")),
            ("type", _("Kind"), SessionType.objects.filter(event=event, deleted_at=None), asked.numbers.get("type")),
            ("room", _("Room"), Microlocation.objects.filter(event=event, deleted_at=None), asked.numbers.get("room")),
        ],
        **around(request, event, "sessions"),
    }
    return render(request, "organising/programme/sessions.html", context)


@own_page
def row(request: HttpRequest, key: str, number: str) -> HttpResponse:
    """`/manage/{identifier}/sessions/{id}/row`: a row of the table, to be changed in it (for htmx)."""
    event = programme(request, key)
    session = found(event, number)
    if not is_live(request):
        return HttpResponseRedirect(address(event, f"sessions/{number}"))
    if request.method == "POST":
        return _change_row(request, event, session)
    return _row(request, event, session, is_open="open" in request.GET)


def found(event: Event, number: str) -> Session:
    """The session of the event with this number. Raises NoPage."""
    session = listing.rows(Session.objects.living().filter(event=event, pk=int(number))).first()
    if session is None:
        raise NoPage
    return session


def moves(session: Session, user: User) -> list[Session.State]:
    """The state that the session is in, and those into which the user may move it."""
    side = access.side_of(user, session)
    onward = [] if side is None else states.onward(session.state, side, is_author=access.is_author(user, session))
    return [Session.State(session.state), *onward]


def amend(session: Session, *, by: User, **facts: Any) -> Session:
    """Give the session these facts, as its team. Raises what `amending.amend` refuses."""
    may_lock, is_author = access.may_lock(by, session), access.is_author(by, session)
    return amending.amend(session, by=by, side=Side.ORGANIZER, may_lock=may_lock, is_author=is_author, **facts)


def _change_row(request: HttpRequest, event: Event, session: Session) -> HttpResponse:
    form = InARow(session, request.POST, states=moves(session, reader(request)))

    def act(_now: Event, user: User) -> None:
        amend(session, by=user, **form.cleaned_data)

    if saved(request, form, event, access.may_edit_programme, act):
        return _row(request, event, found(event, str(session.pk)), is_changed=True)
    return _row(request, event, found(event, str(session.pk)), form=form, is_open=True)


def _row(
    request: HttpRequest,
    event: Event,
    session: Session,
    *,
    form: InARow | None = None,
    is_open: bool = False,
    is_changed: bool = False,
) -> HttpResponse:
    context: dict[str, Any] = {
        "row": Row.of(session, event),
        "event": event,
        "form": form or InARow(session, states=moves(session, reader(request))),
        "is_changed": is_changed,
        "is_swapped": True,
    }
    return render(request, f"organising/programme/_session_{'form' if is_open else 'row'}.html", context)


@require_POST
@own_page
def decide(request: HttpRequest, key: str) -> HttpResponse:
    """`POST /manage/{identifier}/sessions/state`: bring the chosen sessions into one state."""
    event, state = programme(request, key), request.POST.get("to", "")
    numbers = [int(one) for one in request.POST.getlist("session")[:500] if listing.is_number(one)]
    if state not in MOVES or not numbers:
        messages.error(request, _("Choose some sessions, and what to do with them."))
    else:
        chosen = Session.objects.living().filter(event=event, pk__in=numbers).order_by("pk")
        send_email = request.POST.get("send_email") == "on"
        _tell(request, state, deciding.decide(chosen, to=state, by=reader(request), send_email=send_email))
    back = Asked.read(QueryDict(request.POST.get("back", "")[:1000].encode(errors="replace")))
    return to(event, f"sessions?{back.query()}")


def _tell(request: HttpRequest, to: str, decided: deciding.Decided) -> None:
    """Say which sessions are in the new state now, and which are not, and why."""
    if decided.changed:
        number = len(decided.changed)
        sentence = ngettext(
            "%(number)s session is now “%(state)s”: %(titles)s.",
            "%(number)s sessions are now “%(state)s”: %(titles)s.",
            number,
        )
        messages.success(
            request, sentence % {"number": number, "state": STATES[to], "titles": _titles(decided.changed)}
        )
    for reason, sessions in decided.refused.items():
        sentence = _("Not changed: %(titles)s. %(reason)s") % {"titles": _titles(sessions), "reason": reason}
        messages.warning(request, sentence)
    if not decided.changed and not decided.refused:
        messages.info(request, _("The sessions are in this state already."))


def _titles(sessions: list[Session]) -> str:
    titles = ", ".join(f"“{one.title[:80]}”" for one in sessions[:NAMED])
    rest = len(sessions) - NAMED
    if rest <= 0:
        return titles
    return ngettext("%(titles)s and %(number)s more", "%(titles)s and %(number)s more", rest) % {
        "titles": titles,
        "number": rest,
    }
