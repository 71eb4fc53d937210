"""Marking sessions as favourites, and taking the mark away."""

from django.db import IntegrityError
from django.db.models import F
from django.utils.translation import gettext

from openevent.accounts.models import User
from openevent.events.revising import locked
from openevent.lib.errors import Conflicting
from openevent.program import reacting
from openevent.program.models import FavouriteSession, Session


class MarkedAlready(Conflicting):
    """The session is among the user's favourites."""


def add(session: Session, user: User) -> FavouriteSession:
    """Mark the session as a favourite of the user. Raises MarkedAlready."""
    try:
        with locked(session.event_id) as event:
            made = FavouriteSession.objects.create(session=session, user=user)
            Session.objects.filter(pk=session.pk).update(favourite_count=F("favourite_count") + 1)
            reacting.count(event.pk)
    except IntegrityError as error:
        raise MarkedAlready(
            gettext("This session is one of your favourites already."), pointer="/data/relationships/session"
        ) from error
    return made


def remove(favourite: FavouriteSession) -> None:
    """Take the mark away; where it is gone already nothing changes."""
    with locked(favourite.session.event_id, deleted=True) as event:
        gone, _ = FavouriteSession.objects.filter(pk=favourite.pk).delete()
        if gone:
            Session.objects.filter(pk=favourite.session_id).update(favourite_count=F("favourite_count") - 1)
            reacting.count(event.pk)
