"""The page on which tickets are chosen, priced and ordered."""

from typing import Any
from urllib.parse import quote

import pytest

from openevent.accounts import repeating
from openevent.accounts.models import User
from openevent.events import editing, publishing
from openevent.events.models import Event
from openevent.tickets import coding, offering, taxing
from openevent.tickets.models import AccessCode, DiscountCode, Order, Tax, Ticket
from openevent.web import once
from tests.conftest import PASSWORD
from tests.tickets import books
from tests.tickets.conftest import completed, day, ticket
from tests.web.buying.conftest import Browser
from tests.web.buying.pages import fields, sent
from tests.web.pages import errors, parsed, read, statements, words
from tests.web.test_signing_up import link_to


def shop(event: Event) -> str:
    return f"/e/{event.identifier}/tickets"


def discount(event: Event, by: User, *tickets: Ticket, code: str = "TEN", percent: int = 100_000) -> DiscountCode:
    made = DiscountCode(event=event, code=code, type="percent", value=percent, is_active=True, valid_till=day(20))
    return coding.add(made, by=by, tickets=list(tickets))


def access(event: Event, by: User, *tickets: Ticket) -> AccessCode:
    return coding.add(
        AccessCode(event=event, code="SESAME", is_active=True, valid_till=day(20)), by=by, tickets=list(tickets)
    )


def test_nobody_has_to_sign_in_to_see_what_a_choice_costs(
    fair: Event, paid: Ticket, free: Ticket, olga: User, browser: Browser
) -> None:
    discount(fair, olga, paid)
    fair = editing.change(fair, by=olga, is_tax_enabled=True)
    taxing.add(Tax(event=fair, name="VAT", tax_id="DE 1", rate=190_000, is_tax_included_in_price=True), by=olga)

    answer = sent(
        browser(None), shop(fair), act="price", **{f"q{paid.pk}": "2", f"q{free.pk}": "1", "discount_code": "ten"}
    )
    page = read(browser(None), answer["Location"])

    assert answer.status_code == 303
    said = words(page)
    assert "2 × Supporter€50.00-€5.00€90.00" in said
    assert "You save€10.00" in said
    assert "In all€90.00" in said
    assert "of it VAT, 19 %€14.37" in said
    assert fields(page)["seen"] == "9000"
    assert Order.objects.count() == 0


def test_codes_are_tried_out_so_often_only(
    fair: Event, paid: Ticket, olga: User, browser: Browser, settings: Any
) -> None:
    settings.CODES_PER_CLIENT = 2
    hidden = ticket(fair, olga, "Family", price=100, is_hidden=True)
    access(fair, olga, hidden)
    discount(fair, olga, paid)
    good = f"{shop(fair)}?access_code=SESAME&q{hidden.pk}=1"

    as_often_as_one_likes = [browser(None).get(good).status_code for _ in range(4)]
    tried = [f"{shop(fair)}?access_code=OPEN", f"{shop(fair)}?q{paid.pk}=1&discount_code=ELEVEN"]
    wrong = [browser(None).get(one).status_code for one in tried]
    over = [
        browser(None).get(good),
        browser(None).get(tried[0]),
        sent(browser(None), shop(fair), act="price", access_code="SESAME"),
        sent(browser(None), shop(fair), act="order", discount_code="TEN", **{f"q{paid.pk}": "1"}),
    ]

    assert (as_often_as_one_likes, wrong) == ([200] * 4, [200] * 2)
    assert [answer.status_code for answer in over] == [200, 200, 303, 422]
    pages = [*over[:2], browser(None).get(over[2]["Location"]), over[3]]
    assert all("Too many attempts." in page.content.decode() for page in pages)
    assert "Family" not in "".join(page.content.decode() for page in pages)
    assert browser(None).get(shop(fair)).status_code == 200


def test_money_is_said_in_the_reader_s_language(fair: Event, paid: Ticket, browser: Browser) -> None:
    client = browser(None)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "de"

    assert "50,00\xa0€" in read(client, shop(fair)).text_content()


def test_who_orders_signs_in_first_and_comes_back_to_the_choice(fair: Event, paid: Ticket, browser: Browser) -> None:
    answer = sent(browser(None), shop(fair), act="order", seen="5000", **{f"q{paid.pk}": "1"})

    back = f"{shop(fair)}?q{paid.pk}=1"
    assert answer["Location"] == f"/account/sign-in?next={quote(back, safe='')}"


def test_nothing_is_ordered_at_a_price_that_was_not_shown(
    fair: Event, paid: Ticket, ann: User, olga: User, browser: Browser
) -> None:
    client = browser(ann)
    chosen = fields(read(client, f"{shop(fair)}?q{paid.pk}=1"))
    offering.change(paid, by=olga, price=6000)

    dearer = sent(client, shop(fair), **chosen, act="order")
    unseen = Order.objects.count()
    again = sent(client, shop(fair), **fields(read(client, dearer["Location"])), act="order")

    assert (dearer["Location"], unseen) == (f"{shop(fair)}?q{paid.pk}=1#price", 0)
    assert again["Location"] == f"/orders/{Order.objects.get().identifier}"
    assert Order.objects.get().amount == 6000


def test_what_cannot_be_paid_for_now_is_said_before_anything_is_held(
    fair: Event, paid: Ticket, free: Ticket, ann: User, browser: Browser
) -> None:
    Event.objects.filter(pk=fair.pk).update(can_pay_by_bank=False)
    client, sentence = browser(ann), "This cannot be paid for now: the event has no way to take the money."

    page = read(client, f"{shop(fair)}?q{paid.pk}=1")
    answer = sent(client, shop(fair), **{**fields(page), "seen": "5000"}, act="order")
    held = Order.objects.count()
    sent(client, shop(fair), act="order", **{f"q{free.pk}": "1"})

    assert sentence in words(page)
    assert "Order now" not in words(page)
    assert (answer.status_code, errors(answer)) == (422, [f"{sentence} Please ask its organiser."])
    assert (held, Order.objects.get().amount) == (0, 0)


def test_what_is_free_is_ordered_at_once(fair: Event, free: Ticket, ann: User, browser: Browser) -> None:
    answer = sent(browser(ann), shop(fair), act="order", **{f"q{free.pk}": "2"})

    made = Order.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"/orders/{made.identifier}")
    assert (made.user, made.status, made.attendees.count(), made.language) == (ann, "initializing", 2, "en")


def test_a_second_click_makes_no_second_order(fair: Event, free: Ticket, ann: User, browser: Browser) -> None:
    client = browser(ann)
    chosen = {**fields(read(client, shop(fair))), f"q{free.pk}": "1"}

    first, second = (sent(client, shop(fair), **chosen, act="order") for _ in range(2))
    other = sent(client, shop(fair), **{**chosen, f"q{free.pk}": "2"}, act="order")

    assert first["Location"] == second["Location"] != other["Location"]
    assert (Order.objects.count(), books.faults()) == (2, [])


@pytest.mark.parametrize("number", ["0", "", "x", "-1", "99999999999999999999", "1\x00", "\ud800", "1.5", "11"])
def test_no_number_is_a_fault_of_the_server(
    fair: Event, free: Ticket, ann: User, browser: Browser, number: str
) -> None:
    said = {f"q{free.pk}": number.encode("utf-8", "surrogatepass").decode("utf-8", "replace"), "access_code": ""}

    answer = sent(browser(ann), shop(fair), act="order", **said)
    asked = browser(ann).get(shop(fair), said)

    assert (answer.status_code, asked.status_code, Order.objects.count()) == (422, 200, 0)


def test_what_is_wrong_stands_beside_the_ticket(fair: Event, olga: User, ann: User, browser: Browser) -> None:
    few = ticket(fair, olga, "Few", quantity=3, min_order=2, max_order=3)

    answer = sent(browser(ann), shop(fair), act="order", **{f"q{few.pk}": "1"})
    page = parsed(answer)

    found = page.get_element_by_id(f"id_q{few.pk}_error").text_content()
    assert found.strip() == "Of “Few” one orders between 2 and 3 at once."


def test_tickets_that_cannot_be_bought_say_why(
    fair: Event, olga: User, ann: User, browser: Browser, free: Ticket
) -> None:
    ticket(fair, olga, "Early", sales_starts_at=day(-5), sales_ends_at=day(-1))
    ticket(fair, olga, "Late", sales_starts_at=day(5))
    gone = ticket(fair, olga, "Gone", quantity=1)
    completed(ann, (gone, 1))

    page = read(browser(None), shop(fair))

    said = words(page)
    assert "Early Not on sale any more" in said
    assert "Late On sale from" in said
    assert "Gone Sold out · Join the waiting list" in said
    assert page.xpath("//select/@name") == [f"q{free.pk}"]


def test_hidden_tickets_are_shown_and_sold_to_who_has_their_code(
    fair: Event, olga: User, ann: User, browser: Browser
) -> None:
    hidden = ticket(fair, olga, "Backstage", is_hidden=True)
    access(fair, olga, hidden)
    client = browser(ann)

    without, wrong = read(client, shop(fair)), read(client, f"{shop(fair)}?access_code=WRONG")
    page = read(client, f"{shop(fair)}?access_code=sesame")
    forged = sent(client, shop(fair), act="order", **{f"q{hidden.pk}": "1"})
    answer = sent(client, shop(fair), act="order", **{**fields(page), f"q{hidden.pk}": "1"})

    assert "Backstage" not in words(without) + words(wrong)
    assert "Backstage" in words(page)
    assert (forged.status_code, answer.status_code) == (422, 303)
    assert Order.objects.get().attendees.get().ticket == hidden


def test_that_nothing_is_chosen_is_said_once_and_no_more_when_something_is(
    fair: Event, free: Ticket, paid: Ticket, browser: Browser
) -> None:
    client = browser(None)

    nothing = sent(client, shop(fair), act="order")
    something = client.get(f"{shop(fair)}?q{free.pk}=1", headers={"HX-Request": "true"})
    too_many = client.get(f"{shop(fair)}?q{paid.pk}=99999", headers={"HX-Request": "true"})

    first, second, third = (parsed(answer) for answer in (nothing, something, too_many))
    (form,) = first.xpath("//form[@hx-select-oob='#wrong']")
    said = [one.text_content().strip() for one in form.xpath(".//*[contains(@class, 'errors')]")]
    assert said == ["Choose how many tickets you want."]
    assert second.xpath("//*[@id='wrong']")[0].text_content() == ""
    assert third.xpath("//*[@id='price']//ul[@class='errors']/li")


def test_a_wrong_code_is_said_beside_it(fair: Event, paid: Ticket, ann: User, browser: Browser) -> None:
    answer = sent(browser(ann), shop(fair), act="order", **{f"q{paid.pk}": "1", "discount_code": "NONE"})

    assert errors(answer) == ["Invalid Discount Code"]
    assert Order.objects.count() == 0


def test_of_a_donation_the_buyer_says_the_price(fair: Event, olga: User, ann: User, browser: Browser) -> None:
    gift = ticket(fair, olga, "Gift", type="donation", min_price=500, max_price=None)
    client = browser(ann)

    cheap = sent(client, shop(fair), act="order", **{f"q{gift.pk}": "1", f"p{gift.pk}": "1"})
    priced = sent(client, shop(fair), act="price", **{f"q{gift.pk}": "1", f"p{gift.pk}": "7.50"})
    sent(client, shop(fair), **fields(read(client, priced["Location"])), act="order")

    assert "Price for donation ticket should be present" in errors(cheap)[0]
    assert Order.objects.get().amount == 750


@pytest.mark.parametrize(
    ("language", "said", "told"),
    [
        ("de", "1.000", "1.000,00\xa0€"),
        ("de", "1.000,50", "1.000,50\xa0€"),
        ("de", "7.50", "7,50\xa0€"),
        ("en", "1,000", "€1,000.00"),
    ],
)
def test_the_price_of_a_donation_is_read_in_the_reader_s_language(
    fair: Event, olga: User, browser: Browser, language: str, said: str, told: str
) -> None:
    gift = ticket(fair, olga, "Gift", type="donation", min_price=0, max_price=None)

    page = read(browser(None), f"{shop(fair)}?q{gift.pk}=1&p{gift.pk}={said}", headers={"Accept-Language": language})

    assert page.xpath("//dd[@class='total']/text()") == [told]


def test_a_price_that_can_be_read_in_two_ways_is_not_taken(
    fair: Event, olga: User, ann: User, browser: Browser
) -> None:
    gift = ticket(fair, olga, "Gift", type="donation", min_price=0, max_price=None)

    answer = sent(browser(ann), shop(fair), act="order", seen="100", **{f"q{gift.pk}": "1", f"p{gift.pk}": "1.000"})

    assert errors(answer) == ["Which amount is that? Write it like this: 1,234.50"]
    assert Order.objects.count() == 0


@pytest.mark.parametrize("price", ["NaN", "1e999999", "-5", "ten", "1.234", "9" * 40])
def test_no_price_is_a_fault_of_the_server(fair: Event, olga: User, ann: User, browser: Browser, price: str) -> None:
    gift = ticket(fair, olga, "Gift", type="donation", min_price=500, max_price=None)

    answer = sent(browser(ann), shop(fair), act="order", **{f"q{gift.pk}": "1", f"p{gift.pk}": price})

    assert (answer.status_code, Order.objects.count()) == (422, 0)


def test_who_has_proven_no_address_is_told_to(fair: Event, free: Ticket, ann: User, browser: Browser) -> None:
    User.objects.filter(pk=ann.pk).update(is_verified=False)
    client, chosen = browser(ann), f"{shop(fair)}?q{free.pk}=1"

    page = read(client, chosen)
    answer = sent(client, shop(fair), act="order", **{f"q{free.pk}": "1"})
    again = sent(client, "/account/verify/again", **fields(page, "/account/verify/again"))

    sentence = (
        "To get tickets that cost nothing, confirm your e-mail address first: open the link in the letter that we "
        f"sent to {ann.email}, then come back here."
    )
    assert sentence in words(page)
    assert (answer.status_code, sentence in answer.content.decode(), errors(answer)) == (422, True, [])
    assert (again.status_code, again["Location"]) == (302, chosen)


def test_what_has_a_price_is_ordered_without_a_proof_and_the_page_says_so(
    fair: Event, free: Ticket, paid: Ticket, ann: User, browser: Browser
) -> None:
    User.objects.filter(pk=ann.pk).update(is_verified=False)
    client = browser(ann)

    page = words(read(client, shop(fair)))
    answer = sent(client, shop(fair), act="order", seen="5000", **{f"q{paid.pk}": "1"})

    assert "then come back here. Tickets with a price can be ordered without that." in page
    assert answer["Location"].startswith("/orders/")


def test_who_has_no_account_makes_one_and_comes_back_to_the_choice(fair: Event, free: Ticket, browser: Browser) -> None:
    client, chosen = browser(None), f"{shop(fair)}?q{free.pk}=2"
    to_sign_in = sent(client, shop(fair), act="order", **{f"q{free.pk}": "2"})["Location"]
    page = read(client, to_sign_in)
    (sign_up,) = page.xpath("//main//a[starts-with(@href, '/account/sign-up')]/@href")
    asked = fields(read(client, sign_up), "/account/sign-up")

    answer = sent(client, "/account/sign-up", **asked | {"email": "victor@example.org", "password": PASSWORD})
    welcome = words(read(client, chosen))
    code = link_to("victor@example.org").partition("code=")[2]
    proven = read(client, sent(client, "/account/verify", code=code)["Location"])

    assert "to get your tickets. What you have chosen is kept." in words(page)
    assert answer["Location"] == chosen
    assert "Welcome. Your tickets will come to victor@example.org." in welcome
    assert welcome.count("open the link") == 1
    assert proven.xpath("//main//a[text()='Back to your tickets']/@href") == [chosen]
    assert sent(client, shop(fair), act="order", **{f"q{free.pk}": "2"})["Location"].startswith("/orders/")


def test_a_draft_has_no_shop(fair: Event, free: Ticket, olga: User, mallory: User, browser: Browser) -> None:
    publishing.unpublish(fair, by=olga)

    for user in (None, mallory):
        assert browser(user).get(shop(fair)).status_code == 404
        assert browser(user).post(shop(fair), {f"q{free.pk}": "1", "act": "order"}).status_code == 404


def test_three_tickets_are_asked_for_as_often_as_one(fair: Event, free: Ticket, olga: User) -> None:
    path = f"{shop(fair)}?q{free.pk}=1"
    one = statements(None, path)
    for name in ("Second", "Third"):
        ticket(fair, olga, name)

    assert statements(None, path) == one


def test_a_form_that_was_sent_while_the_first_is_under_way_waits_for_its_answer(
    fair: Event, free: Ticket, ann: User, browser: Browser, monkeypatch: Any
) -> None:
    tries: list[int] = []
    real = repeating.claim

    def claim(asked: repeating.Asked) -> Any:
        tries.append(1)
        if len(tries) < 3:
            raise repeating.InFlight
        return real(asked)

    monkeypatch.setattr(once, "PAUSE", 0)
    monkeypatch.setattr(repeating, "claim", claim)

    answer = sent(browser(ann), shop(fair), act="order", **{f"q{free.pk}": "1"})

    assert (answer.status_code, len(tries)) == (303, 3)


def test_a_form_may_have_as_many_fields_as_an_order_has_people(fair: Event, free: Ticket, browser: Browser) -> None:
    answer = sent(browser(None), shop(fair), act="price", **{f"a{number}-email": "x" for number in range(3000)})

    assert answer.status_code == 303
