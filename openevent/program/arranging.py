"""Tracks, rooms and session types: making, changing and removing them, and bringing them back."""

from typing import Any, TypeVar

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext

from openevent.accounts.models import User
from openevent.events import revising
from openevent.lib import models, text
from openevent.lib.errors import Unknown
from openevent.program.models import Microlocation, Session, SessionType, Track
from openevent.program.models.track import six_digits

Part = TypeVar("Part", Track, Microlocation, SessionType)

# What the entries of a calendar say of a part; for a room, what makes it another place.
SHOWN = {Track: {"name", "color"}, Microlocation: {"name", "stream_url"}, SessionType: {"name"}}
PLACE = {"name", "latitude", "longitude"}
UNCHANGEABLE = {"id", "event", "event_id", "deleted_at"}


def add(part: Part, *, by: User) -> Part:
    """Save a new track, room or session type of its event. Raises WrongValue."""
    part.name = text.one_line(part.name)
    if isinstance(part, Track):
        part.color = six_digits(part.color)
    models.check(part)
    with revising.locked(part.event_id) as event:
        part.save(force_insert=True)
        revising.bump(event, revising.Kind.CREATED, part, by=by)
    return part


def change(part: Part, *, by: User, **facts: Any) -> Part:
    """Give the part these facts; sessions that show them are revised. Raises WrongValue."""
    kept = _cleaned(facts)
    with revising.locked(part.event_id) as event:
        part.refresh_from_db()
        changed = {name for name, value in kept.items() if getattr(part, name) != value} - UNCHANGEABLE
        if not changed:
            return part
        for name in changed:
            setattr(part, name, kept[name])
        models.check(part, members=changed)
        part.save(update_fields=sorted(changed))
        is_place = isinstance(part, Microlocation) and bool(changed & PLACE)
        shown = is_place or bool(changed & SHOWN[type(part)])
        sessions = _revise(part, place_changed=is_place) if shown else []
        revising.bump(event, revising.Kind.CHANGED, part, by=by, members=changed, revised=sessions)
    return part


def shift(part: Part, steps: int, *, by: User) -> Part:
    """Put the part so many places further down among those of its event, or up for less than none.

    Positions are counted anew. A part at the end stays there.
    """
    with revising.locked(part.event_id) as event:
        rows: list[Part] = list(type(part)._default_manager.filter(event=event, deleted_at=None))
        if part not in rows:
            raise Unknown(gettext("Somebody deleted this meanwhile."))
        at = rows.index(part)
        rows.insert(max(0, at + steps), rows.pop(at))
        moved = [(number, row) for number, row in enumerate(rows) if row.position != number]
        for number, row in moved:
            row.position = number
            row.save(update_fields=["position"])
        if moved:
            along = [(revising.Kind.CHANGED, row) for _, row in moved if row != part]
            revising.bump(event, revising.Kind.CHANGED, part, by=by, members={"position"}, along=along)
    return part


def remove(part: Part, *, by: User) -> Part:
    """Delete the part; its sessions stay, without it. A removed part stays removed."""
    return _set_deleted(part, deleted=True, by=by)


def restore(part: Part, *, by: User) -> Part:
    """Bring a removed part back, to the sessions that had it and got no other since."""
    return _set_deleted(part, deleted=False, by=by)


def _set_deleted(part: Part, *, deleted: bool, by: User) -> Part:
    with revising.locked(part.event_id) as event:
        part.refresh_from_db()
        if (part.deleted_at is not None) != deleted:
            part.deleted_at = timezone.now() if deleted else None
            part.save(update_fields=["deleted_at"])
            sessions = _revise(part, place_changed=isinstance(part, Microlocation))
            kind = revising.Kind.DELETED if deleted else revising.Kind.RESTORED
            revising.bump(event, kind, part, by=by, revised=sessions)
    return part


def _cleaned(facts: dict[str, Any]) -> dict[str, Any]:
    """The facts as they are stored: names in one line, colours with six digits."""
    cleaners = {"name": text.one_line, "color": six_digits}
    return {name: cleaners[name](value) if name in cleaners else value for name, value in facts.items()}


def _revise(part: Track | Microlocation | SessionType, *, place_changed: bool) -> list[Session]:
    """Note on the part's sessions that their entries read otherwise now; the sessions."""
    sessions = list(part.sessions.living().only("pk"))
    part.sessions.living().update(
        revised_at=revising.now(), **({"sequence": F("sequence") + 1} if place_changed else {})
    )
    return sessions
