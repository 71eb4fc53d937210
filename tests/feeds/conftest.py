"""Nothing that one test's server kept is known to the next one's."""

import pytest

from openevent.feeds import following
from openevent.feeds.keeping import KEEPER


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    KEEPER.forget()
    following.forget()
