"""How the sales go."""

from datetime import date
from itertools import pairwise

from openevent.accounts.models import User
from openevent.events.models import Event
from openevent.tickets.models import Attendee, Ticket
from openevent.tickets.paying import refunding
from openevent.web.organising.selling import drawing
from openevent.web.organising.selling.sales import course_of
from tests.conftest import at
from tests.tickets.conftest import completed
from tests.web.pages import read
from tests.web.selling.conftest import placed, sent, words


def test_the_page_says_what_was_sold_when_and_what_it_came_to(
    fair: Event, olga: User, ann: User, free: Ticket, paid: Ticket
) -> None:
    early, late = completed(ann, (free, 2)), placed(ann, (paid, 1))
    other = placed(ann, (paid, 2))
    sent(olga, f"/manage/{fair.identifier}/orders/{other.identifier}/paid", payment_mode="bank")
    # Half past eleven in the evening of UTC is the next day in Berlin.
    Attendee.objects.filter(order=early).update(created_at=at("2026-11-01 23:30"))
    Attendee.objects.filter(order__in=(late, other)).update(created_at=at("2026-11-04 12:00"))

    page = read(olga, f"/manage/{fair.identifier}/sales")

    said = words(page)
    assert "Paid €100.00 Still to come €50.00 Given back €0.00" in said
    assert "Supporter 3 0 10 €100.00 €50.00" in said
    assert "waits for its payment 1 €50.00" in said
    assert "Day Supporter Visitor In all Nov 2, 2026 0 2 2 Nov 3, 2026 0 2 2 Nov 4, 2026 3 2 5" in said
    assert len(page.xpath("//*[local-name()='polyline']")) == 2
    assert page.xpath("//*[local-name()='desc']/text()") == [
        "Tickets sold up to each day, from Nov 2, 2026 to Nov 4, 2026. At its end: Supporter: 3; Visitor: 2."
    ]
    assert page.xpath("//*/@style") == []


def test_the_overview_counts_what_was_not_given_back(fair: Event, olga: User, ann: User, paid: Ticket) -> None:
    made = placed(ann, (paid, 2))
    sent(olga, f"/manage/{fair.identifier}/orders/{made.identifier}/paid", payment_mode="bank")
    refunding.refund(made, by=olga, attendees=[min(made.attendees.values_list("pk", flat=True))])

    figures = words(read(olga, f"/manage/{fair.identifier}").xpath("//ul[@class='figures']")[0])
    sales = words(read(olga, f"/manage/{fair.identifier}/sales"))

    assert figures.endswith("1 ticket sold 0 orders wait for their money €50.00 earned")
    assert "Paid €100.00 Still to come €0.00 Given back €50.00" in sales
    assert "Supporter 1 0 10" in sales


def test_nothing_sold_is_no_picture(fair: Event, olga: User, free: Ticket) -> None:
    page = read(olga, f"/manage/{fair.identifier}/sales")

    assert "Nothing was sold yet." in words(page)
    assert not page.xpath("//*[local-name()='svg']")


def test_many_tickets_are_told_together_and_long_sales_by_weeks() -> None:
    sold = [(date(2026, 1, 1), ticket, 10 - ticket) for ticket in range(1, 9)] + [(date(2026, 6, 1), 8, 1)]

    course = course_of(sold, {ticket: f"Ticket {ticket}" for ticket in range(1, 9)})

    assert list(course.names) == ["Ticket 1", "Ticket 2", "Ticket 3", "Ticket 4", "Ticket 5", "Others"]
    assert (course.days[0], course.days[1], course.days[-1]) == (date(2026, 1, 7), date(2026, 1, 14), date(2026, 6, 1))
    assert [one[-1] for one in course.series] == [9, 8, 7, 6, 5, 10]
    assert all(len(one) == len(course.days) for one in course.series)


def test_a_picture_s_numbers_are_round_and_its_names_do_not_touch() -> None:
    assert [drawing.nice(most) for most in (0, 1, 4, 5, 79, 80, 81, 4000)] == [1, 1, 1, 2, 20, 20, 50, 1000]

    for ends in ([300.0, 299.0, 298.0, 16.0], [304.0] * 6, [16.0], []):
        placed_at = sorted(drawing.spread(ends))
        assert all(after - before >= drawing.LINE for before, after in pairwise(placed_at))
        assert all(y <= drawing.HEIGHT - drawing.BOTTOM for y in placed_at)


def test_one_day_is_drawn_too() -> None:
    drawn = drawing.picture(["A"], [[3]], ["Nov 1, 2026"])

    assert [line.points for line in drawn.lines] == ["383.0,88.0"]
