"""Finishing an order: the buyer's facts, how it is paid, and the status that it gets."""

from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from openevent.accounts.models import User
from openevent.events import sharing
from openevent.events.models import Event
from openevent.lib import models, text
from openevent.lib.errors import Forbidden, Refused
from openevent.tickets import forms, moving, recording, states, wording
from openevent.tickets.models import Attendee, Order
from openevent.tickets.paying import confirming
from openevent.tickets.paying.provider import NotTaken
from openevent.tickets.paying.providers import provider
from openevent.tickets.paying.ways import SWITCHES
from openevent.tickets.states import Actor, IllegalTransition

Status, Mode = Order.Status, Order.Mode
ADDRESS = frozenset({"company", "address", "city", "zipcode", "country"})  # what an invoice needs
BILLING = ADDRESS | {"state", "tax_business_info", "is_billing_enabled", "order_notes"}
OF_TEAM = frozenset({"order_notes", "cancel_note"})
# What is asked of the event of an order that costs nothing: an event has many columns.
OF_EVENT = ("name", "state", "deleted_at", "is_ticket_form_enabled", "starts_at", "ends_at")


class NotNow(Forbidden):
    """This of an order is not changed by them, or not any more."""


class WrongMode(Refused):
    """It cannot be paid so."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, pointer="/data/attributes/payment-mode")


class NoBilling(Refused):
    """What an invoice needs is missing."""


class CheckedIn(Forbidden):
    """Who has come has used the ticket."""


def amend(order: Order, *, by: User, actors: Collection[Actor], **facts: Any) -> Order:
    """Give the order these facts and this status, as far as the actors may; all or nothing. Raises Refused.

    A cancellation is nothing but that: what else is said with it is dropped.
    """
    with moving.locked(order.pk) as order:
        status = Status(facts.pop("status", order.status))
        if status == Status.CANCELLED != order.status:
            return cancel(order, by=by, actors=actors, note=str(facts.get("cancel_note", "")))
        _put(order, facts, by, actors)
        if status != order.status:
            _finish(order, status, by, actors)
    return order


def cancel(order: Order, *, by: User, actors: Collection[Actor], note: str = "") -> Order:
    """Take the locked order back; its places are free again."""
    actor = Actor.TEAM if Actor.TEAM in actors else Actor.BUYER
    if actor is Actor.BUYER and Attendee.objects.living().filter(order=order).arrived().exists():
        raise CheckedIn(_("Somebody has come with a ticket of this order. The event’s team can cancel it."))
    if note:
        order.cancel_note = note
        models.check(order, members={"cancel_note"})
        order.save(update_fields=["cancel_note"])
    return moving.to(order, Status.CANCELLED, actor=actor, by=by, words=note)


def may_cancel(order: Order) -> bool:
    """Whether its buyer can take the order back now; what has been paid the event's team gives back."""
    try:
        states.check(order, Status.CANCELLED, Actor.BUYER)
    except Forbidden:
        return False
    return not Attendee.objects.living().filter(order=order).arrived().exists()


def _put(order: Order, facts: dict[str, Any], by: User, actors: Collection[Actor]) -> None:
    """Write the facts that are new; raises NotNow for those that these actors do not write now."""
    kept = {name: text.one_line(value) if name in ADDRESS else value for name, value in facts.items()}
    changed = {name for name, value in kept.items() if getattr(order, name) != value}
    if not changed:
        return
    allowed: set[str] = set()
    if Actor.BUYER in actors and order.status in Order.HELD:
        moving.check_in_time(order)
        allowed |= BILLING | {"payment_mode"}
    if Actor.TEAM in actors:
        allowed |= OF_TEAM
        if order.status in (Status.PENDING, Status.PLACED) and kept.get("payment_mode") in Order.OFFLINE:
            allowed.add("payment_mode")  # it was paid otherwise than was thought
    if closed := sorted(changed - allowed):
        name = closed[0].replace("_", "-")
        raise NotNow(
            _("You cannot change “%(name)s” of this order now.") % {"name": name}, pointer=f"/data/attributes/{name}"
        )
    for name in changed:
        setattr(order, name, kept[name])
    if "payment_mode" in changed:
        _check_mode(order)
    models.check(order, members=changed)
    order.save(update_fields=sorted(changed))
    way = wording.chosen(order) if "payment_mode" in changed else ""
    listed = changed - {"payment_mode"} if way else changed
    recording.note(order, recording.Kind.BILLING, by=by, words=[way, ", ".join(sorted(listed))])


def _check_mode(order: Order) -> None:
    mode = order.payment_mode
    if mode == Mode.FREE and order.amount > 0:
        raise WrongMode(_("This order costs something: it is not paid by “free”."))
    if mode != Mode.FREE and order.amount == 0:
        raise WrongMode(_("This order costs nothing: its way of paying is “free”."))
    if mode and mode != Mode.FREE and not getattr(order.event, SWITCHES[Mode(mode)]):
        taken = ", ".join(way for way, switch in SWITCHES.items() if getattr(order.event, switch))
        sentence = _("The event takes no payments by %(mode)s. It takes: %(ways)s.")
        if not taken:
            sentence = _("The event takes no payments by %(mode)s, nor in any other way.")
        raise WrongMode(sentence % {"mode": mode, "ways": taken})
    if mode and mode != Mode.FREE:
        try:
            provider(mode).check(order)
        except NotTaken as refusal:
            raise WrongMode(str(refusal)) from refusal


def _finish(order: Order, status: Order.Status, by: User, actors: Collection[Actor]) -> None:
    actor = _actor(order, status, actors)
    if actor is Actor.BUYER:
        moving.check_in_time(order)
    order.event = _public(order)
    _check_way(order, status, actor)
    _check_billing(order)
    forms.check(order)
    if status == Status.PENDING:
        order.expires_at = timezone.now() + settings.PAYMENT_WAIT
    moving.to(order, status, actor=actor, by=by)
    if status == Status.COMPLETED and order.amount > 0:
        confirming.confirm(order, by=by)


def _actor(order: Order, status: Order.Status, actors: Collection[Actor]) -> Actor:
    """As whom somebody who is both moves the order: as the team where only that may."""
    if Actor.BUYER in actors and (Actor.TEAM not in actors or order.status in Order.HELD):
        paid = status == Status.COMPLETED and order.amount > 0
        return Actor.TEAM if paid and Actor.TEAM in actors else Actor.BUYER
    return Actor.TEAM


def _public(order: Order) -> Event:
    """The order's event, which still sells; one that money is paid for stays so until the transaction ends."""
    seen = Event.objects.only(*OF_EVENT)
    event = sharing.shared(order.event_id) if order.amount > 0 else seen.get(pk=order.event_id)
    if not event.is_public:
        raise moving.NotForSale(event)
    return event


def _check_way(order: Order, status: Order.Status, actor: Actor) -> None:
    """Whether the way in which it is paid leads to the status."""
    if status == Status.PLACED and order.payment_mode not in Order.OFFLINE:
        sentence = _("An order is placed with one of these ways of paying: %(ways)s.")
        raise WrongMode(sentence % {"ways": ", ".join(Order.OFFLINE)})
    if status == Status.PENDING and order.payment_mode != Mode.STRIPE:
        raise WrongMode(_("An order is pending while it is paid online, by Stripe."))
    if status in (Status.PLACED, Status.PENDING):
        _check_mode(order)  # the event may take no such payments any more
    if status == Status.INITIALIZING:
        raise IllegalTransition(order.status, status)
    if actor is Actor.TEAM and status == Status.COMPLETED and not order.payment_mode:
        raise WrongMode(_("Say how it was paid."))
    if actor is Actor.TEAM and status == Status.COMPLETED and order.payment_mode == Mode.STRIPE:
        raise WrongMode(_("It is completed by its payment. Was it paid otherwise? Then say how."))


def _check_billing(order: Order) -> None:
    if order.amount == 0 or not (order.is_billing_enabled or order.event.is_billing_info_mandatory):
        return
    missing = [name for name in sorted(ADDRESS) if not getattr(order, name)]
    if missing:
        raise NoBilling(
            _("An invoice needs %(facts)s.") % {"facts": ", ".join(missing)}, pointer=f"/data/attributes/{missing[0]}"
        )
