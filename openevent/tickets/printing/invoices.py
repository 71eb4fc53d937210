"""What is on an invoice, or on the correction of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, kw_only=True)
class Seller:
    """Who sells; the footer is plain text: a bank account, a register."""

    name: str
    address: Sequence[str] = ()  # its lines
    tax_id: str = ""
    footer: str = ""


@dataclass(frozen=True, kw_only=True)
class Buyer:
    """Who buys."""

    name: str
    company: str = ""
    address: Sequence[str] = ()  # its lines
    tax_info: str = ""


@dataclass(frozen=True, kw_only=True)
class Line:
    """So many of one ticket. `discount` is what is already off the sub total, `fee` what is already in it."""

    name: str
    quantity: int
    price: int  # of one
    discount: int = 0
    fee: int = 0
    sub_total: int


@dataclass(frozen=True, kw_only=True)
class Tax:
    """A tax on the whole, contained in the sub totals or added to them."""

    name: str
    percent: Decimal
    amount: int
    included: bool


@dataclass(frozen=True, kw_only=True)
class Invoice:
    """What is owed, or was paid: all money in minor units of the currency, printed as it is and not reckoned again.

    As the correction of another invoice, whose number is `corrects`, its amounts are what changes: negative for what is
    given back.
    """

    seller: Seller
    buyer: Buyer
    number: str
    issued_on: date
    order: str
    currency: str
    lines: Sequence[Line]
    tax: Tax | None = None
    total: int
    paid: str = ""  # how and when: a sentence in the reader's language
    note: str = ""  # plain text
    corrects: str = ""
    event: str = ""  # what is attended, and when
    language: str = "en"  # of who reads it (BCP 47)
