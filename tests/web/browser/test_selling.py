"""An event's team sells, receives people, and looks how the sales go."""

import re
from typing import Any

from playwright.sync_api import FilePayload, expect

from tests.barcodes import photo
from tests.web.browser.events import Made, conference
from tests.web.browser.site import Site
from tests.web.browser.visitor import Visitor

# A camera that sees one code all the time.
CAMERA = """
window.BarcodeDetector = class {
  static async getSupportedFormats() { return ["qr_code"]; }
  async detect() { return [{ rawValue: "CODE" }]; }
};
navigator.mediaDevices.getUserMedia = async () => {
  const canvas = document.createElement("canvas");
  canvas.getContext("2d").fillRect(0, 0, 300, 150);
  return canvas.captureStream(5);
};
"""


def bought(site: Site, event: Made, ticket: str, buyer: str, *, count: int = 1) -> dict[str, Any]:
    """An order that waits for a bank transfer, made as a buyer's program does."""
    program = site.client(buyer)
    plain = {"Content-Type": "application/json"}
    held = program.post(
        f"{site.url}/v1/orders/create-order",
        json={"tickets": [{"id": int(ticket), "quantity": count}], "discount-code": "FRIENDS"},
        headers=plain,
        timeout=20,
    )
    assert held.ok, held.text
    order = held.json()["data"]
    found = program.get(f"{site.url}/v1/orders/{order['id']}/attendees", timeout=20).json()["data"]
    for number, attendee in enumerate(found):
        facts = {"firstname": f"Guest{number}", "lastname": "Archer", "email": f"guest{number}@example.org"}
        site.patch(buyer, f"/v1/attendees/{attendee['id']}", "attendee", attendee["id"], facts)
    facts = {"payment-mode": "bank", "status": "placed"}
    made = site.patch(buyer, f"/v1/orders/{order['id']}", "order", order["id"], facts)
    return {"identifier": made["attributes"]["identifier"], "code": found[0]["attributes"]["identifier"]}


def lost_connection(visitor: Visitor, code: str) -> None:
    """What cannot be sent waits, and goes by itself when it can."""
    answer, field = visitor.page.locator("#answer"), visitor.page.get_by_label("Code of the ticket")
    visitor.page.get_by_role("radio", name="Out", exact=True).check()
    visitor.page.context.set_offline(True)
    field.fill(code)
    field.press("Enter")
    expect(answer).to_contain_text("No connection")
    visitor.page.context.set_offline(False)
    expect(answer).to_contain_text("1 of 2 are in")


def seen_by_the_camera(visitor: Visitor, code: str) -> None:
    """Where the browser reads codes, the camera does."""
    visitor.page.add_init_script(CAMERA.replace("CODE", code))
    visitor.page.goto(visitor.page.url.partition("?")[0])
    visitor.page.get_by_role("button", name="Use the camera").click()
    expect(visitor.page.locator("#answer")).to_contain_text("2 of 2 are in")
    expect(visitor.page.locator("video")).to_be_visible()
    visitor.look("selling-camera")
    visitor.page.get_by_role("button", name="Use the camera").click()
    expect(visitor.page.locator("video")).to_be_hidden()


def test_an_organiser_sells_a_ticket_and_lets_its_holder_in(site: Site, visitor: Visitor) -> None:
    event = conference(
        site, "Conference of Sold Things", **{"payment-currency": "EUR", "can-pay-by-bank": True, "bank-details": "DE1"}
    )
    here = f"/manage/{event.identifier}"
    visitor.sign_in(event.owner)

    # A ticket, and a code that makes it cheaper.
    visitor.open(f"{here}/tickets/new")
    visitor.page.get_by_label("Name", exact=True).fill("Supporter")
    visitor.page.get_by_label("Kind", exact=True).select_option("With a price")
    visitor.page.get_by_label("Price (EUR)").fill("50")
    visitor.look("selling-ticket")
    visitor.page.get_by_role("button", name="Save").click()
    expect(visitor.main.get_by_role("row", name=re.compile("Supporter"))).to_contain_text("€50.00")
    ticket = str(visitor.page.get_by_role("link", name="Supporter").get_attribute("href")).rpartition("/")[2]
    visitor.open(f"{here}/codes/discount/new")
    visitor.page.get_by_label("Code", exact=True).fill("FRIENDS")
    visitor.page.get_by_label("How much").fill("10")
    expect(visitor.page.get_by_label("Supporter")).to_be_checked()
    visitor.look("selling-code")
    visitor.page.get_by_role("button", name="Save").click()
    expect(visitor.main).to_contain_text(f"/e/{event.identifier}/tickets?discount_code=FRIENDS")
    visitor.look("selling-codes")

    # Somebody's order is found, and its money has come.
    order = bought(site, event, ticket, site.somebody("buyer"), count=2)
    visitor.open(f"{here}/tickets")
    visitor.look("selling-tickets")
    visitor.page.get_by_role("link", name="Orders").click()
    visitor.page.get_by_label("Search").fill("archer")
    visitor.page.get_by_role("button", name="Find").click()
    visitor.look("selling-orders")
    visitor.page.get_by_role("link", name=order["identifier"][:8]).click()
    visitor.page.get_by_role("link", name="The money came").click()
    visitor.look("selling-paid")
    visitor.page.get_by_role("button", name="The money came").click()
    expect(visitor.main.get_by_text("The order is completed.")).to_be_visible()
    visitor.look("selling-order")
    visitor.page.get_by_role("link", name="Give money back").click()
    visitor.look("selling-refund")

    # Its holder comes, and once more.
    visitor.open(f"{here}/door")
    visitor.look("selling-door")
    visitor.page.get_by_role("button", name="Check").click()
    expect(visitor.page.locator("#answer")).to_contain_text("Type the code of the ticket, or take a photo of it.")
    visitor.page.get_by_label("Code of the ticket").focus()
    visitor.page.keyboard.type(f"{order['identifier']}-{order['code']}")  # the field has the focus
    visitor.page.keyboard.press("Enter")
    answer = visitor.page.locator("#answer")
    expect(answer).to_contain_text("Guest0 Archer · Supporter")
    expect(answer).to_contain_text("1 of 2 are in")
    expect(answer.locator(".answer")).to_have_class("answer good")
    visitor.look("selling-let-in")
    visitor.page.keyboard.type(order["code"].upper())
    visitor.page.keyboard.press("Enter")
    expect(answer).to_contain_text("Already in since")
    visitor.look("selling-already-in")
    visitor.page.keyboard.type("0123456789")
    visitor.page.keyboard.press("Enter")
    expect(answer).to_contain_text("This is no ticket of")
    visitor.page.get_by_label("Name or e-mail").fill("guest1")
    visitor.page.get_by_role("button", name="Find").click()
    visitor.page.get_by_role("button", name="In: Guest1 Archer").click()
    expect(answer).to_contain_text("2 of 2 are in")
    expect(visitor.page.get_by_role("button", name="Out: Guest1 Archer")).to_be_visible()
    lost_connection(visitor, order["code"])
    seen_by_the_camera(visitor, order["code"])

    # Who came, what they are asked, and how the sales go.
    visitor.page.get_by_role("link", name="Attendees").click()
    row = visitor.main.get_by_role("row", name=re.compile("Guest0 Archer"))
    expect(row.get_by_role("cell").last).to_have_text("in")
    visitor.look("selling-attendees")
    visitor.page.get_by_role("link", name="Guest0 Archer").click()
    visitor.look("selling-attendee")
    visitor.open(f"{here}/form/new")
    visitor.page.get_by_label("What is asked").select_option("company")
    visitor.look("selling-question")
    visitor.page.get_by_role("button", name="Save").click()
    visitor.look("selling-form")
    visitor.open(f"{here}/sales")
    expect(visitor.main.get_by_role("img", name="Tickets sold")).to_be_visible()
    expect(visitor.main.get_by_role("row", name=re.compile("^Supporter"))).to_contain_text("€90.00")
    visitor.look("selling-sales")


def taken(content: bytes) -> FilePayload:
    """A photo as a file of a telephone."""
    return {"name": "image.jpg", "mimeType": "image/jpeg", "buffer": content}


def handed_out(site: Site, event: Made, *, count: int) -> list[str]:
    """The codes of so many tickets that cost nothing."""
    ticket = site.post(
        event.owner,
        "/v1/tickets",
        "ticket",
        {
            "name": "Visitor",
            "type": "free",
            "quantity": 10,
            "sales-starts-at": "2026-01-01T00:00:00Z",
            "sales-ends-at": "2028-05-01T00:00:00Z",
        },
        event=("event", event.number),
    )
    sold = {"on-site-tickets": [{"id": ticket["id"], "quantity": count}]}
    order = site.post(event.owner, "/v1/orders", "order", sold)
    found = site.client(event.owner).get(f"{site.url}/v1/orders/{order['id']}/attendees", timeout=20).json()
    return [row["attributes"]["identifier"] for row in found["data"]]


def test_people_are_let_in_without_a_script(site: Site, plain: Visitor) -> None:
    event = conference(site, "Conference of Plain Doors")
    code, other = handed_out(site, event, count=2)
    plain.sign_in(event.owner, f"/manage/{event.identifier}/door")

    for said in ("Let in", "Already in since"):
        plain.page.get_by_label("Code of the ticket").fill(code)
        plain.page.get_by_role("button", name="Check").click()
        expect(plain.page.locator("#answer")).to_contain_text(said)
    expect(plain.page.locator("#answer")).to_contain_text("1 of 2 are in")

    # A photo is as good as the code.
    for content, said in ((photo(), "There is no code in the picture"), (photo(other), "Let in")):
        plain.page.get_by_label("Or a photo of the code").set_input_files(files=[taken(content)])
        plain.page.get_by_role("button", name="Check").click()
        expect(plain.page.locator("#answer")).to_contain_text(said)
    expect(plain.page.locator("#answer")).to_contain_text("2 of 2 are in")
