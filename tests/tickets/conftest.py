"""A fair of olga's that is still to come, with tickets that are on sale."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from openevent.accounts.models import User
from openevent.events import creating, publishing, team
from openevent.events.models import Event, EventRole
from openevent.tickets import filling, finishing, offering, ordering
from openevent.tickets.models import Attendee, Order, Ticket
from openevent.tickets.quoting import Basket, Item
from openevent.tickets.states import Actor

BUYER = frozenset({Actor.BUYER})
TEAM = frozenset({Actor.TEAM})


def day(days: int) -> datetime:
    """So many days from now, at a full hour."""
    return timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=days)


def ticket(event: Event, by: User, name: str, *, price: Any = 0, **facts: Any) -> Ticket:
    """A ticket on sale: free, or paid where it has a price (in minor units)."""
    facts = {
        "type": "paid" if price else "free",
        "quantity": 10,
        "max_order": min(10, facts.get("quantity", 10)),
        "sales_starts_at": day(-1),
        "sales_ends_at": day(20),
        **facts,
    }
    return offering.add(Ticket(event=event, name=name, price=price, **facts), by=by)


def basket(*items: tuple[Ticket, int], **codes: str) -> Basket:
    """So many of each ticket."""
    return Basket(items=tuple(Item(ticket=one.pk, quantity=count) for one, count in items), **codes)


def order(buyer: User, *items: tuple[Ticket, int], **codes: str) -> Order:
    """An order that holds so many of each ticket."""
    return ordering.order(basket(*items, **codes), by=buyer)


def fill(made: Order, by: User) -> None:
    """Every attendee of the order has a name and an address."""
    for number, attendee in enumerate(Attendee.objects.living().filter(order=made)):
        filling.change(
            attendee,
            by=by,
            actors=BUYER,
            firstname=f"Guest {number}",
            lastname="Ann",
            email=f"guest{number}@example.org",
        )


def completed(buyer: User, *items: tuple[Ticket, int]) -> Order:
    """A finished order of free tickets."""
    made = order(buyer, *items)
    fill(made, buyer)
    return finishing.amend(made, by=buyer, actors=BUYER, status="completed")


@pytest.fixture
def fair(olga: User, tom: User) -> Event:
    made = creating.create(
        by=olga,
        name="Spring Fair",
        starts_at=day(30),
        ends_at=day(32),
        timezone="Europe/Berlin",
        location_name="Old Mill",
        owner_name="Olga & Friends",
        payment_currency="EUR",
        can_pay_by_bank=True,
        bank_details="IBAN DE02 1203 0000 0000 2020 51",
        is_sessions_speakers_enabled=True,
    )
    team.appoint(tom, EventRole.Name.COORGANIZER, made, by=olga)
    return publishing.publish(made, by=olga)


@pytest.fixture
def free(fair: Event, olga: User) -> Ticket:
    return ticket(fair, olga, "Visitor")


@pytest.fixture
def paid(fair: Event, olga: User) -> Ticket:
    return ticket(fair, olga, "Supporter", price=5000)
