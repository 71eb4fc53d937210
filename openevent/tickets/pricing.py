"""What an order costs: values in, values out, in minor units; nothing here reads a table or the clock.

A line is rounded once, for one ticket: the discount half up. The fee is rounded per line, the tax once for the whole
order. So a line is exactly `quantity × (price − discount) + fee`, and the total is the sum of the lines, and of the tax
where that is added.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from openevent.lib import money

MILLION = 1_000_000  # shares are in parts per million


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """So many of a ticket, at the price of one."""

    ticket: int  # its id
    name: str
    price: int
    quantity: int
    is_free: bool = False
    is_fee_absorbed: bool = False


@dataclass(frozen=True, kw_only=True)
class Discount:
    """What a code takes off each of some tickets."""

    code: str
    type: str
    amount: int = 0  # minor units
    share: int = 0  # parts per million
    tickets: frozenset[int] = frozenset()

    def off(self, price: int) -> int:
        """What it takes off this price; never more than all of it."""
        return min(self.amount, price) if self.type == "amount" else money.share(price, self.share, MILLION)


@dataclass(frozen=True, kw_only=True)
class Rate:
    """A tax: of a price that contains it, or on top of one."""

    name: str
    share: int  # parts per million
    is_included: bool

    def of(self, amount: int) -> int:
        """The tax in this amount, or on it."""
        return money.share(amount, self.share, MILLION + self.share if self.is_included else MILLION)


@dataclass(frozen=True, kw_only=True)
class Fee:
    """What the site takes of a line that costs something."""

    share: Decimal = Decimal(0)  # percent
    maximum: int | None = None  # of a line

    def of(self, amount: int) -> int:
        """The fee for this amount."""
        fee = money.share(amount, self.share, 100)
        return fee if self.maximum is None else min(fee, self.maximum)


@dataclass(frozen=True, kw_only=True)
class Line:
    """What one kind of ticket costs; `price`, `discount`, `tax` and `discounted_tax` are for one."""

    wanted: Wanted
    discount: int
    by: Discount | None
    fee: int
    sub_total: int
    tax: int | None  # of the full price; None where there is no tax
    discounted_tax: int | None


@dataclass(frozen=True, kw_only=True)
class Amount:
    """What an order costs."""

    lines: tuple[Line, ...]
    sub_total: int
    discount: int  # in all; off the lines already
    fee: int
    rate: Rate | None
    tax: int
    total: int


NO_FEE = Fee()


def amount(
    wanted: Sequence[Wanted], *, discount: Discount | None = None, rate: Rate | None = None, fee: Fee = NO_FEE
) -> Amount:
    """The amount of an order, by ticket: the order in which the lines are wanted changes nothing."""
    lines = tuple(_line(one, discount, rate, fee) for one in sorted(wanted, key=lambda one: one.ticket))
    sub_total = sum(line.sub_total for line in lines)
    tax = rate.of(sub_total) if rate else 0
    return Amount(
        lines=lines,
        sub_total=sub_total,
        discount=sum(line.discount * line.wanted.quantity for line in lines),
        fee=sum(line.fee for line in lines),
        rate=rate,
        tax=tax,
        total=sub_total if rate is None or rate.is_included else sub_total + tax,
    )


def _line(wanted: Wanted, discount: Discount | None, rate: Rate | None, fee: Fee) -> Line:
    applies = discount is not None and wanted.ticket in discount.tickets and not wanted.is_free
    by = discount if applies else None
    off = by.off(wanted.price) if by else 0
    # What a discount makes free is free.
    charged = 0 if wanted.is_fee_absorbed or off == wanted.price else fee.of(wanted.price * wanted.quantity)
    return Line(
        wanted=wanted,
        discount=off,
        by=by,
        fee=charged,
        sub_total=wanted.quantity * (wanted.price - off) + charged,
        tax=rate.of(wanted.price) if rate else None,
        discounted_tax=rate.of(wanted.price - off) if rate else None,
    )
