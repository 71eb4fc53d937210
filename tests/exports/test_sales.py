"""What the site sold, for its staff."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from openevent.accounts.models import User
from openevent.events import creating
from openevent.events.models import Event
from openevent.jobs.models import Job
from openevent.tickets import finishing
from openevent.tickets.models import Ticket
from tests import spreadsheets
from tests.conftest import as_user, at
from tests.exports.lists import done, downloaded, status, work_off
from tests.tickets.conftest import BUYER, completed, fill, order

PATH = "/v1/admin/export/sales/csv"


def ask(by: User | None, **body: Any) -> Any:
    return as_user(by).post(PATH, data=body, content_type="application/json")


@pytest.fixture
def past(olga: User) -> Event:
    return creating.create(
        by=olga, name="Old Fair", starts_at=at("2020-01-01 09:00"), ends_at=at("2020-01-02 09:00"), timezone="UTC"
    )


def names(by: User, **body: Any) -> list[Any]:
    return [row["Event Name"] for row in spreadsheets.records(downloaded(by, ask(by, **body).json()["task_url"]))]


def test_each_event_is_a_row_with_what_it_sold(
    fair: Event, free: Ticket, paid: Ticket, ann: User, olga: User, staff: User, queue: list[str]
) -> None:
    User.objects.filter(pk=olga.pk).update(first_name="Olga", last_name="O")
    completed(ann, (free, 3))
    made = order(ann, (paid, 2))
    fill(made, ann)
    finishing.amend(made, by=ann, actors=BUYER, status="placed", payment_mode="bank")

    (row,) = spreadsheets.records(downloaded(staff, ask(staff).json()["task_url"]))

    assert row == {
        "Event Name": "Spring Fair",
        "Owner Name": "Olga O",
        "Owner Email": "olga@example.org",
        "Event Type": "",
        "Event Date": row["Event Date"],
        "Ticket (Completed)": 3,
        "Sales (Completed)": 0,
        "Ticket (Placed)": 2,
        "Sales (Placed)": Decimal("100.00"),
        "Ticket (Pending)": 0,
        "Sales (Pending)": 0,
        "Currency": "EUR",
    }


def test_live_and_past_events_are_told_apart(fair: Event, past: Event, staff: User, queue: list[str]) -> None:
    assert names(staff, status="live") == ["Spring Fair"]
    assert names(staff, status="past") == ["Old Fair"]
    assert sorted(names(staff, status="all")) == sorted(names(staff)) == ["Old Fair", "Spring Fair"]
    assert len(names(staff, status="\x00nonsense")) == 2


def test_only_staff_asks_follows_and_downloads(
    fair: Event, olga: User, mallory: User, staff: User, queue: list[str]
) -> None:
    answer = ask(staff)
    task = answer.json()["task_url"]
    url = done(staff, task)["result"]["download_url"]

    assert (answer.status_code, answer["Location"]) == (202, task)
    assert [ask(user).status_code for user in (None, mallory, olga)] == [401, 403, 403]
    assert [as_user(user).get(task).status_code for user in (None, mallory, olga)] == [401, 404, 404]
    assert url.startswith("/v1/exports/")
    assert status(url) == 200
    assert status(url.replace("/v1/exports/", f"/v1/events/{fair.identifier}/exports/")) == 404
    assert status(url.replace(f"for={staff.pk}", f"for={olga.pk}")) == 404


def test_who_is_no_staff_any_more_downloads_nothing(fair: Event, staff: User, queue: list[str]) -> None:
    url = done(staff, ask(staff).json()["task_url"])["result"]["download_url"]

    User.objects.filter(pk=staff.pk).update(is_admin=False)

    assert status(url) == 404


def test_a_list_that_waits_serves_who_asks_twice(fair: Event, staff: User, queue: list[str]) -> None:
    first, second, other = ask(staff).json(), ask(staff).json(), ask(staff, status="live").json()

    assert first == second != other
    assert Job.objects.count() == 2


def test_the_database_is_asked_as_often_for_three_events_as_for_one(
    fair: Event, olga: User, staff: User, queue: list[str]
) -> None:
    ask(staff)
    with CaptureQueriesContext(connection) as for_one:
        work_off()
    for number in range(2):
        creating.create(by=olga, name=f"Fair {number}", starts_at=fair.starts_at, ends_at=fair.ends_at, timezone="UTC")
    ask(staff)

    with CaptureQueriesContext(connection) as for_three:
        work_off()

    assert len(for_one) == len(for_three) <= 7
