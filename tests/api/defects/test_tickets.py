"""What the original let people do with tickets, codes, taxes, orders and attendees."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from openevent.accounts.models import User
from openevent.events import publishing
from openevent.events.models import Event
from openevent.tickets import coding, expiring, finishing
from openevent.tickets.models import AccessCode, Attendee, DiscountCode, Order, Tax, Ticket
from tests.api.defects.documents import document, get, ids, plain, read, refusal, send, to, to_many
from tests.tickets.conftest import BUYER, completed, day, fair, fill, free, order, paid, ticket

__all__ = ["fair", "free", "paid"]

CREATE, REQUEST_PRICE = "/v1/orders/create-order", "/v1/orders/calculate-amount"
BILLED = {"payment-mode": "bank", "status": "placed"}


def wanted(*items: tuple[Ticket, int], **more: Any) -> dict[str, Any]:
    """The body that orders so many of each ticket."""
    tickets = [{"id": one.pk, "quantity": count} for one, count in items]
    return {"tickets": tickets, **{name.replace("_", "-"): value for name, value in more.items()}}


def taken(one: Ticket) -> int:
    return Ticket.objects.get(pk=one.pk).taken


def patched(user: User | None, made: Order, **attributes: Any) -> Any:
    said = {name.replace("_", "-"): value for name, value in attributes.items()}
    return send(user, "PATCH", f"/v1/orders/{made.identifier}", document("order", said, row=made))


@pytest.fixture
def hidden(fair: Event, olga: User) -> Ticket:
    return ticket(fair, olga, "Friends", is_hidden=True)


@pytest.fixture
def friend(fair: Event, olga: User, hidden: Ticket) -> AccessCode:
    return coding.add(AccessCode(event=fair, code="FRIEND", is_active=True), by=olga, tickets=[hidden])


@pytest.fixture
def early(fair: Event, olga: User, paid: Ticket) -> DiscountCode:
    """Half the price, for at most two tickets of an order and three in all."""
    facts: dict[str, Any] = {"type": "percent", "value": 500_000, "max_quantity": 2, "tickets_number": 3}
    return coding.add(DiscountCode(event=fair, code="EARLY", **facts), by=olga, tickets=[paid])


# --- identifiers, money, currencies ---


def test_d4_an_attendee_cannot_be_guessed(ann: User, free: Ticket) -> None:
    found = {attendee.identifier for attendee in order(ann, (free, 10)).attendees.all()}

    assert len(found) == 10
    assert {len(identifier) * 4 >= 64 for identifier in found} == {True}


def test_d6_money_is_exact(ann: User, olga: User, fair: Event) -> None:
    body = document(
        "ticket",
        {
            "name": "Dime",
            "type": "paid",
            "price": 0.1,
            "sales-starts-at": day(-1).isoformat(),
            "sales-ends-at": day(9).isoformat(),
        },
        event=to("event", fair),
    )
    made = Ticket.objects.get(pk=read(send(olga, "POST", "/v1/tickets", body), 201)["id"])

    answer = plain(None, REQUEST_PRICE, wanted((made, 3)))

    assert (made.price, answer.json()["total"], answer.json()["tickets"][0]["price"]) == (10, 0.3, 0.1)


@pytest.mark.parametrize("price", [0.001, -1, "5", 1e300])
def test_d6_what_is_no_amount_is_no_price(olga: User, fair: Event, paid: Ticket, price: Any) -> None:
    answer = send(olga, "PATCH", f"/v1/tickets/{paid.pk}", document("ticket", {"price": price}, row=paid))

    assert refusal(answer) == (422, "/data/attributes/price")


@pytest.mark.parametrize(
    ("member", "value"), [("payment-currency", "EURO"), ("payment-currency", "XXX"), ("payment-country", "Germany")]
)
def test_d55_currencies_and_countries_are_known(olga: User, fair: Event, member: str, value: str) -> None:
    answer = send(olga, "PATCH", f"/v1/events/{fair.pk}", document("event", {member: value}, row=fair))

    assert refusal(answer) == (422, f"/data/attributes/{member}")


def test_d56_bank_details_are_for_those_who_pay(ann: User, olga: User, fair: Event, paid: Ticket) -> None:
    made = order(ann, (paid, 1))
    fill(made, ann)

    before = read(get(ann, f"/v1/orders/{made.identifier}"))["attributes"]["payment-details"]
    placed = read(patched(ann, made, **{name.replace("-", "_"): value for name, value in BILLED.items()}))

    assert "bank-details" not in read(get(None, f"/v1/events/{fair.pk}"))["attributes"]
    assert "bank-details" in read(get(olga, f"/v1/events/{fair.pk}"))["attributes"]
    assert (before, placed["attributes"]["payment-details"]) == (None, fair.bank_details)


def test_d57_what_is_never_filled_is_not_shown(olga: User, fair: Event, ann: User, free: Ticket) -> None:
    completed(ann, (free, 2))

    shown = read(get(olga, f"/v1/events/{fair.pk}"))["attributes"]
    counted = read(get(olga, f"/v1/events/{fair.pk}/order-statistics"))["attributes"]

    assert [name for name in shown if name.endswith(("-sales", "-tickets"))] == ["show-remaining-tickets"]
    assert (counted["tickets"]["completed"], counted["tickets"]["total"]) == (2, 2)


@pytest.mark.parametrize("missing", ["name", "rate", "tax-id"])
def test_d63_a_tax_says_what_it_must(olga: User, fair: Event, missing: str) -> None:
    Event.objects.filter(pk=fair.pk).update(is_tax_enabled=True)
    said = {"name": "VAT", "rate": 19, "tax-id": "DE1"}
    del said[missing]

    answer = send(olga, "POST", "/v1/taxes", document("tax", said, event=to("event", fair)))

    assert refusal(answer) == (422, f"/data/attributes/{missing}")
    assert not Tax.objects.exists()


# --- events that were sold ---


def test_d59_an_event_with_paid_orders_is_neither_deleted_nor_taken_back(
    ann: User, olga: User, staff: User, fair: Event, paid: Ticket
) -> None:
    made = order(ann, (paid, 1))
    fill(made, ann)
    finishing.amend(made, by=ann, actors=BUYER, status="placed", payment_mode="bank")

    for user in (olga, staff):
        assert refusal(send(user, "DELETE", f"/v1/events/{fair.pk}"))[0] == 403
        draft = document("event", {"state": "draft"}, row=fair)
        assert refusal(send(user, "PATCH", f"/v1/events/{fair.pk}", draft))[0] == 403
    assert refusal(send(staff, "DELETE", f"/v1/events/{fair.pk}?permanent=true"))[0] == 403
    fair.refresh_from_db()
    assert fair.is_public


def test_d59_an_event_whose_orders_were_cancelled_can_be_deleted(
    ann: User, olga: User, fair: Event, paid: Ticket
) -> None:
    made = order(ann, (paid, 1))
    finishing.amend(made, by=ann, actors=BUYER, status="cancelled")

    assert send(olga, "DELETE", f"/v1/events/{fair.pk}").status_code == 200


# --- codes ---


def test_d75_hidden_tickets_are_seen_by_the_team_alone(
    olga: User, mallory: User, fair: Event, hidden: Ticket, free: Ticket, friend: AccessCode
) -> None:
    for user in (None, mallory):
        assert refusal(get(user, f"/v1/tickets/{hidden.pk}?include=access-codes"))[0] == 404
        assert refusal(get(user, f"/v1/access-codes/{friend.pk}/tickets"))[0] == 404
        assert ids(get(user, f"/v1/events/{fair.pk}/tickets")) == [str(free.pk)]
    assert ids(get(olga, f"/v1/events/{fair.pk}/tickets")) == [str(hidden.pk), str(free.pk)]


def test_d101_codes_are_read_by_their_team(olga: User, mallory: User, fair: Event, early: DiscountCode) -> None:
    for user in (None, mallory):
        assert refusal(get(user, f"/v1/discount-codes/{early.pk}"))[0] == 404
        assert refusal(get(user, f"/v1/events/{fair.pk}/discount-codes"))[0] in (401, 403)
        assert refusal(get(user, "/v1/discount-codes"))[0] in (401, 403, 405)
    assert read(get(olga, f"/v1/discount-codes/{early.pk}"))["attributes"]["code"] == "EARLY"


def test_d102_a_code_is_for_so_many_tickets_of_an_order(ann: User, paid: Ticket, early: DiscountCode) -> None:
    assert refusal(plain(ann, CREATE, wanted((paid, 3), discount_code="early"))) == (422, "/discount-code")

    assert plain(ann, CREATE, wanted((paid, 2), discount_code="early")).status_code == 201
    assert (taken(paid), DiscountCode.objects.get().taken) == (2, 2)


@pytest.mark.parametrize("fault", [{}, {"is_active": False}, {"valid_till": day(-1)}, {"valid_from": day(1)}])
def test_d103_a_hidden_ticket_is_bought_with_a_code_that_is_good(
    ann: User, hidden: Ticket, friend: AccessCode, fault: dict[str, Any]
) -> None:
    assert refusal(plain(ann, CREATE, wanted((hidden, 1)))) == (404, "/tickets")
    AccessCode.objects.update(**fault or {"is_active": True})

    answer = plain(ann, CREATE, wanted((hidden, 1), access_code="friend"))

    if fault:
        assert (refusal(answer), taken(hidden)) == ((422, "/access-code"), 0)
    else:
        assert (answer.status_code, taken(hidden)) == (201, 1)


def test_d103_codes_are_not_found_by_counting(ann: User, hidden: Ticket, friend: AccessCode, olga: User) -> None:
    other = coding.add(AccessCode(event=hidden.event, code="OTHER", is_active=True), by=olga, tickets=[hidden])

    assert abs(friend.pk - other.pk) > 1000
    assert plain(ann, CREATE, wanted((hidden, 1), access_code=str(friend.pk))).status_code == 201


# --- at the door ---


def test_d104_at_the_door_as_many_come_in_as_have_paid(olga: User, mallory: User, free: Ticket, paid: Ticket) -> None:
    sold = [{"id": str(free.pk), "quantity": 2}, {"id": paid.pk, "quantity": 3}]
    body = document("order", {"on-site-tickets": sold})

    assert refusal(send(mallory, "POST", "/v1/orders?onsite=true", body))[0] == 403
    made = read(send(olga, "POST", "/v1/orders?onsite=true", body), 201)

    assert (made["attributes"]["status"], made["attributes"]["amount"]) == ("completed", 150.0)
    assert Attendee.objects.admitted().filter(order=made["id"]).count() == 5
    assert (taken(free), taken(paid)) == (2, 3)


# --- whose orders ---


def test_d105_the_list_of_all_orders_is_the_staffs(
    ann: User, mallory: User, olga: User, staff: User, free: Ticket
) -> None:
    made = completed(ann, (free, 1))

    assert [refusal(get(user, "/v1/orders"))[0] for user in (None, mallory, olga)] == [401, 403, 403]
    assert ids(get(staff, "/v1/orders")) == [str(made.pk)]
    assert [refusal(get(user, f"/v1/orders/{made.identifier}"))[0] for user in (None, mallory)] == [404, 404]


def test_d107_what_an_order_costs_the_server_says(ann: User, paid: Ticket) -> None:
    made = read(plain(ann, CREATE, wanted((paid, 1), amount=0.01)), 201)
    address = f"/v1/orders/{made['attributes']['identifier']}"

    cheaper = document("order", {"amount": 0.01}, row=Order.objects.get())

    assert made["attributes"]["amount"] == 50.0
    assert read(send(ann, "PATCH", address, cheaper))["attributes"]["amount"] == 50.0


def test_d108_who_comes_is_nobody_elses_business(
    ann: User, mallory: User, fair: Event, free: Ticket, olga: User
) -> None:
    made = completed(ann, (free, 1))
    attendee = made.attendees.get()

    for user in (None, mallory):
        assert refusal(get(user, f"/v1/attendees/{attendee.pk}"))[0] == 404
        assert refusal(get(user, f"/v1/tickets/{free.pk}/attendees"))[0] in (401, 403)
        assert refusal(get(user, f"/v1/orders/{made.identifier}/attendees"))[0] == 404
        assert refusal(get(user, f"/v1/events/{fair.pk}/attendees"))[0] in (401, 403)
    assert ids(get(olga, f"/v1/tickets/{free.pk}/attendees")) == [str(attendee.pk)]


def test_d109_a_cheap_ticket_is_not_swapped_for_a_dear_one(ann: User, olga: User, free: Ticket, paid: Ticket) -> None:
    made = order(ann, (free, 1))
    attendee = made.attendees.get()
    body = document(
        "attendee", {"ticket-id": str(paid.pk), "firstname": "Ann"}, row=attendee, ticket=to("ticket", paid)
    )

    for user in (ann, olga):
        assert read(send(user, "PATCH", f"/v1/attendees/{attendee.pk}", body))["attributes"]["ticket-id"] == str(
            free.pk
        )
        moved = send(user, "PATCH", f"/v1/attendees/{attendee.pk}/relationships/ticket", to("ticket", paid))
        assert moved.status_code == 405
    assert (taken(free), taken(paid)) == (1, 0)


# --- money and stock ---


def test_d111_no_buyer_completes_what_is_not_paid(ann: User, olga: User, paid: Ticket) -> None:
    made = order(ann, (paid, 1))
    fill(made, ann)

    for mode in ("bank", "free", "stripe", None):
        answer = patched(ann, made, status="completed", payment_mode=mode)
        assert refusal(answer)[0] in (403, 422)
    made.refresh_from_db()
    assert (made.status, Attendee.objects.admitted().count()) == ("initializing", 0)


def test_d112_five_of_two_are_not_sold(ann: User, olga: User, fair: Event, free: Ticket) -> None:
    few = ticket(fair, olga, "Few", quantity=2)

    answer = plain(ann, CREATE, wanted((free, 1), (few, 2)))
    again = plain(ann, CREATE, wanted((free, 1), (few, 1)))

    assert (answer.status_code, refusal(again)) == (201, (409, "/tickets"))
    assert again.json()["errors"][0]["detail"] == 'Ticket "Few" already sold out'
    assert (taken(few), taken(free), Order.objects.count()) == (2, 1, 1)


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        ({"sales_starts_at": day(1)}, 409),
        ({"sales_starts_at": day(-9), "sales_ends_at": day(-8)}, 409),
        ({"min_order": 3}, 422),
        ({"max_order": 1}, 422),
        ({"is_hidden": True}, 404),
    ],
)
def test_d113_only_what_is_for_sale_is_sold(
    ann: User, olga: User, fair: Event, facts: dict[str, Any], status: int
) -> None:
    one = ticket(fair, olga, "Special", **facts)

    assert refusal(plain(ann, CREATE, wanted((one, 2)))) == (status, "/tickets")
    assert taken(one) == 0


def test_d113_a_draft_and_a_deleted_event_sell_nothing(ann: User, olga: User, fair: Event, free: Ticket) -> None:
    publishing.unpublish(fair, by=olga)
    assert [refusal(plain(user, CREATE, wanted((free, 1))))[0] for user in (ann, olga)] == [404, 409]

    send(olga, "DELETE", f"/v1/events/{fair.pk}")
    assert [refusal(plain(user, CREATE, wanted((free, 1))))[0] for user in (ann, olga)] == [404, 404]


def test_d114_no_client_switches_the_limits_of_a_code_off(ann: User, paid: Ticket, early: DiscountCode) -> None:
    for _ in range(2):
        plain(ann, CREATE, wanted((paid, 1), discount_code=str(early.pk), discount_verify=False))

    answer = plain(ann, CREATE, wanted((paid, 2), discount_code=early.pk, discount_verify=False))

    assert refusal(answer) == (422, "/discount-code")
    assert (taken(paid), DiscountCode.objects.get().taken) == (2, 2)


def test_d114_a_code_of_another_event_is_none(ann: User, olga: User, fair: Event, early: DiscountCode) -> None:
    other = Event.objects.get(pk=fair.pk)
    other.pk, other.identifier, other.uid, other._state.adding = None, "abcdef01", "another", True
    other.save()
    foreign = ticket(other, olga, "Foreign", price=5000)
    linking = document("discount-code", row=early, tickets=to_many("ticket", foreign))

    assert refusal(plain(ann, CREATE, wanted((foreign, 1), discount_code=str(early.pk)))) == (422, "/discount-code")
    assert refusal(send(olga, "PATCH", f"/v1/discount-codes/{early.pk}", linking))[0] == 422


def test_d115_what_ends_gives_its_places_back_and_stays_in_the_books(ann: User, paid: Ticket) -> None:
    cancelled, late = order(ann, (paid, 1)), order(ann, (paid, 2))
    Order.objects.filter(pk=late.pk).update(status="pending", expires_at=timezone.now() - timedelta(seconds=1))

    patched(ann, cancelled, status="cancelled")
    expiring.expire_due()

    assert taken(paid) == 0
    assert sorted(Order.objects.values_list("status", flat=True)) == ["cancelled", "expired"]
    assert (Attendee.objects.count(), Attendee.objects.living().count()) == (3, 0)


def test_d115_the_team_confirms_what_was_placed(ann: User, olga: User, mallory: User, paid: Ticket) -> None:
    made = order(ann, (paid, 1))
    fill(made, ann)
    patched(ann, made, status="placed", payment_mode="bank")

    assert refusal(patched(mallory, made, status="completed"))[0] == 404
    assert refusal(patched(ann, made, status="completed"))[0] == 403
    assert read(patched(olga, made, status="completed"))["attributes"]["status"] == "completed"
