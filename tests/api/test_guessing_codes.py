"""Words are tried out as codes so often only, by whatever route."""

from typing import Any

import pytest
from django.test import Client

from openevent.accounts.models import User
from openevent.events.models import Event
from openevent.tickets.models import Order, Ticket
from tests.conftest import as_user
from tests.tickets.conftest import fair, paid
from tests.web.buying.test_choosing_tickets import discount

__all__ = ["fair", "paid"]


@pytest.mark.parametrize("route", ["calculate-amount", "create-order"])
def test_codes_are_tried_out_so_often_only(
    fair: Event, paid: Ticket, olga: User, ann: User, settings: Any, route: str
) -> None:
    settings.CODES_PER_CLIENT = 2
    discount(fair, olga, paid)

    def said(code: str, client: Client) -> int:
        body = {"tickets": [{"id": paid.pk, "quantity": 1}], **({"discount-code": code} if code else {})}
        answer: Any = client.post(f"/v1/orders/{route}", body, content_type="application/json")
        return int(answer.status_code)

    good = 200 if route == "calculate-amount" else 201
    asked = [said(code, as_user(ann)) for code in ("TEN", "TEN", "TEN", "ELEVEN", "TWELVE", "TEN", "THIRTEEN", "")]

    assert asked == [good, good, good, 422, 422, 429, 429, good]
    assert Order.objects.count() == (0 if good == 200 else 4)
