"""The list of orders: for spreadsheets, and on paper."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from openevent.accounts.models import User
from openevent.events.models import Event
from openevent.exports import building
from openevent.exports.tables import orders
from openevent.jobs import running
from openevent.jobs.models import Job
from openevent.tickets import coding, finishing
from openevent.tickets.models import DiscountCode, Order, Ticket
from tests import documents, spreadsheets
from tests.conftest import as_user
from tests.exports.lists import ask, done, exported, listed, status, work_off
from tests.tickets.conftest import BUYER, TEAM, completed, fill, order

ORIGINAL = [
    *("Order#", "Order Date", "Status", "Payment Type", "Payment Mode", "Total Amount", "Quantity", "Discount Code"),
    *("Access Code", "First Name", "Last Name", "Email", "Tax ID", "Address", "Company", "Country", "State", "City"),
    "Zipcode",
]
PLACED = {"payment_mode": "bank", "company": "=cmd|'/c calc'!A1", "city": "Köln", "zipcode": "01067"}


@pytest.fixture
def placed(ann: User, olga: User, fair: Event, free: Ticket, paid: Ticket) -> Order:
    """Ann pays for two, with a code, by bank transfer, and takes one that is free."""
    coding.add(DiscountCode(event=fair, code="EARLY", type="percent", value=100_000), by=olga, tickets=[paid])
    made = order(ann, (free, 1), (paid, 2), discount_code="EARLY")
    fill(made, ann)
    return finishing.amend(made, by=ann, actors=BUYER, status="placed", **PLACED)


def test_an_order_is_a_row_with_what_an_organiser_needs(
    placed: Order, fair: Event, olga: User, queue: list[str]
) -> None:
    (row,) = listed(olga, fair, "orders/csv")

    assert list(row)[: len(ORIGINAL)] == ORIGINAL
    assert {head: value for head, value in row.items() if value not in ("", 0)} == {
        "Order#": str(placed.identifier),
        "Order Date": row["Order Date"],
        "Status": "placed",
        "Payment Mode": "bank",
        "Total Amount": Decimal("90.00"),
        "Quantity": 3,
        "Discount Code": "EARLY",
        "Email": "ann@example.org",
        "Company": "'=cmd|'/c calc'!A1",
        "City": "Köln",
        "Zipcode": Decimal(1067),
        "Tickets": "1 × Visitor; 2 × Supporter",
        "Currency": "EUR",
        "Discount": Decimal("10.00"),
        "Placed": row["Placed"],
    }


def test_the_times_are_those_of_the_event_s_clocks(placed: Order, fair: Event, olga: User, queue: list[str]) -> None:
    moment = placed.created_at.replace(month=7, day=1, hour=22, minute=30, second=5)
    Order.objects.filter(pk=placed.pk).update(created_at=moment)

    (row,) = listed(olga, fair, "orders/csv")

    assert row["Order Date"] == f"{moment.year}-07-02 00:30:05"


def test_what_buyers_write_is_never_reckoned(
    placed: Order, fair: Event, olga: User, ann: User, queue: list[str]
) -> None:
    Order.objects.update(city="a;=1+1\n@SUM(1)", address="\t=2", company="+49", order_notes='"=3')
    User.objects.filter(pk=ann.pk).update(first_name="=HYPERLINK(1)", last_name="-1+1|x")

    file = exported(olga, fair, "orders/csv")

    assert [spreadsheets.formulas(file, separator=one) for one in ",;\t"] == [[], [], []]


def test_orders_that_nobody_finished_yet_are_not_listed_and_ended_ones_are(
    placed: Order, fair: Event, free: Ticket, ann: User, olga: User, queue: list[str]
) -> None:
    order(ann, (free, 1))
    finishing.amend(placed, by=olga, actors=TEAM, status="cancelled", cancel_note="Nobody paid.")

    (row,) = listed(olga, fair, "orders/csv")

    assert [row[head] for head in ("Status", "Reason of Cancellation", "Quantity")] == ["cancelled", "Nobody paid.", 3]


def test_the_list_on_paper_names_the_buyers(
    placed: Order, fair: Event, olga: User, ann: User, queue: list[str]
) -> None:
    User.objects.filter(pk=ann.pk).update(first_name="Ann", last_name="Archer")

    (page,) = documents.pages(exported(olga, fair, "orders/pdf"))

    assert "Orders: Spring Fair" in page
    assert str(placed.identifier)[:8] in page
    assert (
        "Ann Archer ann@example.org 1 × Visitor; 2 × Supporter waits for its payment bank transfer €90.00"
        in " ".join(page.split())
    )


def test_the_file_is_named_for_what_it_lists(placed: Order, fair: Event, olga: User, queue: list[str]) -> None:
    task_url = ask(olga, fair, "orders/csv").json()["task_url"]

    answer = Client().get(done(olga, task_url)["result"]["download_url"])

    assert answer["Content-Type"] == "text/csv; charset=utf-8; header=present"
    assert answer["Content-Disposition"] == (
        "attachment; filename=\"Orders-Spring-Fair.csv\"; filename*=UTF-8''Orders%20Spring%20Fair.csv"
    )
    assert answer["Cache-Control"] == "private, no-store"
    answer.close()


def test_an_order_after_the_list_is_in_the_next_one(
    ann: User, fair: Event, free: Ticket, olga: User, queue: list[str]
) -> None:
    """Nothing of the event changed: no counter tells that there is one order more."""
    before = listed(olga, fair, "orders/csv")

    completed(ann, (free, 1))

    assert (len(before), len(listed(olga, fair, "orders/csv"))) == (0, 1)


def test_a_list_that_nobody_has_begun_serves_two_who_ask_and_one_under_way_does_not(
    fair: Event, olga: User, tom: User, ann: User, free: Ticket, queue: list[str]
) -> None:
    first = ask(olga, fair, "orders/csv").json()
    while_waiting = ask(tom, fair, "orders/csv").json()
    claimed = running.claim(first["task_url"].rpartition("/")[2])
    assert claimed is not None

    while_running = ask(tom, fair, "orders/csv").json()

    assert first == while_waiting != while_running
    assert ask(olga, fair, "orders/csv").json() == while_running
    running._do(claimed, building.build)
    completed(ann, (free, 1))
    work_off()
    sizes = [done(tom, one["task_url"])["result"]["size"] for one in (first, while_running)]
    assert sizes[0] < sizes[1]


def test_each_kind_and_each_status_is_a_task_of_its_own(event: Event, olga: User, queue: list[str]) -> None:
    kinds = ["orders/csv", "attendees/csv", "sessions/csv", "sessions/csv?status=pending", "sessions/csv?status=x"]

    tasks = [ask(olga, event, kind).json()["task_url"] for kind in kinds]

    assert [tasks.index(task) for task in tasks] == [0, 1, 2, 3, 2]


def test_the_database_is_asked_as_often_for_three_orders_as_for_one(
    ann: User, fair: Event, free: Ticket, olga: User, queue: list[str]
) -> None:
    completed(ann, (free, 1))
    ask(olga, fair, "orders/csv")
    with CaptureQueriesContext(connection) as for_one:
        work_off()
    for _ in range(2):
        completed(ann, (free, 2))
    ask(olga, fair, "orders/csv")

    with CaptureQueriesContext(connection) as for_three:
        work_off()

    assert len(for_one) == len(for_three) <= 9


def test_a_list_of_more_rows_than_a_page_of_memory_is_not_printed(
    fair: Event, olga: User, queue: list[str], monkeypatch: pytest.MonkeyPatch, placed: Order
) -> None:
    monkeypatch.setattr("openevent.tickets.printing.rolls.MOST_ROWS", 0)

    said = done(olga, ask(olga, fair, "orders/pdf").json()["task_url"])

    assert (said["state"], "Take it as a table (CSV)" in said["result"]) == ("FAILURE", True)


def test_orders_in_which_a_free_ticket_was_taken_need_no_currency(
    ann: User, fair: Event, free: Ticket, olga: User, queue: list[str]
) -> None:
    Event.objects.filter(pk=fair.pk).update(payment_currency="")
    completed(ann, (free, 1))

    (row,) = listed(olga, fair, "orders/csv")

    assert [row[head] for head in ("Total Amount", "Currency", "Payment Mode")] == [0, "", "free"]
    assert orders.table(fair).count == 1


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("kind", ["orders/csv", "orders/pdf", "attendees/csv", "attendees/pdf"])
def test_d78_strangers_and_who_only_bought_get_no_list(
    fair: Event, mallory: User, ann: User, free: Ticket, queue: list[str], kind: str, method: str
) -> None:
    completed(ann, (free, 1))

    answers = [ask(user, fair, kind, method=method).status_code for user in (None, mallory, ann)]

    assert answers == [401, 403, 403]
    assert not Job.objects.exists()


def test_d78_no_list_takes_another_s_place_and_none_is_in_a_public_folder(
    placed: Order, fair: Event, olga: User, mallory: User, queue: list[str], tmp_path: Any
) -> None:
    kinds = ["orders/csv", "attendees/csv", "sessions/csv", "speakers/csv"]

    tasks = [ask(olga, fair, kind).json()["task_url"] for kind in kinds]
    found = {kind: done(olga, task)["result"]["download_url"] for kind, task in zip(kinds, tasks, strict=True)}

    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert len(files) == len(kinds)
    assert all((tmp_path / "exports") in file.parents for file in files)
    for kind, url in found.items():
        assert status(url) == 200, kind
        assert status(url.replace("signature=", "signature=0")) == 404
        assert status(url.partition("?")[0]) == 404
        assert status(url.replace(f"for={olga.pk}", f"for={mallory.pk}")) == 404
    assert [as_user(mallory).get(task).status_code for task in tasks] == [404] * len(kinds)
