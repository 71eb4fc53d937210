"""Reviewing proposals: reading one after the other, rating, deciding, and writing to who proposed it."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from openevent.accounts.models import User
from openevent.events.models import Event
from openevent.program import asking, calling, notifying, rating
from openevent.program.access import may_edit_programme
from openevent.program.asking import Question
from openevent.program.models import Feedback, Session, Speaker
from openevent.program.naming import STATES
from openevent.web import words
from openevent.web.forms import Form, Line, Words
from openevent.web.levels import LEVELS
from openevent.web.organising.making import made
from openevent.web.organising.programme import answers, listing
from openevent.web.organising.programme.answers import Answer
from openevent.web.organising.programme.listing import Row
from openevent.web.organising.programme.opening import programme
from openevent.web.organising.programme.sessions import amend, found, moves
from openevent.web.organising.sections import address, around
from openevent.web.organising.writing import done
from openevent.web.passages import Passage
from openevent.web.rendering import led, own_page, reader, render
from openevent.web.session_states import MOVES, TOLD

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
        "tabs": [(one, STATES[one], counted.get(one, 0)) for one in TABS],
        **around(request, event, "review"),
    }
    return render(request, "organising/programme/review.html", context)


@own_page
def one(request: HttpRequest, key: str, number: str) -> HttpResponse:
    """`/manage/{identifier}/review/{id}`: a proposal to be read, rated and decided on."""
    event = programme(request, key)
    return _page(request, event, found(event, number), Message())


def _page(
    request: HttpRequest, event: Event, session: Session, message: Message, *, remark: Rating | None = None
) -> HttpResponse:
    user, state = reader(request), _state(request)
    said = list(Feedback.objects.filter(session=session, deleted_at=None).select_related("user").order_by("pk"))
    mine = next((feedback for feedback in said if feedback.user_id == user.pk), None)
    earlier, later = _beside(session, _queue(event, state))
    row, asked = Row.of(session, event), asking.asked(calling.of(event))
    onward = [move for move in moves(session, user) if move in MOVES and move != session.state]
    context: dict[str, Any] = {
        "title": session.title,
        "row": row,
        "state": state,
        "level": LEVELS.get(session.level, ""),
        "short": words.shown(session.short_abstract),
        "long": words.shown(session.long_abstract),
        "comments": words.shown(session.comments),
        "answers": answers.of_session(session, asked),
        "giving": [(one.name, *found) for one in row.speakers for found in _about(one, asked)],
        "stars": [(star, mine is not None and mine.rating >= star) for star in STARS],
        "mine": mine,
        "rating": remark or Rating(initial={"comment": mine.comment if mine else ""}),
        "said": [(feedback, words.shown(feedback.comment)) for feedback in said],
        "moves": [(move, MOVES[move]) for move in onward if move != State.PENDING],
        "undo": State.PENDING in onward,
        "tells": bool(TOLD & set(onward)),
        "earlier": earlier,
        "later": later,
        "message": message,
        "answers_to": notifying.answers_to(user),
        **around(request, event, "review"),
    }
    return render(request, "organising/programme/proposal.html", context)


@require_POST
@own_page
def rate(request: HttpRequest, key: str, number: str) -> HttpResponse:
    """`POST …/review/{id}/rate`: so many `stars`, and a remark."""
    event = programme(request, key)
    session, form = found(event, number), Rating(request.POST)

    def act(_now: Event, user: User) -> None:
        stars = rating.in_halves(request.POST.get("stars", "")[:10])
        rating.rate(session, by=user, rating=stars, comment=form.cleaned_data["comment"])

    if not form.is_valid():
        return _page(request, event, session, Message(), remark=form)
    if done(request, event, may_edit_programme, act):
        messages.success(request, _("Your rating was saved."))
    return _to(request, event, session)


@require_POST
@own_page
def decide(request: HttpRequest, key: str, number: str) -> HttpResponse:
    """`POST …/review/{id}/state`: bring it into the state `to`; `send_email` tells the speakers."""
    event = programme(request, key)
    session = found(event, number)
    later = _beside(session, _queue(event, _state(request)))[1]
    said = {"state": request.POST.get("to", ""), "send_email": request.POST.get("send_email") == "on"}
    if not done(request, event, may_edit_programme, lambda _now, user: amend(session, by=user, **said)):
        return _to(request, event, session)
    sentence = _("“%(title)s” is now “%(state)s”.") % {"title": session.title[:80], "state": STATES[session.state]}
    messages.success(request, sentence)
    return _to(request, event, session if later is None or "stay" in request.POST else later)


@require_POST
@own_page
def write(request: HttpRequest, key: str, number: str) -> HttpResponse:
    """`POST …/review/{id}/message`: a letter to the speakers."""
    event = programme(request, key)
    session, form = found(event, number), Message(request.POST)

    def send(_now: Event, user: User) -> str:
        notifying.notify(session, by=user, **form.cleaned_data)
        return _path(request, event, session)

    if answer := made(request, form, event, may_edit_programme, send):
        messages.success(request, _("The letter is on its way to the speakers."))
        return answer
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


def _about(speaker: Speaker, asked: Sequence[Question]) -> list[tuple[list[str], list[Answer]]]:
    """What the speaker says of themselves, as HTML (in short, then more), and what they answered; if there is any."""
    about = [words.shown(one) for one in (speaker.short_biography, speaker.long_biography) if one]
    said = answers.of_speaker(speaker, asked)
    return [(about, said)] if about or said else []


def _to(request: HttpRequest, event: Event, session: Session) -> HttpResponse:
    return led(_path(request, event, session))


def _path(request: HttpRequest, event: Event, session: Session) -> str:
    """Where the proposal is read, among those in the same state."""
    path, state = address(event, f"review/{session.pk}"), _state(request)
    return path if state == State.PENDING else f"{path}?state={state}"
