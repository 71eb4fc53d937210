"""Inviting people to a team: a letter brings a secret, and whoever has it and the address accepts or declines."""

import secrets
from datetime import timedelta
from functools import partial
from hashlib import sha256

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop

from openevent.accounts import holding, joining, languages, limits, mailboxes, posting
from openevent.accounts.models import User
from openevent.events import letters, revising, succeeding
from openevent.events.models import Event, EventRole, RoleInvite
from openevent.lib import models
from openevent.lib.errors import Conflicting, Forbidden, Gone, Refused, Unknown

Status = RoleInvite.Status
RoleName = RoleInvite.RoleName
MOST_LETTERS, MOST_AGAIN, AN_HOUR = 100, 5, timedelta(hours=1)
NO_INVITE = gettext_noop("There is no such invitation, or it was taken back. Ask the event's team for another.")


class NotInvitable(Refused):
    """Nobody is invited to this role."""


class InvitedAlready(Conflicting):
    """The address has an invitation to the event, or the role itself."""


class AnsweredAlready(Conflicting):
    """The invitation was accepted or declined."""


class NotTheInvited(Forbidden):
    """The invitation is for another address."""


def invite(event: Event, email: str, role: str, *, by: User) -> RoleInvite:
    """Post an invitation to this role, good for a week. Raises NotAnAddress, NotInvitable, InvitedAlready.

    Who may invite to which role is asked before. The owner may invite a member of the team to own the event: the
    invitation by which that member came is replaced.
    """
    address = mailboxes.checked_email(email)
    if role not in RoleName.values:
        raise NotInvitable(gettext("Nobody can be invited to this role."), pointer="/data/attributes/role-name")
    limits.spend("invitation", str(by.pk), limit=MOST_LETTERS, within=AN_HOUR)
    secret = _new_secret()
    with revising.locked(event.pk) as event:
        former = _replaced(event, address, role)
        made = RoleInvite(event=event, email=address, role=role, invited_by=by, created_at=timezone.now())
        models.check(made, members={"email"})
        _renew(made, secret)
        revising.bump(event, revising.Kind.CREATED, made, by=by, along=[(revising.Kind.DELETED, one) for one in former])
        _post(made, secret, by)
    return made


def resend(invite: RoleInvite, *, by: User) -> RoleInvite:
    """Post the invitation again, good for another week; the former letter's secret is void. Raises AnsweredAlready."""
    limits.spend("invitation again", str(invite.pk), limit=MOST_AGAIN, within=AN_HOUR)
    secret = _new_secret()
    with revising.locked(invite.event_id) as event:
        invite = _as_it_is(invite)
        if invite.status != Status.PENDING:
            raise AnsweredAlready(gettext("This invitation was answered already."))
        _renew(invite, secret)
        revising.bump(event, revising.Kind.CHANGED, invite, by=by)
        _post(invite, secret, by)
    return invite


def withdraw(invite: RoleInvite, *, by: User) -> None:
    """Take the invitation back. Raises AnsweredAlready for one behind a role that is held."""
    with revising.locked(invite.event_id) as event:
        invite = _as_it_is(invite)
        if event.roles.filter(user=invite.accepted_by_id, role=invite.role).exists():
            raise AnsweredAlready(gettext("This invitation was accepted. Take the role away instead."))
        revising.bump(event, revising.Kind.DELETED, invite, by=by)
        invite.delete()


def of_token(token: str) -> RoleInvite:
    """The invitation whose letter brought this secret. Raises Unknown, and Gone for one not answered in time."""
    found = RoleInvite.objects.select_related("event").filter(token_hash=_hash(token), event__deleted_at=None).first()
    if found is None:
        raise Unknown(gettext(NO_INVITE))
    if found.is_expired:
        raise Gone(gettext("This invitation is no longer good. Ask the event's team to send it again."))
    return found


def accept(token: str, *, by: User) -> RoleInvite:
    """Give the invited account its role; one that was accepted stays so. Raises Unknown, Gone, NotTheInvited.

    The secret came by that mailbox, so its address is proven. A new owner makes an organizer of the former one.
    """
    invite = of_token(token)
    with revising.locked(invite.event_id) as event:
        by = holding.held(by)
        invite = _answerable(token, by)
        if invite.status == Status.ACCEPTED:
            return invite
        if invite.status == Status.DECLINED:
            raise Gone(gettext("You declined this invitation. Ask the event's team for another."))
        invite.status, invite.accepted_by = Status.ACCEPTED, by
        invite.save(update_fields=["status", "accepted_by"])
        joining.verify(by)
        _give(invite, event, by)
    return invite


def decline(token: str, *, by: User) -> RoleInvite:
    """Turn the invitation down; one that was declined stays so. Raises as `accept`, and AnsweredAlready."""
    invite = of_token(token)
    with revising.locked(invite.event_id) as event:
        invite = _answerable(token, by)
        if invite.status == Status.ACCEPTED:
            raise AnsweredAlready(gettext("You accepted this invitation. Ask the event's team to take your role away."))
        if invite.status == Status.PENDING:
            invite.status = Status.DECLINED
            invite.save(update_fields=["status"])
            revising.bump(event, revising.Kind.CHANGED, invite, by=by)
    return invite


def _replaced(event: Event, address: str, role: str) -> list[RoleInvite]:
    """Delete the invitation that a new one replaces, and return it. Raises InvitedAlready where none may be."""
    if event.roles.filter(user__email=address, role=role).exists():
        raise InvitedAlready(
            gettext("%(address)s has this role already.") % {"address": address}, pointer="/data/attributes/email"
        )
    former = list(event.role_invites.filter(email=address))
    statuses = {one.status for one in former}
    if Status.PENDING in statuses:
        sentence = gettext("%(address)s has an invitation to this event already. Send it again, or delete it first.")
        raise InvitedAlready(sentence % {"address": address}, pointer="/data/attributes/email")
    if Status.ACCEPTED in statuses and role != RoleName.OWNER:
        sentence = gettext("%(address)s accepted an invitation to this event. Change the role that came of it.")
        raise InvitedAlready(sentence % {"address": address}, pointer="/data/attributes/email")
    event.role_invites.filter(email=address).delete()
    return former


def _give(invite: RoleInvite, event: Event, by: User) -> None:
    """Give the role of the accepted invitation, and log both."""
    answered = (revising.Kind.CHANGED, invite)
    if invite.role == RoleName.OWNER:
        held, touched = succeeding.succeed(event, by)
        revising.bump(event, revising.Kind.APPOINTED, held, by=by, along=[answered, *touched])
    elif invite.role in EventRole.Name.values:
        held, _ = EventRole.objects.get_or_create(event=event, user=by, role=invite.role)
        revising.bump(event, revising.Kind.APPOINTED, held, by=by, along=[answered])
    else:
        revising.bump(event, *answered, by=by)


def _answerable(token: str, by: User) -> RoleInvite:
    """The invitation as it is now, behind the lock of its event, if it is for this account."""
    invite = of_token(token)
    if invite.email != by.email:
        raise NotTheInvited(
            gettext("This invitation is for another address. Sign in with the account of that address.")
        )
    return invite


def _as_it_is(invite: RoleInvite) -> RoleInvite:
    """The invitation as it is now, behind the lock of its event."""
    found = RoleInvite.objects.select_related("event").filter(pk=invite.pk).first()
    if found is None:
        raise Unknown(gettext(NO_INVITE))
    return found


def _new_secret() -> str:
    return secrets.token_urlsafe(32)


def _hash(secret: str) -> str:
    """What is kept of a secret. It has 256 bits: nobody finds it by trying, so a quick hash will do."""
    return sha256(secret.encode(errors="replace")).hexdigest()


def _renew(invite: RoleInvite, secret: str) -> None:
    """Save the invitation with this secret, good from now on."""
    invite.token_hash = _hash(secret)
    invite.expires_at = timezone.now() + settings.ROLE_INVITE_LIFETIME
    invite.save()


def _post(invite: RoleInvite, secret: str, by: User) -> None:
    language = languages.of(User.objects.by_email(invite.email))  # else that of who invites is the best guess
    posting.write(invite.email, partial(letters.invitation, invite, secret, by=by), language=language)
