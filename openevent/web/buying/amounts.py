"""What tickets and orders cost, in the words of the reader's language and the event's currency."""

from collections.abc import Iterable
from dataclasses import dataclass

from babel.numbers import format_decimal
from django.utils.translation import gettext as _

from openevent.lib import money, shares
from openevent.lib.spoken import locale
from openevent.tickets.models import Order, OrderLine, Ticket
from openevent.tickets.quoting import Quote


@dataclass(frozen=True, kw_only=True)
class Line:
    """What so many of one ticket cost; `price` and `discount` are for one."""

    name: str
    quantity: int
    price: str
    discount: str
    fee: str
    total: str


@dataclass(frozen=True, kw_only=True)
class Bill:
    """What is to be paid. `tax` is empty where there is none; `units` is the total in minor units.

    `saved` is the discount as it is told, and not taken off.
    """

    lines: tuple[Line, ...]
    saved: str
    fee: str
    tax: str
    tax_name: str
    total: str
    units: int


def words(units: int, currency: str) -> str:
    """The amount; what costs nothing is free, in whatever currency."""
    return money.words(units, currency, str(locale())) if units else _("free")


def of_ticket(ticket: Ticket, currency: str) -> str:
    """What one of them costs, or may cost."""
    if ticket.type != Ticket.Type.DONATION:
        return words(ticket.price, currency)
    if ticket.max_price is not None:
        low, high = _sum(ticket.min_price, currency), _sum(ticket.max_price, currency)
        return _("%(low)s to %(high)s, as you like") % {"low": low, "high": high}
    if ticket.min_price:
        return _("%(low)s or more, as you like") % {"low": _sum(ticket.min_price, currency)}
    return _("as much as you like")


def of_quote(wanted: Quote) -> Bill:
    """What a basket would cost now."""
    amount, currency = wanted.amount, wanted.event.payment_currency
    lines = (
        _line(one.wanted.name, one.wanted.quantity, one.wanted.price, one.discount, one.fee, one.sub_total, currency)
        for one in amount.lines
    )
    rate = amount.rate
    name = _tax_name(rate.name, rate.share, is_included=rate.is_included) if rate else ""
    return _bill(lines, amount.discount, amount.fee, amount.tax, name, amount.total, currency)


def of_order(order: Order) -> Bill:
    """What an order costs (1 query)."""
    currency = order.currency
    lines = (
        _line(row.ticket.name, row.quantity, row.price, row.discount, row.fee, row.sub_total, currency)
        for row in OrderLine.objects.filter(order=order).select_related("ticket")
    )
    name = ""
    if order.tax_rate is not None:
        name = _tax_name(order.tax_name, order.tax_rate, is_included=order.is_tax_included)
    return _bill(lines, order.discount, order.fee, order.tax_amount, name, order.amount, currency)


def _bill(lines: Iterable[Line], discount: int, fee: int, tax: int, tax_name: str, total: int, currency: str) -> Bill:
    return Bill(
        lines=tuple(lines),
        saved=words(discount, currency) if discount else "",
        fee=words(fee, currency) if fee else "",
        tax=words(tax, currency) if tax else "",
        tax_name=tax_name,
        total=words(total, currency),
        units=total,
    )


def _line(name: str, quantity: int, price: int, discount: int, fee: int, total: int, currency: str) -> Line:
    return Line(
        name=name,
        quantity=quantity,
        price=words(price, currency),
        discount=words(-discount, currency) if discount else "",
        fee=words(fee, currency) if fee else "",
        total=words(total, currency),
    )


def _tax_name(name: str, share: int, *, is_included: bool) -> str:
    said = {"name": name, "percent": format_decimal(shares.percent(share), locale=locale())}
    return (_("of it %(name)s, %(percent)s %%") if is_included else _("plus %(name)s, %(percent)s %%")) % said


def _sum(units: int, currency: str) -> str:
    return money.words(units, currency, str(locale()))
