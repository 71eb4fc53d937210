"""Waiting for a ticket that is sold out, on pages."""

from typing import Any

import pytest

from openevent.accounts.models import Letter, User
from openevent.events import publishing
from openevent.events.models import Event
from openevent.tickets import coding, finishing
from openevent.tickets.models import AccessCode, Order, Ticket, WaitingEntry
from tests.tickets.conftest import BUYER, completed, day, order, ticket
from tests.web.buying.conftest import Browser
from tests.web.buying.pages import home, sent
from tests.web.pages import errors, read, statements, words


@pytest.fixture
def last(fair: Event, olga: User) -> Ticket:
    return ticket(fair, olga, "Last", quantity=1)


@pytest.fixture
def sold(tom: User, last: Ticket) -> Order:
    return completed(tom, (last, 1))


def line(last: Ticket) -> str:
    return f"/e/{last.event.identifier}/tickets/{last.pk}/wait"


def test_who_waits_sees_the_place_in_line_and_takes_what_is_offered(
    last: Ticket, sold: Order, ann: User, tom: User, mallory: User, browser: Browser
) -> None:
    client = browser(ann)

    joined = sent(client, line(last), quantity="1")
    again = sent(client, line(last), quantity="1")
    sent(browser(mallory), line(last), quantity="1")
    waits, behind = WaitingEntry.objects.order_by("pk")
    page, second = f"/orders/waiting/{waits.pk}", f"/orders/waiting/{behind.pk}"
    before = [words(read(client, page)), words(read(browser(mallory), second))]
    finishing.amend(sold, by=tom, actors=BUYER, status="cancelled")
    offered = words(read(client, page))
    taken = [sent(client, f"{page}/take")["Location"] for _ in range(2)]

    assert joined["Location"] == again["Location"] == page
    assert "You are number 1 in line." in before[0]
    assert "You are number 2 in line." in before[1]
    assert "There is a place for you." in offered
    assert page in Letter.objects.get(to=ann.email).text
    made = Order.objects.get(user=ann)
    assert taken == [home(made), home(made)]
    assert "You have taken what was offered." in words(read(client, page))


def test_who_has_the_code_of_a_hidden_ticket_waits_for_it_and_nobody_else(
    fair: Event, olga: User, tom: User, ann: User, mallory: User, browser: Browser
) -> None:
    hidden = ticket(fair, olga, "Backstage", quantity=1, is_hidden=True)
    coding.add(
        AccessCode(event=fair, code="SESAME & CO", is_active=True, valid_till=day(20)), by=olga, tickets=[hidden]
    )
    sold = order(tom, (hidden, 1), access_code="SESAME & CO")
    client = browser(ann)

    shop = read(client, f"/e/{fair.identifier}/tickets?access_code=sesame+%26+co")
    (found,) = shop.xpath("//main//a[contains(@href, '/wait')]/@href")
    asked = words(read(client, found))
    waits = sent(client, found, quantity="1")["Location"]
    finishing.amend(sold, by=tom, actors=BUYER, status="cancelled")
    sent(client, f"{waits}/take", access_code="SESAME & CO")

    assert "Backstage" in asked
    assert Order.objects.get(user=ann).attendees.get().ticket == hidden
    for said in ("", "?access_code=", "?access_code=GUESS", "?access_code=%00"):
        assert browser(mallory).get(f"{line(hidden)}{said}").status_code == 404
        assert browser(mallory).post(f"{line(hidden)}{said}", {"quantity": "1"}).status_code == 404


def test_the_code_of_a_hidden_ticket_is_tried_out_so_often_only_where_one_waits_for_it(
    fair: Event, olga: User, mallory: User, browser: Browser, settings: Any
) -> None:
    settings.CODES_PER_CLIENT = 2
    hidden = ticket(fair, olga, "Backstage", quantity=1, is_hidden=True)
    coding.add(AccessCode(event=fair, code="SESAME", is_active=True, valid_till=day(20)), by=olga, tickets=[hidden])
    client = browser(mallory)

    known = client.get(f"{line(hidden)}?access_code=SESAME").status_code
    tried = [client.get(f"{line(hidden)}?access_code={word}").status_code for word in ("A", "B", "SESAME")]

    assert (known, tried) == (200, [404, 404, 404])


def test_three_that_are_waited_for_are_asked_for_as_often_as_one(
    fair: Event, olga: User, tom: User, ann: User, browser: Browser
) -> None:
    def asked(*names: str) -> int:
        for name in names:
            gone = ticket(fair, olga, name, quantity=1)
            completed(tom, (gone, 1))
            sent(browser(ann), line(gone), quantity="1")
        return statements(ann, "/orders")

    assert asked("First") == asked("Second", "Third")


def test_who_leaves_waits_no_more(last: Ticket, sold: Order, ann: User, browser: Browser) -> None:
    client = browser(ann)
    page = sent(client, line(last), quantity="1")["Location"]

    for _ in range(2):
        sent(client, f"{page}/leave")

    assert WaitingEntry.objects.get().status == "left"
    told = words(read(client, page))
    assert "You do not wait any more." in told
    assert "This is over: the place in line was given up." in told


def test_what_can_be_bought_is_not_waited_for(last: Ticket, ann: User, browser: Browser) -> None:
    answer = sent(browser(ann), line(last), quantity="1")

    assert errors(answer) == ["There are 1 of “Last” left: buy them instead of waiting."]


@pytest.mark.parametrize("quantity", ["", "0", "x", "2", "9" * 30])
def test_no_number_is_a_fault_of_the_server(
    last: Ticket, sold: Order, ann: User, browser: Browser, quantity: str
) -> None:
    assert sent(browser(ann), line(last), quantity=quantity).status_code == 422


def test_nobody_takes_what_is_not_offered(last: Ticket, sold: Order, ann: User, browser: Browser) -> None:
    client = browser(ann)
    page = sent(client, line(last), quantity="1")["Location"]

    answer = sent(client, f"{page}/take")

    assert (answer.status_code, Order.objects.filter(user=ann).count()) == (422, 0)


def test_a_place_in_line_is_nobody_else_s(
    fair: Event, last: Ticket, sold: Order, ann: User, olga: User, mallory: User, browser: Browser
) -> None:
    page = sent(browser(ann), line(last), quantity="1")["Location"]
    hidden = ticket(fair, olga, "Backstage", is_hidden=True)

    for user, status in ((mallory, 404), (olga, 404), (None, 302)):
        assert browser(user).get(page).status_code == status
        assert {browser(user).post(f"{page}/{act}").status_code for act in ("leave", "take")} == {status}
    assert browser(mallory).get(line(hidden)).status_code == 404
    assert browser(None).get(line(last)).status_code == 302
    publishing.unpublish(fair, by=olga)
    assert browser(mallory).get(line(last)).status_code == 404
    assert WaitingEntry.objects.get().status == "waiting"
