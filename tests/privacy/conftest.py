"""Ann's life on the server."""

import pytest

from openevent.accounts.models import User
from tests.exports.conftest import queue
from tests.holders.letters import told
from tests.privacy import lives
from tests.privacy.lives import Life

__all__ = ["queue"]


@pytest.fixture
def life(olga: User, ann: User, queue: list[str]) -> Life:
    """What ann leaves at an event of olga's that is over."""
    User.objects.filter(pk=ann.pk).update(
        first_name="Ann", last_name="Onymous", billing_address="1 Elm Street", details="<p>Ann</p>"
    )
    ann.refresh_from_db()
    made = lives.live(ann, among=olga)
    told()  # by workers, in the course of the event
    lives.over(made.event)
    return made
