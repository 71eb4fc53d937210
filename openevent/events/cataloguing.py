"""What the staff of the site keeps for all events: types, topics and sub-topics, places, the names of roles."""

import secrets
from typing import Any, TypeVar

import structlog
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from openevent.accounts.models import User
from openevent.events import revising
from openevent.events.models import Event, EventLocation, EventSubTopic, EventTopic, EventType, Role
from openevent.lib import models, text, urls
from openevent.lib.errors import Conflicting, Refused, Unknown

log = structlog.get_logger(__name__)

AnySoftEntry = EventType | EventTopic
AnyEntry = AnySoftEntry | EventSubTopic | EventLocation | Role
SoftEntry = TypeVar("SoftEntry", bound=AnySoftEntry)
Entry = TypeVar("Entry", bound=AnyEntry)

LINES = frozenset({"name", "title_name"})
UNCHANGEABLE = {"id", "slug", "deleted_at"}
LONGEST_SLUG = 280  # leaves room for what tells it from another


class NameTaken(Conflicting):
    """Another role has this name."""


class BuiltIn(Refused):
    """The server itself knows the role by its name."""


class RemovedTopic(Refused):
    """Sub-topics belong to topics that are there."""


def add(entry: Entry, *, by: User) -> Entry:
    """Save a new entry; its slug is its name in lower case. Raises WrongValue, NameTaken, RemovedTopic."""
    _put(entry, {name: getattr(entry, name) for name in LINES if hasattr(entry, name)})
    if not isinstance(entry, Role):
        entry.slug = "-".join(entry.name.lower().split())[:LONGEST_SLUG] or "-"
    models.check(entry)
    _check(entry)
    with transaction.atomic():
        _insert(entry)
    log.info("the catalogue has something new", **_described(entry, by))
    return entry


def change(entry: Entry, *, by: User, **facts: Any) -> Entry:
    """Give the entry these facts; its slug stays, for addresses hold it. Raises as `add`, and BuiltIn.

    Events lose a sub-topic that is moved to another topic than theirs.
    """
    with transaction.atomic():
        _lock(entry)
        former = entry.name
        changed = _put(entry, facts)
        if not changed:
            return entry
        if isinstance(entry, Role) and "name" in changed:
            _check_own(former)
        models.check(entry, members=changed)
        _check(entry)
        _save(entry, sorted(changed))
        if isinstance(entry, EventSubTopic) and "event_topic" in changed:
            _take_from(Event.objects.filter(event_sub_topic=entry), ["event_sub_topic"], by)
    log.info("something in the catalogue is changed", **_described(entry, by))
    return entry


def remove(entry: Entry, *, by: User) -> Entry:
    """Delete the entry; events that have it go on without. A removed entry stays removed. Raises BuiltIn."""
    with transaction.atomic():
        _lock(entry)
        if isinstance(entry, Role):
            _check_own(entry.name)
        _take_from_events(entry, by)
        if isinstance(entry, EventType | EventTopic):
            entry.deleted_at = entry.deleted_at or timezone.now()
            entry.save(update_fields=["deleted_at"])
        else:
            type(entry)._default_manager.filter(pk=entry.pk).delete()
    log.info("something is gone from the catalogue", **_described(entry, by))
    return entry


def restore(entry: SoftEntry, *, by: User) -> SoftEntry:
    """Bring a removed type or topic back; events that had it do not get it again."""
    with transaction.atomic():
        _lock(entry)
        entry.deleted_at = None
        entry.save(update_fields=["deleted_at"])
    log.info("something is back in the catalogue", **_described(entry, by))
    return entry


def _lock(entry: AnyEntry) -> None:
    """Read the entry as it is now, and let nobody else change it; raises Unknown for one that is gone."""
    rows = type(entry)._base_manager.select_for_update(no_key=True)
    if rows.filter(pk=entry.pk).first() is None:
        raise Unknown(_("Somebody deleted this meanwhile."))
    entry.refresh_from_db()


def _put(entry: AnyEntry, facts: dict[str, Any]) -> set[str]:
    kept = {name: text.one_line(value) if name in LINES else value for name, value in facts.items()}
    changed = {name for name, value in kept.items() if getattr(entry, name) != value} - UNCHANGEABLE
    for name in changed:
        setattr(entry, name, kept[name])
    return changed


def _check(entry: AnyEntry) -> None:
    """What must hold of an entry beside what its columns say."""
    if isinstance(entry, EventTopic) and entry.system_image_url and not urls.is_absolute(entry.system_image_url):
        raise models.WrongValue(urls.not_absolute(entry.system_image_url), pointer="/data/attributes/system-image-url")
    if isinstance(entry, EventSubTopic) and entry.event_topic.deleted_at is not None:
        raise RemovedTopic(_("There is no such topic any more."), pointer="/data/relationships/event-topic")


def _check_own(name: str) -> None:
    if name in Role.BUILT_IN:
        raise BuiltIn(
            _("“%(name)s” is built in: the server knows it by this name, which stays.") % {"name": name},
            pointer="/data/attributes/name",
        )


def _insert(entry: AnyEntry) -> None:
    """Save the new row; a slug that another has gets a short end of its own."""
    if isinstance(entry, Role):
        _save(entry, None)
        return
    try:
        with transaction.atomic():
            entry.save(force_insert=True)
    except IntegrityError:
        entry.slug = f"{entry.slug}-{secrets.token_hex(4)}"
        entry.save(force_insert=True)


def _save(entry: AnyEntry, members: list[str] | None) -> None:
    try:
        with transaction.atomic():
            entry.save(update_fields=members)
    except IntegrityError as error:
        if not isinstance(entry, Role):
            raise
        raise NameTaken(
            _("There is a role “%(name)s” already.") % {"name": entry.name}, pointer="/data/attributes/name"
        ) from error


def _take_from_events(entry: AnyEntry, by: User) -> None:
    match entry:
        case EventType():
            _take_from(Event.objects.filter(event_type=entry), ["event_type"], by)
        case EventTopic():
            _take_from(Event.objects.filter(event_topic=entry), ["event_topic", "event_sub_topic"], by)
        case EventSubTopic():
            _take_from(Event.objects.filter(event_sub_topic=entry), ["event_sub_topic"], by)


def _take_from(events: QuerySet[Event], members: list[str], by: User) -> None:
    """Leave these members of the events empty; each event counts its revision."""
    for event in events.select_for_update().order_by("pk"):
        for member in members:
            setattr(event, member, None)
        event.save(update_fields=members)
        revising.bump(event, revising.Kind.CHANGED, event, by=by, members=members)


def _described(entry: AnyEntry, by: User) -> dict[str, str]:
    return {"kind": str(entry._meta.verbose_name), "name": entry.name, "by": by.email}
