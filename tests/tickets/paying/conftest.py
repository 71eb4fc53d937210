"""A fair whose tickets are paid by card, at a server that stands in for Stripe."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import requests
from django.utils import timezone

from openevent.accounts.models import User
from openevent.events import editing
from openevent.events.models import Event
from openevent.tickets import expiring, finishing
from openevent.tickets.models import Attendee, Order, Payment, Refund, Ticket
from openevent.tickets.paying import authorizing, charging, refunding
from openevent.tickets.paying.charging import Charge
from openevent.tickets.paying.stripe import client
from tests.tickets import books
from tests.tickets.conftest import BUYER, TEAM, fill, order
from tests.tickets.invariants import miscounted
from tests.tickets.paying.stand_in import ACCOUNT, KEY, WEBHOOK_SECRET, Stripe, serving

VISA, DECLINED, DEBIT, SECURE = "pm_card_visa", "pm_card_declined", "pm_sepa", "pm_card_3ds"
CHECKOUT, INTENT = Payment.Way.CHECKOUT, Payment.Way.INTENT


@pytest.fixture
def _closed_connections(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The library keeps a connection for each thread, and closes none."""
    made: list[requests.Session] = []

    class Session(requests.Session):
        def __init__(self) -> None:
            super().__init__()
            made.append(self)

    monkeypatch.setattr(requests, "Session", Session)
    client._client.cache_clear()
    yield
    client._client.cache_clear()
    for session in made:
        session.close()


@pytest.fixture
def stripe(_closed_connections: None, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stripe]:
    with serving() as found:
        settings.STRIPE_SECRET_KEY = KEY
        settings.STRIPE_PUBLISHABLE_KEY = "pk_of_the_site"
        settings.STRIPE_WEBHOOK_SECRET = [WEBHOOK_SECRET]
        settings.STRIPE_API_BASE = settings.STRIPE_CONNECT_BASE = found.url
        monkeypatch.setattr(client, "RETRIES", 0)  # between them one waits
        yield found


@pytest.fixture
def fair(fair: Event, olga: User) -> Iterator[Event]:
    """It takes cards, too. Whatever a test does: who has a place is counted, and each order has its history."""
    yield editing.change(fair, by=olga, can_pay_by_stripe=True, can_pay_onsite=True)
    assert (books.faults(), miscounted()) == ([], {})


@pytest.fixture
def linked(stripe: Stripe, fair: Event, olga: User) -> Stripe:
    """Stripe, with olga's account linked to the fair."""
    authorizing.link(fair, account=ACCOUNT, stripe_publishable_key="pk_of_olga", by=olga)
    return stripe


def pending(buyer: User, *items: tuple[Ticket, int], **codes: str) -> Order:
    """An order that waits for its payment online."""
    made = order(buyer, *items, **codes)
    fill(made, buyer)
    return finishing.amend(made, by=buyer, actors=BUYER, payment_mode="stripe", status="pending")


def confirmed(buyer: User, team: User, *items: tuple[Ticket, int]) -> Order:
    """An order that was paid to the organiser directly."""
    made = order(buyer, *items)
    fill(made, buyer)
    finishing.amend(made, by=buyer, actors=BUYER, payment_mode="bank", status="placed")
    return finishing.amend(made, by=team, actors=TEAM, status="completed")


def charged(made: Order, *, way: Payment.Way = INTENT, method: str = "") -> Charge:
    """The buyer pays, or begins to."""
    assert made.user is not None
    return charging.charge(Order.objects.select_related("event").get(pk=made.pk), by=made.user, way=way, method=method)


def bought(buyer: User, *items: tuple[Ticket, int], **codes: str) -> Order:
    """An order that was paid by card."""
    made = pending(buyer, *items, **codes)
    charged(made, method=VISA)
    return fresh(made)


def refunded(made: Order, by: User, **said: Any) -> Refund:
    """Money given back by the team."""
    return refunding.refund(fresh(made), by=by, **said)


def fresh(made: Order) -> Order:
    """The order as it is now."""
    return Order.objects.select_related("event").get(pk=made.pk)


def late(made: Order) -> None:
    """Its time is over, and nobody has noticed yet."""
    Order.objects.filter(pk=made.pk).update(expires_at=timezone.now() - timedelta(minutes=1))


def expired(made: Order) -> Order:
    """Its time is over, and its places are given back."""
    late(made)
    expiring.expire_due()
    return fresh(made)


def taken(ticket: Ticket) -> int:
    return Ticket.objects.get(pk=ticket.pk).taken


def living(made: Order) -> int:
    return Attendee.objects.living().filter(order=made).count()


def history(made: Order, kind: str) -> list[tuple[str, str]]:
    """What the team reads of it: what happened, and who did it."""
    rows = made.changes.filter(kind=kind).values_list("before", "after", "note", "by__email")
    return [(f"{before} {after} {note}".strip(), by or "") for before, after, note, by in rows]


def statuses(made: Order) -> list[str]:
    return list(made.changes.filter(kind="status").values_list("after", flat=True))


def told(made: Order) -> list[str]:
    return list(made.notices.values_list("kind", flat=True))


def money(made: Order) -> list[tuple[str, int, int]]:
    """Its payments: how far, how much, how much of it went back."""
    return list(made.payments.values_list("status", "amount", "refunded"))
