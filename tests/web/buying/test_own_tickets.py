"""One's own tickets: the list, the papers, the calendar."""

from base64 import b64decode
from urllib.parse import parse_qsl, urlsplit

import pytest

from openevent.accounts.models import User
from openevent.events.models import Event, EventRole, FeedToken
from openevent.jobs import running
from openevent.jobs.models import Job
from openevent.tickets import filling, finishing, press, printed
from openevent.tickets.models import Attendee, Invoice, Order, Ticket
from openevent.tickets.printing import codes
from tests.tickets.conftest import BUYER, TEAM, completed, fill, order
from tests.web.buying.conftest import Browser
from tests.web.buying.pages import home, sent
from tests.web.pages import got, read, statements, words


def test_the_list_has_what_one_ordered_and_what_was_ordered_for_one(
    fair: Event, free: Ticket, ann: User, tom: User, mallory: User, browser: Browser
) -> None:
    mine, theirs = completed(ann, (free, 1)), order(tom, (free, 1))
    filling.change(theirs.attendees.get(), by=tom, actors=BUYER, email=ann.email)
    finishing.amend(theirs, by=tom, actors=BUYER, status="completed")

    page = read(browser(ann), "/orders")

    assert set(page.xpath("//ul[@class='rows']/li/a/@href")) == {home(mine), home(theirs)}
    assert "A ticket that was ordered for you" in words(page)
    assert "You have no tickets yet." in words(read(browser(mallory), "/orders"))
    assert browser(None).get("/orders").status_code == 302


def test_an_order_leads_to_its_event_and_to_who_runs_it(fair: Event, free: Ticket, ann: User, browser: Browser) -> None:
    made, client = completed(ann, (free, 1)), browser(ann)
    page = read(client, home(made))
    EventRole.objects.filter(event=fair, role=EventRole.Name.OWNER).delete()
    of_nobody = words(read(client, home(made)))
    Event.objects.filter(pk=fair.pk).update(external_event_url="https://fair.example.org/")
    website = read(client, home(made))

    assert page.xpath("//h1/a/@href") == [f"/e/{fair.identifier}"]
    assert page.xpath("//a[text()='Write to the organiser']/@href") == [f"/e/{fair.identifier}/contact"]
    assert "organiser changes it" in words(page)
    assert "organiser changes it" not in of_nobody
    assert website.xpath("//a[text()='Website']/@href") == ["https://fair.example.org/"]


def test_who_only_holds_a_ticket_sees_that_and_no_money(
    fair: Event, free: Ticket, ann: User, tom: User, browser: Browser
) -> None:
    made = order(tom, (free, 2))
    first, second = made.attendees.order_by("pk")
    for one, address in ((first, ann.email), (second, "bea@example.org")):
        filling.change(one, by=tom, actors=BUYER, email=address)
    finishing.amend(made, by=tom, actors=BUYER, status="completed")
    client = browser(ann)

    page = read(client, home(made))

    assert page.xpath("//img[@class='code']/@src") == [f"{home(made)}/tickets/{first.pk}.svg"]
    assert "bea@example.org" not in words(page)
    assert "What it costs" not in words(page)
    assert client.get(f"{home(made)}/tickets/{first.pk}.svg").status_code == 200
    for end in (f"/tickets/{second.pk}.svg", f"/tickets/{second.pk}.pdf", "/tickets.pdf", "/cancel"):
        assert client.get(f"{home(made)}{end}").status_code == 404


def test_three_orders_are_asked_for_as_often_as_one(fair: Event, free: Ticket, ann: User) -> None:
    completed(ann, (free, 1))
    one = statements(ann, "/orders")
    for _ in range(2):
        completed(ann, (free, 2))

    assert statements(ann, "/orders") == one


def test_three_tickets_of_an_order_are_asked_for_as_often_as_one(free: Ticket, ann: User) -> None:
    assert statements(ann, home(completed(ann, (free, 1)))) == statements(ann, home(completed(ann, (free, 3))))
    assert statements(ann, home(order(ann, (free, 1)))) == statements(ann, home(order(ann, (free, 3))))


def test_tickets_and_invoices_are_had_on_paper(
    paid: Ticket, ann: User, olga: User, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = order(ann, (paid, 1))
    fill(made, ann)
    finishing.amend(made, by=ann, actors=BUYER, payment_mode="bank", status="placed")
    finishing.amend(made, by=olga, actors=TEAM, status="completed")
    client = browser(ann)
    papers = {
        f"{home(made)}/tickets.pdf",
        f"{home(made)}/tickets/{made.attendees.get().pk}.pdf",
        f"{home(made)}/invoices/{Invoice.objects.get().number}.pdf",
    }

    page = read(client, home(made))
    linked = {path for path in page.xpath("//main//a/@href") if path.endswith(".pdf")}
    waits = [client.get(path) for path in papers]
    for job in Job.objects.filter(task=press.TASK):
        running.run(str(job.pk), press.work)
    printed = [client.get(path) for path in papers]

    assert linked == papers
    assert {(one.status_code, one["Refresh"]) for one in waits} == {(202, "2")}
    assert {(one.status_code, one["Content-Type"], one.content[:5]) for one in printed} == {
        (200, "application/pdf", b"%PDF-")
    }


def test_a_ticket_that_is_not_good_has_no_code(paid: Ticket, ann: User, browser: Browser) -> None:
    made = order(ann, (paid, 1))
    fill(made, ann)
    finishing.amend(made, by=ann, actors=BUYER, payment_mode="bank", status="placed")
    number = made.attendees.get().pk

    found = [browser(ann).get(f"{home(made)}{end}") for end in (f"/tickets/{number}.svg", "/tickets.pdf")]

    assert [one.status_code for one in found] == [410, 409]


def test_tickets_get_into_calendars_as_a_file_and_as_an_address(free: Ticket, ann: User, browser: Browser) -> None:
    made = completed(ann, (free, 1))
    Order.objects.get().attendees.update(email=ann.email)
    client = browser(ann)

    file = client.get(f"{home(made)}/tickets.ics")
    for _ in range(2):
        sent(client, f"{home(made)}/calendar")
    page = read(client, home(made))

    assert file["Content-Type"].startswith("text/calendar")
    assert f"UID:{made.attendees.get().uid}" in file.content.decode()
    token = FeedToken.objects.get()
    assert (token.user, token.scope, token.event) == (ann, "ticket", made.event)
    links = page.xpath("//section[@id='calendar']//a/@href")
    (address,) = [one for one in links if one.startswith("http://") and one.endswith(".ics")]
    assert f"UID:{made.attendees.get().uid}" in client.get(address[address.index("/feeds") :]).content.decode()


def shown(made: Order) -> str:
    return f"{home(made)}/tickets/{made.attendees.order_by('pk')[0].pk}"


def test_a_ticket_is_shown_at_the_door_with_all_that_is_asked_there(
    fair: Event, free: Ticket, ann: User, browser: Browser
) -> None:
    made = completed(ann, (free, 1))
    attendee = made.attendees.get()
    Attendee.objects.filter(pk=attendee.pk).update(firstname="Ann", lastname="Onymous")

    order_page, page = read(browser(ann), home(made)), read(browser(ann), shown(made))

    assert shown(made) in order_page.xpath("//main//a/@href")
    for said in ("Ann Onymous", free.name, fair.name, fair.location_name):
        assert said in words(page)
    code = printed.code(attendee)
    assert page.xpath("string(//code)") == code  # what is copied is what is scanned
    assert max(len(one) for one in page.xpath("//code/*/text()")) == 5
    assert "".join(page.xpath("//code/strong/text()")) == attendee.identifier
    (picture,) = page.xpath("//img/@src")
    assert b64decode(picture.removeprefix("data:image/svg+xml;base64,")).decode() == codes.drawing(code)


def test_a_ticket_is_shown_to_who_bought_or_holds_it_alone(
    free: Ticket, ann: User, tom: User, mallory: User, browser: Browser
) -> None:
    made = order(tom, (free, 2))
    for one, address in zip(made.attendees.order_by("pk"), (ann.email, "bea@example.org"), strict=True):
        filling.change(one, by=tom, actors=BUYER, email=address)
    finishing.amend(made, by=tom, actors=BUYER, status="completed")
    first, second = (f"{home(made)}/tickets/{one.pk}" for one in made.attendees.order_by("pk"))

    def statuses(user: User | None) -> list[int]:
        return [browser(user).get(path).status_code for path in (first, second)]

    assert [statuses(one) for one in (tom, ann, mallory, None)] == [[200, 200], [200, 404], [404, 404], [302, 302]]
    assert browser(tom).get(f"{home(made)}/tickets/{2**63}").status_code == 404


def test_a_ticket_that_is_not_good_is_not_shown(paid: Ticket, ann: User, browser: Browser) -> None:
    made = order(ann, (paid, 1))
    fill(made, ann)
    finishing.amend(made, by=ann, actors=BUYER, payment_mode="bank", status="placed")

    assert browser(ann).get(shown(made)).status_code == 410
    assert shown(made) not in read(browser(ann), home(made)).xpath("//main//a/@href")


def test_who_has_the_letter_with_a_ticket_shows_it_without_an_account(free: Ticket, ann: User) -> None:
    attendee = completed(ann, (free, 1)).attendees.select_related("order", "event", "ticket").get()
    address = urlsplit(press.shown_url(attendee))
    signed = f"{address.path}?{address.query}"

    page = read(None, signed)
    (paper,) = [path for path in page.xpath("//main//a/@href") if ".pdf" in path]

    assert page.xpath("string(//code)") == printed.code(attendee)
    assert home(attendee.order) not in page.xpath("//main//a/@href")
    assert dict(parse_qsl(urlsplit(paper).query)) == dict(parse_qsl(address.query))
    assert got(None, paper).status_code == 202
    others = completed(ann, (free, 1)).attendees.get()
    changed = (
        *(signed.replace("signature=", "signature=0"), signed.replace("of=", "of=0"), f"{address.path}?signature="),
        *(
            f"{home(others.order)}/tickets/{others.pk}?{address.query}",
            f"{home(others.order)}/tickets/{attendee.pk}?{address.query}",
        ),
    )
    assert [got(None, path).status_code for path in changed] == [404] * 5


def test_a_signed_address_shows_no_ticket_that_is_somebody_elses_or_good_no_more(free: Ticket, ann: User) -> None:
    made = completed(ann, (free, 1))
    attendee = made.attendees.select_related("order", "event", "ticket").get()
    address = urlsplit(press.shown_url(attendee))
    signed = f"{address.path}?{address.query}"
    Attendee.objects.filter(pk=attendee.pk).update(identifier="0" * 24)
    handed_over = got(None, signed).status_code
    Attendee.objects.filter(pk=attendee.pk).update(identifier=attendee.identifier)
    finishing.amend(made, by=ann, actors=BUYER, status="cancelled")

    assert (handed_over, got(None, signed).status_code) == (410, 410)
