"""Who may do what with an event, and the machinery that every package's `access` answers with.

A question is answered in SQL by one predicate, whoever asks it: the rows that a list shows, the row that a detail
opens, what an inclusion may add and a filter may look at are the same rows. The table is `events.policy`.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, Q, QuerySet

from openevent.accounts import access as accounts
from openevent.accounts.models import User
from openevent.events.models import Event, EventRole
from openevent.events.policy import COORGANIZERS, ORGANIZERS, ROLES, TRACK_ORGANIZERS, Act, Hat, Hats, hats_for

__all__ = ["COORGANIZERS", "ORGANIZERS", "TRACK_ORGANIZERS", "Act", "Asker", "Reach"]

Asker = User | AnonymousUser
Row = TypeVar("Row", bound=Model)
NO_ROWS = Q(pk__in=())
ALL_ROWS = ~NO_ROWS  # not Q(), which says nothing: nothing or something is something


def _nobodys(_user: User) -> Q:
    return NO_ROWS


@dataclass(frozen=True, kw_only=True)
class Reach:
    """How the rows of a resource hang on events and people."""

    resource: str  # its name in the table
    event: str | None = "event"  # the path from a row to its event; "" for events themselves, None where there is none
    or_event: str = ""  # a second path, for rows that hang on one thing or on another
    public: Callable[[], Q] = field(default=lambda: ALL_ROWS)  # which rows of a published event everyone sees
    own: Callable[[User], Q] = field(default=_nobodys)  # which rows are the asker's own
    bought: Callable[[User], Q] = field(default=_nobodys)  # which of the asker's own the asker ordered
    colleagues: Callable[[User], Q] = field(default=_nobodys)  # which rows are people with whom the asker works
    soft: bool = True  # whether deleted rows stay, with `deleted_at`
    parent_soft: tuple[str, ...] = ()  # further rows that must not be deleted: "session" for a favourite of one

    def paths(self, name: str) -> list[str]:
        """The paths from a row to a column of its event; on all but one of them there is nothing."""
        if self.event is None:
            return []
        return [f"{path}__{name}" if path else name for path in (self.event, self.or_event) if path or not self.event]

    def any_event(self, name: str, value: Any) -> Q:
        """The rows whose event has this value in a column."""
        found = NO_ROWS
        for path in self.paths(name):
            found |= Q(**{path: value})
        return found


def is_staff(user: Asker) -> bool:
    """Whether the asker is site staff, who pass every rule of every event."""
    return isinstance(user, User) and user.is_staff


def somebody(user: Asker) -> User | None:
    """The asker, if that is an account that may be used."""
    return user if isinstance(user, User) and user.is_active else None


def site_hats(user: Asker) -> Hats:
    """What the asker is anywhere, without looking at any event."""
    account = somebody(user)
    hats = {Hat.EVERYONE}
    if account is not None:
        hats.add(Hat.SIGNED_IN)
        if account.is_verified or account.is_staff:
            hats.add(Hat.VERIFIED)
        if account.is_staff:
            hats.add(Hat.STAFF)
        if account.is_super_admin:
            hats.add(Hat.SUPER_ADMIN)
    return frozenset(hats)


def opens(user: Asker, resource: str, act: Act) -> bool:
    """Whether the asker may do this wherever it is: what hangs on no event and no row."""
    wanted, hats = hats_for(resource, act), site_hats(user)
    return bool(wanted & hats) or _passes_as_staff(wanted, hats)


def _passes_as_staff(wanted: Hats, hats: Hats) -> bool:
    return bool(wanted - {Hat.SUPER_ADMIN}) and Hat.STAFF in hats


def rows(user: Asker, reach: Reach, act: Act) -> Q:
    """The rows with which the asker may do this, deleted or not."""
    wanted, hats, account = hats_for(reach.resource, act), site_hats(user), somebody(user)
    if _passes_as_staff(wanted, hats):
        return ALL_ROWS
    allowed = NO_ROWS
    if wanted & hats:
        public = reach.public()
        if reach.event is not None:
            public &= reach.any_event("state", Event.State.PUBLISHED)
        allowed |= public
    if account is not None:
        if Hat.OWN in wanted:
            allowed |= reach.own(account)
        if Hat.BUYER in wanted:
            allowed |= reach.bought(account)
        if Hat.COLLEAGUE in wanted:
            allowed |= reach.colleagues(account)
        if (roles := wanted & ROLES) and reach.event is not None:
            allowed |= reach.any_event("pk__in", events_of(account, roles))
    return allowed


def events_of(user: User, roles: Hats) -> QuerySet[EventRole, int]:
    """The ids of the events in which the user has one of these roles, as a subquery."""
    return EventRole.objects.filter(user=user, role__in=[str(role) for role in roles]).values_list(
        "event_id", flat=True
    )


def living(reach: Reach) -> Q:
    """The rows that are not deleted, nor is what they belong to."""
    found = Q(deleted_at=None) if reach.soft else ALL_ROWS
    found &= events_living(reach)
    for parent in reach.parent_soft:
        found &= Q(**{f"{parent}__deleted_at": None})
    return found


def visible(user: Asker, reach: Reach, *, trashed: bool = False) -> Q:
    """The rows that the asker sees; with `trashed` deleted ones, too, for those who may bring them back."""
    seen = rows(user, reach, Act.SEE) | rows(user, reach, Act.SEE_HIDDEN)
    if not trashed:
        return seen & living(reach)
    deleted = rows(user, reach, Act.RESTORE)
    # What belongs to a deleted event is seen by nobody.
    return (seen & living(reach)) | (deleted & events_living(reach))


def events_living(reach: Reach) -> Q:
    """The rows of events that are not deleted; where there is no event on a path, none is deleted."""
    found = ALL_ROWS
    for path in reach.paths("deleted_at") if reach.event else ():
        found &= Q(**{path: None})
    return found


def may(user: Asker, act: Act, row: Model, reach: Reach) -> bool:
    """Whether the asker may do this with the row, which is not deleted (but to be brought back, or erased)."""
    is_there = ALL_ROWS if act in (Act.RESTORE, Act.ERASE, Act.FORGET) else living(reach)
    found: QuerySet[Any] = type(row)._default_manager.filter(Q(pk=row.pk) & is_there & rows(user, reach, act))
    return found.exists()


def may_add(user: Asker, resource: str, event: Event) -> bool:
    """Whether the asker may make a row of this resource in this event."""
    if event.deleted_at is not None:
        return False
    wanted, hats = hats_for(resource, Act.CREATE), site_hats(user)
    if _passes_as_staff(wanted, hats):
        return True
    if wanted & hats and may_see(user, event):
        return True
    return has_role(user, event, wanted & ROLES)


def addable(user: Asker, resource: str) -> Q:
    """The living events that the asker sees, or has a role in that makes rows of this resource."""
    found, account = rows(user, EVENT, Act.SEE) | rows(user, EVENT, Act.SEE_HIDDEN), somebody(user)
    if account is not None and (roles := hats_for(resource, Act.CREATE) & ROLES):
        found |= Q(pk__in=events_of(account, roles))
    return found & living(EVENT)


def has_role(user: Asker, event: Event, roles: Hats) -> bool:
    """Whether the asker has one of these roles in this very event, or is staff."""
    account = somebody(user)
    if account is None:
        return False
    if account.is_staff:
        return True
    if (known := _standing.get()) is not None and (known.user, known.event) == (account, event):
        return not known.roles.isdisjoint(map(str, roles))
    return events_of(account, roles).filter(event=event).exists()


@dataclass(frozen=True, kw_only=True)
class Standing:
    """The roles of an account in an event, as they were read."""

    user: User
    event: Event
    roles: frozenset[str]


_standing: ContextVar[Standing | None] = ContextVar("standing", default=None)


@contextmanager
def standing(user: User, event: Event) -> Iterator[None]:
    """Within the block the user's roles in the event are read once: for many questions, and no change (1 query)."""
    roles = frozenset(EventRole.objects.filter(user=user, event=event).values_list("role", flat=True))
    before = _standing.set(Standing(user=user, event=event, roles=roles))
    try:
        yield
    finally:
        _standing.reset(before)


def is_listed() -> Q:
    """The events that public lists show: published and not private."""
    return Q(state=Event.State.PUBLISHED, privacy=Event.Privacy.PUBLIC, deleted_at=None)


def listed(user: Asker) -> Q:
    """The events in the asker's list of all: the public ones, and those that the asker keeps."""
    if is_staff(user):
        return living(EVENT)
    return (is_listed() | rows(user, EVENT, Act.SEE_HIDDEN)) & living(EVENT)


def _own_account(user: User) -> Q:
    return Q(pk=user.pk)


def _public_profiles() -> Q:
    return Q(is_profile_public=True)


def _colleagues(user: User) -> Q:
    """Who has a role in an event that the user helps to run."""
    return Q(pk__in=EventRole.objects.filter(event__in=events_of(user, COORGANIZERS)).values("user_id"))


def _by_user(user: User) -> Q:
    return Q(user=user)


EVENT = Reach(resource="event", event="")
STATISTICS = Reach(resource="event-statistics-general", event="")
SPONSOR = Reach(resource="sponsor")
SOCIAL_LINK = Reach(resource="social-link")
FAQ = Reach(resource="faq")
FAQ_TYPE = Reach(resource="faq-type", soft=False)
EVENT_COPYRIGHT = Reach(resource="event-copyright")
FAVOURITE_EVENT = Reach(resource="user-favourite-event", own=_by_user, soft=False)
EVENT_ROLE = Reach(resource="users-events-roles", own=_by_user, soft=False)
FEED_TOKEN = Reach(resource="feed-token", event=None, own=_by_user, soft=False)
ROLE_INVITE = Reach(resource="role-invite", soft=False)
ROLE = Reach(resource="role", event=None, soft=False)
EVENT_TYPE = Reach(resource="event-type", event=None)
EVENT_TOPIC = Reach(resource="event-topic", event=None)
EVENT_SUB_TOPIC = Reach(resource="event-sub-topic", event=None, soft=False)
EVENT_LOCATION = Reach(resource="event-location", event=None, soft=False)
USER = Reach(resource="user", event=None, public=_public_profiles, own=_own_account, colleagues=_colleagues)


def may_export_data(user: Asker, account: User) -> bool:
    """Oneself and the staff get all that the server holds about an account; of super admins only other super admins."""
    return isinstance(user, User) and accounts.may_change(user, account) and may(user, Act.EXPORT, account, USER)


def may_forget(user: Asker, account: User) -> bool:
    """Oneself and the staff have the personal data of an account erased; that of super admins only super admins."""
    return isinstance(user, User) and accounts.may_change(user, account) and may(user, Act.FORGET, account, USER)


def may_see(user: Asker, event: Event) -> bool:
    """Everyone sees a published event; a draft is seen by its coorganizers and up; a deleted one by nobody."""
    return event.deleted_at is None and (event.is_public or has_role(user, event, hats_for("event", Act.SEE_HIDDEN)))


def may_create(user: Asker) -> bool:
    """Whoever has a verified address may make events."""
    return opens(user, "event", Act.CREATE)


def may_edit(user: Asker, event: Event) -> bool:
    """Coorganizers and up change the event and its programme."""
    return may_act(user, event, Act.EDIT)


def may_publish(user: Asker, event: Event) -> bool:
    """Coorganizers and up with a verified address publish the event, or take it back."""
    return may_act(user, event, Act.PUBLISH) and may_create(user)


def may_delete(user: Asker, event: Event) -> bool:
    """Coorganizers and up delete the event."""
    return may_act(user, event, Act.DELETE)


def may_restore(user: Asker, event: Event) -> bool:
    """Coorganizers and up bring a deleted event back."""
    return event.deleted_at is not None and has_role(user, event, hats_for("event", Act.RESTORE))


def may_export(user: Asker, event: Event) -> bool:
    """Coorganizers and up ask for exports, follow them and download the files."""
    return may_act(user, event, Act.EXPORT)


def may_follow(user: Asker, event: Event) -> bool:
    """Coorganizers and up read who changed what, and what conflicts."""
    return may_act(user, event, Act.FOLLOW)


def may_manage_team(user: Asker, event: Event) -> bool:
    """Organizers and the owner give and take roles."""
    return may_act(user, event, Act.APPOINT)


def may_see_team(user: Asker, event: Event) -> bool:
    """Coorganizers and up see who is in the team, and who is invited to it."""
    return event.deleted_at is None and has_role(user, event, hats_for("role-invite", Act.SEE_HIDDEN))


def may_dismiss(user: Asker, held: EventRole) -> bool:
    """Everybody gives up their own role; coorganizers take those below organizers, organizers all but the owner's."""
    if not may(user, Act.DELETE, held, EVENT_ROLE):
        return False
    return held.user_id == user.pk or held.role not in ORGANIZERS or may_manage_team(user, held.event)


def may_hand_over(user: Asker, event: Event) -> bool:
    """The owner invites another owner."""
    return may_act(user, event, Act.HAND_OVER)


def may_keep_tracks(user: Asker, event: Event) -> bool:
    """Track organizers, and coorganizers and up, make and change tracks."""
    return may_add(user, "track", event)


def may_act(user: Asker, event: Event, act: Act) -> bool:
    """Whether the asker is among those to whom the table opens this act on the event."""
    return event.deleted_at is None and has_role(user, event, hats_for("event", act))
