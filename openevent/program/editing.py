"""Changing what a session says of itself (time, room and state have acts of their own)."""

from collections.abc import Collection
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from openevent.accounts.models import User
from openevent.events import revising
from openevent.lib import models, passages, structures, text, urls
from openevent.lib.errors import Refused
from openevent.program import remembering
from openevent.program.models import Session, Speaker

HTML = frozenset({"short_abstract", "long_abstract", "comments"})
ADDRESSES = frozenset(
    {
        *("slides_url", "video_url", "audio_url", "signup_url", "stream_url", "website", "twitter", "facebook"),
        *("github", "linkedin", "instagram", "gitlab", "mastodon"),
    }
)
STRUCTURED = frozenset({"slides", "complex_field_values"})
CHANGEABLE = HTML | ADDRESSES | STRUCTURED | {"title", "subtitle", "language", "level", "track", "session_type"}


class NotChangeable(Refused):
    """The member is not changed this way."""


class ForeignPart(Refused):
    """A track, room, session type or speaker of another event."""


def change(session: Session, *, by: User, **facts: Any) -> Session:
    """Give the session these facts; what stays the same is no change. Raises Refused; returns the session."""
    with revising.locked(session.event_id) as event:
        session.refresh_from_db()
        was = remembering.seen(session, event)
        changed = put(session, facts)
        if not changed:
            return session
        models.check(session, members=changed)
        session.revised_at = revising.now()
        session.save(update_fields=[*changed, "revised_at"])
        told: dict[Model, Any] = {session: was} if "title" in changed else {}
        revising.bump(event, revising.Kind.CHANGED, session, by=by, members=changed, was=told)
    return session


def put(session: Session, facts: dict[str, Any]) -> set[str]:
    """Write the facts into the row, cleaned; the names of those that are new. Saves nothing. Raises Refused."""
    kept = dict(facts)
    for name in kept.keys() - CHANGEABLE:
        raise NotChangeable(_("A session's %(member)s cannot be set here.") % {"member": name.replace("_", "-")})
    for name in ("track", "session_type"):
        check_same_event(session, kept.get(name), name)
    for name in HTML & kept.keys():
        kept[name] = passages.kept(kept[name], name)
    if "title" in kept:
        kept["title"] = text.one_line(kept["title"])
    kept |= _structured(kept, session)
    changed = {name for name, value in kept.items() if getattr(session, name) != value}
    for name in changed:
        setattr(session, name, kept[name])
    check_addresses(session, ADDRESSES & changed)
    if changed & {"short_abstract", "long_abstract"}:
        # A calendar shows the short abstract; where there is none, the long one is better than nothing.
        session.short_abstract_text = text.plain(session.short_abstract) or text.plain(session.long_abstract)
        changed.add("short_abstract_text")
    return changed


def _structured(facts: dict[str, Any], session: Session) -> dict[str, Any]:
    """The lists and objects among the facts, checked; one that stays what it is, whoever wrote it, is not asked."""
    new = {name: value for name, value in facts.items() if name in STRUCTURED and value != getattr(session, name)}
    checked: dict[str, Any] = {}
    if "slides" in new:
        checked["slides"] = structures.slides(new["slides"])
    if "complex_field_values" in new:
        checked["complex_field_values"] = structures.answers(new["complex_field_values"], "complex_field_values")
    return checked


def check_addresses(row: Session | Speaker, names: Collection[str]) -> None:
    """Raise WrongValue, with the member's pointer, for an address of the row that no browser could open."""
    for name in sorted(names):
        address = getattr(row, name)
        if address and not urls.is_absolute(address):
            pointer = f"/data/attributes/{name.replace('_', '-')}"
            raise models.WrongValue(urls.not_absolute(address), pointer=pointer)


def check_same_event(session: Session, part: Any, name: str) -> None:
    """Raise ForeignPart for a part of another event, or a removed one."""
    if part is not None and (part.event_id != session.event_id or part.deleted_at is not None):
        raise ForeignPart(
            _("This %(part)s does not belong to the session's event.") % {"part": name.replace("_", " ")},
            pointer=f"/data/relationships/{name.replace('_', '-')}",
        )
