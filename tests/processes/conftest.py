"""The fair of the tests of tickets, here too; and what clients leave behind where servers are killed."""

import gc
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tickets.conftest import fair, free, paid

__all__ = ["fair", "free", "paid"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The library of the clients closes no socket whose server was killed; when it is collected, it warns of it."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning"))


@pytest.fixture(autouse=True)
def _nothing_left_behind() -> Iterator[None]:
    """Collect such sockets here, and not in another test, which would fail by them."""
    yield
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()
