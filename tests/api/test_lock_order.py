"""Over HTTP, too, an order is locked before its attendees, and a ticket before who waits for it: nobody waits in a circle."""

import pytest

from openevent.accounts.models import User
from openevent.events.models import Event
from openevent.tickets import waiting
from openevent.tickets.models import Ticket
from tests.api.defects.documents import document, send
from tests.conftest import account
from tests.racing import together
from tests.tickets.conftest import completed, fair, free, order, ticket  # noqa: F401 - fixtures
from tests.tickets.invariants import miscounted

ROUNDS = 10


@pytest.mark.django_db(transaction=True)
def test_who_fills_in_an_attendee_and_who_cancels_the_order(ann: User, free: Ticket) -> None:  # noqa: F811 - the fixture
    for _ in range(ROUNDS):
        made = order(ann, (free, 1))
        attendee = made.attendees.get()
        filled = document("attendee", {"firstname": "Ann"}, row=attendee)
        cancelled = document("order", {"status": "cancelled"}, row=made)

        came = together(
            lambda at=attendee.pk, said=filled: send(ann, "PATCH", f"/v1/attendees/{at}", said).status_code,
            lambda at=made.pk, said=cancelled: send(ann, "PATCH", f"/v1/orders/{at}", said).status_code,
        )

        assert came[0] in {200, 403, 404}
        assert came[1] == 200


@pytest.mark.django_db(transaction=True)
def test_who_leaves_the_line_and_who_gives_places_back(olga: User, ann: User, fair: Event) -> None:  # noqa: F811
    last, bea = ticket(fair, olga, "Last", quantity=1), account("bea")
    for _ in range(ROUNDS):
        made = completed(ann, (last, 1))
        entry = waiting.join(last, by=bea)
        cancelled = document("order", {"status": "cancelled"}, row=made)

        came = together(
            lambda at=entry.pk: send(bea, "DELETE", f"/v1/waiting-list-entries/{at}").status_code,
            lambda at=made.pk, said=cancelled: send(ann, "PATCH", f"/v1/orders/{at}", said).status_code,
        )

        assert came == [200, 200]
        assert miscounted() == {}
