"""Pages speak the languages of their catalogues."""

import pytest

from openevent.web import catalogs
from tests.tickets.conftest import fair, free, paid

__all__ = ["fair", "free", "paid"]


@pytest.fixture(scope="session", autouse=True)
def _catalogues() -> None:
    """What the server reads is made, where a catalogue has changed."""
    catalogs.build()
