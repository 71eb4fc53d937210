"""What an event has beside its programme: sponsors, links, questions with answers, a licence."""

from typing import Any, TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.utils import timezone
from django.utils.translation import gettext

from openevent.accounts.models import User
from openevent.events import revising
from openevent.events.models import Event, EventCopyright, Faq, FaqType, SocialLink, Sponsor
from openevent.lib import models, passages, text, urls
from openevent.lib.errors import Conflicting, Forbidden, Refused, Unknown

AnySoftPart = Sponsor | SocialLink | Faq | EventCopyright
AnyPart = AnySoftPart | FaqType
SoftPart = TypeVar("SoftPart", bound=AnySoftPart)
Part = TypeVar("Part", bound=AnyPart)

LINES = frozenset({"name", "type", "question", "licence", "holder", "identifier"})
HTML = frozenset({"description", "answer"})
ADDRESSES = frozenset({"url", "logo_url", "link", "licence_url", "holder_url"})
UNCHANGEABLE = {"id", "event", "event_id", "deleted_at"}


class NoSponsors(Forbidden):
    """The event's team has switched sponsors off."""


class ForeignType(Refused):
    """A kind of questions of another event."""


class OneLicence(Conflicting):
    """An event has one copyright."""


class FutureYear(Refused):
    """Nobody holds rights from a year that has not come."""


def add(part: Part, *, by: User) -> Part:
    """Save a new part of its event. Raises WrongValue, NoSponsors, ForeignType, FutureYear, OneLicence."""
    _put(part, {name: getattr(part, name) for name in LINES | HTML if hasattr(part, name)})
    models.check(part)
    with revising.locked(part.event_id) as event:
        if isinstance(part, Sponsor) and not event.is_sponsors_enabled:
            raise NoSponsors(gettext("Sponsors are switched off for this event: switch them on first."))
        _check(part)
        part.save(force_insert=True)
        revising.bump(event, revising.Kind.CREATED, part, by=by)
    return part


def change(part: Part, *, by: User, **facts: Any) -> Part:
    """Give the part these facts. Raises WrongValue, ForeignType, FutureYear."""
    with revising.locked(part.event_id) as event:
        _refresh(part)
        changed = _put(part, facts)
        if not changed:
            return part
        models.check(part, members=changed)
        _check(part)
        part.save(update_fields=sorted(changed))
        revising.bump(event, revising.Kind.CHANGED, part, by=by, members=changed)
    return part


def remove(part: Part, *, by: User) -> Part:
    """Delete the part; the questions of a removed kind stay, without it. A removed part stays removed."""
    with revising.locked(part.event_id) as event:
        if isinstance(part, FaqType):
            _drop(part, event, by)
        else:
            _set_deleted(part, event, by, deleted=True)
    return part


def restore(part: SoftPart, *, by: User) -> SoftPart:
    """Bring a removed part back as it was. Raises OneLicence where another has taken its place."""
    with revising.locked(part.event_id) as event:
        _set_deleted(part, event, by, deleted=False)
    return part


def _refresh(part: AnyPart) -> None:
    """Read the part as it is now, behind the lock of its event; raises Unknown for one that is gone."""
    try:
        part.refresh_from_db()
    except ObjectDoesNotExist as error:
        raise Unknown(gettext("Somebody deleted this meanwhile.")) from error


def _put(part: AnyPart, facts: dict[str, Any]) -> set[str]:
    """Write the facts into the part, cleaned; the names of those that are new."""
    kept = dict(facts)
    for name in LINES & kept.keys():
        kept[name] = text.one_line(kept[name])
    for name in HTML & kept.keys():
        kept[name] = passages.kept(kept[name], name)
    changed = {name for name, value in kept.items() if getattr(part, name) != value} - UNCHANGEABLE
    for name in changed:
        setattr(part, name, kept[name])
    return changed


def _check(part: AnyPart) -> None:
    """What must hold of a part beside what its columns say; the event is locked, so that it goes on holding."""
    for name in sorted(ADDRESSES):
        address = getattr(part, name, "")
        if address and not urls.is_absolute(address):
            raise models.WrongValue(urls.not_absolute(address), pointer=f"/data/attributes/{name.replace('_', '-')}")
    if isinstance(part, Faq) and part.faq_type is not None:
        _check_type(part, part.faq_type)
    if isinstance(part, EventCopyright):
        _check_licence(part)


def _check_type(question: Faq, kind: FaqType) -> None:
    if not FaqType.objects.filter(pk=kind.pk, event=question.event_id).exists():
        raise ForeignType(
            gettext("This kind of questions does not belong to the event."), pointer="/data/relationships/faq-type"
        )


def _check_licence(part: EventCopyright) -> None:
    if part.year is not None and part.year > timezone.now().year:
        raise FutureYear(
            gettext("The year %(year)s has not come yet.") % {"year": part.year}, pointer="/data/attributes/year"
        )
    others = EventCopyright.objects.filter(event=part.event_id, deleted_at=None).exclude(pk=part.pk)
    if part.deleted_at is None and others.exists():
        raise OneLicence(gettext("The event has a copyright already. Change it, or delete it first."))


def _set_deleted(part: AnySoftPart, event: Event, by: User, *, deleted: bool) -> None:
    _refresh(part)
    if (part.deleted_at is not None) == deleted:
        return
    part.deleted_at = timezone.now() if deleted else None
    if isinstance(part, EventCopyright):
        _check_licence(part)
    part.save(update_fields=["deleted_at"])
    revising.bump(event, revising.Kind.DELETED if deleted else revising.Kind.RESTORED, part, by=by)


def _drop(kind: FaqType, event: Event, by: User) -> None:
    asked = list(kind.faqs.filter(deleted_at=None).only("pk"))
    gone, _ = FaqType.objects.filter(pk=kind.pk).delete()
    if gone:
        revising.bump(event, revising.Kind.DELETED, kind, by=by, revised=asked)
