"""A process that is killed between two steps of paying or giving back: nothing is lost, nothing is done twice.

And between its transactions nothing is locked: the provider may take long to answer.
"""

from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest
from django.db import connection

from openevent.accounts.models import User
from openevent.lib.errors import Refused
from openevent.tickets.models import Order, Payment, Refund, Ticket
from openevent.tickets.paying import charging, hearing, refunding, settling, sweeping, verifying
from openevent.tickets.paying.stripe import client, intents, refunds, sessions
from tests.tickets.paying.conftest import (
    CHECKOUT,
    VISA,
    bought,
    charged,
    fresh,
    money,
    pending,
    refunded,
    statuses,
    told,
)
from tests.tickets.paying.stand_in import ACCOUNT, Stripe
from tests.tickets.paying.test_sweeping import swept

pytestmark = pytest.mark.django_db(transaction=True)


class Killed(BaseException):
    """No handler of errors catches it."""


@pytest.fixture(autouse=True)
def _no_queue(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the workers are told is looked at in other tests."""
    monkeypatch.setattr("openevent.celery.app.send_task", lambda *_args, **_more: None)


def kill(monkeypatch: pytest.MonkeyPatch, module: ModuleType, name: str, *, after: bool) -> Callable[[], None]:
    """The next who calls this is killed, before or after it is done; returns what lets the others live."""
    real = getattr(module, name)

    def killed(*args: Any, **more: Any) -> Any:
        if after:
            real(*args, **more)
        raise Killed

    monkeypatch.setattr(module, name, killed)
    return lambda: monkeypatch.setattr(module, name, real)


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(
    ("module", "name"),
    [
        (intents, "make"),
        (charging, "_numbered"),
        (intents, "confirm"),
        (settling, "_complete"),
        (settling, "settle"),
    ],
    ids=lambda one: getattr(one, "__name__", one),
)
def test_who_is_charged_has_the_tickets_and_is_charged_once(
    linked: Stripe,
    ann: User,
    paid: Ticket,
    monkeypatch: pytest.MonkeyPatch,
    module: ModuleType,
    name: str,
    after: bool,
) -> None:
    made = pending(ann, (paid, 1))
    alive = kill(monkeypatch, module, name, after=after)
    with pytest.raises(Killed):
        charged(made, method=VISA)
    alive()

    swept()
    is_charged = any(one["object"] == "charge" for one in linked.objects.values())
    by_itself = fresh(made).status
    if by_itself == "pending":
        charged(made, method=VISA)

    assert by_itself == ("completed" if is_charged else "pending")
    assert [one["object"] for one in linked.objects.values()].count("charge") == 1
    assert (fresh(made).status, statuses(made)[2:], told(made)) == ("completed", ["completed"], ["completed"])
    assert [one for one in money(made) if one[0] != "failed"] == [("received", 5000, 0)]


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(
    ("module", "name"),
    [(sessions, "make"), (charging, "_numbered"), (settling, "settle")],
    ids=lambda one: getattr(one, "__name__", one),
)
def test_a_page_to_pay_on_is_found_again(
    linked: Stripe,
    ann: User,
    paid: Ticket,
    monkeypatch: pytest.MonkeyPatch,
    module: ModuleType,
    name: str,
    after: bool,
) -> None:
    made = pending(ann, (paid, 1))
    alive = kill(monkeypatch, module, name, after=after)
    with pytest.raises(Killed):
        charged(made, way=CHECKOUT)
    alive()

    again = charged(made, way=CHECKOUT)

    assert [one["object"] for one in linked.objects.values()] == ["checkout.session"]
    assert (again.payment.reference in linked.objects, money(made)) == (True, [("open", 5000, 0)])


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(
    ("module", "name"),
    [(refunding, "carry_out"), (refunds, "make"), (refunding, "done"), (refunding, "_count")],
    ids=lambda one: getattr(one, "__name__", one),
)
def test_money_goes_back_once(
    linked: Stripe,
    ann: User,
    olga: User,
    paid: Ticket,
    monkeypatch: pytest.MonkeyPatch,
    module: ModuleType,
    name: str,
    after: bool,
) -> None:
    made = bought(ann, (paid, 1))
    alive = kill(monkeypatch, module, name, after=after)
    with pytest.raises(Killed):
        refunded(made, olga)
    alive()

    swept()
    swept()

    assert [one["amount"] for one in linked.objects.values() if one["object"] == "refund"] == [5000]
    assert (fresh(made).status, fresh(made).refunded, told(made)) == ("cancelled", 5000, ["completed", "refunded"])
    assert Refund.objects.get().status == "done"


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_a_message_that_was_half_heard_is_told_again(
    linked: Stripe, ann: User, paid: Ticket, monkeypatch: pytest.MonkeyPatch, after: bool
) -> None:
    made = pending(ann, (paid, 1))
    begun = charged(made, way=CHECKOUT).payment
    linked.pay(begun.reference)
    message = linked.told("checkout.session.completed", begun.reference, account=ACCOUNT)
    alive = kill(monkeypatch, verifying, "ask", after=after)
    with pytest.raises(Killed):
        hearing.hear(Order.Mode.STRIPE, *message)
    alive()

    hearing.hear(Order.Mode.STRIPE, *message)

    assert (statuses(made)[2:], told(made), money(made)) == (["completed"], ["completed"], [("received", 5000, 0)])


def test_nothing_is_locked_while_the_provider_is_asked(
    linked: Stripe, ann: User, olga: User, paid: Ticket, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_transaction: list[bool] = []
    real = client.client

    def noting() -> Any:
        in_transaction.append(connection.in_atomic_block)
        return real()

    for module in (intents, sessions, refunds):
        monkeypatch.setattr(module, "client", noting)
    first, second, third = (pending(ann, (paid, 1)) for _ in range(3))

    charged(first, method=VISA)
    charged(second, way=CHECKOUT)
    charged(second, method="pm_card_declined")
    linked.pay(charged(third, way=CHECKOUT).payment.reference)
    verifying.verify(fresh(third))
    refunded(first, olga)
    refunded(third, olga, amount=1)
    swept()
    sweeping.sweep()
    with pytest.raises(Refused):
        refunded(first, olga)

    assert Payment.objects.count() == 4
    assert len(in_transaction) >= 10
    assert not any(in_transaction)
