"""Erasing what is personal of somebody in events: roles, invitations, favourites and keys to calendars."""

from django.db.models import Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from openevent.accounts.models import User
from openevent.accounts.personal import by_address
from openevent.events import favouring, revising
from openevent.events.models import Change, Event, EventRole, FavouriteEvent, FeedToken, RoleInvite
from openevent.events.models.role_invite import RoleInviteQuerySet
from openevent.lib.errors import Conflicting

Kind = revising.Kind


class OwnsEvents(Conflicting):
    """An event would be without its owner."""


def check(user: User) -> None:
    """Raise OwnsEvents for the owner of an event that is not deleted."""
    owned = Event.objects.living().filter(roles__user=user, roles__role=EventRole.Name.OWNER).order_by("id").first()
    if owned is not None:
        raise OwnsEvents(
            _("The account owns the event “%(name)s”. Hand it over, or delete it, first: others depend on it.")
            % {"name": owned.name}
        )


def forget(user: User, address: str) -> None:
    """Erase it, event by event, each in a transaction of its own; `address` is the proven one, or empty.

    Running it again goes on where it was broken off.
    """
    mine = Q(role_invites__in=_invites(user, address)) | Q(roles__user=user)
    for event_id in list(Event.objects.filter(mine).order_by("pk").values_list("pk", flat=True).distinct()):
        _leave(event_id, user, address)
    for favourite in FavouriteEvent.objects.filter(user=user):
        favouring.remove(favourite)
    now = timezone.now()
    # The rows stay, so that programs are told to stop asking.
    FeedToken.objects.filter(user=user).update(
        name="erased", last_program="", event=None, revoked_at=Coalesce("revoked_at", Value(now))
    )
    RoleInvite.objects.filter(invited_by=user).update(invited_by=None)
    Change.objects.filter(by=user).update(by=None)


def _leave(event_id: int, user: User, address: str) -> None:
    """Take roles and invitations of the event away, in its log without a name."""
    with revising.locked(event_id, deleted=True) as event:
        invites = list(_invites(user, address).filter(event=event))
        roles = list(event.roles.filter(user=user))
        gone = [*((Kind.DISMISSED, role) for role in roles), *((Kind.DELETED, invite) for invite in invites)]
        if not gone:
            return
        (first, row), *others = gone
        revising.bump(event, first, row, by=None, along=others)
        RoleInvite.objects.filter(pk__in=[invite.pk for invite in invites]).delete()
        EventRole.objects.filter(pk__in=[role.pk for role in roles]).delete()


def _invites(user: User, address: str) -> RoleInviteQuerySet:
    """Those that the person got before the account was closed."""
    return RoleInvite.objects.filter(Q(accepted_by=user) | by_address(user, address))
