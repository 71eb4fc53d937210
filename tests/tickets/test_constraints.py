"""The database itself refuses what must not be of tickets, orders and money, whatever goes round the code."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.db.models import F
from django.utils import timezone

from openevent.accounts.models import User
from openevent.events import editing
from openevent.events.models import Event
from openevent.tickets import asking, checking, coding, finishing, tagging, taxing, waiting
from openevent.tickets.checking import Scan
from openevent.tickets.models import (
    AccessCode,
    Attendee,
    CheckIn,
    CustomForm,
    DiscountCode,
    FormerHolder,
    Invoice,
    InvoiceSeries,
    Notice,
    Order,
    OrderLine,
    Payment,
    ProviderEvent,
    Refund,
    StripeAuthorization,
    Tax,
    Ticket,
    TicketTag,
    WaitingEntry,
)
from openevent.tickets.paying import refunding
from tests.constraints import check_refused, check_refused_twice, twice
from tests.tickets.conftest import BUYER, TEAM, fill, order, ticket

NOW = timezone.now()
CODE: list[tuple[str, list[dict[str, Any]]]] = [
    ("code_is_a_word", [{"code": ""}]),
    ("code_not_overused", [{"tickets_number": 1, "taken": 2}]),
    ("code_taken_is_counted_up", [{"taken": -1}]),
    ("code_range_of_quantities", [{"min_quantity": 3, "max_quantity": 2}]),
    ("code_valid_till_after_from", [{"valid_from": NOW, "valid_till": NOW - timedelta(days=1)}]),
]
# Which constraint refuses which values, written into a row that is in order.
REFUSED: list[tuple[str, type[models.Model], list[dict[str, Any]]]] = [
    ("ticket_has_a_name", Ticket, [{"name": ""}]),
    ("ticket_type_known", Ticket, [{"type": "gift", "price": 0}]),
    ("ticket_not_oversold", Ticket, [{"taken": F("quantity") + 1}]),
    ("ticket_taken_is_counted_up", Ticket, [{"taken": -1}]),
    ("ticket_waiting_is_counted_up", Ticket, [{"waiting": -1}]),
    ("ticket_has_places", Ticket, [{"quantity": 0, "taken": 0, "min_order": 0, "max_order": 0}]),
    ("ticket_price_by_type", Ticket, [{"price": 0}, {"type": "free"}, {"type": "donation"}, {"price": -1}]),
    ("ticket_range_of_prices", Ticket, [{"min_price": -1}, {"min_price": 2, "max_price": 1}]),
    ("ticket_range_of_orders", Ticket, [{"min_order": 5, "max_order": 1}, {"max_order": F("quantity") + 1}]),
    ("ticket_sales_end_after_they_start", Ticket, [{"sales_ends_at": F("sales_starts_at")}]),
    *((f"access_{name}", AccessCode, wrong) for name, wrong in CODE),
    *((f"discount_{name}", DiscountCode, wrong) for name, wrong in CODE),
    ("discount_code_type_known", DiscountCode, [{"type": "half"}]),
    ("discount_code_takes_at_most_all", DiscountCode, [{"value": -1}, {"value": 1_000_001}]),
    ("order_status_known", Order, [{"status": "paid"}]),
    ("order_hold_ends", Order, [{"expires_at": NOW}, {"status": "pending"}]),
    ("order_ended_when", Order, [{"ended_at": NOW}, {"status": "cancelled"}]),
    ("order_completed_when", Order, [{"completed_at": None}]),
    ("order_owes_nothing", Order, [{"discount": -1}, {"fee": -1}, {"tax_amount": -1}]),
    ("order_refunds_at_most_all", Order, [{"refunded": -1}, {"refunded": F("amount") + 1}]),
    ("order_money_has_a_currency", Order, [{"currency": ""}]),
    ("order_free_costs_nothing", Order, [{"payment_mode": "free"}]),
    ("order_line_has_tickets", OrderLine, [{"quantity": 0, "sub_total": F("fee")}]),
    ("order_line_price_never_negative", OrderLine, [{"discount": F("price") + 1, "sub_total": -2}]),
    ("order_line_adds_up", OrderLine, [{"sub_total": F("sub_total") + 1}]),
    ("attendee_has_a_uid", Attendee, [{"uid": ""}]),
    ("attendee_invited_by_something", Attendee, [{"is_invited": True}, {"told_sequence": 1, "known_sequence": 2}]),
    ("attendee_in_or_out", Attendee, [{"is_checked_in": True, "is_checked_out": True}]),
    ("custom_form_has_an_identifier", CustomForm, [{"field_identifier": ""}]),
    ("custom_form_asks_first", CustomForm, [{"is_included": False, "is_required": True}]),
    ("invoice_numbers_from_one", Invoice, [{"serial": 0}]),
    ("invoice_owes_and_correction_changes", Invoice, [{"total": 0}, {"corrects": None}]),
    ("former_holder_can_be_told", FormerHolder, [{"email": ""}]),
    ("former_holder_knows_what_it_was_told", FormerHolder, [{"told_sequence": 0}]),
    ("notice_kind_known", Notice, [{"kind": "whispered"}]),
    ("payment_status_known", Payment, [{"status": "lost", "received_at": None, "refunded": 0}]),
    ("payment_provider_known", Payment, [{"provider": "barter"}]),
    ("payment_is_money", Payment, [{"currency": ""}, {"amount": 0, "refunded": 0}]),
    ("payment_refunds_at_most_all", Payment, [{"refunded": -1}, {"refunded": F("amount") + 1}]),
    ("payment_received_when", Payment, [{"received_at": None}]),
    ("payment_is_asked_for_until_it_is_decided", Payment, [{"ask_at": NOW}]),
    ("refund_status_known", Refund, [{"status": "lost"}]),
    ("refund_is_money", Refund, [{"amount": 0}]),
    ("refund_done_when", Refund, [{"done_at": None}]),
    ("refund_is_tried_until_it_is_decided", Refund, [{"try_at": NOW}, {"status": "asked"}]),
    ("stripe_authorization_has_an_account", StripeAuthorization, [{"account": ""}]),
    ("tax_takes_at_most_all", Tax, [{"rate": 1_000_001}]),
    ("tax_has_a_name", Tax, [{"name": ""}]),
    ("tax_has_an_id", Tax, [{"tax_id": ""}]),
    ("waiting_status_known", WaitingEntry, [{"status": "bored", "ended_at": NOW}]),
    ("waiting_for_places", WaitingEntry, [{"quantity": 0}]),
    ("waiting_offer_ends", WaitingEntry, [{"status": "offered"}, {"offered_until": NOW}]),
    ("waiting_ended_when", WaitingEntry, [{"ended_at": NOW}, {"status": "left"}]),
]
# What a log never changes is refused in a new row.
LOGGED: list[tuple[str, type[models.Model], dict[str, Any]]] = [
    ("check_in_has_a_key", CheckIn, {"key": ""}),
    ("check_in_direction_known", CheckIn, {"key": "other", "direction": "up"}),
    ("check_in_says_what_came_first", CheckIn, {"key": "other", "outcome": "already"}),
]
# Which constraint refuses a second row like one that is there, and how far the second one may differ.
UNIQUE: list[tuple[str, type[models.Model], dict[str, Any]]] = [
    ("ticket_name_once_an_event", Ticket, {"price": 7}),
    ("access_code_once_an_event", AccessCode, {"code": "FRIEND"}),
    ("discount_code_once_an_event", DiscountCode, {"code": "EARLY"}),
    ("order_line_once_a_ticket", OrderLine, {}),
    ("check_in_key_once_an_event", CheckIn, {"direction": "out"}),
    ("custom_form_field_once", CustomForm, {"is_required": False}),
    ("invoice_series_one_a_year", InvoiceSeries, {"last": 7}),
    ("invoice_number_once", Invoice, {"number": "other", "refund": None}),
    ("invoice_corrected_once_a_refund", Invoice, {"number": "other", "serial": 77}),
    ("invoice_one_an_order", Invoice, {"number": "other", "serial": 77, "corrects": None, "refund": None, "total": 7}),
    ("payment_one_pays_an_order", Payment, {"identifier": uuid4(), "reference": ""}),
    ("provider_event_once", ProviderEvent, {}),
    ("refund_reference_once_a_payment", Refund, {"identifier": uuid4(), "amount": 7}),
    ("tax_one_an_event", Tax, {"name": "Another"}),
    ("ticket_tag_once_an_event", TicketTag, {}),
    ("waiting_once_a_ticket", WaitingEntry, {"quantity": 2}),
]
# Tests of their own below.
PAYMENTS = {"payment_one_at_a_time", "payment_reference_once_a_provider"}


@pytest.fixture
def sold(fair: Event, olga: User, ann: User, tom: User, paid: Ticket) -> Order:
    """A row of each table, the last of its kind in order: what was sold, paid, partly given back, and who waits."""
    editing.change(fair, by=olga, is_tax_enabled=True)
    taxing.add(Tax(event=fair, name="VAT", tax_id="DE1", rate=190_000, is_tax_included_in_price=True), by=olga)
    tagging.add(TicketTag(event=fair, name="Early"), by=olga)
    asking.add(CustomForm(event=fair, form="attendee", field_identifier="phone", is_included=True), by=olga)
    coding.add(AccessCode(event=fair, code="friend", tickets_number=5), by=olga)
    coding.add(DiscountCode(event=fair, code="early", type="percent", value=100_000, tickets_number=5), by=olga)
    ProviderEvent.objects.create(provider="stripe", event_id="evt_1", type="x", at=NOW)
    StripeAuthorization.objects.create(event=fair, account="acct_1", stripe_publishable_key="pk_1", created_at=NOW)
    last = ticket(fair, olga, "Aaa last", quantity=2, price=5000)
    made = order(ann, (last, 2))
    fill(made, ann)
    finishing.amend(made, by=ann, actors=BUYER, status="placed", payment_mode="bank")
    made = finishing.amend(made, by=olga, actors=TEAM, status="completed")
    Refund.objects.filter(pk=refunding.refund(made, by=olga, amount=100).pk).update(reference="re_1")
    checking.check_in(
        fair, Scan(code=made.attendees.all()[0].identifier, direction=CheckIn.Direction.IN, key="one"), by=olga
    )
    waiting.join(last, by=tom)
    FormerHolder.objects.create(
        attendee=made.attendees.all()[0],
        email="bob@example.org",
        uid="1",
        told_sequence=2,
        known_sequence=1,
        created_at=NOW,
    )
    return made


@pytest.mark.parametrize(("name", "model", "wrong"), REFUSED)
def test_the_database_refuses_what_must_not_be(
    sold: Order, name: str, model: type[models.Model], wrong: list[dict[str, Any]]
) -> None:
    # Where a column's own constraint comes first, SQLite names the column.
    column = "|failed: (taken|waiting)$" if name.endswith("counted_up") else ""
    check_refused(model, wrong, by=f"{name}{column}")


@pytest.mark.parametrize(("name", "model", "wrong"), LOGGED)
def test_the_database_takes_no_such_line_in_a_log(
    sold: Order, name: str, model: type[models.Model], wrong: dict[str, Any]
) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        twice(model._base_manager.latest("pk"), **wrong)

    assert model._base_manager.count() == 1


@pytest.mark.parametrize(("name", "model", "other"), UNIQUE)
def test_the_database_refuses_a_second_one(
    sold: Order, name: str, model: type[models.Model], other: dict[str, Any]
) -> None:
    check_refused_twice(model, other)


def test_one_payment_at_a_time(sold: Order) -> None:
    made = Payment.objects.get()
    new = {"status": "open", "received_at": None, "refunded": 0, "ask_at": NOW}
    twice(made, identifier=uuid4(), reference="", **new)

    with pytest.raises(IntegrityError), transaction.atomic():
        twice(made, identifier=uuid4(), reference="", **new)


def test_a_provider_s_number_is_of_one_payment(sold: Order, ann: User, paid: Ticket) -> None:
    other = order(ann, (paid, 1))
    Payment.objects.update(reference="pi_1")

    with pytest.raises(IntegrityError), transaction.atomic():
        twice(Payment.objects.get(), identifier=uuid4(), order_id=other.pk)


def test_every_constraint_is_tried() -> None:
    ours = apps.get_app_config("tickets").get_models()
    names = {rule.name for model in ours for rule in model._meta.constraints}

    assert names == {name for name, *_ in (*REFUSED, *LOGGED, *UNIQUE)} | PAYMENTS
