"""The team says that money came."""

import pytest

from openevent.accounts.models import User
from openevent.tickets import finishing, states
from openevent.tickets.models import Payment, Ticket
from openevent.tickets.paying import charging, verifying
from openevent.tickets.paying.provider import NotTaken, State, Wanted
from openevent.tickets.paying.providers import PROVIDERS, provider
from tests.tickets.conftest import BUYER, TEAM, completed, fill, order
from tests.tickets.paying.conftest import confirmed, fresh, history, money, statuses, told


def test_money_that_the_team_confirms_is_a_payment(ann: User, olga: User, paid: Ticket) -> None:
    made = confirmed(ann, olga, (paid, 1))

    payment = Payment.objects.get()
    assert (payment.provider, payment.way, payment.status, payment.by) == ("bank", "", "received", olga)
    assert (payment.amount, payment.currency, payment.order) == (5000, "EUR", made)
    assert history(made, "payment") == [("€50.00 by bank transfer.", olga.email)]
    assert (fresh(made).paid_via, told(made)) == ("bank", ["placed", "completed"])


def test_it_is_confirmed_once(ann: User, olga: User, paid: Ticket) -> None:
    made = confirmed(ann, olga, (paid, 1))

    again = finishing.amend(made, by=olga, actors=TEAM, status="completed")

    assert (again.status, money(made)) == ("completed", [("received", 5000, 0)])
    assert statuses(made) == ["initializing", "placed", "completed"]


def test_the_team_says_how_it_was_paid_after_all(ann: User, olga: User, fair: object, paid: Ticket) -> None:
    made = order(ann, (paid, 1))
    fill(made, ann)
    finishing.amend(made, by=ann, actors=BUYER, payment_mode="bank", status="placed")

    with pytest.raises(finishing.NotNow):
        finishing.amend(made, by=ann, actors=BUYER, payment_mode="onsite")
    finishing.amend(made, by=olga, actors=TEAM, payment_mode="onsite", status="completed")

    assert Payment.objects.get().provider == "onsite"
    with pytest.raises(finishing.NotNow):
        finishing.amend(made, by=olga, actors=TEAM, payment_mode="bank")


def test_what_costs_nothing_has_no_payment(ann: User, free: Ticket) -> None:
    made = completed(ann, (free, 1))

    with pytest.raises(verifying.NothingToVerify):
        verifying.verify(made)
    assert Payment.objects.count() == 0


def test_no_buyer_confirms(ann: User, paid: Ticket) -> None:
    made = order(ann, (paid, 1))
    fill(made, ann)
    finishing.amend(made, by=ann, actors=BUYER, payment_mode="bank", status="placed")

    with pytest.raises(states.IllegalTransition):
        finishing.amend(made, by=ann, actors=BUYER, status="completed")

    assert Payment.objects.count() == 0


def test_what_is_paid_to_the_organiser_is_not_charged_here(ann: User, olga: User, paid: Ticket) -> None:
    made = confirmed(ann, olga, (paid, 1))
    payment = Payment.objects.get()

    for mode in ("bank", "cheque", "onsite", "invoice"):
        offline = provider(mode)
        with pytest.raises(NotTaken, match="paid to the organiser directly"):
            offline.begin(payment, Wanted())
        with pytest.raises(NotTaken):
            offline.pay(payment, "pm_x")
        assert offline.close(payment).state is State.PAID
    with pytest.raises(charging.NotPayable):
        charging.charge(fresh(made), by=ann, way=Payment.Way.CHECKOUT)
    assert verifying.verify(made) == "succeeded"


def test_every_way_to_pay_has_its_provider() -> None:
    assert PROVIDERS.keys() == {"stripe", "bank", "cheque", "onsite", "invoice"}
    with pytest.raises(NotTaken):
        provider("paypal")
