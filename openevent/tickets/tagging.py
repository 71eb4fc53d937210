"""Tags of tickets."""

from typing import Any

from django.utils.translation import gettext as _

from openevent.accounts.models import User
from openevent.events.models import Event
from openevent.lib import text
from openevent.lib.errors import Conflicting
from openevent.tickets.keeping import Facts, Keeper, Links
from openevent.tickets.models import TicketTag


class NameTaken(Conflicting):
    """Two tags of an event have two names."""


def add(tag: TicketTag, *, by: User, **links: Any) -> TicketTag:
    """Save a new tag of its event. Raises Refused."""
    return KEEPER.add(tag, by=by, **links)


def change(tag: TicketTag, *, by: User, **facts: Any) -> TicketTag:
    """Give the tag another name, or other tickets. Raises Refused."""
    return KEEPER.change(tag, by=by, **facts)


def remove(tag: TicketTag, *, by: User) -> TicketTag:
    """Delete the tag; its tickets stay."""
    return KEEPER.remove(tag, by=by)


def restore(tag: TicketTag, *, by: User) -> TicketTag:
    """Bring the tag back."""
    return KEEPER.restore(tag, by=by)


def _clean(_tag: TicketTag, _event: Event, facts: Facts) -> Facts:
    return {**facts, "name": text.one_line(facts["name"])} if "name" in facts else facts


def _check(tag: TicketTag, event: Event, _links: Links) -> None:
    if TicketTag.objects.filter(event=event, name=tag.name).exclude(pk=tag.pk).exists():
        raise NameTaken(
            _("The event has, or had, a tag “%(name)s” already.") % {"name": tag.name}, pointer="/data/attributes/name"
        )


KEEPER: Keeper[TicketTag] = Keeper(clean=_clean, check=_check, links=("tickets",))
