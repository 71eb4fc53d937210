"""Tickets, tax and codes as their team makes them."""

from typing import Any

from openevent.accounts.models import User
from openevent.events import editing
from openevent.events.models import Event
from openevent.tickets import tagging
from openevent.tickets.models import AccessCode, DiscountCode, Tax, Ticket, TicketTag
from tests.tickets.conftest import completed, order, ticket
from tests.web.pages import parsed, read, statements
from tests.web.selling.conftest import sent, words

SAID: dict[str, Any] = {
    "name": "Early bird",
    "type": "paid",
    "price": "12.50",
    "quantity": "40",
    "min_order": "1",
    "max_order": "5",
    "sales_starts_at": "2026-01-01T10:00",
    "sales_ends_at": "2026-01-02T10:00",
}


def at(fair: Event, path: str) -> str:
    return f"/manage/{fair.identifier}/{path}"


def test_buyers_read_the_description_of_a_new_ticket_unless_somebody_says_no(fair: Event, olga: User) -> None:
    assert read(olga, at(fair, "tickets/new")).xpath("//input[@name='is_description_visible']/@checked")


def test_a_new_ticket_is_free_until_somebody_says_more_and_its_price_says_when_it_is_needed(
    fair: Event, olga: User
) -> None:
    page = read(olga, at(fair, "tickets/new"))

    assert fair.payment_currency == "EUR"
    assert page.xpath("//select[@name='type']/option[@selected]/@value") == ["free"]
    assert words(page.xpath("//label[@for='id_price']")[0]) == "Price (EUR) needed for “With a price”"
    assert words(page.xpath("//label[@for='id_description']")[0]) == "Description optional"
    assert words(page.xpath("//label[@for='id_name']")[0]) == "Name"


def test_of_few_tickets_an_order_takes_no_more_than_there_are(fair: Event, olga: User) -> None:
    sent(olga, at(fair, "tickets/new"), **{**SAID, "quantity": "3", "max_order": "10"})  # as the form comes
    refused = sent(olga, at(fair, "tickets/new"), **{**SAID, "quantity": "3", "max_order": "9"})

    assert Ticket.objects.get(name="Early bird").max_order == 3
    assert "There must be as many of a ticket as one order may have at most." in refused.content.decode()


def test_where_there_is_no_currency_the_page_leads_to_where_it_is_said(fair: Event, olga: User) -> None:
    Event.objects.filter(pk=fair.pk).update(payment_currency="")

    (link,) = read(olga, at(fair, "tickets")).xpath("//p[@class='notice']/a/@href")

    assert link == at(fair, "settings/payment")
    assert read(olga, link).xpath("//select[@name='payment_currency']")


def test_that_a_ticket_is_free_is_said_once(fair: Event, free: Ticket, olga: User) -> None:
    (row,) = read(olga, at(fair, "tickets")).xpath(f"//tr[@id='ticket-{free.pk}']")

    assert words(row).casefold().split().count("free") == 1


def test_a_ticket_is_made_with_its_price_in_money_and_its_times_on_the_event_s_clocks(fair: Event, olga: User) -> None:
    answer = sent(olga, at(fair, "tickets/new"), **SAID, tags="press, friends , press")

    made = Ticket.objects.get(name="Early bird")
    assert (made.price, made.quantity, made.sales_starts_at.isoformat()) == (1250, 40, "2026-01-01T09:00:00+00:00")
    assert [tag.name for tag in made.ticket_tags.all()] == ["press", "friends"]
    assert "“Early bird” is there." in answer.content.decode()
    page = words(read(olga, at(fair, "tickets")))
    assert "€12.50 0 0 40" in page
    assert "With a price · press · friends" in page


def test_a_refusal_stands_beside_its_field_and_nothing_is_made(fair: Event, olga: User) -> None:
    answer = sent(olga, at(fair, "tickets/new"), **{**SAID, "quantity": "3"}, tags="press")

    page = answer.content.decode()
    assert "There must be as many of a ticket as one order may have at most." in page
    assert 'aria-describedby="id_quantity_error"' in page
    assert not Ticket.objects.exists()
    assert not TicketTag.objects.exists()


def test_a_ticket_is_changed_as_the_form_shows_it(fair: Event, olga: User, paid: Ticket) -> None:
    tagging.add(TicketTag(event=fair, name="press"), by=olga, tickets=[paid])
    page = read(olga, at(fair, f"tickets/{paid.pk}"))
    form = page.xpath("//form[@class='ticket']")[0]
    said = {name: value for name, value in form.form_values() if name != "csrfmiddlewaretoken"}

    sent(olga, at(fair, f"tickets/{paid.pk}"), **{**said, "description": "For <b>friends</b>"})

    now = Ticket.objects.get(pk=paid.pk)
    assert said["price"] == "50.00"
    assert (now.price, now.sales_ends_at, now.description) == (5000, paid.sales_ends_at, "For <b>friends</b>")
    assert [tag.name for tag in now.ticket_tags.all()] == ["press"]


def test_tickets_are_sorted_by_moving_them(fair: Event, olga: User, free: Ticket, paid: Ticket) -> None:
    third = ticket(fair, olga, "Third")

    sent(olga, at(fair, f"tickets/{third.pk}/move"), to="up")
    sent(olga, at(fair, f"tickets/{free.pk}/move"), to="up")  # it is the first already

    assert list(Ticket.objects.filter(event=fair)) == [free, third, paid]


def test_a_ticket_that_people_hold_is_not_deleted(
    fair: Event, olga: User, ann: User, free: Ticket, paid: Ticket
) -> None:
    completed(ann, (free, 1))

    kept = sent(olga, at(fair, f"tickets/{free.pk}/delete"))
    sent(olga, at(fair, f"tickets/{paid.pk}/delete"))

    assert kept.status_code == 403
    assert "There are live orders of this ticket." in kept.content.decode()
    assert list(Ticket.objects.living()) == [free]


def test_sold_places_are_told_from_held_ones(fair: Event, olga: User, ann: User, free: Ticket) -> None:
    completed(ann, (free, 2))
    order(ann, (free, 3))

    assert "free 2 3 10" in words(read(olga, at(fair, "tickets")))


def test_an_event_has_one_tax_once_its_settings_say_so(fair: Event, olga: User) -> None:
    off = words(read(olga, at(fair, "tax")))
    editing.change(fair, by=olga, is_tax_enabled=True)

    sent(olga, at(fair, "tax"), name="VAT", rate="19", tax_id="DE 1", should_send_invoice="on")
    shown = read(olga, at(fair, "tax"))
    sent(olga, at(fair, "tax"), name="VAT", rate="7.5", tax_id="DE 1", is_tax_included_in_price="on")

    (tax,) = Tax.objects.all()
    assert "Tax is switched off for this event." in off
    assert shown.xpath("//input[@name='rate']/@value") == ["19"]
    assert (tax.rate, tax.is_tax_included_in_price, tax.should_send_invoice) == (75_000, True, False)
    sent(olga, at(fair, "tax/delete"))
    assert not Tax.objects.filter(deleted_at=None).exists()


def test_codes_are_made_shared_switched_off_and_deleted(fair: Event, olga: User, paid: Ticket) -> None:
    hidden = ticket(fair, olga, "Crew", is_hidden=True)
    sent(
        olga,
        at(fair, "codes/discount/new"),
        code="SPRING & more",
        type="amount",
        value="7.25",
        tickets=[paid.pk],
        min_quantity="1",
        is_active="on",
        tickets_number="20",
    )
    sent(
        olga,
        at(fair, "codes/access/new"),
        code="CREW",
        tickets=[hidden.pk],
        min_quantity="1",
        valid_from="2026-01-01T10:00",
        is_active="on",
    )

    discount, access = DiscountCode.objects.get(), AccessCode.objects.get()
    page = read(olga, at(fair, "codes"))
    assert (discount.value, discount.marketer, list(discount.tickets.all())) == (725, olga, [paid])
    assert list(access.tickets.all()) == [hidden]
    assert "€7.25 Supporter 0 of 20" in words(page)
    shared = [link for link in page.xpath("//span[@class='under']/a/@href") if "SPRING" in link]
    assert shared[0].endswith(f"/e/{fair.identifier}/tickets?discount_code=SPRING%20%26%20more")

    shop = read(olga, shared[0][shared[0].index("/e/") :])
    assert shop.xpath("//input[@name='discount_code']/@value") == ["SPRING & more"]

    sent(olga, at(fair, f"codes/discount/{discount.pk}/switch"), active="0")
    sent(olga, at(fair, f"codes/access/{access.pk}/delete"))
    assert not DiscountCode.objects.get().is_active
    assert not AccessCode.objects.living().exists()


def test_a_discount_that_no_ticket_bears_is_refused_beside_its_field(fair: Event, olga: User, paid: Ticket) -> None:
    said = {"code": "ALL", "type": "amount", "value": "60", "tickets": [paid.pk], "min_quantity": "1"}

    page = sent(olga, at(fair, "codes/discount/new"), **said).content.decode()

    assert "The discount is higher than the price of “Supporter”." in page
    assert not DiscountCode.objects.exists()


def test_a_discount_without_an_amount_is_none(fair: Event, olga: User, paid: Ticket) -> None:
    said = {"code": "ALL", "type": "percent", "value": "", "tickets": [paid.pk], "min_quantity": "1"}

    page = parsed(sent(olga, at(fair, "codes/discount/new"), **said))

    assert page.xpath("//div[@id='id_value_error']")
    assert not DiscountCode.objects.exists()


def test_a_form_of_a_code_says_what_the_code_has(fair: Event, olga: User, paid: Ticket) -> None:
    said = {"code": "TEN", "type": "percent", "value": "10", "tickets": [paid.pk], "min_quantity": "1"}
    sent(olga, at(fair, "codes/discount/new"), **said)
    code = DiscountCode.objects.get()

    page = read(olga, at(fair, f"codes/discount/{code.pk}"))

    assert page.xpath("//input[@name='value']/@value") == ["10"]
    assert page.xpath("//input[@name='tickets'][@checked]/@value") == [str(paid.pk)]
    assert "10%" in words(read(olga, at(fair, "codes")))


def test_a_new_code_is_for_all_tickets_that_it_fits_and_for_one_at_least(
    fair: Event, olga: User, free: Ticket, paid: Ticket
) -> None:
    hidden = ticket(fair, olga, "Crew", is_hidden=True)
    ticked = {
        kind: read(olga, at(fair, f"codes/{kind}/new")).xpath("//input[@name='tickets'][@checked]/@value")
        for kind in ("discount", "access")
    }

    page = sent(olga, at(fair, "codes/discount/new"), code="NONE", type="percent", value="10", min_quantity="1")

    assert ticked == {"discount": [str(paid.pk)], "access": [str(hidden.pk)]}
    (beside,) = parsed(page).xpath("//div[@id='id_tickets_error']")
    assert words(beside) == "Choose at least one ticket: the code works for no other."
    assert not DiscountCode.objects.exists()
    assert "optional" not in words(parsed(page).xpath("//fieldset[.//input[@name='tickets']]/legend")[0])


def test_three_tickets_and_codes_are_asked_for_as_often_as_one(fair: Event, olga: User, paid: Ticket) -> None:
    def more(name: str) -> None:
        made = ticket(fair, olga, name, price=100)
        tagging.add(TicketTag(event=fair, name=f"tag of {name}"), by=olga, tickets=[made])
        code = {"code": name, "type": "percent", "value": "10", "tickets": [made.pk], "min_quantity": "1"}
        sent(olga, at(fair, "codes/discount/new"), **code)

    more("One")
    before = {path: statements(olga, at(fair, path)) for path in ("tickets", "codes", "sales")}
    more("Two")
    more("Three")

    assert {path: statements(olga, at(fair, path)) for path in before} == before
