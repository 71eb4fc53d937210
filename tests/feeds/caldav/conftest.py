"""The calendar of the event, where CalDAV has it."""

import pytest

from openevent.events.models import Event


@pytest.fixture
def path(event: Event) -> str:
    return f"/caldav/events/{event.identifier}/"
