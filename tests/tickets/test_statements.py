"""What an order asks of the database: as little as it can, and what others wait for last of all."""

import re
from collections.abc import Callable

from django.db import connection
from django.test.utils import CaptureQueriesContext

from openevent.accounts.models import User
from openevent.events.models import Event
from openevent.tickets import filling, finishing
from openevent.tickets.models import Attendee, Ticket
from tests.tickets.conftest import BUYER, fill, order, ticket

STATEMENT = re.compile(r'(?:(SELECT) .*? FROM|(INSERT) INTO|(UPDATE)) "(?:tickets|events)_(\w+)"', re.DOTALL)


def asked(work: Callable[[], object]) -> list[tuple[str, str]]:
    """The statements of the work, each as its verb and the table that it is about."""
    with CaptureQueriesContext(connection) as queries:
        work()
    found = (STATEMENT.match(query["sql"]) for query in queries.captured_queries)
    return [(one[1] or one[2] or one[3], one[4]) for one in found if one]


def test_an_order_takes_its_places_when_all_else_is_written(ann: User, free: Ticket) -> None:
    assert asked(lambda: order(ann, (free, 3))) == [
        ("SELECT", "ticket"),
        ("INSERT", "order"),
        ("INSERT", "orderline"),
        ("INSERT", "attendee"),
        ("INSERT", "orderchange"),
        ("UPDATE", "ticket"),
    ]


def test_an_order_of_two_kinds_takes_each_by_one_statement(ann: User, olga: User, fair: Event, free: Ticket) -> None:
    other = ticket(fair, olga, "Other")

    statements = asked(lambda: order(ann, (other, 2), (free, 1)))

    assert statements[-2:] == [("UPDATE", "ticket")] * 2
    assert len(statements) == 7


def test_an_attendee_is_filled_behind_the_lock_of_the_order(ann: User, free: Ticket) -> None:
    attendee = Attendee.objects.get(order=order(ann, (free, 1)))

    statements = asked(lambda: filling.change(attendee, by=ann, actors=BUYER, firstname="Ann", email="a@example.org"))

    assert statements == [("SELECT", "order"), ("SELECT", "attendee"), ("UPDATE", "attendee")]


def test_a_free_order_is_completed_with_one_look_at_each_thing(ann: User, free: Ticket) -> None:
    made = order(ann, (free, 3))
    fill(made, ann)

    assert asked(lambda: finishing.amend(made, by=ann, actors=BUYER, status="completed")) == [
        ("SELECT", "order"),
        ("SELECT", "event"),
        ("SELECT", "customform"),
        ("SELECT", "attendee"),
        ("UPDATE", "order"),
        ("INSERT", "orderchange"),
        ("INSERT", "notice"),
    ]
