"""The fair of the tests of tickets, here too; and browsers that have signed in."""

from collections.abc import Callable

import pytest
from django.test import Client

from openevent.accounts.models import User
from tests.tickets.conftest import fair, free, paid
from tests.tickets.paying.conftest import _closed_connections, linked, stripe
from tests.web.pages import signed_in

__all__ = ["_closed_connections", "fair", "free", "linked", "paid", "stripe"]

Browser = Callable[[User | None], Client]


@pytest.fixture
def browser() -> Browser:
    """A browser of this user; of nobody for None."""
    return signed_in
