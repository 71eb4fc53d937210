"""Amounts as Stripe writes them: whole numbers, in a unit of Stripe's own for each currency.

https://docs.stripe.com/currencies, “Minor units in API amounts” and “Special cases”.
"""

from django.utils.translation import gettext as _

from openevent.lib import money

# Where Stripe's unit is not the minor unit of ISO 4217: ISK and UGX are written with two decimals, which are 00, as
# before these currencies lost them; the ariary is written without the decimals that ISO 4217 gives it.
EXPONENTS = {"ISK": 2, "UGX": 2, "MGA": 0}
LAST_DIGIT_ZERO = 3  # of currencies with so many decimals Stripe takes amounts that end with a 0


class NotSoExact(money.NotMoney):
    """An amount that Stripe does not take, or that the currency does not have."""


def to_stripe(amount: int, currency: str) -> int:
    """The amount, in minor units, as Stripe writes it. Raises NotSoExact."""
    step = smallest(currency)
    if amount % step:
        raise NotSoExact(
            _("Stripe takes amounts in %(currency)s in steps of %(step)s only.")
            % {"currency": currency, "step": money.major(step, currency)}
        )
    return _scaled(amount, _shift(currency))


def from_stripe(number: int, currency: str) -> int:
    """What Stripe writes so, in minor units. Raises NotMoney."""
    return _scaled(number, -_shift(currency))


def smallest(currency: str) -> int:
    """The smallest amount, in minor units, of which Stripe takes multiples."""
    if money.exponent(currency) == LAST_DIGIT_ZERO:
        return 10
    return int(10 ** max(0, -_shift(currency)))


def _shift(currency: str) -> int:
    exponent = money.exponent(currency)
    return EXPONENTS.get(currency, exponent) - exponent


def _scaled(number: int, shift: int) -> int:
    if shift >= 0:
        return int(number * 10**shift)
    whole, rest = divmod(number, 10**-shift)
    if rest:
        raise NotSoExact(f"{number} is no whole amount of the currency.")
    return int(whole)
