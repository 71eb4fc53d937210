"""Visitors buy tickets."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect

from tests.web.browser.events import Made, conference
from tests.web.browser.site import Site
from tests.web.browser.visitor import Visitor

SALES = {"sales-starts-at": "2026-01-01T00:00:00Z", "sales-ends-at": "2028-05-01T00:00:00Z"}


def selling(site: Site, name: str) -> tuple[Made, str, str]:
    """A conference with a free ticket and one that is paid by card or bank transfer; and the ids of the tickets."""
    event = conference(
        site,
        name,
        **{
            "payment-currency": "EUR",
            "can-pay-by-stripe": True,
            "can-pay-by-bank": True,
            "bank-details": "IBAN DE02 1203 0000 0000 2020 51\nBank of the Mill",
            "refund-policy": "Until a week before the conference you get all of your money back.",
            "after-order-message": "<p>Bring <b>warm</b> clothes.</p>",
        },
    )
    free = ticket(site, event, "Visitor", type="free", **{"is-description-visible": True, "description": "All talks."})
    paid = ticket(site, event, "Supporter", type="paid", price=50)
    return event, free, paid


def ticket(site: Site, event: Made, name: str, **facts: Any) -> str:
    of = {"event": ("event", event.number)}
    return str(site.post(event.owner, "/v1/tickets", "ticket", {"name": name, **SALES, **facts}, **of)["id"])


def test_a_visitor_gets_a_free_ticket_for_two_and_a_letter(site: Site, visitor: Visitor) -> None:
    event, _, _ = selling(site, "Conference of Free Tickets")
    buyer = site.somebody("buyer")
    page = visitor.page

    visitor.open(f"/e/{event.identifier}/tickets")
    page.get_by_label("How many “Visitor”").select_option("2")
    expect(page.locator("#price")).to_contain_text("In all")
    visitor.look("tickets")
    page.get_by_role("button", name="Get the tickets").click()
    visitor.sign_in_here(buyer)
    page.get_by_role("button", name="Get the tickets").click()

    expect(page.locator("[data-countdown]")).to_contain_text(re.compile(r"Still held for 1[45]:\d\d"))
    expect(page.locator("[data-reader]")).to_have_text(re.compile(r"\w{3},? \d{1,2}:\d\d.*E[SD]T on your clock\."))
    expect(page.locator("[data-reader]")).to_be_visible()
    page.get_by_label("First name").first.fill("Ann")
    visitor.look("checkout-free")
    page.get_by_label("The same as for the first ticket").check()
    page.get_by_label("I have read this").check()
    page.get_by_role("button", name="Get the tickets").click()

    expect(visitor.main).to_contain_text("Your tickets are good")
    expect(page.locator("img.code")).to_have_count(2)
    visitor.look("order-completed")
    page.get_by_role("link", name="Show the ticket").first.click()
    expect(visitor.main).to_contain_text("Show this page at the door")
    visitor.look("ticket")
    page.context.set_offline(True)  # what is open stays whole: the code is in the page
    assert page.locator("img.code").evaluate("image => image.complete && image.naturalWidth > 0")
    page.context.set_offline(False)
    page.go_back()
    assert "Conference of Free Tickets" in site.letter_to(buyer, "Your tickets")
    page.get_by_role("button", name="Follow it in Google").click()
    expect(page.get_by_role("link", name="Google Calendar")).to_be_visible()
    visitor.look("order-calendar")
    with page.expect_download() as download:
        page.get_by_role("link", name="All tickets as PDF").click()
    assert download.value.suggested_filename.endswith(".pdf")
    visitor.open("/orders")
    visitor.look("orders")
    visitor.main.get_by_role("link", name="Conference of Free Tickets").click()
    page.get_by_role("link", name="Cancel this order").click()
    visitor.look("cancel")
    page.get_by_role("button", name="Cancel the order").click()
    expect(visitor.main).to_contain_text("The order is cancelled.")


def test_a_visitor_pays_a_ticket_at_stripe_and_gets_a_letter(site: Site, visitor: Visitor) -> None:
    event, _, _ = selling(site, "Conference of Paid Tickets")
    buyer = site.somebody("buyer")

    visitor.sign_in(buyer, f"/e/{event.identifier}/tickets")
    pays(site, visitor, visitor.look)

    expect(visitor.main).to_contain_text("Your tickets are good")
    visitor.look("order-paid")
    assert "In all: €50.00" in site.letter_to(buyer, "Your tickets")
    expect(visitor.page.get_by_role("link", name=re.compile("Invoice"))).to_be_visible()


def test_without_scripts_the_same_is_bought(site: Site, plain: Visitor) -> None:
    event, _, _ = selling(site, "Conference without Scripts")
    buyer = site.somebody("buyer")
    page = plain.page

    plain.open(f"/e/{event.identifier}/tickets")
    page.get_by_label("How many “Visitor”").select_option("1")
    page.get_by_role("button", name="Show the price").click()
    expect(page.locator("#price")).to_contain_text("1 × Visitor")
    page.get_by_role("button", name="Get the tickets").click()
    plain.sign_in_here(buyer)
    page.get_by_role("button", name="Get the tickets").click()
    page.get_by_label("I have read this").check()
    page.get_by_role("button", name="Get the tickets").click()
    expect(plain.main).to_contain_text("Your tickets are good")
    assert "Conference without Scripts" in site.letter_to(buyer, "Your tickets")
    page.get_by_role("link", name="Show the ticket").click()
    expect(page.locator("img.code")).to_be_visible()
    page.get_by_role("link", name="Your order").click()
    page.get_by_role("link", name="Write to the organiser").click()
    page.get_by_label("Your message").fill("My name is wrong.")
    page.get_by_role("button", name="Send").click()
    expect(plain.main).to_contain_text(f"The answer goes to {buyer}.")
    assert "My name is wrong." in site.letter_to(event.owner, "writes about")

    plain.open(f"/e/{event.identifier}/tickets")
    pays(site, plain)
    expect(plain.main).to_contain_text("Your tickets are good")
    assert "In all: €50.00" in site.letter_to(buyer, "In all")


def test_who_comes_too_late_waits_and_takes_what_is_given_back(site: Site, visitor: Visitor, other: Visitor) -> None:
    event, _, _ = selling(site, "Conference of Few Tickets")
    last = ticket(site, event, "Last", type="free", quantity=1, **{"max-order": 1})
    first, second = site.somebody("first"), site.somebody("second")

    visitor.sign_in(first, f"/e/{event.identifier}/tickets?q{last}=1")
    visitor.page.get_by_role("button", name="Get the tickets").click()
    expect(visitor.main).to_contain_text("Held for you")
    order = visitor.page.url
    other.sign_in(second, f"/e/{event.identifier}/tickets")
    other.look("tickets-sold-out")
    other.page.get_by_role("link", name="Join the waiting list").click()
    other.look("wait")
    other.page.get_by_role("button", name="Join the waiting list").click()
    expect(other.main).to_contain_text("You are number 1 in line.")
    other.look("waiting")
    visitor.open(f"{order}/cancel")
    visitor.page.get_by_role("button", name="Cancel the order").click()

    letter = site.letter_to(second, "A place for you")
    where = re.search(r"http://\S+/orders/waiting/\d+", letter)
    assert where is not None, letter
    other.open(where[0])
    other.look("waiting-offered")
    other.page.get_by_role("button", name="Take it").click()
    expect(other.main).to_contain_text("Held for you")


def pays(site: Site, visitor: Visitor, look: Callable[[str], object] = bool) -> None:
    """Choose a ticket that costs something, and pay it on the page of the stand-in for Stripe."""
    page = visitor.page
    page.get_by_label("How many “Supporter”").select_option("1")
    page.get_by_role("button", name="Show the price").click()
    expect(page.locator("#price")).to_contain_text("€50.00")
    page.get_by_role("button", name="Order now").click()
    page.get_by_label("By card").check()
    page.get_by_label("I have read this").check()
    look("checkout-paid")
    page.get_by_role("button", name="Order for €50.00").click()

    link = page.get_by_role("link", name="Go on to pay €50.00")
    expect(link).to_have_attribute("href", re.compile("^https://checkout.stripe.example/"))
    look("pay")
    session = next(
        key
        for key, found in site.stripe.objects.items()
        if found.get("url") == link.get_attribute("href") and found["object"] == "checkout.session"
    )
    site.stripe.pay(session)
    visitor.open(site.stripe.calls("/v1/checkout/sessions")[-1].params["success_url"])
