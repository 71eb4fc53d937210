"""`/invitations/{secret}`: where the letter of an invitation leads, and where it is answered."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from openevent.events import inviting
from openevent.events.access import somebody
from openevent.events.models import EventRole, RoleInvite
from openevent.lib import addresses, text
from openevent.web.organising.titles import powers, titles
from openevent.web.rendering import SIGN_IN, page, render
from openevent.web.shown import Shown

SIGN_UP = "/account/sign-up"


def _inviter(invite: RoleInvite) -> str:
    """How who invites is called; nobody's address is shown."""
    user = invite.invited_by
    return text.one_line(user.public_name or user.full_name) if user is not None else ""


@page
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Who invites to what. Whoever has the secret has read the letter; the account of its address answers it."""
    invite = inviting.of_token(secret)
    user, here = somebody(request.user), addresses.invitation(secret)
    names = {**titles(), RoleInvite.RoleName.ATTENDEE: _("Attendee")}
    context = {
        "title": _("Invitation"),
        "invite": invite,
        "shown": Shown.of(invite.event),
        "inviter": _inviter(invite),
        "role": names[invite.role],
        "powers": powers().get(invite.role, ""),
        "is_owner": invite.role == EventRole.Name.OWNER,
        "is_pending": invite.status == RoleInvite.Status.PENDING,
        "user": user,
        "is_theirs": user is not None and user.email == invite.email,
        "here": here,
        "sign_in": f"{SIGN_IN}?{urlencode({'next': here})}",
        "sign_up": f"{SIGN_UP}?{urlencode({'next': here, 'email': invite.email})}",
    }
    response = render(request, "organising/event/invitation.html", context)
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "no-store"  # the address is a secret
    return response


def _answer(
    request: HttpRequest, secret: str, act: Callable[..., RoleInvite], sentence: str, then: str
) -> HttpResponse:
    user = somebody(request.user)
    if user is None:  # who has been signed out meanwhile begins again
        return HttpResponseRedirect(addresses.invitation(secret))
    try:
        act(secret, by=user)
    except inviting.NotTheInvited as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(addresses.invitation(secret))
    messages.success(request, sentence)
    return HttpResponseRedirect(then)


@require_POST
@page
def accept(request: HttpRequest, secret: str) -> HttpResponse:
    """`POST …/accept`: the account has the role now."""
    invite = inviting.of_token(secret)
    sentence = _("Welcome to the team of “%(name)s”.") % {"name": invite.event.name}
    works = invite.role in EventRole.Name.values and invite.role != EventRole.Name.MODERATOR
    then = addresses.management(invite.event.identifier) if works else "/manage"
    return _answer(request, secret, inviting.accept, sentence, then)


@require_POST
@page
def decline(request: HttpRequest, secret: str) -> HttpResponse:
    """`POST …/decline`: it was not wanted."""
    return _answer(request, secret, inviting.decline, _("You have declined the invitation."), "/")
