"""Marking events as favourites, and taking the mark away."""

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext

from openevent.accounts.models import User
from openevent.events import revising
from openevent.events.models import Event, FavouriteEvent
from openevent.lib.errors import Conflicting


class MarkedAlready(Conflicting):
    """The event is among the user's favourites."""


def add(event: Event, user: User) -> FavouriteEvent:
    """Mark the event as a favourite of the user. Raises MarkedAlready."""
    try:
        with revising.locked(event.pk):
            made = FavouriteEvent.objects.create(event=event, user=user)
            _count(event.pk)
    except IntegrityError as error:
        raise MarkedAlready(
            gettext("This event is one of your favourites already."), pointer="/data/relationships/event"
        ) from error
    return made


def remove(favourite: FavouriteEvent) -> None:
    """Take the mark away; where it is gone already nothing changes."""
    with transaction.atomic():
        gone, _ = FavouriteEvent.objects.filter(pk=favourite.pk).delete()
        if gone:
            _count(favourite.event_id)


def _count(event_id: int) -> None:
    """Note that answers about the event read otherwise now. Calendars do not, so the revision stays."""
    Event.objects.filter(pk=event_id).update(reactions=F("reactions") + 1)
