"""Handing in a proposal."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from openevent.accounts.models import User
from openevent.accounts.repeating import Claim
from openevent.events.models import Event
from openevent.lib import addresses, media
from openevent.lib.errors import Refused
from openevent.program import access, answering, asking
from openevent.program.models import Session, Speaker, SpeakersCall
from openevent.web import pictures
from openevent.web.calls import ShownCall
from openevent.web.forms import sent, sent_files
from openevent.web.once import carried, kept, once, said
from openevent.web.proposing.call import found, word
from openevent.web.refusing import Refusing
from openevent.web.rendering import own_page, reader, render
from openevent.web.session_forms import Proposal
from openevent.web.shown import Shown
from openevent.web.speaker_forms import Profile

State = Session.State


@own_page
def propose(request: HttpRequest, key: str) -> HttpResponse:
    """`/e/{identifier}/propose`: the form, for who is signed in; `?word=` opens a private call."""
    call, user = found(request, key), reader(request)
    speaker = answering.profile(call.event, user)
    earlier = None if speaker else answering.latest_profile(user)
    asked = asking.asked(call)
    if "draft" in request.POST:
        asked = asking.unhurried(asked)
    proposal = Proposal(call.event, sent(request), asked=asked)
    profile = Profile(
        sent(request),
        sent_files(request),
        speaker=speaker,
        earlier=earlier,
        asked=asked,
        initial=_named(user, speaker or earlier),
    )
    if request.method == "POST" and proposal.is_valid() & profile.is_valid():
        with Refusing(lambda refusal: beside(refusal, proposal, profile)):
            return _submitted(request, call, proposal, profile)
    return _page(request, call, proposal, profile, speaker or earlier)


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
        "picture": picture(known) if "picture" in profile.fields else "",
        **carried(),
        "back": f"/e/{call.event.identifier}/call" + (f"?word={call.hash}" if call.hash else ""),
    }
    return render(request, "proposing/propose.html", context)


def _named(user: User, known: Speaker | None) -> dict[str, str]:
    """Who somebody is who has never spoken: as the account is called."""
    return {} if known else {"name": " ".join(filter(None, (user.first_name, user.last_name)))}


def picture(speaker: Speaker | None) -> str:
    """Where the picture of the speaker lies here; empty where there is none."""
    return pictures.ours(speaker.icon_image_url, speaker.photo_url) if speaker else ""


def _submitted(request: HttpRequest, call: SpeakersCall, proposal: Proposal, profile: Profile) -> HttpResponse:
    """The way to the proposal, a draft or handed in, of which two clicks make one. Raises what `answering` refuses."""
    user, is_draft = reader(request), "draft" in request.POST
    state = State.DRAFT if is_draft else State.PENDING

    def do(claim: Claim) -> HttpResponse:
        presented = profile.facts() | photo(profile, call.event, user)
        with transaction.atomic():
            session = answering.answer(
                call.event,
                by=user,
                presented=presented,
                proposed=proposal.facts(),
                state=state,
                call_hash=word(request),
            )
            return kept(claim, addresses.proposal(session.pk))

    answer = once(request, user, "propose on a page", said(request), do)
    # Also for the second of two clicks: a browser shows the answer to that one only.
    if is_draft:
        messages.success(request, _("Your draft was saved. Hand it in before the call closes."))
    else:
        messages.success(request, _("Thank you: your proposal was handed in. A letter tells you that it has arrived."))
    return answer


def photo(profile: Profile, event: Event, user: User) -> dict[str, str]:
    """The address of the picture that was sent, or of the shown one of an earlier event.

    Raises what `uploading` refuses.
    """
    if "picture" not in profile.fields:  # nor was any shown
        return {}
    sent = profile.cleaned_data["picture"]
    if sent is not None:
        return {"photo_url": pictures.stored(sent, by=user)}
    known = None if answering.profile(event, user) else answering.latest_profile(user)
    return {"photo_url": known.photo_url} if known and media.PATH in known.photo_url else {}


def beside(refusal: Refused, proposal: Proposal, profile: Profile | None) -> None:
    """Show the refusal in the form that it is about."""
    (profile if profile is not None and profile.about(refusal) else proposal).refuse(refusal)
