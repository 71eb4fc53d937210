"""The call for speakers: opening it, changing it, and whether it takes a proposal now."""

import re
import secrets
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from openevent.accounts.models import User
from openevent.calendars.timezones import zone
from openevent.events import revising
from openevent.events.models import Event
from openevent.lib import models, passages
from openevent.lib.errors import Conflicting, Forbidden, Refused
from openevent.program.models import SpeakersCall

CHANGEABLE = frozenset({"announcement", "starts_at", "ends_at", "soft_ends_at", "privacy", "hash", "questions"})
SECRET = re.compile(r"[0-9A-Za-z_-]{16,64}")
Privacy = SpeakersCall.Privacy


class CallClosed(Forbidden):
    """Nobody below the team hands in proposals now, or not this way."""


class OneCall(Conflicting):
    """An event has one call for speakers."""


class NoWindow(Refused):
    """The call would end before it starts, or after the event has started."""


class NotChangeable(Refused):
    """The member of a call is not set this way."""


def add(event: Event, *, by: User, **facts: Any) -> SpeakersCall:
    """Open a call for the event's speakers. Raises WrongValue, NoWindow, NotChangeable, OneCall."""
    call = SpeakersCall(event=event)
    _put(call, facts)
    models.check(call)
    with revising.locked(event.pk) as event:
        check_window(call, event.starts_at)
        _check_only(call)
        _settle_secret(call)
        call.save(force_insert=True)
        revising.bump(event, revising.Kind.CREATED, call, by=by)
    return call


def change(call: SpeakersCall, *, by: User, **facts: Any) -> SpeakersCall:
    """Give the call these facts; one that becomes private gets a secret. Raises WrongValue, NoWindow, NotChangeable."""
    with revising.locked(call.event_id) as event:
        call.refresh_from_db()
        changed = _put(call, facts)
        if not changed:
            return call
        models.check(call, members=changed)
        if changed & {"starts_at", "ends_at"}:
            check_window(call, event.starts_at)
        _settle_secret(call)
        call.save(update_fields=[*sorted(changed), "hash"])
        revising.bump(event, revising.Kind.CHANGED, call, by=by, members=changed)
    return call


def remove(call: SpeakersCall, *, by: User) -> SpeakersCall:
    """Delete the call: proposals are the team's alone again. A removed call stays removed."""
    return _set_deleted(call, deleted=True, by=by)


def restore(call: SpeakersCall, *, by: User) -> SpeakersCall:
    """Bring a removed call back as it was. Raises OneCall where another has taken its place."""
    return _set_deleted(call, deleted=False, by=by)


def of(event: Event) -> SpeakersCall | None:
    """The call of the event, if it has one."""
    return SpeakersCall.objects.filter(event=event, deleted_at=None).select_related("event").first()


def is_open(call: SpeakersCall, now: datetime) -> bool:
    """Whether the call takes proposals at this moment; both its ends belong to it."""
    return call.deleted_at is None and call.starts_at <= now <= call.ends_at


def announced_end(call: SpeakersCall, now: datetime) -> datetime:
    """Until when people are told that it is open: until the announced end; after that, until the true one."""
    soft = call.soft_ends_at
    return min(soft, call.ends_at) if soft is not None and now <= soft else call.ends_at


def check_enabled(event: Event) -> None:
    """Raise CallClosed where sessions and speakers are switched off, for the team, too."""
    if not event.is_sessions_speakers_enabled:
        raise CallClosed(_("This event takes no sessions and speakers: they are switched off."))


def check_open(event: Event, now: datetime, call_hash: str = "") -> None:
    """Raise CallClosed unless people below the team may hand something in at this moment.

    A private call opens to its secret alone, and tells nobody else when it is open.
    """
    check_enabled(event)
    call = of(event)
    if call is None:
        raise CallClosed(_("This event has no call for speakers."))
    if not call.opens_to(call_hash):
        raise CallClosed(
            _("The call for speakers is private. Use the address, or the word, that its organisers gave you."),
            pointer="/data/attributes/call-hash",
        )
    if not is_open(call, now):
        if call.starts_at > now:
            sentence, at = _("The call for speakers opens on %(moment)s."), call.starts_at
        else:
            sentence, at = _("The call for speakers closed on %(moment)s."), call.ends_at
        raise CallClosed(sentence % {"moment": _local(at, event)})


def check_window(call: SpeakersCall, event_starts_at: datetime) -> None:
    """Raise NoWindow unless the call ends after it starts, and before its event starts."""
    pointer = "/data/attributes/ends-at"
    if call.ends_at <= call.starts_at:
        raise NoWindow(_("A call ends after it starts."), pointer=pointer)
    if call.ends_at > event_starts_at:
        raise NoWindow(_("The call must end before the event starts."), pointer=pointer)


def new_secret() -> str:
    """What opens a private call: a word of 128 bits."""
    return secrets.token_hex(16)


def _put(call: SpeakersCall, facts: dict[str, Any]) -> set[str]:
    """Write the facts into the call, cleaned; the names of those that are new."""
    for name in sorted(facts.keys() - CHANGEABLE):
        raise NotChangeable(_("A call's %(member)s cannot be set.") % {"member": name.replace("_", "-")})
    kept = dict(facts)
    if "announcement" in kept:
        kept["announcement"] = passages.kept(kept["announcement"], "announcement")
    changed = {name for name, value in kept.items() if getattr(call, name) != value}
    for name in changed:
        setattr(call, name, kept[name])
    return changed


def _check_only(call: SpeakersCall) -> None:
    if SpeakersCall.objects.filter(event=call.event_id, deleted_at=None).exclude(pk=call.pk).exists():
        raise OneCall(_("The event has a call for speakers already. Change it, or delete it first."))


def _settle_secret(call: SpeakersCall) -> None:
    """A private call has the secret that its team gave it, or a new one; a public one has none."""
    if call.privacy == Privacy.PUBLIC:
        call.hash = ""
    elif not call.hash:
        call.hash = new_secret()
    elif not SECRET.fullmatch(call.hash):
        raise models.WrongValue(
            _("hash: A secret has 16 to 64 letters, digits, hyphens and underscores."), pointer="/data/attributes/hash"
        )


def _set_deleted(call: SpeakersCall, *, deleted: bool, by: User) -> SpeakersCall:
    with revising.locked(call.event_id) as event:
        call.refresh_from_db()
        if (call.deleted_at is not None) != deleted:
            call.deleted_at = timezone.now() if deleted else None
            if not deleted:
                _check_only(call)
            call.save(update_fields=["deleted_at"])
            kind = revising.Kind.DELETED if deleted else revising.Kind.RESTORED
            revising.bump(event, kind, call, by=by)
    return call


def _local(at: datetime, event: Event) -> str:
    return f"{at.astimezone(zone(event.timezone)):%Y-%m-%d %H:%M} ({event.timezone})"
