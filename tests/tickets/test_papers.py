"""Tickets and invoices as PDF over HTTP: printed by a worker, private, and never what is not true any more."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from openevent.accounts import posting
from openevent.accounts.models import Letter, User
from openevent.events.models import Event
from openevent.holders import telling
from openevent.jobs import files, running
from openevent.jobs.models import Job
from openevent.lib import signing
from openevent.tickets import filling, finishing, papers, press
from openevent.tickets.models import Attendee, Invoice, Notice, Order, Ticket
from openevent.tickets.paying import refunding
from openevent.tickets.printing import sheets
from tests import documents
from tests.api.defects.documents import document, send
from tests.conftest import account, as_user
from tests.tickets.conftest import BUYER, TEAM, completed, fill, order


def press_runs() -> None:
    """What waits is printed."""
    for job in Job.objects.filter(state=Job.State.QUEUED, task=press.TASK):
        running.run(str(job.pk), press.work)


def got(by: User | None, url: str, **headers: str) -> Any:
    return as_user(by).get(url, headers=headers) if by else Client().get(url, headers=headers)


def content(answer: Any) -> bytes:
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf"), answer
    return b"".join(answer.streaming_content)


def printed(by: User | None, url: str) -> list[str]:
    """The pages behind the address, as soon as they are printed."""
    assert got(by, url).status_code == 202
    press_runs()
    return documents.pages(content(got(by, url)))


def path(url: str) -> str:
    return url[url.index("/v1/") :]


@pytest.fixture
def bob() -> User:
    return account("bob")


@pytest.fixture
def bought(ann: User, free: Ticket) -> Order:
    """Ann comes herself, and brings bob."""
    made = order(ann, (free, 2))
    for name, attendee in zip(("ann", "bob"), made.attendees.order_by("id"), strict=True):
        filling.change(attendee, by=ann, actors=BUYER, firstname=name.title(), email=f"{name}@example.org")
    return finishing.amend(made, by=ann, actors=BUYER, status="completed")


@pytest.fixture
def placed(ann: User, paid: Ticket) -> Order:
    made = order(ann, (paid, 2))
    fill(made, ann)
    return finishing.amend(made, by=ann, actors=BUYER, status="placed", payment_mode="bank")


def tickets_of(made: Order) -> str:
    return f"/v1/orders/{made.identifier}/tickets-pdf"


def test_the_tickets_of_an_order_are_a_page_for_each_who_comes(ann: User, bought: Order) -> None:
    shown = as_user(ann).get(f"/v1/orders/{bought.identifier}").json()["data"]["attributes"]

    pages = printed(ann, path(shown["tickets-pdf-url"]))

    assert [name for page in pages for name in ("Ann", "Bob") if name in page] == ["Ann", "Bob"]
    assert all("Spring Fair" in page and str(bought.identifier) in page for page in pages)


def test_the_file_has_a_name_and_is_nobody_s_to_keep(ann: User, bought: Order) -> None:
    printed(ann, tickets_of(bought))

    answer = got(ann, tickets_of(bought))

    content(answer)
    assert answer["Content-Disposition"] == (
        "attachment; filename=\"Tickets-Spring-Fair.pdf\"; filename*=UTF-8''Tickets%20Spring%20Fair.pdf"
    )
    assert answer["Cache-Control"] == "private, no-store"


def test_while_it_is_printed_programs_follow_the_task_and_browsers_come_again(ann: User, bought: Order) -> None:
    answer = got(ann, tickets_of(bought))
    page = got(ann, tickets_of(bought), accept="text/html,*/*")

    assert (answer.status_code, answer["Location"]) == (202, answer.json()["task_url"])
    assert (page.status_code, page["Refresh"], page["Content-Type"]) == (202, "2", "text/html; charset=utf-8")
    assert as_user(ann).get(answer["Location"]).json() == {"state": "PENDING", "progress": 0}
    press_runs()
    task = as_user(ann).get(answer["Location"]).json()
    assert task["state"] == "SUCCESS"
    downloaded = content(Client().get(path(task["result"]["download_url"])))
    assert len(downloaded) == task["result"]["size"]


def test_what_says_the_same_is_printed_once_and_what_changed_anew(ann: User, bought: Order) -> None:
    printed(ann, tickets_of(bought))
    content(got(ann, tickets_of(bought)))
    assert Job.objects.filter(task=press.TASK).count() == 1

    filling.change(bought.attendees.get(firstname="Bob"), by=ann, actors=TEAM, firstname="Zoe")

    assert "Zoe" in "".join(printed(ann, tickets_of(bought)))


def test_what_changes_while_it_waits_is_not_printed_as_what_it_was(ann: User, bought: Order) -> None:
    task = got(ann, tickets_of(bought)).json()["task_url"]
    filling.change(bought.attendees.get(firstname="Bob"), by=ann, actors=TEAM, firstname="Zoe")

    press_runs()

    said = as_user(ann).get(task).json()
    assert (said["state"], said["result"]) == ("FAILURE", "It has changed meanwhile. Ask for it again.")


def test_who_may_have_the_tickets_of_an_order(
    ann: User, bob: User, olga: User, tom: User, mallory: User, staff: User, bought: Order
) -> None:
    statuses = {
        name: got(user, tickets_of(bought)).status_code
        for name, user in {
            "buyer": ann,
            "owner": olga,
            "staff": staff,
            "holder": bob,
            "stranger": mallory,
            "nobody": None,
        }.items()
    }

    assert statuses == {"buyer": 202, "owner": 202, "staff": 202, "holder": 403, "stranger": 404, "nobody": 401}


def test_a_holder_gets_the_own_ticket_and_nobody_else_s(
    ann: User, bob: User, olga: User, mallory: User, bought: Order
) -> None:
    own, other = bought.attendees.get(email="bob@example.org"), bought.attendees.get(email="ann@example.org")
    shown = as_user(bob).get(f"/v1/attendees/{own.pk}").json()["data"]["attributes"]

    (page,) = printed(bob, path(shown["pdf-url"]))

    assert "Bob" in page
    url = papers.ticket_path(other)
    statuses = [got(user, url).status_code for user in (ann, olga, bob, mallory, None)]
    assert statuses == [202, 202, 404, 404, 401]


def test_the_task_of_a_print_is_followed_by_who_may_have_it(
    ann: User, bob: User, olga: User, mallory: User, bought: Order
) -> None:
    task = got(ann, tickets_of(bought)).json()["task_url"]

    assert [as_user(user).get(task).status_code for user in (ann, olga, bob, mallory)] == [200, 200, 404, 404]


@pytest.mark.parametrize(
    "change", [{"signature": "0" * 64}, {"expires": "9999999999"}, {"expires": ""}, {"signature": ""}, {"expires": "x"}]
)
def test_a_changed_address_opens_nothing(ann: User, bought: Order, change: dict[str, str]) -> None:
    query = dict(pair.split("=") for pair in press.letter_url(papers.tickets(bought)).partition("?")[2].split("&"))

    answer = Client().get(tickets_of(bought), {**query, **change})

    assert answer.status_code == 404


def test_a_signed_address_opens_one_paper_and_for_a_time(bought: Order, ann: User, free: Ticket) -> None:
    query = press.letter_url(papers.tickets(bought)).partition("?")[2]
    another = completed(ann, (free, 1))
    over = signing.query(press.subject(papers.TICKETS, bought.pk, ""), lifetime=-timedelta(days=1))

    assert Client().get(f"{tickets_of(bought)}?{query}").status_code == 202
    assert Client().get(f"{tickets_of(another)}?{query}").status_code == 404
    assert Client().get(f"{papers.ticket_path(bought.attendees.all()[0])}?{query}").status_code == 404
    assert Client().get(f"{tickets_of(bought)}?{over}").status_code == 410


def test_tickets_are_printed_when_they_are_good(ann: User, olga: User, placed: Order) -> None:
    assert got(ann, tickets_of(placed)).status_code == 409
    assert as_user(ann).get(f"/v1/orders/{placed.pk}").json()["data"]["attributes"]["tickets-pdf-url"] is None

    finishing.amend(placed, by=olga, actors=TEAM, status="completed")
    assert len(printed(ann, tickets_of(placed))) == 2

    refunding.refund(placed, by=olga)
    assert got(ann, tickets_of(placed)).status_code == 410


def test_a_ticket_that_was_given_back_is_good_no_more(ann: User, olga: User, placed: Order) -> None:
    finishing.amend(placed, by=olga, actors=TEAM, status="completed")
    gone, stays = Attendee.objects.filter(order=placed).select_related("order", "event", "ticket").order_by("pk")
    signed = path(press.letter_url(papers.ticket(gone)))
    refunding.refund(placed, by=olga, attendees=[gone.pk])

    assert Client().get(signed).status_code == 410
    assert len(printed(ann, tickets_of(placed))) == 1
    assert got(ann, papers.ticket_path(stays)).status_code == 202


def test_an_invoice_is_listed_and_printed_and_so_is_its_correction(ann: User, olga: User, placed: Order) -> None:
    finishing.amend(placed, by=olga, actors=TEAM, status="completed")
    refunding.refund(placed, by=olga, amount=2500, reason="Late.")

    rows = as_user(ann).get(f"/v1/orders/{placed.identifier}/invoices").json()["data"]

    assert [(row["attributes"]["total"], row["attributes"]["currency"]) for row in rows] == [(100, "EUR"), (-25, "EUR")]
    invoice, correction = (printed(ann, path(row["attributes"]["pdf-url"])) for row in rows)
    assert rows[0]["attributes"]["number"] in invoice[0]
    assert rows[0]["attributes"]["number"] in correction[0]  # which it corrects
    assert "Late." in correction[0]
    by_order = got(ann, f"/v1/orders/invoices/{placed.identifier}")
    assert documents.pages(content(by_order)) == invoice


def test_who_may_have_an_invoice(ann: User, bob: User, olga: User, mallory: User, staff: User, placed: Order) -> None:
    filling.change(placed.attendees.all()[0], by=olga, actors=TEAM, email=bob.email)
    invoice = Invoice.objects.get()
    urls = (
        *(f"/v1/orders/invoices/{placed.identifier}", papers.invoice_path(invoice)),
        *(f"/v1/order-invoices/{invoice.pk}", f"/v1/orders/{placed.pk}/invoices"),
    )

    statuses = [[got(user, url).status_code for user in (ann, olga, staff, bob, mallory, None)] for url in urls]

    assert statuses[:2] == [[202, 202, 202, 404, 404, 401]] * 2
    assert statuses[2] == [200, 200, 200, 404, 404, 404]
    assert statuses[3][:3] == [200] * 3
    assert as_user(bob).get(urls[3]).json().get("data", []) == []
    assert statuses[3][4] == 404


def test_what_cost_nothing_has_no_invoice(ann: User, bought: Order) -> None:
    assert got(ann, f"/v1/orders/invoices/{bought.identifier}").status_code == 404
    assert as_user(ann).get(f"/v1/orders/{bought.pk}/invoices").json()["data"] == []


@pytest.mark.parametrize(
    "url",
    [
        *("/v1/orders/invoices/%00", "/v1/orders/invoices/" + "9" * 300, "/v1/orders/attendees/x.pdf"),
        *("/v1/orders/attendees/99999999999999999999999.pdf", "/v1/orders/%00/tickets-pdf", "/v1/orders/0/tickets-pdf"),
    ],
)
@pytest.mark.parametrize("query", ["", "?signature=x&expires=1", "?signature=", "?expires=1", "?signature=%C3%A4"])
def test_an_address_of_nothing_opens_nothing(ann: User, url: str, query: str) -> None:
    assert got(ann, url + query).status_code == 404


def test_the_letter_leads_to_the_tickets_and_they_are_printed_meanwhile(bought: Order) -> None:
    (notice,) = Notice.objects.filter(done_at=None)
    telling.tell(notice.pk)
    for letter in Letter.objects.filter(sent_at=None):
        posting.send(letter.pk)
    press_runs()

    letters = {letter.to[0]: str(letter.body) for letter in mail.outbox}
    (url,) = re.findall(r"print or to show: (\S+)", letters["ann@example.org"])
    assert len(documents.pages(content(Client().get(path(url))))) == 2
    (own,) = re.findall(r"ticket to print: (\S+)", letters["bob@example.org"])
    assert len(printed(None, path(own))) == 1
    (page,) = re.findall(r"on your phone: (\S+)", letters["bob@example.org"])
    assert Client().get(page[page.index("/orders/") :]).status_code == 200


def test_the_letter_of_a_placed_order_leads_to_its_invoice(placed: Order) -> None:
    for notice in Notice.objects.filter(done_at=None):
        telling.tell(notice.pk)
    for letter in Letter.objects.filter(sent_at=None):
        posting.send(letter.pk)
    press_runs()

    number = Invoice.objects.get().number
    (url,) = re.findall(rf"Invoice {number}: (\S+)", str(mail.outbox[0].body))
    assert number in documents.pages(content(Client().get(path(url))))[0]


def test_prints_are_forgotten_after_a_while_and_printed_again(
    ann: User, bought: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed(ann, tickets_of(bought))
    job = Job.objects.get(task=press.TASK)
    Job.objects.filter(pk=job.pk).update(finished_at=timezone.now() - timedelta(days=400))

    assert files.sweep(press.TASK) == 1

    assert not files.storage().exists(job.file)
    assert len(printed(ann, tickets_of(bought))) == 2


def test_a_file_that_was_lost_is_printed_again(ann: User, bought: Order) -> None:
    printed(ann, tickets_of(bought))
    files.storage().delete(Job.objects.get(task=press.TASK).file)

    assert len(printed(ann, tickets_of(bought))) == 2


def test_what_cannot_be_printed_says_so_and_is_tried_again_later(
    ann: User, bought: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    got(ann, tickets_of(bought))
    with monkeypatch.context() as broken:
        broken.setattr(sheets, "tickets", lambda _pages: 1 / 0)
        press_runs()

    assert (got(ann, tickets_of(bought)).status_code, Job.objects.count()) == (503, 1)

    Job.objects.update(finished_at=timezone.now() - press.PAUSE)
    assert len(printed(ann, tickets_of(bought))) == 2


def test_a_client_may_save_an_order_with_all_that_it_read(ann: User, bought: Order) -> None:
    shown = as_user(ann).get(f"/v1/orders/{bought.pk}").json()["data"]["attributes"]

    answer = send(ann, "PATCH", f"/v1/orders/{bought.pk}", document("order", {**shown}, row=bought))

    assert answer.status_code == 200, json.loads(answer.content)


@pytest.mark.parametrize("count", [1, 3])
def test_tickets_are_found_with_the_same_number_of_statements(
    ann: User,
    free: Ticket,
    count: int,
    django_assert_num_queries: Any,
) -> None:
    made = completed(ann, (free, count))
    printed(ann, tickets_of(made))
    client = as_user(ann)

    with django_assert_num_queries(9):
        answer = client.get(tickets_of(made))
    content(answer)


@pytest.mark.parametrize("count", [1, 3])
def test_invoices_are_listed_with_the_same_number_of_statements(
    ann: User, olga: User, placed: Order, count: int, django_assert_num_queries: Any
) -> None:
    finishing.amend(placed, by=olga, actors=TEAM, status="completed")
    for _ in range(count):
        refunding.refund(placed, by=olga, amount=100)
    client = as_user(ann)

    with django_assert_num_queries(9):
        rows = client.get(f"/v1/orders/{placed.pk}/invoices?include=corrects").json()["data"]
    assert len(rows) == count + 1


def test_all_of_an_attendee_s_addresses_end_with_the_event(olga: User, ann: User, bought: Order, fair: Event) -> None:
    signed = path(press.letter_url(papers.tickets(bought)))
    Event.objects.filter(pk=fair.pk).update(deleted_at=timezone.now())

    assert [Client().get(signed).status_code, got(ann, tickets_of(bought)).status_code] == [410, 404]
    assert got(ann, papers.ticket_path(Attendee.objects.all()[0])).status_code == 404


def test_the_address_in_a_letter_is_good_until_after_the_event(bought: Order, fair: Event) -> None:
    end = timezone.now() + timedelta(days=3000)
    Event.objects.filter(pk=fair.pk).update(ends_at=end)
    paper = papers.tickets(Order.objects.select_related("event").get(pk=bought.pk))

    query = dict(pair.split("=") for pair in press.letter_url(paper).partition("?")[2].split("&"))

    assert int(query["expires"]) == int((end + press.LETTER).timestamp())
    assert press.letter_url(paper) == press.letter_url(paper)
    assert Client().get(path(press.letter_url(paper))).status_code == 202
