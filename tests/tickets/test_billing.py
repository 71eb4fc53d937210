"""Invoices: numbered without a gap, kept as they were given out, corrected by what goes back."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from openevent.accounts.models import User
from openevent.calendars.timezones import zone
from openevent.events import editing
from openevent.events.models import Event
from openevent.tickets import billing, bills, finishing, moving, ordering, taxing
from openevent.tickets.models import Invoice, InvoiceSeries, Order, Tax, Ticket
from openevent.tickets.paying import refunding
from openevent.tickets.printing import invoicing
from tests import documents
from tests.conftest import account
from tests.racing import Pause, beside, impatient, only_postgresql, outcome, together
from tests.tickets.conftest import BUYER, TEAM, basket, completed, fair, fill, order, ticket

WHERE = {"company": "Archer Ltd", "address": "Lane 1", "city": "Leeds", "zipcode": "LS1", "country": "UK"}


def placed(buyer: User, *items: tuple[Ticket, int], **facts: Any) -> Order:
    made = order(buyer, *items)
    fill(made, buyer)
    return finishing.amend(made, by=buyer, actors=BUYER, status="placed", payment_mode="bank", **{**WHERE, **facts})


@dataclass
class Refund:
    """Money that went back."""

    amount: int
    reason: str = ""
    said: list[Any] = field(default_factory=list)
    identifier: uuid.UUID = field(default_factory=uuid.uuid4)


def credit(made: Order, refund: Refund) -> Invoice | None:
    with moving.locked(made.pk) as locked:
        return billing.credit(locked, refund)


def numbers(event: Event) -> list[str]:
    """What stands behind the event and the year."""
    rows = Invoice.objects.filter(event=event).order_by("serial").values_list("number", flat=True)
    return [number.rpartition("-")[2] for number in rows]


@pytest.fixture
def taxed(fair: Event, olga: User) -> Tax:
    """19 % that the price contains."""
    editing.change(fair, by=olga, is_tax_enabled=True)
    facts = {"registered_company": "Fairs Ltd", "address": "Hill 2", "zip": "10115", "city": "Berlin"}
    rate = {"rate": 190_000, "is_tax_included_in_price": True}
    return taxing.add(Tax(event=fair, name="VAT", tax_id="DE1", invoice_footer="<p>Bye</p>", **facts, **rate), by=olga)


def test_an_order_gets_its_invoice_when_it_is_placed_and_no_second_one_when_it_is_paid(
    ann: User, olga: User, fair: Event, paid: Ticket
) -> None:
    made = placed(ann, (paid, 2))
    finishing.amend(made, by=olga, actors=TEAM, status="completed")

    invoice = Invoice.objects.get()
    today = timezone.now().astimezone(zone("Europe/Berlin")).date()
    assert (invoice.order, invoice.total, invoice.currency) == (made, 10_000, "EUR")
    assert (invoice.issued_on, invoice.year, invoice.serial) == (today, today.year, 1)
    assert invoice.number == f"{fair.identifier.upper()}-{today.year}-00001"


def test_what_is_free_has_no_invoice_and_asks_for_no_number(ann: User, free: Ticket) -> None:
    completed(ann, (free, 2))

    assert (Invoice.objects.count(), InvoiceSeries.objects.count()) == (0, 0)


def test_what_is_sold_at_the_door_has_one(olga: User, fair: Event, paid: Ticket) -> None:
    made = ordering.sell_at_the_door(basket((paid, 1)), by=olga)

    bill = bills.read(Invoice.objects.get(order=made))
    assert bill.paid.startswith("Paid by cash or card on site on ")
    assert (bill.buyer.name, bill.note) == ("", "")


def test_an_invoice_says_who_sells_what_to_whom_and_how_it_is_paid(
    ann: User, fair: Event, paid: Ticket, free: Ticket, taxed: Tax
) -> None:
    User.objects.filter(pk=ann.pk).update(first_name="Ann", last_name="Archer")
    ann.refresh_from_db()
    made = placed(ann, (paid, 2), (free, 1))

    invoice = Invoice.objects.get()
    (page,) = documents.pages(invoicing.invoice(bills.read(invoice)))
    lines = [" ".join(line.split()) for line in page.splitlines()]
    for words in (
        *("Fairs Ltd", "Hill 2", "10115 Berlin", "Tax ID: DE1", "Archer Ltd", "Ann Archer", "Lane 1", "LS1 Leeds"),
        *(
            f"Number {invoice.number}",
            f"Order {made.identifier}",
            "Supporter 2 €50.00 €100.00",
            "Visitor 1 €0.00 €0.00",
        ),
        *("VAT 19%, included €15.97", "Total €100.00", "To be paid by bank transfer.", fair.bank_details, "Bye"),
    ):
        assert words in lines


def test_what_was_given_out_stays_as_it_was(ann: User, olga: User, fair: Event, paid: Ticket, taxed: Tax) -> None:
    made = placed(ann, (paid, 1))
    before = invoicing.content(bills.read(Invoice.objects.get()))

    editing.change(fair, by=olga, name="Other", owner_name="Somebody", bank_details="Nowhere")
    taxing.change(taxed, by=olga, registered_company="Another", name="GST")
    Order.objects.filter(pk=made.pk).update(company="Bought Ltd", tax_name="GST")
    Ticket.objects.filter(pk=paid.pk).update(name="Renamed")

    assert invoicing.content(bills.read(Invoice.objects.get())) == before


def test_an_invoice_speaks_the_language_of_its_buyer(ann: User, paid: Ticket) -> None:
    made = order(ann, (paid, 1))
    Order.objects.filter(pk=made.pk).update(language="de-AT")
    fill(made, ann)
    finishing.amend(made, by=ann, actors=BUYER, status="placed", payment_mode="bank")

    bill = bills.read(Invoice.objects.get())
    assert (bill.language, bill.paid) == ("de-AT", "Zu zahlen: Überweisung.")
    assert "Rechnung" in documents.pages(invoicing.invoice(bill))[0]


def test_an_order_that_is_not_paid_after_all_is_taken_back_whole(
    ann: User, olga: User, fair: Event, paid: Ticket
) -> None:
    made = placed(ann, (paid, 2))

    finishing.amend(made, by=olga, actors=TEAM, status="cancelled")

    invoice, correction = Invoice.objects.order_by("serial")
    assert (correction.corrects, correction.total, numbers(fair)) == (invoice, -10_000, ["00001", "00002"])
    bill = bills.read(correction)
    assert [(line.name, line.quantity, line.sub_total) for line in bill.lines] == [("Supporter", 2, -10_000)]
    assert (bill.corrects, bill.paid) == (invoice.number, "The order was cancelled before it was paid.")
    assert "-€100.00" in documents.pages(invoicing.invoice(bill))[0]


def test_a_cancelled_order_that_nobody_had_to_pay_yet_has_nothing_to_take_back(ann: User, paid: Ticket) -> None:
    made = order(ann, (paid, 1))

    finishing.amend(made, by=ann, actors=BUYER, status="cancelled")

    assert not Invoice.objects.exists()


def test_a_refund_corrects_the_invoice_once(ann: User, olga: User, fair: Event, paid: Ticket, taxed: Tax) -> None:
    made = placed(ann, (paid, 2))
    finishing.amend(made, by=olga, actors=TEAM, status="completed")
    part, rest = Refund(3333, "Ill."), Refund(6667)

    first, again, last = credit(made, part), credit(made, part), credit(made, rest)

    assert first is not None
    assert last is not None
    assert (first, first.total, last.total, numbers(fair)) == (again, -3333, -6667, ["00001", "00002", "00003"])
    assert (first.tax + last.tax, Invoice.objects.get(corrects=None).tax) == (-1597, 1597)
    bill = bills.read(first)
    assert [(line.name, line.sub_total) for line in bill.lines] == [("Refund", -3333)]
    assert (bill.note, bill.paid[:14]) == ("Ill.", "Given back on ")


def test_a_refund_of_all_takes_every_line_back(ann: User, olga: User, paid: Ticket, free: Ticket) -> None:
    made = placed(ann, (paid, 1), (free, 1))
    finishing.amend(made, by=olga, actors=TEAM, status="completed")

    correction = credit(made, Refund(5000))

    assert correction is not None
    lines = {line.name: (line.quantity, line.price, line.sub_total) for line in bills.read(correction).lines}
    assert lines == {"Supporter": (1, -5000, -5000), "Visitor": (1, 0, 0)}


def test_money_that_did_not_go_back_after_all_is_owed_no_more_and_can_go_back_anew(
    ann: User, olga: User, fair: Event, paid: Ticket
) -> None:
    made = placed(ann, (paid, 2))
    finishing.amend(made, by=olga, actors=TEAM, status="completed")
    first = refunding.refund(made, by=olga, amount=3333)

    refunding.fail(first, "The account is closed.")
    refunding.fail(first, "The account is closed.")
    refunding.refund(made, by=olga)

    rows = Invoice.objects.order_by("serial")
    assert [row.total for row in rows] == [10_000, -3333, 3333, -10_000]
    assert bills.read(rows[2]).paid == "The money could not be given back."
    assert numbers(fair) == ["00001", "00002", "00003", "00004"]


def test_no_more_is_taken_off_than_there_is(ann: User, paid: Ticket) -> None:
    made = placed(ann, (paid, 1))
    credit(made, Refund(4000))

    with pytest.raises(billing.TooMuch):
        credit(made, Refund(1001))

    assert [one.total for one in Invoice.objects.order_by("pk")] == [5000, -4000]


def test_where_no_invoice_is_nothing_is_corrected(ann: User, free: Ticket) -> None:
    assert credit(completed(ann, (free, 1)), Refund(100)) is None


def test_a_number_that_comes_to_nothing_is_given_to_the_next(
    ann: User, fair: Event, paid: Ticket, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = order(ann, (paid, 1))
    fill(made, ann)
    monkeypatch.setattr(Invoice.objects, "create", lambda **_facts: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        finishing.amend(made, by=ann, actors=BUYER, status="placed", payment_mode="bank")
    monkeypatch.undo()

    placed(ann, (paid, 1))

    made.refresh_from_db()
    assert made.status == "initializing"
    assert numbers(fair) == ["00001"]


@pytest.mark.django_db(transaction=True)
def test_a_number_outside_of_its_order_s_transaction_is_refused(ann: User, paid: Ticket) -> None:
    made = order(ann, (paid, 1))

    with pytest.raises(transaction.TransactionManagementError):
        billing.issue(made)


def test_each_event_and_each_year_counts_for_itself(
    ann: User, olga: User, tom: User, fair: Event, paid: Ticket
) -> None:
    placed(ann, (paid, 1))
    series = InvoiceSeries.objects.get()
    InvoiceSeries.objects.filter(pk=series.pk).update(year=series.year - 1)
    Invoice.objects.update(year=series.year - 1, number="old")

    placed(ann, (paid, 1))

    assert [(one.year, one.serial) for one in Invoice.objects.order_by("pk")] == [
        (series.year - 1, 1),
        (series.year, 1),
    ]


@pytest.mark.parametrize("facts", [{"corrects": None}, {"serial": 1}, {"total": 0}, {"serial": 0}, {"number": "same"}])
def test_the_database_refuses_what_no_books_may_hold(ann: User, paid: Ticket, facts: dict[str, Any]) -> None:
    placed(ann, (paid, 1))
    invoice = Invoice.objects.get()
    Invoice.objects.update(number="same")
    said = {"corrects": invoice, "serial": 2, "total": -1, "number": "another", **facts}

    with pytest.raises(IntegrityError), transaction.atomic():
        Invoice.objects.create(
            order=invoice.order,
            event=invoice.event,
            year=invoice.year,
            issued_on=date(2026, 1, 1),
            currency="EUR",
            content={},
            created_at=timezone.now(),
            **said,
        )


@pytest.mark.django_db(transaction=True)
def test_buyers_at_the_same_moment_get_numbers_without_a_gap(fair: Event, olga: User, paid: Ticket) -> None:
    buyers = [account(f"buyer{number}") for number in range(4)]
    orders = [order(buyer, (paid, 1)) for buyer in buyers]
    for made, buyer in zip(orders, buyers, strict=True):
        fill(made, buyer)
    place = partial(finishing.amend, actors=BUYER, status="placed", payment_mode="bank")

    done = together(*(partial(place, made, by=buyer) for made, buyer in zip(orders, buyers, strict=True)))

    assert [one.status for one in done] == ["placed"] * 4
    assert numbers(fair) == ["00001", "00002", "00003", "00004"]


@only_postgresql
@pytest.mark.django_db(transaction=True)
def test_who_orders_what_is_free_waits_for_nobody_s_invoice(
    ann: User, tom: User, fair: Event, free: Ticket, paid: Ticket, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, pause = order(ann, (paid, 1)), Pause()
    fill(made, ann)
    monkeypatch.setattr(billing, "issue", pause.after(billing.issue))
    place = partial(finishing.amend, made, by=ann, actors=BUYER, status="placed", payment_mode="bank")

    with beside(place) as slow:
        pause.wait()
        with beside(impatient(partial(completed, tom, (free, 1)))) as quick:
            done = outcome(quick)
        is_open = not slow.done()
        pause.end()

    assert (done.status, is_open, outcome(slow).status) == ("completed", True, "placed")


class TestParts(TestCase):
    """Whatever goes back in whatever parts."""

    def setUp(self) -> None:
        olga, tom, self.ann = account("olga"), account("tom"), account("ann")
        event = fair.__wrapped__(olga, tom)  # type: ignore[attr-defined]  # the fixture's function
        editing.change(event, by=olga, is_tax_enabled=True)
        self.tax = taxing.add(Tax(event=event, name="VAT", tax_id="DE1", rate=0), by=olga)
        self.sold = ticket(event, olga, "Supporter", price=9999)

    @hypothesis_settings(max_examples=25, deadline=None)
    @given(
        rate=st.integers(0, 1_000_000),
        included=st.booleans(),
        cuts=st.lists(st.integers(1, 10**9), max_size=5),
    )
    def test_parts_add_up_to_the_invoice_and_their_taxes_to_its_tax(
        self, rate: int, included: bool, cuts: Iterable[int]
    ) -> None:
        Tax.objects.filter(pk=self.tax.pk).update(rate=rate, is_tax_included_in_price=included)
        made = placed(self.ann, (self.sold, 1))
        ends = [*sorted({cut % made.amount for cut in cuts} - {0}), made.amount]

        rows = [credit(made, Refund(end - begin)) for begin, end in zip([0, *ends], ends, strict=False)]

        sums = Invoice.objects.filter(order=made).aggregate(Sum("total"), Sum("tax"))
        assert sums == {"total__sum": 0, "tax__sum": 0}
        for row in rows:
            assert row is not None
            bill = bills.read(row)
            added = 0 if bill.tax is None or bill.tax.included else bill.tax.amount
            assert sum(line.sub_total for line in bill.lines) + added == row.total
            assert row.total <= row.tax <= 0
