"""The door: whoever has a good ticket is let in, once."""

from typing import Any

import lxml.html

from openevent.accounts.models import User
from openevent.events.models import Event
from openevent.tickets import finishing
from openevent.tickets.models import Attendee, CheckIn, Order, Ticket
from tests.tickets.conftest import TEAM, completed
from tests.web.pages import read, signed_in
from tests.web.selling.conftest import placed, sent, words


def door(fair: Event) -> str:
    return f"/manage/{fair.identifier}/door"


def part(user: User, fair: Event, **said: str) -> str:
    """What the script of the page is answered."""
    answer = signed_in(user).post(door(fair), said, headers={"X-Part": "answer"})
    assert answer.status_code == 200
    page: Any = answer.content.decode()
    assert "<html" not in page
    return " ".join(page.split())


def holder(made: Order) -> Attendee:
    return Attendee.objects.filter(order=made)[0]


def test_a_code_lets_in_once_and_the_page_says_since_when(fair: Event, rita: User, ann: User, free: Ticket) -> None:
    made = completed(ann, (free, 2))
    code = f"{made.identifier}-{holder(made).identifier}"

    first = sent(rita, door(fair), code=code, direction="in", key="1", device="Gate 1")
    again = sent(rita, door(fair), code=code.upper(), direction="in", key="2")

    scan = CheckIn.objects.get(key="1")
    assert (scan.by, scan.device, scan.outcome) == (rita, "Gate 1", "counted")
    said = first.content.decode()
    assert ("Let in" in said, "Guest 0 Ann · Visitor" in said, "1 of 2 are in" in said) == (True, True, True)
    assert 'value="Gate 1"' in said
    assert "Already in since " in again.content.decode()
    assert "Gate 1" in again.content.decode()


def test_a_form_that_is_sent_twice_is_one_scan(fair: Event, rita: User, ann: User, free: Ticket) -> None:
    code = holder(completed(ann, (free, 1))).identifier

    answers = [part(rita, fair, code=code, direction="in", key="same") for _twice in range(2)]

    assert answers[0] == answers[1]
    assert CheckIn.objects.count() == 1


def test_people_go_out_and_come_back(fair: Event, rita: User, ann: User, free: Ticket) -> None:
    code = holder(completed(ann, (free, 1))).identifier

    before = part(rita, fair, code=code, direction="out")
    part(rita, fair, code=code, direction="in")
    out = part(rita, fair, code=code, direction="out")
    handed_out, again = (part(rita, fair, code=code, direction="registered") for _ in range(2))

    assert "Was not in" in before
    assert "0 of 1 are in" in out
    assert "<small>1 went out</small>" in out
    assert "Handed out" in handed_out
    assert "1 went out, 1 got what is handed out" in handed_out
    assert "Already handed out at " in again


def test_the_page_says_what_is_noted_by_handed_out(fair: Event, rita: User) -> None:
    page = read(rita, door(fair))

    (label,) = page.xpath("//label[input[@value='registered']]")
    (help_,) = page.xpath("//p[@id='ways-help']")
    assert words(label) == "Handed out"
    assert words(help_).startswith("“Handed out” notes that somebody got the badge")


def test_what_lets_nobody_in_says_why(
    fair: Event, event: Event, olga: User, rita: User, ann: User, free: Ticket, paid: Ticket
) -> None:
    unpaid, gone = placed(ann, (paid, 1)), completed(ann, (free, 1))
    finishing.amend(gone, by=olga, actors=TEAM, status="cancelled")

    assert "This ticket is not paid yet." in part(rita, fair, code=holder(unpaid).identifier)
    assert "This ticket was cancelled." in part(rita, fair, code=holder(gone).identifier)
    assert "This is no ticket of “Spring Fair”." in part(rita, fair, code="nothing at all")
    assert "This is no ticket of “Autumn Conference”." in part(olga, event, code=holder(unpaid).identifier)
    assert sent(rita, door(fair), code="nothing").status_code == 404
    assert not CheckIn.objects.exists()


def test_somebody_without_a_code_is_found_by_name(fair: Event, rita: User, ann: User, free: Ticket) -> None:
    made = completed(ann, (free, 2))

    page = read(rita, f"{door(fair)}?q=guest+1&direction=out&device=Gate")

    (form,) = page.xpath("//form[@class='scan']")
    assert form.xpath(".//input[@name='code']/@value") == [Attendee.objects.filter(order=made)[1].identifier]
    assert form.xpath(".//button/@aria-label") == ["In: Guest 1 Ann"]
    assert "Nobody is called so." in words(read(rita, f"{door(fair)}?q=nobody"))


def test_who_was_let_in_by_name_is_in_the_list_as_in_and_may_go_out(
    fair: Event, rita: User, ann: User, free: Ticket
) -> None:
    completed(ann, (free, 2))
    page = read(rita, f"{door(fair)}?q=guest+1&device=Gate")
    (form,) = page.xpath("//div[@id='found']//form")
    said = {name: value for name, value in form.form_values() if name != "csrfmiddlewaretoken"}

    answer = sent(rita, door(fair), **said, direction="in")

    then: Any = lxml.html.fromstring(answer.content.decode())
    (row,) = then.xpath("//div[@id='found']//li")
    assert row.xpath(".//span[@class='under']/text()")[0].endswith(" · in")
    assert row.xpath(".//button/@aria-label") == ["Out: Guest 1 Ann"]


def test_a_scan_of_another_event_is_not_shown(
    fair: Event, event: Event, olga: User, rita: User, ann: User, free: Ticket
) -> None:
    part(rita, fair, code=holder(completed(ann, (free, 1))).identifier)
    scan = CheckIn.objects.get()

    assert "Guest 0" in words(read(rita, f"{door(fair)}?scan={scan.pk}"))
    assert "Guest 0" not in words(read(olga, f"{door(event)}?scan={scan.pk}"))
