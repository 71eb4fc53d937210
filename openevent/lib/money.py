"""Money: whole minor units (cents) of a currency, never a float; how it is read, rounded and written.

Every amount is rounded in one place, `share`: half up, to the currency's minor unit (ISO 4217).
"""

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import cache

import moneyed
from babel import Locale
from babel.core import get_global
from babel.numbers import (
    NumberFormatError,
    format_currency,
    format_decimal,
    get_currency_precision,
    get_decimal_symbol,
    get_group_symbol,
    get_territory_currencies,
    parse_decimal,
)
from django.utils.translation import gettext as _

PLAIN = re.compile(r"[0-9]+[.,][0-9]{1,2}")  # no language groups so few digits: these are decimals everywhere
LONGEST = 40  # characters of an amount that somebody writes
DECIMALS = re.compile(r"\.0+")  # of a pattern of CLDR
MOST = 10**13  # minor units: other programs read no bigger number with two decimals exactly (RFC 8259, 6)


class NotMoney(ValueError):  # noqa: N818 - as refusals are named
    """A number that is no amount of the currency."""


@cache
def exponent(currency: str) -> int:
    """How many decimals the currency has: 2 for EUR, 0 for JPY, 3 for KWD. Raises NotMoney for no currency."""
    try:
        found = moneyed.get_currency(currency)
    except moneyed.CurrencyDoesNotExist as error:
        raise NotMoney(_("“%(currency)s” is no currency (ISO 4217).") % {"currency": currency}) from error
    return len(str(found.sub_unit)) - 1


def is_currency(code: str) -> bool:
    """Whether this is the code of a currency: three capital letters of ISO 4217, in use."""
    try:
        exponent(code)
    except NotMoney:
        return False
    return code not in NO_CURRENCIES


# In the list of ISO 4217, but nothing that anybody pays with: metals, units of account, and the codes for none.
NO_CURRENCIES = frozenset(
    {"XAG", "XAU", "XBA", "XBB", "XBC", "XBD", "XDR", "XFO", "XFU", "XPD", "XPT", "XSU", "XTS", "XUA", "XXX", "XYZ"}
)


@cache
def tender() -> frozenset[str]:
    """The currencies that are legal tender somewhere today (CLDR)."""
    found = (code for territory in get_global("territory_currencies") for code in get_territory_currencies(territory))
    return frozenset(filter(is_currency, found))


def minor(amount: Decimal | float | int | str, currency: str) -> int:
    """The amount in minor units; raises NotMoney for more decimals than the currency has, and for no number.

    A float is read as it is written: 12.1 is 12.10.
    """
    try:
        number = Decimal(repr(amount) if isinstance(amount, float) else amount)
        scaled = number.scaleb(exponent(currency))
        whole = scaled.to_integral_value()
    except (InvalidOperation, OverflowError) as error:
        raise NotMoney(_("“%(amount)s” is no amount.") % {"amount": str(amount)[:40]}) from error
    if not whole.is_finite() or abs(whole) > MOST:
        raise NotMoney(_("“%(amount)s” is too big an amount.") % {"amount": str(amount)[:40]})
    if whole != scaled:
        raise NotMoney(
            _("An amount in %(currency)s has at most %(most)s decimals.")
            % {"currency": currency, "most": exponent(currency)}
        )
    return int(whole)


def major(units: int, currency: str) -> Decimal:
    """The amount as a number of whole currency units: 4745.81."""
    return Decimal(units).scaleb(-exponent(currency))


def share(units: int, numerator: Decimal | int, denominator: Decimal | int) -> int:
    """`units × numerator / denominator`, rounded half up (away from zero): the one place where money is rounded."""
    exact = Decimal(units) * Decimal(numerator) / Decimal(denominator)
    return int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def read(written: str, currency: str, language: str = "en") -> Decimal:
    """The amount that somebody wrote in this language: 1.000,50 in German. Raises NotMoney where one cannot be sure.

    “1.000” is a thousand in German and no amount in English: it may be meant as in German there.
    """
    decimals, said = exponent(currency), written.strip()
    try:
        amount = Decimal(said.replace(",", ".")) if PLAIN.fullmatch(said) else _parsed(said, language)
    except NumberFormatError:
        amount = None
    if amount is None or -int(amount.as_tuple().exponent) > decimals:
        pattern = "#,##0." + "0" * decimals
        example = format_decimal(Decimal("1234.5"), pattern.rstrip("."), locale=language)
        raise NotMoney(_("Which amount is that? Write it like this: %(example)s") % {"example": example})
    return amount


def _parsed(said: str, language: str) -> Decimal:
    """The number, with digits in proper groups or in none. Raises NumberFormatError."""
    point, comma = get_decimal_symbol(language), get_group_symbol(language)
    if comma.isspace():  # nobody types the very space that a language writes
        said = comma.join(said.split())
    if len(said) > LONGEST or not all(sign.isdecimal() or sign in (point, comma) for sign in said):
        raise NumberFormatError(said[:LONGEST])
    return parse_decimal(said, locale=language, strict=True)


def words(units: int, currency: str, language: str = "en") -> str:
    """The amount as people read it in this language: €4,745.81.

    Where they leave decimals out by custom (CLDR), these are written all the same unless they are nought: nothing is
    rounded.
    """
    amount = major(units, currency)
    if amount == round(amount, get_currency_precision(currency)):
        return format_currency(amount, currency, locale=language)
    custom = Locale.parse(language).currency_formats["standard"].pattern
    exact = DECIMALS.sub("." + "0" * exponent(currency), custom)
    return format_currency(amount, currency, exact, locale=language, currency_digits=False)
