"""Nothing that one test's server kept is known to the next one's; and another session of the event."""

import pytest

from openevent.accounts.models import User
from openevent.events.models import Event
from openevent.feeds import following
from openevent.feeds.keeping import KEEPER
from openevent.program.models import Session
from tests.conftest import accepted
from tests.feeds.calendars import LATER


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    KEEPER.forget()
    following.forget()


@pytest.fixture
def other(event: Event, olga: User) -> Session:
    return accepted(event, olga, "Other", LATER)
