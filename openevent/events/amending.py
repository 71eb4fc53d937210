"""Changing an event as a whole: what it says of itself, and whether the public sees it."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from openevent.accounts.models import User
from openevent.events import access, creating, editing, publishing
from openevent.events.models import Event
from openevent.lib.errors import Forbidden

POINTER = "/data/attributes/state"


class NotVerified(Forbidden):
    """Who has not proven an address keeps no events."""


class NotToPublish(Forbidden):
    """The account may not show events to everyone."""


def create(*, by: User, state: str = Event.State.DRAFT, **facts: Any) -> Event:
    """Make an event owned by `by`, shown to everyone at once where the state says so. Raises Refused."""
    with transaction.atomic():
        event = creating.create(by=by, **facts)
        return _in_state(event, state, by)


def change(event: Event, *, by: User, state: str = "", **facts: Any) -> Event:
    """Give the event these facts, and this state; all or nothing. Raises NotVerified, and Refused."""
    if not access.may_create(by):
        raise NotVerified(_("Please verify your Email: only verified accounts change events."))
    with transaction.atomic():
        event = editing.change(event, by=by, **facts) if facts else event
        return _in_state(event, state, by)


def _in_state(event: Event, state: str, by: User) -> Event:
    if not state or state == event.state:
        return event
    if not access.may_publish(by, event):
        raise NotToPublish(_("Please verify your Email: only verified accounts publish events."), pointer=POINTER)
    act = publishing.publish if state == Event.State.PUBLISHED else publishing.unpublish
    return act(event, by=by)
