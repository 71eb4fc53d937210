"""The waiting list over HTTP: joined, seen by those whom it concerns, taken as an order, left."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from openevent.accounts.models import User
from openevent.events.models import Event
from openevent.tickets import finishing, waiting
from openevent.tickets.models import Order, Ticket, WaitingEntry
from tests.api.defects.documents import document, get, plain, read, refusal, send, to
from tests.conftest import account
from tests.tickets.conftest import BUYER, completed, fair, order, ticket  # noqa: F401 - fixtures
from tests.tickets.invariants import miscounted

HOME = "/v1/waiting-list-entries"


@pytest.fixture(autouse=True)
def _nothing_is_miscounted(db: None) -> Iterator[None]:
    yield
    assert miscounted() == {}


@pytest.fixture
def bea(db: None) -> User:
    return account("bea")


@pytest.fixture
def last(fair: Event, olga: User) -> Ticket:  # noqa: F811 - the fixture
    return ticket(fair, olga, "Last", quantity=2)


@pytest.fixture
def sold(last: Ticket, ann: User) -> Order:
    return completed(ann, (last, 2))


@pytest.fixture
def offered(bea: User, last: Ticket, sold: Order, ann: User) -> WaitingEntry:
    """Bea's, to whom both places are offered."""
    entry = waiting.join(last, 2, by=bea)
    finishing.amend(sold, by=ann, actors=BUYER, status="cancelled")
    entry.refresh_from_db()
    return entry


def join(user: User | None, kind: Ticket, **attributes: Any) -> Any:
    return send(user, "POST", HOME, document("waiting-list-entry", attributes, ticket=to("ticket", kind)))


def test_who_comes_too_late_joins_the_list(bea: User, last: Ticket, sold: Order) -> None:
    answer = join(bea, last, quantity=2)

    row = read(answer, 201)
    assert row["attributes"] == {
        "quantity": 2,
        "status": "waiting",
        "joined-at": row["attributes"]["joined-at"],
        "offered-at": None,
        "offered-until": None,
        "ended-at": None,
    }
    assert answer["Location"] == f"{HOME}/{row['id']}"
    assert read(get(bea, f"{HOME}/{row['id']}?include=ticket,user"))["id"] == row["id"]
    assert refusal(join(bea, last))[0] == 409


def test_what_can_be_bought_is_not_waited_for(bea: User, last: Ticket) -> None:
    answer = join(bea, last)

    assert refusal(answer)[0] == 409
    assert "left: buy them instead of waiting." in answer.json()["errors"][0]["detail"]


def test_only_tickets_that_one_sees_and_in_their_numbers_are_waited_for(
    bea: User,
    olga: User,
    fair: Event,  # noqa: F811
    last: Ticket,
    sold: Order,
) -> None:
    hidden = ticket(fair, olga, "Friends", is_hidden=True)

    assert refusal(join(bea, hidden)) == (422, "/data/relationships/ticket")
    assert refusal(join(bea, last, quantity=3)) == (422, "/data/attributes/quantity")
    assert refusal(join(bea, last, quantity=-1)) == (422, "/data/attributes/quantity")
    assert WaitingEntry.objects.count() == 0


def test_without_a_proven_address_nobody_waits(bea: User, last: Ticket, sold: Order) -> None:
    User.objects.filter(pk=bea.pk).update(is_verified=False)

    answer = join(bea, last)

    assert answer.status_code == 403
    assert "verified address" in answer.json()["errors"][0]["detail"]
    assert join(None, last).status_code == 401


def test_one_sees_and_leaves_ones_own_and_the_team_sees_all(
    bea: User,
    ann: User,
    mallory: User,
    tom: User,
    fair: Event,  # noqa: F811
    last: Ticket,
    offered: WaitingEntry,
) -> None:
    address, mine, all_of_it = (
        f"{HOME}/{offered.pk}",
        f"/v1/users/{bea.pk}/waiting-list-entries",
        f"/v1/events/{fair.identifier}/waiting-list-entries",
    )

    assert [get(user, address).status_code for user in (None, mallory, ann, tom, bea)] == [404, 404, 404, 200, 200]
    assert [get(user, all_of_it).status_code for user in (None, mallory, bea, tom)] == [401, 403, 403, 200]
    assert [get(user, mine).status_code for user in (None, mallory, tom, bea)] == [404, 404, 404, 200]
    assert [row["id"] for row in read(get(tom, all_of_it))] == [row["id"] for row in read(get(bea, mine))]
    assert [send(user, "DELETE", address).status_code for user in (None, mallory, tom)] == [401, 404, 403]
    assert get(bea, HOME).status_code == 405

    assert send(bea, "DELETE", address).status_code == 200
    assert read(get(bea, address))["attributes"]["status"] == "left"
    assert refusal(send(bea, "DELETE", address))[0] == 409


def test_an_offer_is_taken_as_an_order_by_whose_it_is(
    bea: User, mallory: User, tom: User, staff: User, offered: WaitingEntry
) -> None:
    address = f"{HOME}/{offered.pk}/take"
    assert [plain(user, address, {}).status_code for user in (None, mallory, tom, staff)] == [401, 404, 403, 403]

    answer = plain(bea, f"{address}?include=attendees", {})

    row = read(answer, 201)
    assert (row["type"], row["attributes"]["status"], len(answer.json()["included"])) == ("order", "initializing", 2)
    assert answer["Location"] == f"/v1/orders/{row['id']}"
    entry = get(bea, f"{HOME}/{offered.pk}?include=order").json()
    assert (entry["data"]["attributes"]["status"], entry["included"][0]["id"]) == ("taken", row["id"])
    assert plain(bea, address, {}).status_code == 409


@pytest.mark.parametrize(
    ("body", "status", "pointer"),
    [
        ([], 400, ""),
        ({"price": "much"}, 400, "/price"),
        ({"discount-code": []}, 400, "/discount-code"),
        ({"discount-code": "nothing"}, 422, "/discount-code"),
    ],
)
def test_a_body_that_says_nothing_that_can_be_is_refused(
    bea: User, offered: WaitingEntry, body: Any, status: int, pointer: str
) -> None:
    if body == []:
        body = ["x"]

    assert refusal(plain(bea, f"{HOME}/{offered.pk}/take", body)) == (status, pointer)
    assert WaitingEntry.objects.get().status == "offered"


def test_what_others_wait_for_is_not_available(bea: User, ann: User, last: Ticket) -> None:
    one, _ = (completed(ann, (last, 1)) for _ in range(2))
    waiting.join(last, 2, by=bea)
    finishing.amend(one, by=ann, actors=BUYER, status="cancelled")

    shown = get(None, f"/v1/events/{last.event.identifier}/tickets/availability").json()

    assert [(one["name"], one["available"]) for one in shown] == [("Last", 0)]
    create = plain(ann, "/v1/orders/create-order", {"tickets": [{"id": last.pk}]})
    assert refusal(create) == (409, "/tickets")


def test_the_lists_ask_as_often_for_three_as_for_one(
    bea: User,
    tom: User,
    fair: Event,  # noqa: F811
    last: Ticket,
    sold: Order,
) -> None:
    addresses = [
        f"/v1/events/{fair.identifier}/waiting-list-entries?include=ticket,user",
        f"/v1/users/{tom.pk}/waiting-list-entries?include=ticket",
    ]
    for somebody in (bea, tom):
        waiting.join(last, by=somebody)

    def counted() -> list[tuple[int, int]]:
        found = []
        for address in addresses:
            with CaptureQueriesContext(connection) as asked:
                rows = read(get(tom, address))
            found.append((len(rows), len(asked)))
        return found

    counted()
    few = counted()
    for number in range(2):
        another = ticket(fair, tom, f"Another {number}", quantity=1)
        order(bea, (another, 1))
        waiting.join(another, by=tom)

    assert counted() == [(rows + 2, asked) for rows, asked in few]
