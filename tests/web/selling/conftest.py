"""The fair of the tests of tickets, and its team in front of a browser."""

from typing import Any

import pytest

from openevent.accounts.models import User
from openevent.events import team
from openevent.events.models import Event, EventRole
from openevent.tickets import finishing
from openevent.tickets.models import Order, Ticket
from tests.conftest import account
from tests.tickets.conftest import BUYER, fair, fill, free, order, paid
from tests.web.pages import signed_in

__all__ = ["fair", "free", "paid"]


def words(page: Any) -> str:
    """What the page says, in one line, the cells of its tables apart."""
    return " ".join(" ".join(page.itertext()).split())


def sent(user: User, path: str, **said: Any) -> Any:
    """What comes of a form; where it went, its page."""
    return signed_in(user).post(path, said, follow=True)


def placed(buyer: User, *items: tuple[Ticket, int]) -> Order:
    """An order that waits for a bank transfer."""
    made = order(buyer, *items)
    fill(made, buyer)
    return finishing.amend(made, by=buyer, actors=BUYER, status="placed", payment_mode="bank")


@pytest.fixture
def rita(fair: Event, olga: User) -> User:
    """Receives people at the door."""
    found = account("rita")
    team.appoint(found, EventRole.Name.REGISTRAR, fair, by=olga)
    return found
