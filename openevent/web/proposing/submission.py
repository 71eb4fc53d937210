"""Handing in a proposal."""

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _

from openevent.accounts import uploading
from openevent.accounts.models import User
from openevent.events.models import Event
from openevent.lib import addresses, media
from openevent.lib.errors import Refused
from openevent.program import access, answering, asking
from openevent.program.models import Session, Speaker, SpeakersCall
from openevent.web import pictures
from openevent.web.calls import ShownCall
from openevent.web.forms import sent, sent_files
from openevent.web.proposing.call import found, word
from openevent.web.rendering import own_page, reader, render
from openevent.web.session_forms import Proposal
from openevent.web.shown import Shown
from openevent.web.speaker_forms import Profile

State = Session.State


@own_page
def propose(request: HttpRequest, key: str) -> HttpResponse:
    """`/e/{identifier}/propose`: the form, for who is signed in; `?word=` opens a private call."""
    call, user = found(request, key), reader(request)
    known = answering.profile(call.event, user) or answering.latest_profile(user)
    asked = asking.asked(call)
    if "draft" in request.POST:
        asked = asking.unhurried(asked)
    proposal = Proposal(call.event, sent(request), asked=asked)
    profile = Profile(sent(request), sent_files(request), speaker=known, asked=asked, initial=_named(user, known))
    if request.method == "POST" and proposal.is_valid() & profile.is_valid():
        session = _submit(request, call, proposal, profile)
        if session is not None:
            return HttpResponseRedirect(addresses.proposal(session.pk), status=HTTPStatus.SEE_OTHER)
    return _page(request, call, proposal, profile, known)


def _page(
    request: HttpRequest, call: SpeakersCall, proposal: Proposal, profile: Profile, known: Speaker | None
) -> HttpResponse:
    context: dict[str, Any] = {
        "title": _("Propose a session"),
        "shown": Shown.of(call.event),
        "call": ShownCall.of(call, timezone.now()),
        "may": access.may_submit(reader(request), call.event, word(request)),
        "proposal": proposal,
        "profile": profile,
        "picture": picture(known),
        "back": f"/e/{call.event.identifier}/call" + (f"?word={call.hash}" if call.hash else ""),
    }
    return render(request, "proposing/propose.html", context)


def _named(user: User, known: Speaker | None) -> dict[str, str]:
    """Who somebody is who has never spoken: as the account is called."""
    return {} if known else {"name": " ".join(filter(None, (user.first_name, user.last_name)))}


def picture(speaker: Speaker | None) -> str:
    """Where the picture of the speaker lies here; empty where there is none."""
    return pictures.ours(speaker.icon_image_url, speaker.photo_url) if speaker else ""


def _submit(request: HttpRequest, call: SpeakersCall, proposal: Proposal, profile: Profile) -> Session | None:
    """The proposal, a draft or handed in; None where the forms say why there is none."""
    user = reader(request)
    state = State.DRAFT if "draft" in request.POST else State.PENDING
    try:
        presented = profile.facts() | photo(profile, call.event, user)
        session = answering.answer(
            call.event, by=user, presented=presented, proposed=proposal.facts(), state=state, call_hash=word(request)
        )
    except Refused as refusal:
        beside(refusal, proposal, profile)
        return None
    if state == State.DRAFT:
        messages.success(request, _("Your draft was saved. Hand it in before the call closes."))
    else:
        messages.success(request, _("Thank you: your proposal was handed in. A letter tells you that it has arrived."))
    return session


def photo(profile: Profile, event: Event, user: User) -> dict[str, str]:
    """The address of the picture that was sent, or of that of an earlier event. Raises what `uploading` refuses."""
    sent = profile.cleaned_data.get("picture")
    if sent is not None:
        return {"photo_url": uploading.picture(sent.read(settings.UPLOAD_MAX_BYTES + 1), by=user)}
    known = None if answering.profile(event, user) else answering.latest_profile(user)
    return {"photo_url": known.photo_url} if known and media.PATH in known.photo_url else {}


def beside(refusal: Refused, proposal: Proposal, profile: Profile) -> None:
    """Show the refusal in the form that it is about."""
    name = refusal.pointer.rpartition("/")[2].replace("-", "_")
    (profile if name in profile.fields else proposal).refuse(refusal)
