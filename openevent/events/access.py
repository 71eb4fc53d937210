"""Who may do what with an event. Deny by default: an act without a rule here is nobody's.

The same answers hold for lists, details, exports, feeds and pages.
"""

from django.contrib.auth.models import AnonymousUser

from openevent.accounts.models import User
from openevent.events.models import Event, EventRole

Asker = User | AnonymousUser
Name = EventRole.Name

OWNERS = frozenset({Name.OWNER})
ORGANIZERS = OWNERS | {Name.ORGANIZER}
COORGANIZERS = ORGANIZERS | {Name.COORGANIZER}
TRACK_ORGANIZERS = COORGANIZERS | {Name.TRACK_ORGANIZER}
REGISTRARS = COORGANIZERS | {Name.REGISTRAR}
TEAM = frozenset(Name)


def is_staff(user: Asker) -> bool:
    """Whether the asker is site staff, who pass every rule of every event."""
    return isinstance(user, User) and user.is_staff


def has_role(user: Asker, event: Event, roles: frozenset[EventRole.Name]) -> bool:
    """Whether the asker has one of these roles in this very event, or is staff."""
    if not isinstance(user, User) or not user.is_active:
        return False
    return user.is_staff or EventRole.objects.filter(event=event, user=user, role__in=roles).exists()


def may_see(user: Asker, event: Event) -> bool:
    """Everyone sees a published event; a draft is seen by its coorganizers and up; a deleted one by nobody."""
    if event.deleted_at is not None:
        return False
    return event.state == Event.State.PUBLISHED or has_role(user, event, COORGANIZERS)


def may_create(user: Asker) -> bool:
    """Whoever has a verified address may make events."""
    return isinstance(user, User) and user.is_active and (user.is_verified or user.is_staff)


def may_edit(user: Asker, event: Event) -> bool:
    """Coorganizers and up change the event and its programme."""
    return event.deleted_at is None and has_role(user, event, COORGANIZERS)


def may_publish(user: Asker, event: Event) -> bool:
    """Coorganizers and up with a verified address publish the event, or take it back."""
    return may_edit(user, event) and may_create(user)


def may_delete(user: Asker, event: Event) -> bool:
    """Coorganizers and up delete the event."""
    return may_edit(user, event)


def may_restore(user: Asker, event: Event) -> bool:
    """Coorganizers and up bring a deleted event back."""
    return event.deleted_at is not None and has_role(user, event, COORGANIZERS)


def may_export(user: Asker, event: Event) -> bool:
    """Coorganizers and up ask for exports, follow them and download the files."""
    return event.deleted_at is None and has_role(user, event, COORGANIZERS)


def may_manage_team(user: Asker, event: Event) -> bool:
    """Organizers and the owner give and take roles."""
    return event.deleted_at is None and has_role(user, event, ORGANIZERS)


def may_keep_tracks(user: Asker, event: Event) -> bool:
    """Track organizers, and coorganizers and up, make and change tracks."""
    return event.deleted_at is None and has_role(user, event, TRACK_ORGANIZERS)
