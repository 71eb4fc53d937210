"""Filling in who comes."""

from collections.abc import Collection
from copy import copy
from typing import Any

from django.utils.translation import gettext as _

from openevent.accounts.mailboxes import checked_email
from openevent.accounts.models import User
from openevent.lib import models, text, urls
from openevent.lib.errors import Forbidden
from openevent.lib.structures import answers
from openevent.tickets import handing, moving, recording
from openevent.tickets.models import Attendee, Order
from openevent.tickets.states import Actor

ADDRESSES = frozenset({"website", "blog", "twitter", "facebook", "github", "instagram", "linkedin"})
LINES = frozenset({"firstname", "lastname", "company", "job_title", "city", "country", "phone"})
OF_TEAM = frozenset({"is_badge_printed", "badge_printed_at", "attendee_notes"})


class NotNow(Forbidden):
    """The attendee is not changed by them, or not any more."""


def change(attendee: Attendee, *, by: User, actors: Collection[Actor], **facts: Any) -> Attendee:
    """Give the attendee these facts: the buyer before the order is finished, the team as long as it holds places.

    Which kind of ticket it is, does not change; a finished one with another address is somebody else's from then on.
    Raises Refused.
    """
    with moving.locked(attendee.order_id) as order:
        # As it is behind the lock; of its many columns those that are looked at.
        looked_at = {"order", "deleted_at", *facts, *(handing.NEEDED if "email" in facts else ())}
        attendee = Attendee.objects.only(*looked_at).get(pk=attendee.pk)
        former = copy(attendee)
        kept = {name: _cleaned(name, value) for name, value in facts.items()}
        changed = {name for name, value in kept.items() if getattr(attendee, name) != value}
        if not changed:
            return attendee
        _check_may(attendee, order, changed, actors)
        for name in changed:
            setattr(attendee, name, kept[name])
        models.check(attendee, members=changed)
        attendee.save(update_fields=sorted(changed))
        if order.status not in Order.HELD:
            if "email" in changed:
                handing.to_other(attendee, order, former, given=facts, changed=changed)
            words = f"{attendee.pk}: {', '.join(sorted(changed))}"
            recording.note(order, recording.Kind.ATTENDEE, by=by, words=[words])
    return attendee


def _check_may(attendee: Attendee, order: Order, changed: set[str], actors: Collection[Actor]) -> None:
    if attendee.deleted_at is not None:
        raise NotNow(_("This ticket was given back."))
    if Actor.TEAM in actors:
        return
    if order.status not in Order.HELD:
        raise NotNow(_("The order is finished: the event’s team changes its attendees."))
    moving.check_in_time(order)
    if closed := sorted(changed & OF_TEAM):
        name = closed[0].replace("_", "-")
        raise NotNow(_("Only the event’s team sets “%(name)s”.") % {"name": name}, pointer=f"/data/attributes/{name}")


def _cleaned(name: str, value: Any) -> Any:
    if name == "email":
        return checked_email(value) if value else ""
    if name == "complex_field_values":
        return answers(value, name)
    if name in LINES:
        return text.one_line(value)
    if name in ADDRESSES and value and not urls.is_absolute(value):
        member = name.replace("_", "-")
        raise models.WrongValue(urls.not_absolute(value), pointer=f"/data/attributes/{member}")
    return value
