"""The fair of the tests of tickets, here too."""

from tests.tickets.conftest import fair, free, paid

__all__ = ["fair", "free", "paid"]
