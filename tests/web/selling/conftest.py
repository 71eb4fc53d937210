"""The fair of the tests of tickets, and its team in front of a browser."""

from typing import Any

import lxml.html
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from openevent.accounts.models import User
from openevent.events import team
from openevent.events.models import Event, EventRole
from openevent.tickets import finishing
from openevent.tickets.models import Order, Ticket
from tests.conftest import account
from tests.tickets.conftest import BUYER, fair, fill, free, order, paid

__all__ = ["fair", "free", "paid"]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def read(user: User, path: str) -> Any:
    """The page at this path, as a parser reads it."""
    answer = signed_in(user).get(path)
    assert answer.status_code == 200, answer.content.decode()
    return lxml.html.fromstring(answer.content.decode())


def words(page: Any) -> str:
    """What the page says, in one line."""
    return " ".join(" ".join(page.itertext()).split())


def sent(user: User, path: str, **said: Any) -> Any:
    """What comes of a form; where it went, its page."""
    return signed_in(user).post(path, said, follow=True)


def placed(buyer: User, *items: tuple[Ticket, int]) -> Order:
    """An order that waits for a bank transfer."""
    made = order(buyer, *items)
    fill(made, buyer)
    return finishing.amend(made, by=buyer, actors=BUYER, status="placed", payment_mode="bank")


def statements(user: User, path: str) -> int:
    """How often the page asks the database."""
    client = signed_in(user)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


@pytest.fixture
def rita(fair: Event, olga: User) -> User:
    """Receives people at the door."""
    found = account("rita")
    team.appoint(found, EventRole.Name.REGISTRAR, fair, by=olga)
    return found
