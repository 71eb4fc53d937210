"""Amounts as Stripe writes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openevent.lib import money
from openevent.tickets.paying.stripe import currencies

ZERO_DECIMAL = ["BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF"]
THREE_DECIMAL = ["BHD", "JOD", "KWD", "OMR", "TND"]


@pytest.mark.parametrize(
    ("amount", "currency", "written"),
    [
        ("10.00", "USD", 1000),
        ("12.34", "EUR", 1234),
        ("5.124", "KWD", None),  # the last of three digits must be a zero
        ("5.12", "KWD", 5120),
        ("5", "ISK", 500),  # once it had decimals, and is written so
        ("5", "UGX", 500),
        ("800.45", "TWD", 80045),  # whole ones are for payouts only
        ("10.45", "HUF", 1045),
        ("10.00", "MGA", 10),
        ("10.20", "MGA", None),
        *((f"{500}", currency, 500) for currency in ZERO_DECIMAL),
        *(("1.5", currency, 1500) for currency in THREE_DECIMAL),
    ],
)
def test_an_amount_is_written_in_stripes_unit_of_the_currency(amount: str, currency: str, written: int | None) -> None:
    units = money.minor(amount, currency)

    if written is None:
        with pytest.raises(money.NotMoney, match=f"Stripe takes amounts in {currency} in steps of"):
            currencies.to_stripe(units, currency)
    else:
        assert currencies.to_stripe(units, currency) == written
        assert currencies.from_stripe(written, currency) == units


@given(
    units=st.integers(0, 10**9),
    currency=st.sampled_from(["EUR", "JPY", "KWD", "ISK", "UGX", "MGA", "HUF", "TND", "CLF"]),
)
def test_whatever_can_be_written_is_read_as_the_same(units: int, currency: str) -> None:
    units -= units % currencies.smallest(currency)

    assert currencies.from_stripe(currencies.to_stripe(units, currency), currency) == units


def test_what_is_no_amount_of_the_currency_is_refused() -> None:
    with pytest.raises(money.NotMoney):
        currencies.from_stripe(550, "ISK")
    with pytest.raises(money.NotMoney):
        currencies.from_stripe(100, "XYZ1")
