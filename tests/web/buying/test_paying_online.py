"""Paying on the page of a provider, and coming back."""

from typing import Any

import pytest

from openevent.accounts.models import User
from openevent.events import editing
from openevent.events.models import Event
from openevent.tickets.models import Order, Payment, Ticket
from openevent.tickets.paying import charging
from tests.tickets.conftest import order
from tests.tickets.paying.conftest import late
from tests.tickets.paying.stand_in import Stripe
from tests.web.buying.conftest import Browser
from tests.web.buying.pages import home, sent
from tests.web.pages import read, words

Pending = tuple[Order, Any]


@pytest.fixture(autouse=True)
def _takes_cards(fair: Event, olga: User) -> None:
    editing.change(fair, by=olga, can_pay_by_stripe=True)


@pytest.fixture
def pending(linked: Stripe, paid: Ticket, ann: User, browser: Browser) -> Pending:
    """An order of ann's that waits for its payment, and her browser, in which she finished it."""
    made, client = order(ann, (paid, 1)), browser(ann)
    sent(client, home(made), payment_mode="stripe", **{f"a{made.attendees.get().pk}-email": ann.email})
    return made, client


def links(page: Any) -> list[str]:
    found: list[str] = page.xpath("//main//a[@class='button']/@href")
    return found


def test_the_buyer_is_led_to_the_provider_and_back(pending: Pending, linked: Stripe) -> None:
    made, client = pending
    (asked,) = linked.calls("/v1/checkout/sessions")

    page = read(client, home(made))
    linked.pay(Payment.objects.get().reference)
    back = client.get(f"{home(made)}/paid")

    assert [one.startswith("https://checkout.stripe.example/") for one in links(page)] == [True]
    assert asked.params["success_url"].endswith(f"{home(made)}/paid")
    assert asked.params["cancel_url"].endswith(home(made))
    assert (back.status_code, back["Location"]) == (303, home(made))
    said = words(read(client, home(made)))
    assert "it is paid!" in said
    assert "Your tickets are good" in said
    assert Order.objects.get().status == "completed"


def test_who_comes_back_without_having_paid_can_go_on(
    pending: Pending, linked: Stripe, ann: User, browser: Browser
) -> None:
    made, client = pending

    client.get(f"{home(made)}/paid")
    unpaid = words(read(client, home(made)))
    elsewhere = browser(ann)
    before = links(read(elsewhere, home(made)))
    for _ in range(2):
        sent(elsewhere, f"{home(made)}/pay")

    assert "It is not paid yet." in unpaid
    assert (before, len(links(read(elsewhere, home(made))))) == ([], 1)
    assert (Payment.objects.count(), len(linked.calls("/v1/checkout/sessions"))) == (1, 1)


def test_a_provider_that_does_not_answer_is_asked_again_later(
    linked: Stripe,
    paid: Ticket,
    ann: User,
    browser: Browser,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made, client = order(ann, (paid, 1)), browser(ann)
    linked.lost.append("/v1/checkout/sessions")

    answer = sent(client, home(made), payment_mode="stripe", **{f"a{made.attendees.get().pk}-email": ann.email})
    page = read(client, home(made))
    sent(client, f"{home(made)}/pay")

    assert (answer.status_code, Order.objects.get().status) == (303, "pending")
    assert page.xpath("//main//form[@data-once]/@action") == [f"{home(made)}/pay"]
    assert len(links(read(client, home(made)))) == 1


def test_the_time_to_pay_ends(pending: Pending) -> None:
    made, client = pending
    late(made)

    page, answer = read(client, home(made)), sent(client, f"{home(made)}/pay")

    assert "If you have paid all the same" in words(page)
    assert answer["Location"] == home(made)
    assert "The time to finish this order is over" in words(read(client, home(made)))


def test_what_is_paid_twice_is_paid_once(pending: Pending, linked: Stripe) -> None:
    made, client = pending
    linked.pay(Payment.objects.get().reference)

    for _ in range(2):
        client.get(f"{home(made)}/paid")
    sent(client, f"{home(made)}/pay")

    assert list(Payment.objects.values_list("status", flat=True)) == ["received"]
    assert charging.UNPAYABLE[Order.Status.COMPLETED] in words(read(client, home(made)))
