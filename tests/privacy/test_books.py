"""What is kept for the books of people whose data is erased, and for how long."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from openevent.accounts.models import User
from openevent.jobs.models import Job
from openevent.privacy import erasing
from openevent.tickets import books, papers, press, tasks
from openevent.tickets.models import Invoice, Order, OrderChange, Refund
from tests.conftest import as_user
from tests.privacy.lives import Life


@pytest.fixture
def erased(life: Life, ann: User) -> Life:
    """Ann's data is erased, but for the books."""
    erasing.finish(erasing.begin(ann, by=None))
    life.paid.refresh_from_db()
    return life


def end(order: Order) -> None:
    """The books with the order are closed now."""
    Order.objects.filter(pk=order.pk).update(books_until=timezone.now())


@pytest.mark.parametrize(
    ("last", "years", "until"),
    [("2030-01-01", 10, 2041), ("2030-12-31", 10, 2041), ("2030-12-31", 1, 2032)],
)
def test_books_are_kept_for_whole_years_after_the_year_of_their_last_entry(
    life: Life, settings: Any, last: str, years: int, until: int
) -> None:
    settings.KEEP_BOOKS = years
    life.paid.created_at = life.paid.placed_at = datetime(2029, 1, 1, tzinfo=UTC)
    life.paid.completed_at = datetime.fromisoformat(f"{last}T12:00:00+00:00")
    life.paid.payments.update(received_at=life.paid.placed_at)

    assert books.kept_until(life.paid) == datetime(until, 1, 1, tzinfo=UTC)


def test_a_refund_is_an_entry_too(life: Life) -> None:
    refund = Refund.objects.select_related("order").get()
    late = datetime(2090, 1, 1, tzinfo=UTC)

    Refund.objects.filter(pk=refund.pk).update(done_at=late)

    assert books.kept_until(refund.order) == datetime(2101, 1, 1, tzinfo=UTC)


def test_an_order_from_before_there_were_invoices_gets_one_that_names_the_buyer(life: Life, ann: User) -> None:
    Invoice.objects.filter(order=life.paid).delete()

    erasing.finish(erasing.begin(ann, by=None))

    assert Invoice.objects.get(order=life.paid).content["buyer"]["name"] == "Ann Onymous"


def test_nothing_is_blanked_before_its_time(erased: Life) -> None:
    Order.objects.filter(pk=erased.paid.pk).update(books_until=timezone.now() + timedelta(minutes=1))

    assert books.sweep() == 0

    erased.paid.refresh_from_db()
    assert erased.paid.address == "1 Elm Street"


def test_afterwards_nothing_says_who_bought(erased: Life) -> None:
    invoice = Invoice.objects.get(order=erased.paid)
    end(erased.paid)

    tasks.close_books()

    erased.paid.refresh_from_db()
    after = Invoice.objects.get(pk=invoice.pk)
    nobody = {"name": "", "company": "", "address": [], "tax_info": ""}
    assert {getattr(erased.paid, name) for name in (*books.ADDRESS, "transaction_id")} == {""}
    assert after.content == {**invoice.content, "buyer": nobody, "note": ""}
    assert (after.number, after.total, erased.paid.amount) == (invoice.number, invoice.total, 5000)
    assert set(OrderChange.objects.filter(order=erased.paid).values_list("note", flat=True)) == {""}
    assert not OrderChange.objects.filter(order=erased.paid).exclude(said=[]).exists()
    assert not Refund.objects.filter(order=erased.paid).exclude(said=[]).exists()
    assert (erased.paid.books_until, books.sweep()) == (None, 0)


def test_a_printed_invoice_is_void_then(erased: Life, olga: User, queue: list[str]) -> None:
    invoice = Invoice.objects.select_related("order", "corrects").get(order=erased.paid)
    before = press.ask(papers.invoice(invoice), by=olga)
    end(erased.paid)

    books.sweep()

    invoice.refresh_from_db()
    assert Job.objects.get(pk=before.pk).is_void
    assert press.ask(papers.invoice(invoice), by=olga).pk != before.pk


def test_the_team_still_reads_the_order_and_its_invoice(erased: Life, olga: User, mallory: User) -> None:
    address = f"/v1/orders/{erased.paid.identifier}"

    assert as_user(olga).get(address).status_code == 200
    assert as_user(mallory).get(address).status_code == 404
