"""Speakers, and which sessions they give."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from openevent.accounts.models import User
from openevent.events import revising
from openevent.events.models import Event
from openevent.lib import models, text
from openevent.lib.errors import Conflicting
from openevent.program.editing import ForeignPart
from openevent.program.models import Session, SessionSpeaker, Speaker

HTML = frozenset({"short_biography", "long_biography", "speaking_experience", "sponsorship_required"})
UNCHANGEABLE = {"id", "event", "event_id", "deleted_at"}


class AddressTaken(Conflicting):
    """Another speaker of the event has this e-mail address."""


def add(event: Event, *, by: User | None, **facts: Any) -> Speaker:
    """Make a speaker of the event. Raises WrongValue, AddressTaken."""
    speaker = Speaker(event=event, **_cleaned(facts))
    models.check(speaker)
    with revising.locked(event.pk) as event:
        _save(speaker)
        revising.bump(event, revising.Kind.CREATED, speaker, by=by)
    return speaker


def change(speaker: Speaker, *, by: User, **facts: Any) -> Speaker:
    """Give the speaker these facts; a new name shows in the sessions. Raises WrongValue, AddressTaken."""
    kept = _cleaned(facts)
    with revising.locked(speaker.event_id) as event:
        speaker.refresh_from_db()
        changed = {name for name, value in kept.items() if getattr(speaker, name) != value} - UNCHANGEABLE
        if not changed:
            return speaker
        for name in changed:
            setattr(speaker, name, kept[name])
        models.check(speaker, members=changed)
        _save(speaker, sorted(changed))
        sessions = _revise_sessions(speaker) if "name" in changed else []
        revising.bump(event, revising.Kind.CHANGED, speaker, by=by, revised=sessions)
    return speaker


def remove(speaker: Speaker, *, by: User) -> Speaker:
    """Delete the speaker; the sessions stay, without the name. A removed speaker stays removed."""
    with revising.locked(speaker.event_id) as event:
        speaker.refresh_from_db()
        if speaker.deleted_at is None:
            speaker.deleted_at = timezone.now()
            speaker.save(update_fields=["deleted_at"])
            revising.bump(event, revising.Kind.DELETED, speaker, by=by, revised=_revise_sessions(speaker))
    return speaker


def link(speaker: Speaker, session: Session, *, by: User) -> None:
    """Make the speaker give the session, behind those who do already. Raises ForeignPart."""
    if speaker.event_id != session.event_id or speaker.deleted_at is not None:
        raise ForeignPart("This speaker is not one of the event's.", pointer="/data/relationships/speakers")
    with revising.locked(session.event_id) as event:
        last = session.speaking.aggregate(last=Max("position"))["last"]
        position = 0 if last is None else last + 1
        _, is_new = SessionSpeaker.objects.get_or_create(
            session=session, speaker=speaker, defaults={"position": position}
        )
        if is_new:
            Session.objects.filter(pk=session.pk).update(revised_at=revising.now())
            revising.bump(event, revising.Kind.LINKED, session, by=by)


def unlink(speaker: Speaker, session: Session, *, by: User) -> None:
    """Take the session from the speaker; where it was not theirs nothing changes."""
    with revising.locked(session.event_id) as event:
        gone, _ = session.speaking.filter(speaker=speaker).delete()
        if gone:
            Session.objects.filter(pk=session.pk).update(revised_at=revising.now())
            revising.bump(event, revising.Kind.UNLINKED, session, by=by)


def _cleaned(facts: dict[str, Any]) -> dict[str, Any]:
    kept = dict(facts)
    for name in HTML & kept.keys():
        kept[name] = text.safe_html(kept[name])
    if "name" in kept:
        kept["name"] = text.one_line(kept["name"])
    if "email" in kept:
        kept["email"] = kept["email"].strip().lower()
    return kept


def _save(speaker: Speaker, members: list[str] | None = None) -> None:
    try:
        with transaction.atomic():
            speaker.save(update_fields=members)
    except IntegrityError as error:
        raise AddressTaken(
            "Another speaker of this event has this e-mail address.", pointer="/data/attributes/email"
        ) from error


def _revise_sessions(speaker: Speaker) -> list[Session]:
    sessions = Session.objects.living().filter(speaking__speaker=speaker)
    found = list(sessions.only("pk"))
    Session.objects.filter(pk__in=[session.pk for session in found]).update(revised_at=revising.now())
    return found
