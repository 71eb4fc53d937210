"""Reviewing proposals: reading one after the other, rating, deciding, and writing to who proposed it."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from openevent.accounts.models import User
from openevent.events.models import Event
from openevent.lib.errors import Refused
from openevent.program import notifying, rating
from openevent.program.models import Feedback, Session
from openevent.web import words
from openevent.web.forms import Form, Line, Words
from openevent.web.organising.programme import listing
from openevent.web.organising.programme.listing import Row
from openevent.web.organising.programme.sessions import amend, found, moves
from openevent.web.organising.programme.working import programme, working
from openevent.web.organising.sections import address, around
from openevent.web.passages import Passage
from openevent.web.rendering import own_page, reader, render
from openevent.web.session_states import MOVES, NAMES, TOLD

State = Session.State
ON_A_PAGE = 50
# What is looked through: the sessions in one state, or all that were handed in.
TABS = (State.PENDING, State.ACCEPTED, State.CONFIRMED, State.REJECTED)
STARS = (1, 2, 3, 4, 5)


class Message(Form):
    """A letter of the team to the speakers of a session."""

    subject = Line(max_length=notifying.LONGEST_SUBJECT, required=False, label=gettext_lazy("Subject"))
    message = Words(rows=5, max_length=notifying.LONGEST_MESSAGE, label=gettext_lazy("Message"))


class Rating(Form):
    """What somebody of the team thinks of a proposal."""

    comment = Passage(
        rows=2,
        required=False,
        max_length=50_000,
        label=gettext_lazy("Your remark"),
        help_text=gettext_lazy("Read by the team alone. Choose the stars to save it."),
    )


@own_page
def table(request: HttpRequest, key: str) -> HttpResponse:
    """`/manage/{identifier}/review`: proposals in the order in which they were handed in; `?state=`."""
    event = programme(request, key)
    state = _state(request)
    page = listing.page(request, _queue(event, state).order_by("submitted_at", "pk"), ON_A_PAGE)
    mine = _said(reader(request), list(page.object_list))
    counted = dict(Session.objects.living().filter(event=event).order_by().values_list("state").annotate(Count("pk")))
    context: dict[str, Any] = {
        "title": _("Review"),
        "rows": [(Row.of(session, event), mine.get(session.pk)) for session in page.object_list],
        "page": page,
        "state": state,
        "tabs": [(one, NAMES[one], counted.get(one, 0)) for one in TABS],
        **around(request, event, "review"),
    }
    return render(request, "organising/programme/review.html", context)


@own_page
def one(request: HttpRequest, key: str, number: str) -> HttpResponse:
    """`/manage/{identifier}/review/{id}`: a proposal to be read, rated and decided on."""
    event = programme(request, key)
    return _page(request, event, found(event, number), Message())


def _page(request: HttpRequest, event: Event, session: Session, message: Message) -> HttpResponse:
    user, state = reader(request), _state(request)
    said = list(Feedback.objects.filter(session=session, deleted_at=None).select_related("user").order_by("pk"))
    mine = next((feedback for feedback in said if feedback.user_id == user.pk), None)
    earlier, later = _beside(session, _queue(event, state))
    onward = [move for move in moves(session, user) if move in MOVES and move != session.state]
    context: dict[str, Any] = {
        "title": session.title,
        "row": Row.of(session, event),
        "state": state,
        "short": words.shown(session.short_abstract),
        "long": words.shown(session.long_abstract),
        "comments": words.shown(session.comments),
        "stars": [(star, mine is not None and mine.rating >= star) for star in STARS],
        "mine": mine,
        "rating": Rating(initial={"comment": mine.comment if mine else ""}),
        "said": [(feedback, words.shown(feedback.comment)) for feedback in said],
        "moves": [(move, MOVES[move]) for move in onward if move != State.PENDING],
        "undo": State.PENDING in onward,
        "tells": bool(TOLD & set(onward)),
        "earlier": earlier,
        "later": later,
        "message": message,
        **around(request, event, "review"),
    }
    return render(request, "organising/programme/proposal.html", context)


@require_POST
@own_page
def rate(request: HttpRequest, key: str, number: str) -> HttpResponse:
    """`POST …/review/{id}/rate`: so many `stars`, and a remark."""
    event = programme(request, key)
    session, form = found(event, number), Rating(request.POST)
    try:
        with working(request, event):
            comment = form.cleaned_data["comment"] if form.is_valid() else ""
            rating.rate(
                session,
                by=reader(request),
                rating=rating.in_halves(request.POST.get("stars", "")[:10]),
                comment=comment,
            )
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Your rating was saved."))
    return _to(request, event, session)


@require_POST
@own_page
def decide(request: HttpRequest, key: str, number: str) -> HttpResponse:
    """`POST …/review/{id}/state`: bring it into the state `to`; `send_email` tells the speakers."""
    event = programme(request, key)
    session = found(event, number)
    later = _beside(session, _queue(event, _state(request)))[1]
    try:
        with working(request, event):
            session = amend(
                session,
                by=reader(request),
                state=request.POST.get("to", ""),
                send_email=request.POST.get("send_email") == "on",
            )
    except Refused as refusal:
        messages.error(request, str(refusal))
        return _to(request, event, session)
    sentence = _("“%(title)s” is now “%(state)s”.") % {"title": session.title[:80], "state": NAMES[session.state]}
    messages.success(request, sentence)
    return _to(request, event, session if later is None or "stay" in request.POST else later)


@require_POST
@own_page
def write(request: HttpRequest, key: str, number: str) -> HttpResponse:
    """`POST …/review/{id}/message`: a letter to the speakers."""
    event = programme(request, key)
    session, form = found(event, number), Message(request.POST)
    if form.is_valid():
        try:
            with working(request, event):
                notifying.notify(session, by=reader(request), **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The letter is on its way to the speakers."))
            return _to(request, event, session)
    return _page(request, event, session, form)


def _state(request: HttpRequest) -> str:
    asked = request.GET.get("state", "")
    return asked if asked in TABS else State.PENDING


def _queue(event: Event, state: str) -> Any:
    return Session.objects.living().filter(event=event, state=state)


def _beside(session: Session, queue: Any) -> tuple[Session | None, Session | None]:
    """The proposals before and after this one, as they were handed in; those never handed in come by number."""
    if session.submitted_at is None:
        before, after = Q(submitted_at=None, pk__lt=session.pk), Q(submitted_at=None, pk__gt=session.pk)
    else:
        same = {"submitted_at": session.submitted_at}
        before = Q(submitted_at__lt=session.submitted_at) | Q(pk__lt=session.pk, **same)
        after = Q(submitted_at__gt=session.submitted_at) | Q(pk__gt=session.pk, **same)
    earlier = queue.filter(before).order_by("-submitted_at", "-pk").first()
    return earlier, queue.filter(after).order_by("submitted_at", "pk").first()


def _said(user: User, sessions: Sequence[Session]) -> dict[int, Feedback]:
    """What the user said of these sessions (1 query)."""
    rows = Feedback.objects.filter(user=user, session__in=[one.pk for one in sessions], deleted_at=None)
    return {row.session_id: row for row in rows if row.session_id is not None}


def _to(request: HttpRequest, event: Event, session: Session) -> HttpResponse:
    path = address(event, f"review/{session.pk}")
    state = _state(request)
    return HttpResponseRedirect(
        path if state == State.PENDING else f"{path}?state={state}", status=HTTPStatus.SEE_OTHER
    )
