"""What the server holds about a person with an account: events, roles in them, and keys to calendars."""

from collections.abc import Iterator

from django.db.models import Q

from openevent.accounts.models import User
from openevent.accounts.personal import CHUNK, Part, Row, by_address, columns, proven_address
from openevent.events.models import Change, Event, EventRole, FavouriteEvent, FeedToken, RoleInvite

FEED_TOKEN = ("name", "scope", "created_at", "rotated_at", "last_fetched_at", "last_program", "revoked_at")
CHANGE = ("kind", "object_type", "object_id", "members", "at")


def named(event: Event | None) -> Row:
    """By what an event is known."""
    return {"event": event.name if event else None, "event-identifier": event.identifier if event else None}


def _roles(user: User) -> Iterator[Row]:
    held = EventRole.objects.filter(user=user).select_related("event").order_by("pk")
    return (named(one.event) | {"role": one.role} for one in held.iterator(chunk_size=CHUNK))


def _invitations(user: User) -> Iterator[Row]:
    """Those that the person got, or accepted; who sent them is somebody else's data."""
    mine = Q(accepted_by=user) | by_address(user, proven_address(user))
    found = RoleInvite.objects.filter(mine).select_related("event").order_by("pk")
    for one in found.iterator(chunk_size=CHUNK):
        yield named(one.event) | columns(one, ("email", "role", "status", "created_at"))


def _sent_invitations(user: User) -> Iterator[Row]:
    """Those that the person sent; to whom is somebody else's data."""
    found = RoleInvite.objects.filter(invited_by=user).select_related("event").order_by("pk")
    return (named(one.event) | columns(one, ("role", "created_at")) for one in found.iterator(chunk_size=CHUNK))


def _favourites(user: User) -> Iterator[Row]:
    found = FavouriteEvent.objects.filter(user=user).select_related("event").order_by("pk")
    return (named(one.event) | columns(one, ("created_at",)) for one in found.iterator(chunk_size=CHUNK))


def _feed_tokens(user: User) -> Iterator[Row]:
    """The keys to calendars, without their secrets, which nobody has but the person."""
    found = FeedToken.objects.filter(user=user).select_related("event").order_by("pk")
    return (named(one.event) | columns(one, FEED_TOKEN) for one in found.iterator(chunk_size=CHUNK))


def _changes(user: User) -> Iterator[Row]:
    """What the person did to events."""
    found = Change.objects.filter(by=user).select_related("event").order_by("pk")
    return (named(one.event) | columns(one, CHANGE) for one in found.iterator(chunk_size=CHUNK))


INVITED = frozenset({"events.RoleInvite.accepted_by"})
PARTS = (
    Part(name="roles", rows=_roles, links=frozenset({"events.EventRole.user"})),
    Part(name="invitations", rows=_invitations, links=INVITED),
    Part(name="sent-invitations", rows=_sent_invitations, links=frozenset({"events.RoleInvite.invited_by"})),
    Part(name="favourite-events", rows=_favourites, links=frozenset({"events.FavouriteEvent.user"})),
    Part(name="feed-tokens", rows=_feed_tokens, links=frozenset({"events.FeedToken.user"})),
    Part(name="changes", rows=_changes, links=frozenset({"events.Change.by"})),
)
