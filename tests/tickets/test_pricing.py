"""What an order costs: the published server's own numbers, and what must hold of any."""

from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openevent.lib import money
from openevent.tickets.pricing import Amount, Discount, Fee, Rate, Wanted, amount

GST = Rate(name="GST", share=180_000, is_included=False)
GST_INCLUDED = Rate(name="GST", share=180_000, is_included=True)
TENTH = Discount(code="example", type="percent", share=100_000, tickets=frozenset({2, 3, 4}))
# Two at 123.50, four at 456.30, three donations of 789.70, three free ones.
BASKET = (
    Wanted(ticket=1, name="A", price=12350, quantity=2),
    Wanted(ticket=2, name="B", price=45630, quantity=4),
    Wanted(ticket=3, name="C", price=78970, quantity=3),
    Wanted(ticket=4, name="D", price=0, quantity=3, is_free=True),
)


@pytest.mark.parametrize(
    ("rate", "discount", "sub_total", "off", "tax", "total"),
    [
        (None, None, 444130, 0, 0, 444130),
        (GST, None, 444130, 0, 79943, 524073),
        (GST_INCLUDED, None, 444130, 0, 67749, 444130),
        (GST, TENTH, 402187, 41943, 72394, 474581),
        (GST_INCLUDED, TENTH, 402187, 41943, 61351, 402187),
    ],
)
def test_the_numbers_of_the_published_server(
    rate: Rate | None, discount: Discount | None, sub_total: int, off: int, tax: int, total: int
) -> None:
    made = amount(BASKET, rate=rate, discount=discount)

    assert (made.sub_total, made.discount, made.tax, made.total) == (sub_total, off, tax, total)


def test_a_discount_is_rounded_for_one_ticket() -> None:
    lines = amount(BASKET, discount=TENTH).lines

    assert [(line.discount, line.sub_total) for line in lines] == [(0, 24700), (4563, 164268), (7897, 213219), (0, 0)]
    assert [line.by is not None for line in lines] == [False, True, True, False]


def test_the_fee_is_capped_for_a_line_and_borne_by_who_says_so() -> None:
    fee = Fee(share=Decimal("2.5"), maximum=1000)
    dear, cheap = Wanted(ticket=1, name="A", price=90000, quantity=2), Wanted(ticket=2, name="B", price=999, quantity=1)
    absorbed = Wanted(ticket=3, name="C", price=90000, quantity=1, is_fee_absorbed=True)

    assert [line.fee for line in amount([dear, cheap, absorbed], fee=fee).lines] == [1000, 25, 0]


PRICES = st.integers(min_value=0, max_value=10**9)


@st.composite
def baskets(draw: st.DrawFn) -> list[Wanted]:
    """Some lines, free ones among them."""
    size = draw(st.integers(min_value=1, max_value=6))
    free = st.booleans()
    return [
        Wanted(
            ticket=number,
            name=str(number),
            price=0 if is_free else draw(PRICES),
            quantity=draw(st.integers(min_value=1, max_value=1000)),
            is_free=is_free,
            is_fee_absorbed=draw(st.booleans()),
        )
        for number in range(1, size + 1)
        for is_free in [draw(free)]
    ]


SHARES = st.integers(min_value=0, max_value=1_000_000)
TICKETS = st.frozensets(st.integers(min_value=1, max_value=6))
DISCOUNTS = st.one_of(
    st.none(),
    st.builds(Discount, code=st.just("X"), type=st.just("percent"), share=SHARES, tickets=TICKETS),
    st.builds(Discount, code=st.just("X"), type=st.just("amount"), amount=PRICES, tickets=TICKETS),
)
RATES = st.one_of(st.none(), st.builds(Rate, name=st.just("VAT"), share=SHARES, is_included=st.booleans()))
FEES = st.builds(
    Fee, share=st.decimals(min_value=0, max_value=100, places=2), maximum=st.one_of(st.none(), st.integers(0, 10**6))
)


@given(baskets(), DISCOUNTS, RATES, FEES)
def test_the_parts_add_up_to_the_total(
    wanted: list[Wanted], discount: Discount | None, rate: Rate | None, fee: Fee
) -> None:
    made = amount(wanted, discount=discount, rate=rate, fee=fee)

    assert made.sub_total == sum(line.sub_total for line in made.lines)
    assert made.total == made.sub_total + (made.tax if rate is not None and not rate.is_included else 0)
    assert made.sub_total == full(made) - made.discount + made.fee
    assert made.total >= 0


def full(made: Amount) -> int:
    """What the tickets cost without a code, and without the site's fee."""
    return sum(line.wanted.price * line.wanted.quantity for line in made.lines)


@given(baskets(), DISCOUNTS, RATES, FEES)
def test_no_price_is_negative_and_no_discount_makes_anything_dearer(
    wanted: list[Wanted], discount: Discount | None, rate: Rate | None, fee: Fee
) -> None:
    made, without = (amount(wanted, discount=code, rate=rate, fee=fee) for code in (discount, None))

    assert all(0 <= line.discount <= line.wanted.price for line in made.lines)
    assert all(line.sub_total >= 0 for line in made.lines)
    assert all(line.discount == 0 for line in made.lines if line.wanted.is_free)
    assert made.total <= without.total


@given(baskets(), DISCOUNTS, RATES, FEES, st.randoms(use_true_random=False))
def test_the_order_of_the_lines_changes_nothing(
    wanted: list[Wanted], discount: Discount | None, rate: Rate | None, fee: Fee, random: Random
) -> None:
    shuffled = list(wanted)
    random.shuffle(shuffled)

    assert amount(shuffled, discount=discount, rate=rate, fee=fee) == amount(
        wanted, discount=discount, rate=rate, fee=fee
    )


@given(PRICES, SHARES)
def test_a_tax_that_is_included_is_what_added_to_the_rest_gives_the_price(price: int, share: int) -> None:
    included = Rate(name="VAT", share=share, is_included=True).of(price)
    added = Rate(name="VAT", share=share, is_included=False).of(price - included)

    assert abs(added - included) <= 1  # a cent, by rounding twice


@given(
    st.integers(min_value=-(10**13), max_value=10**13),
    st.sampled_from(["EUR", "JPY", "KWD", "HUF", "CLF"]),
)
def test_an_amount_is_read_as_it_was_written(units: int, currency: str) -> None:
    assert money.minor(money.major(units, currency), currency) == units
    assert money.minor(float(money.major(units, currency)), currency) == units


@pytest.mark.parametrize(
    ("amount_", "currency"),
    [
        ("0.001", "EUR"),
        ("0.5", "JPY"),
        ("1e40", "EUR"),
        ("NaN", "EUR"),
        ("Infinity", "EUR"),
        ("x", "EUR"),
        ("1", "EUX"),
    ],
)
def test_what_is_no_amount_is_refused(amount_: str, currency: str) -> None:
    with pytest.raises(money.NotMoney):
        money.minor(amount_, currency)


@pytest.mark.parametrize(
    ("units", "numerator", "denominator", "rounded"),
    [(5, 1, 2, 3), (-5, 1, 2, -3), (15, 1, 10, 2), (25, 1, 10, 3), (24, 1, 10, 2), (0, 1, 3, 0)],
)
def test_halves_are_rounded_up(units: int, numerator: int, denominator: int, rounded: int) -> None:
    assert money.share(units, numerator, denominator) == rounded
