"""A ticket and an invoice as they are printed, and what people might write on them."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from openevent.tickets.printing.invoices import Buyer, Invoice, Line, Seller, Tax
from openevent.tickets.printing.sheets import Sheet

SHEET = Sheet(
    event="Open Tech Days",
    starts_at=datetime(2027, 3, 5, 9, tzinfo=UTC),
    ends_at=datetime(2027, 3, 5, 17, 30, tzinfo=UTC),
    zone="Europe/Berlin",
    place="Old Brewery, Berlin",
    organiser="Olga & Friends",
    holder="Ann Archer",
    ticket="Early bird",
    price=4900,
    currency="EUR",
    order="5c1d4a3e",
    attendee="1283",
    code="5c1d4a3e/1283/abcdef",
    message="Bring a laptop.",
)
INVOICE = Invoice(
    seller=Seller(name="Olga & Friends", address=["Hill 2", "Berlin"], tax_id="DE 123", footer="Bank: DE12 3456"),
    buyer=Buyer(name="Ann Archer", company="Archer Ltd", address=["Lane 1", "Leeds"], tax_info="GB 987"),
    number="2027-128",
    issued_on=date(2027, 1, 17),
    order="5c1d4a3e",
    currency="EUR",
    lines=[
        Line(name="Early bird", quantity=3, price=4900, discount=1470, sub_total=13230),
        Line(name="Dinner", quantity=1, price=3500, sub_total=3500),
    ],
    tax=Tax(name="VAT", percent=Decimal(19), amount=2671, included=True),
    total=16730,
    paid="Paid by card on 17 January 2027.",
    note="Thank you!",
)

MARKUP = [
    '#read("/etc/passwd")',
    '#include "ticket.typ"',
    "\\ \\] ] [ } { ) (",
    '"; #panic("no"); "',
    "*bold* _slanted_ $x$ `code`",
    "= <label> @label",
    "// gone /* gone */ ~ -- --- '\"",
    "{0} {number} {holder} %s",
]
ANYTHING = st.sampled_from(MARKUP) | st.text(alphabet=st.characters(), max_size=60)


def sheet(**changes: Any) -> Sheet:
    return replace(SHEET, **changes)


def invoice(**changes: Any) -> Invoice:
    return replace(INVOICE, **changes)
