"""Codes that buyers type: those that make tickets cheaper, and those that open hidden ones."""

from decimal import Decimal
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from openevent.accounts.models import User
from openevent.events.models import Event
from openevent.lib import money, shares, text, urls
from openevent.lib.errors import Conflicting, Refused
from openevent.tickets import linking
from openevent.tickets.keeping import Facts, Keeper, Links
from openevent.tickets.models import AccessCode, DiscountCode

Type = DiscountCode.Type
AnyCode = TypeVar("AnyCode", DiscountCode, AccessCode)


class WrongCode(Refused):
    """A code cannot be so."""

    def __init__(self, member: str, sentence: str, *, where: str = "attributes") -> None:
        super().__init__(sentence, pointer=f"/data/{where}/{member.replace('_', '-')}")


class CodeTaken(Conflicting):
    """Two codes of an event are two words."""


def add(code: AnyCode, *, by: User, **links: Any) -> AnyCode:
    """Save a new code of its event. Raises Refused.

    `value` of a discount is in whole units of the event's currency, or in percent.
    """
    code.marketer = code.marketer or by
    return _keeper(code).add(code, by=by, **links)


def change(code: AnyCode, /, *, by: User, **facts: Any) -> AnyCode:
    """Give the code these facts; orders keep the price that they have. Raises Refused."""
    return _keeper(code).change(code, by=by, **facts)


def remove(code: AnyCode, *, by: User) -> AnyCode:
    """Delete the code: nobody uses it any more."""
    return _keeper(code).remove(code, by=by)


def restore(code: AnyCode, *, by: User) -> AnyCode:
    """Bring the code back. Raises CodeTaken."""
    return _keeper(code).restore(code, by=by)


def remove_unused(event: Event, *, by: User) -> int:
    """Delete the discount codes that nobody has ever ordered with; says how many."""
    unused = DiscountCode.objects.living().filter(event=event, taken=0, orders=None)
    return len([remove(code, by=by) for code in unused])


def _keeper(code: AnyCode) -> Keeper[AnyCode]:
    return KEEPERS[type(code)]


def _clean(code: DiscountCode | AccessCode, event: Event, facts: Facts) -> Facts:
    kept = dict(facts)
    if "code" in kept:
        kept["code"] = text.one_line(kept["code"])
    if "max_quantity" in kept and kept["max_quantity"] is not None and kept["max_quantity"] < 0:
        kept["max_quantity"] = None  # as the published API says “no limit”
    for name in ("discount_url", "access_url"):
        if kept.get(name) and not urls.is_absolute(kept[name]):
            raise WrongCode(name, urls.not_absolute(kept[name]))
    if isinstance(code, DiscountCode):
        kept |= _value(code, event, kept)
    return kept


def _value(code: DiscountCode, event: Event, facts: Facts) -> Facts:
    """The value as it is stored: minor units, or parts per million, by the type that the code has from now on."""
    type_ = facts.get("type", code.type)
    said = facts.get("value")
    if not isinstance(said, Decimal):
        if not code._state.adding and type_ != code.type:
            raise WrongCode("value", _("Another type has another value: say it, too."))
        return {}
    if said < 0:
        raise WrongCode("value", _("A discount is not negative."))
    if type_ == Type.PERCENT:
        return {"value": _parts(said)}
    if said and not event.payment_currency:
        raise WrongCode("value", _("The event has no currency yet: set its payment-currency first."))
    try:
        return {"value": money.minor(said, event.payment_currency) if said else 0}
    except money.NotMoney as error:
        raise WrongCode("value", str(error)) from error


def _parts(percent: Decimal) -> int:
    try:
        return shares.parts(percent)
    except shares.NotAShare as error:
        raise WrongCode("value", str(error)) from error


def _check_code(code: DiscountCode | AccessCode, event: Event) -> None:
    if code.max_quantity is not None and code.min_quantity > code.max_quantity:
        raise WrongCode("max_quantity", _("The most in one order must not be below the least."))
    if code.tickets_number is not None:
        if code.max_quantity is not None and code.max_quantity > code.tickets_number:
            words = _("The code must be good for as many tickets as one order may have at most.")
            raise WrongCode("tickets_number", words)
        taken = 0
        if not code._state.adding:
            rows = type(code)._default_manager.select_for_update(no_key=True)
            taken = rows.values_list("taken", flat=True).get(pk=code.pk)
        if code.tickets_number < taken:
            raise WrongCode("tickets_number", _("The code is used for %(taken)s tickets already.") % {"taken": taken})
    until = code.valid_till or event.ends_at
    if code.valid_from is not None and code.valid_from > until:
        raise WrongCode("valid_till", _("A code must not end before it begins."))
    others = type(code)._default_manager.filter(event=event, deleted_at=None, code__iexact=code.code)
    if code.deleted_at is None and others.exclude(pk=code.pk).exists():
        raise CodeTaken(
            _("The event has a code “%(code)s” already.") % {"code": code.code}, pointer="/data/attributes/code"
        )


def _check_discount(code: DiscountCode, event: Event, links: Links) -> None:
    _check_code(code, event)
    linked = links["tickets"] if "tickets" in links else [] if code._state.adding else code.tickets.all()
    for ticket in linked:
        linking.check_discount(code, ticket)


def _check_access(code: AccessCode, event: Event, links: Links) -> None:
    _check_code(code, event)
    for ticket in links.get("tickets", ()):
        linking.check_access(ticket)


KEEPERS: dict[type, Keeper[Any]] = {
    DiscountCode: Keeper[DiscountCode](clean=_clean, check=_check_discount, links=("tickets",)),
    AccessCode: Keeper[AccessCode](clean=_clean, check=_check_access, links=("tickets",)),
}
