"""Erasing what is personal of somebody in programmes: speakers lose what they are known by; sessions stay."""

from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from openevent.accounts.models import User
from openevent.events import revising
from openevent.events.models import Event
from openevent.lib import media, models
from openevent.lib.errors import Conflicting
from openevent.program import favouring, personal, reacting
from openevent.program.models import FavouriteSession, Feedback, Session, Speaker

NAMELESS = "Name removed"  # a speaker has a name
KEPT = frozenset({"id", "event", "order", "is_featured", "deleted_at"})


class SpeaksStill(Conflicting):
    """The programme would be without its speaker."""


def check(user: User) -> None:
    """Raise SpeaksStill for a speaker of a session that is public and still to come."""
    coming = Session.objects.taking_place().filter(
        speaking__speaker__user=user,
        speaking__speaker__deleted_at=None,
        ends_at__gt=timezone.now(),
        event__state=Event.State.PUBLISHED,
        event__deleted_at=None,
    )
    session = coming.order_by("ends_at", "pk").first()
    if session is not None:
        raise SpeaksStill(
            _("The account speaks in “%(title)s”, which is still to come. Withdraw it first.")
            % {"title": session.title[:200]}
        )


def events_of(user: User, address: str) -> set[int]:
    """The ids of the events whose lists tell of the person."""
    proposed = Session.objects.filter(creator=user).order_by().values_list("event_id", flat=True)
    speaking = Speaker.objects.filter(personal.profiles(user, address)).order_by().values_list("event_id", flat=True)
    return {*proposed, *speaking}


def forget(user: User, address: str) -> None:
    """Erase it, event by event, each in a transaction of its own; `address` is the proven one, or empty.

    What was handed in stays with the event, whose programme it is, and is nobody's. Running it again goes on where it
    was broken off.
    """
    speaking = (
        Speaker.objects.filter(personal.profiles(user, address)).order_by("event").values_list("event", flat=True)
    )
    for event_id in list(speaking.distinct()):
        _take_names(event_id, user, address)
    for favourite in FavouriteSession.objects.filter(user=user).select_related("session"):
        favouring.remove(favourite)
    _forget_words(user)
    Session.objects.filter(creator=user).update(creator=None)


def _take_names(event_id: int, user: User, address: str) -> None:
    with revising.locked(event_id, deleted=True) as event:
        speakers = list(Speaker.objects.filter(personal.profiles(user, address), event=event))
        everywhere = [user, *Speaker.objects.filter(personal.profiles(user, address))]
        for speaker in speakers:
            media.delete(speaker.photo_url, of=everywhere)
        ids = [speaker.pk for speaker in speakers]
        Speaker.objects.filter(pk__in=ids).update(**_blank())
        # The log of the admin pages calls speakers by their names.
        kind = ContentType.objects.get_for_model(Speaker)
        LogEntry.objects.filter(content_type=kind, object_id__in=map(str, ids)).update(object_repr=NAMELESS)
        sessions = list(Session.objects.living().filter(speaking__speaker__in=ids).only("pk").distinct())
        Session.objects.filter(pk__in=[session.pk for session in sessions]).update(revised_at=revising.now())
        if speakers:
            first, *others = [(revising.Kind.CHANGED, speaker) for speaker in speakers]
            revising.bump(event, *first, by=None, revised=sessions, along=others)


def _blank() -> dict[str, Any]:
    """Every other column as it is of a speaker of whom nobody has said anything."""
    names = {field.name for field in Speaker._meta.concrete_fields} - KEPT
    return models.unsaid(Speaker, names) | {"name": NAMELESS}


def _forget_words(user: User) -> None:
    """A rating counts on, without what was said with it."""
    said = Feedback.objects.filter(~Q(comment=""), user=user).select_related("session")
    for feedback in said:
        Feedback.objects.filter(pk=feedback.pk).update(comment="")
        event_id = feedback.session.event_id if feedback.session else feedback.event_id
        if event_id is not None:
            reacting.count(event_id)
