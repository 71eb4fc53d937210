"""`/manage/{identifier}/team`: who is what in an event, and who is invited to it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from openevent.accounts.models import User
from openevent.events import access, inviting, team
from openevent.events.models import Event, EventRole, RoleInvite
from openevent.lib.errors import Forbidden
from openevent.web.forms import Form
from openevent.web.organising.making import made
from openevent.web.organising.sections import May, address, around, managed
from openevent.web.organising.titles import powers, titles
from openevent.web.organising.writing import done, saved, working
from openevent.web.rendering import NoPage, own_page, reader, render

Name = EventRole.Name
GIVEN = [name for name in Name if name != Name.OWNER]


def _choices() -> list[tuple[str, str]]:
    """Roles that are given by whoever may manage the team; each with what it opens."""
    said, opens = titles(), powers()
    return [(name, f"{said[name]}: {opens[name]}") for name in GIVEN]


class Invitation(Form):
    """Whom to invite, as what."""

    email = forms.EmailField(label=lazy("E-mail address"), max_length=254)
    role = forms.ChoiceField(label=lazy("Role"), choices=_choices, widget=forms.RadioSelect, initial=Name.COORGANIZER)


class HandingOver(Form):
    """Who is to own the event."""

    email = forms.EmailField(label=lazy("E-mail address of the new owner"), max_length=254)


class NewRole(Form):
    """Another role for a member."""

    role = forms.ChoiceField(choices=lambda: [(name, titles()[name]) for name in GIVEN])


@dataclass(frozen=True, kw_only=True)
class Member:
    """Somebody of the team, as its page shows them."""

    held: EventRole
    name: str
    email: str  # by which they were invited; nobody's account address is shown
    title: str
    is_me: bool
    may_change: bool
    may_dismiss: bool


def _members(event: Event, user: User) -> list[Member]:
    """The team, the strongest first (3 queries, whatever their number)."""
    invited = dict(
        event.role_invites.filter(accepted_by__isnull=False).values_list("accepted_by_id", "email").order_by("id")
    )
    manages, names, strength = access.may_manage_team(user, event), titles(), list(Name)
    found = event.roles.select_related("user").order_by("id")
    return [
        Member(
            held=held,
            name=held.user.public_name or held.user.full_name,
            email=user.email if held.user_id == user.pk else invited.get(held.user_id, ""),
            title=names[held.role],
            is_me=held.user_id == user.pk,
            may_change=manages and held.role != Name.OWNER,
            may_dismiss=held.role != Name.OWNER and (manages or held.role not in access.ORGANIZERS),
        )
        for held in sorted(found, key=lambda held: strength.index(Name(held.role)))
    ]


def _shown(request: HttpRequest, event: Event, **context: Any) -> HttpResponse:
    user = reader(request)
    names = {**titles(), RoleInvite.RoleName.ATTENDEE: _("Attendee")}
    open_ones: QuerySet[RoleInvite] = event.role_invites.exclude(status=RoleInvite.Status.ACCEPTED)
    page: dict[str, Any] = {
        "title": _("Team"),
        "members": _members(event, user),
        "invitations": [{"row": row, "title": names[row.role], "is_over": row.is_expired} for row in open_ones],
        "roles": [(name, names[name]) for name in GIVEN],
        "may_manage": access.may_manage_team(user, event),
        "may_hand_over": access.may_hand_over(user, event),
        "form": Invitation(),
        "handing": HandingOver(auto_id="owner-%s"),
        **around(request, event, "team"),
    }
    return render(request, "organising/team/team.html", {**page, **context})


def _back(request: HttpRequest, event: Event, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    sees_it = access.may_see_team(reader(request), event)  # who took it from themselves does not any more
    return HttpResponseRedirect(address(event, "team" if sees_it else ""))


@own_page
def members(request: HttpRequest, key: str) -> HttpResponse:
    """The team; on POST somebody is invited to it."""
    event = managed(request, key, access.may_see_team)
    if request.method != "POST":
        return _shown(request, event)
    if not access.may_manage_team(reader(request), event):
        raise Forbidden(_("Only organisers and the owner invite to the team."))
    form = Invitation(request.POST)

    def make(now: Event, user: User) -> str:
        inviting.invite(now, form.cleaned_data["email"], form.cleaned_data["role"], by=user)
        return address(now, "team")

    if answer := made(request, form, event, access.may_manage_team, make):
        messages.success(request, _("The invitation is on its way to %(email)s.") % form.cleaned_data)
        return answer
    return _shown(request, event, form=form)


@require_POST
@own_page
def hand_over(request: HttpRequest, key: str) -> HttpResponse:
    """`POST …/team/owner`: somebody is invited to own the event."""
    event = managed(request, key, access.may_hand_over)
    form = HandingOver(request.POST, auto_id="owner-%s")

    def make(now: Event, user: User) -> str:
        inviting.invite(now, form.cleaned_data["email"], Name.OWNER, by=user)
        return address(now, "team")

    if answer := made(request, form, event, access.may_hand_over, make):
        sentence = _("The event is %(email)s’s as soon as they accept. Until then it is yours.") % form.cleaned_data
        messages.success(request, sentence)
        return answer
    return _shown(request, event, handing=form)


def _role(event: Event, number: str) -> EventRole:
    held = event.roles.select_related("user", "event").filter(pk=int(number)).first()
    if held is None:
        raise NoPage
    return held


@require_POST
@own_page
def change(request: HttpRequest, key: str, number: str) -> HttpResponse:
    """`POST …/team/{role}`: another role for a member."""
    event, form = managed(request, key, access.may_manage_team), NewRole(request.POST)

    def act(now: Event, user: User) -> None:
        team.change_role(_role(now, number), form.cleaned_data["role"], by=user)

    if saved(request, form, event, access.may_manage_team, act):
        return _back(request, event, _("The role is changed."))
    messages.error(request, " ".join(str(word) for words in form.errors.values() for word in words))
    return HttpResponseRedirect(address(event, "team"))


@own_page
def dismiss(request: HttpRequest, key: str, number: str) -> HttpResponse:
    """`…/team/{role}/remove`: asks, and takes the role away on POST."""
    event, user = managed(request, key, access.may_see_team), reader(request)
    held = _role(event, number)
    if held.role == Name.OWNER or not access.may_dismiss(user, held):
        raise Forbidden(_("This role is not yours to take away."))
    if request.method == "POST":
        with working(request, event, access.may_see_team) as (now, asker):
            held = _role(now, number)
            if not access.may_dismiss(asker, held):
                raise NoPage
            team.dismiss(held.user, Name(held.role), now, by=asker)
        if held.user_id == user.pk:
            messages.success(request, _("Your role is given up."))
            return HttpResponseRedirect("/manage")
        return _back(request, event, _("The role is taken away."))
    member = next(one for one in _members(event, user) if one.held.pk == held.pk)
    context = {"title": _("Remove from the team?"), "member": member, **around(request, event, "team")}
    return render(request, "organising/team/dismiss.html", context)


def _invite(event: Event, number: str, user: User) -> RoleInvite:
    """The event's invitation; to own it, its owner's alone. Raises NoPage."""
    invite = event.role_invites.select_related("event").filter(pk=int(number)).first()
    if invite is None:
        raise NoPage
    if invite.role == Name.OWNER and not access.may_hand_over(user, event):
        raise Forbidden(_("Only the owner of this event hands it over."))
    return invite


@require_POST
@own_page
def resend(request: HttpRequest, key: str, number: str) -> HttpResponse:
    """`POST …/team/invitations/{invitation}/resend`: a new letter; the former one is good no more."""
    event = managed(request, key, access.may_see_team)
    return _answered(request, event, access.may_see_team, number, inviting.resend, _("The invitation is sent again."))


@require_POST
@own_page
def withdraw(request: HttpRequest, key: str, number: str) -> HttpResponse:
    """`POST …/team/invitations/{invitation}/withdraw`: the letter is good no more."""
    event = managed(request, key, access.may_manage_team)
    return _answered(
        request, event, access.may_manage_team, number, inviting.withdraw, _("The invitation is taken back.")
    )


def _answered(
    request: HttpRequest, event: Event, may: May, number: str, act: Callable[..., object], sentence: str
) -> HttpResponse:
    """Do this with the invitation, and go back to the team."""
    if not done(request, event, may, lambda now, user: act(_invite(now, number, user), by=user)):
        return HttpResponseRedirect(address(event, "team"))
    return _back(request, event, sentence)
