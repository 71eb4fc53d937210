"""One's own proposals, over all events: how they stand, and changing them."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from openevent.accounts.models import User
from openevent.lib import addresses
from openevent.lib.errors import Refused
from openevent.program import access, amending, answering, asking, calling, removing, states
from openevent.program.models import Session
from openevent.program.naming import STATES
from openevent.program.states import Side
from openevent.web import words
from openevent.web.clocks import Span
from openevent.web.forms import sent, sent_files
from openevent.web.proposing.submission import beside, photo, picture
from openevent.web.refusing import told
from openevent.web.rendering import NoPage, led, own_page, reader, render
from openevent.web.session_forms import Proposal
from openevent.web.shown import Shown
from openevent.web.speaker_forms import Profile

State = Session.State
ON_A_PAGE = 30
# What a state means to who proposed.
MEANINGS: dict[str, Promise | str] = {
    State.DRAFT: gettext_lazy("You are still writing. Nobody decides on it before you hand it in."),
    State.PENDING: gettext_lazy("It has arrived. The organisers will tell you what they decide."),
    State.ACCEPTED: gettext_lazy("The organisers take it. They will tell you when and where it takes place."),
    State.CONFIRMED: gettext_lazy("It stands in the programme."),
    State.REJECTED: gettext_lazy("The organisers could not take it this time."),
    State.CANCELED: gettext_lazy("It will not take place."),
    State.WITHDRAWN: gettext_lazy("You have taken it back."),
}
# What who proposed does to bring it into a state; what undoes itself by nothing is asked for twice.
MOVES: dict[str, Promise | str] = {
    State.PENDING: gettext_lazy("Hand in"),
    State.CONFIRMED: gettext_lazy("Yes, I will come"),
}


@dataclass(frozen=True, kw_only=True)
class Own:
    """A proposal as its author reads it."""

    session: Session
    shown: Shown
    state: Promise | str
    meaning: Promise | str
    span: Span | None

    @classmethod
    def of(cls, session: Session) -> "Own":
        """The proposal of this row."""
        event, span = session.event, None
        # When and where it is said once it is decided: until then the team tries times.
        if session.state in Session.PUBLIC_STATES and session.starts_at is not None and session.ends_at is not None:
            span = Span.of(session.starts_at, session.ends_at, event.timezone)
        return cls(
            session=session,
            shown=Shown.of(event),
            state=STATES[session.state],
            meaning=MEANINGS[session.state],
            span=span,
        )


@own_page
def mine(request: HttpRequest) -> HttpResponse:
    """`/proposals`: what the reader proposed or speaks in, the newest first."""
    rows = Session.objects.filter(access.own_sessions(reader(request))).select_related("event", "microlocation")
    page = Paginator(rows.order_by("-created_at", "-pk"), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"title": _("My proposals"), "rows": [Own.of(session) for session in page.object_list], "page": page}
    return render(request, "proposing/proposals.html", context)


def _found(user: User, number: str) -> Session:
    rows = Session.objects.filter(access.own_sessions(user), pk=int(number))
    session = rows.select_related("event", "microlocation", "track", "session_type").first()
    if session is None:
        raise NoPage
    return session


@own_page
def one(request: HttpRequest, number: str) -> HttpResponse:
    """`/proposals/{id}`: how it stands, and its words, as long as its people may change them."""
    user = reader(request)
    session = _found(user, number)
    known = answering.profile(session.event, user)
    asked = asking.asked(calling.of(session.event))
    if session.state == State.DRAFT:
        asked = asking.unhurried(asked)
    proposal = Proposal(session.event, sent(request), session=session, asked=asked)
    if session.state not in amending.UNDECIDED:
        for name in amending.FILING & proposal.fields.keys():
            del proposal.fields[name]
    profile = None if known is None else Profile(sent(request), sent_files(request), speaker=known, asked=asked)
    if request.method == "POST" and _is_valid(proposal, profile) and _save(request, session, proposal, profile):
        return _to(session)
    return _page(request, _found(user, number), proposal, profile)


def _is_valid(proposal: Proposal, profile: Profile | None) -> bool:
    return proposal.is_valid() & (profile is None or profile.is_valid())


def _page(request: HttpRequest, session: Session, proposal: Proposal, profile: Profile | None) -> HttpResponse:
    user, onward = reader(request), states.onward(session.state, Side.SPEAKER)
    may_edit = access.may_edit(user, session)
    context: dict[str, Any] = {
        "title": session.title,
        "own": Own.of(session),
        "short": words.shown(session.short_abstract),
        "long": words.shown(session.long_abstract),
        "proposal": proposal,
        "profile": profile,
        "picture": picture(answering.profile(session.event, user)) if profile and "picture" in profile.fields else "",
        "may_edit": may_edit,
        "may_delete": session.state == State.DRAFT and access.may_delete(user, session),
        "moves": [(move, MOVES[move]) for move in onward if move in MOVES] if may_edit else [],
        "may_withdraw": may_edit and State.WITHDRAWN in onward,
        "is_public": session.event.is_public and session.state in Session.PUBLIC_STATES,
    }
    return render(request, "proposing/proposal.html", context)


def _save(request: HttpRequest, session: Session, proposal: Proposal, profile: Profile | None) -> bool:
    """Whether the proposal says this now; else the forms say why not."""
    user = reader(request)
    try:
        _check_may_edit(user, session)
        presented = None if profile is None else profile.facts() | photo(profile, session.event, user)
        answering.revise(session, by=user, presented=presented, **proposal.facts())
    except Refused as refusal:
        beside(refusal, proposal, profile)
        return False
    messages.success(request, _("Your proposal was saved."))
    return True


def _check_may_edit(user: User, session: Session) -> None:
    if not access.may_edit(user, session):
        raise amending.NotTheirs("is_locked", _("This session is locked: only its organisers change it."))


@require_POST
@own_page
def move(request: HttpRequest, number: str) -> HttpResponse:
    """`POST /proposals/{id}/state`: bring it into the state `to`, as its author."""
    user = reader(request)
    session, to = _found(user, number), request.POST.get("to", "")
    with told(request):
        _check_may_edit(user, session)
        session = answering.revise(session, by=user, state=to)
        messages.success(request, _("Your proposal is now “%(state)s”.") % {"state": STATES[session.state]})
    return _to(session)


@require_POST
@own_page
def delete(request: HttpRequest, number: str) -> HttpResponse:
    """`POST /proposals/{id}/delete`: throw a draft away."""
    user = reader(request)
    session = _found(user, number)
    if session.state != State.DRAFT or not access.may_delete(user, session):
        messages.error(request, _("Only drafts are thrown away. Withdraw what you have handed in."))
        return _to(session)
    removing.delete(session, by=user)
    messages.success(request, _("The draft was thrown away."))
    return led("/proposals")


def _to(session: Session) -> HttpResponse:
    return led(addresses.proposal(session.pk))
