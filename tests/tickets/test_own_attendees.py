"""An account finds its tickets: those that it ordered, and those that name its proven address."""

import json
from typing import Any

import pytest

from openevent.accounts import joining
from openevent.accounts.models import User
from openevent.events.models import Event
from openevent.tickets import filling, finishing
from openevent.tickets.models import Order, Ticket
from tests.conftest import PASSWORD, account, as_user
from tests.tickets.conftest import BUYER, TEAM, order


@pytest.fixture
def bob() -> User:
    return account("bob")


def ordered(buyer: User, ticket: Ticket, *names: str) -> Order:
    made = order(buyer, (ticket, len(names)))
    for name, attendee in zip(names, made.attendees.order_by("pk"), strict=True):
        filling.change(attendee, by=buyer, actors=BUYER, firstname=name.title(), email=f"{name}@example.org")
    return finishing.amend(made, by=buyer, actors=BUYER, status="completed")


def listed(by: User, whose: User) -> list[str]:
    answer = as_user(by).get(f"/v1/users/{whose.pk}/attendees?sort=firstname")
    return [row["attributes"]["firstname"] for row in answer.json().get("data", [])]


def test_the_account_lists_whom_it_ordered_for_and_its_own_tickets(ann: User, bob: User, free: Ticket) -> None:
    ordered(ann, free, "ann", "bob")
    ordered(bob, free, "cem")

    assert listed(ann, ann) == ["Ann", "Bob"]
    assert listed(bob, bob) == ["Bob", "Cem"]


def test_an_address_that_is_not_proven_shows_nothing(ann: User, free: Ticket) -> None:
    ordered(ann, free, "bob")
    pretender = joining.join("bob@example.org", PASSWORD)

    assert listed(pretender, pretender) == []


def test_what_is_only_held_or_was_given_back_is_nobody_s_ticket(ann: User, bob: User, olga: User, free: Ticket) -> None:
    made = order(ann, (free, 1))
    filling.change(made.attendees.get(), by=ann, actors=BUYER, firstname="Bob", email=bob.email)
    assert listed(bob, bob) == []

    finishing.amend(made, by=ann, actors=BUYER, status="completed")
    assert listed(bob, bob) == ["Bob"]

    finishing.amend(made, by=olga, actors=TEAM, status="cancelled")
    assert listed(bob, bob) == []


def test_nobody_else_lists_them(
    ann: User, bob: User, mallory: User, olga: User, staff: User, fair: Event, free: Ticket
) -> None:
    ordered(ann, free, "ann", "bob")

    assert [listed(other, ann) for other in (mallory, bob)] == [[], []]
    assert listed(staff, ann) == ["Ann", "Bob"]


@pytest.mark.parametrize("count", [1, 3])
def test_they_are_included_with_the_same_number_of_statements(
    ann: User, bob: User, staff: User, free: Ticket, count: int, django_assert_num_queries: Any
) -> None:
    for _ in range(count):
        ordered(ann, free, "ann", "bob")
    client = as_user(staff)
    client.get("/v1/users?include=attendees")

    with django_assert_num_queries(6):
        said = client.get("/v1/users?include=attendees").json()
    linked = {
        row["attributes"]["email"]: len(row["relationships"]["attendees"].get("data", [])) for row in said["data"]
    }
    assert (linked["ann@example.org"], linked["bob@example.org"]) == (2 * count, count)


def test_accounts_are_filtered_by_them(ann: User, bob: User, mallory: User, staff: User, free: Ticket) -> None:
    ordered(ann, free, "bob")
    wanted = {"name": "attendees", "op": "any", "val": {"name": "firstname", "op": "eq", "val": "Bob"}}

    said = as_user(staff).get("/v1/users", {"filter": json.dumps([wanted])}).json()

    assert {row["attributes"]["email"] for row in said["data"]} == {"ann@example.org", "bob@example.org"}


# What an order tells to who only holds a ticket of it.
TOLD = {"identifier", "currency", "status", "language", "expires-at", "placed-at", "completed-at", "created-at"}


def test_a_holder_sees_the_order_without_the_buyer_s_data_money_or_code(
    ann: User, bob: User, olga: User, free: Ticket
) -> None:
    made = ordered(ann, free, "bob")
    url = f"/v1/orders/{made.identifier}"

    to_holder, to_buyer, to_team = (as_user(by).get(url).json()["data"] for by in (bob, ann, olga))

    assert to_holder["attributes"].keys() == TOLD
    assert to_buyer["attributes"].keys() == to_team["attributes"].keys()
    assert to_buyer["attributes"].keys() > TOLD | {"amount", "discount-code-id", "last4", "address", "order-notes"}


def test_a_holder_finds_nothing_out_by_filtering(ann: User, bob: User, free: Ticket) -> None:
    ordered(ann, free, "bob")
    ordered(bob, free, "cem")

    def found(member: str, op: str, value: object) -> list[str]:
        named = json.dumps([{"name": "order", "op": "has", "val": {"name": member, "op": op, "val": value}}])
        rows = as_user(bob).get(f"/v1/users/{bob.pk}/attendees", {"filter": named, "sort": "firstname"}).json()["data"]
        return [row["attributes"]["firstname"] for row in rows]

    assert found("status", "eq", "completed") == ["Bob", "Cem"]
    assert found("is-billing-enabled", "eq", False) == ["Cem"]


def test_a_holder_changes_no_order(ann: User, bob: User, free: Ticket) -> None:
    made = ordered(ann, free, "bob")
    body = {"data": {"type": "order", "id": str(made.pk), "attributes": {"order-notes": "Mine"}}}

    answer = as_user(bob).patch(f"/v1/orders/{made.pk}", json.dumps(body), content_type="application/vnd.api+json")

    assert answer.status_code == 403
    made.refresh_from_db()
    assert made.order_notes == ""
