"""Letters to holders of tickets: what they say, what they bring to calendars, and that each comes once."""

import re
from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest

from openevent.accounts.models import Letter, User
from openevent.events import editing, removing
from openevent.events.models import Event
from openevent.holders import leaving, sweeping, telling
from openevent.tickets import filling, finishing
from openevent.tickets.models import Attendee, Notice, Order, Payment, Ticket
from openevent.tickets.paying import refunding, returning
from tests.conftest import as_user
from tests.holders.letters import calendar_of, event_of, facts, told
from tests.tickets.conftest import BUYER, TEAM, order


@pytest.fixture
def bought(ann: User, free: Ticket) -> Order:
    """Ann comes herself, and brings bob."""
    made = order(ann, (free, 2))
    for name, attendee in zip(("ann", "bob"), made.attendees.order_by("id"), strict=True):
        filling.change(attendee, by=ann, actors=BUYER, firstname=name.title(), email=f"{name}@example.org")
    return finishing.amend(made, by=ann, actors=BUYER, status="completed")


def test_buyer_and_holder_each_get_their_own_invitation(bought: Order) -> None:
    to_ann, to_bob = told()

    assert (to_ann["To"], to_ann["Subject"]) == ("ann@example.org", "Your tickets: Spring Fair")
    assert (to_bob["To"], to_bob["Subject"]) == ("bob@example.org", "Your ticket: Spring Fair")
    uids = list(bought.attendees.order_by("id").values_list("uid", flat=True))
    assert facts(to_ann) == ("REQUEST", uids[0], 0, "mailto:ann@example.org")
    assert facts(to_bob) == ("REQUEST", uids[1], 0, "mailto:bob@example.org")


def test_the_invitation_says_that_the_holder_comes_and_who_invites(bought: Order, fair: Event) -> None:
    entry = event_of(told()[0])

    assert (entry["ATTENDEE"].params["PARTSTAT"], entry["ATTENDEE"].params["RSVP"]) == ("ACCEPTED", "FALSE")
    assert str(entry["ORGANIZER"]).startswith("mailto:noreply@")
    assert entry["ORGANIZER"].params["CN"] == "Olga & Friends"
    assert (entry["DTSTART"].dt, entry["DTEND"].dt) == (fair.starts_at, fair.ends_at)
    assert entry["LOCATION"] == "Old Mill"
    assert bought.identifier.hex not in calendar_of(told_again(bought)).replace("-", "")


def told_again(bought: Order) -> EmailMessage:
    """The invitation of one who was told nothing yet."""
    Attendee.objects.filter(order=bought).update(told_sequence=None, known_sequence=None, is_invited=False)
    Notice.objects.filter(order=bought).update(done_at=None)
    return told()[0]


def test_nobody_is_told_twice(bought: Order) -> None:
    (notice,) = Notice.objects.all()
    assert len(told()) == 2

    telling.tell(notice.pk)

    assert (told(), sweeping.follow(), told()) == ([], 0, [])


def test_a_moved_event_tells_every_holder(bought: Order, fair: Event, olga: User) -> None:
    before = [facts(letter) for letter in told()]

    editing.change(fair, by=olga, starts_at=fair.starts_at + timedelta(hours=1))

    assert sweeping.follow() == 2
    after = told()
    assert [letter["Subject"] for letter in after] == ["Changed: Spring Fair"] * 2
    assert [facts(letter) for letter in after] == [
        (method, uid, number + 1, who) for method, uid, number, who in before
    ]
    assert sweeping.follow() == 0


def test_other_words_are_no_news(bought: Order, fair: Event, olga: User) -> None:
    told()

    editing.change(fair, by=olga, description="<p>Come!</p>")

    assert sweeping.follow() == 0


def test_a_cancelled_order_takes_the_event_out_of_every_calendar(bought: Order, ann: User) -> None:
    before = [facts(letter) for letter in told()]

    finishing.amend(bought, by=ann, actors=BUYER, status="cancelled")

    after = told()
    assert [letter["Subject"] for letter in after] == [
        "Cancelled: Spring Fair",
        "Your ticket is not good any more: Spring Fair",
    ]
    assert [facts(letter) for letter in after] == [("CANCEL", uid, number + 1, who) for _, uid, number, who in before]
    assert [event_of(letter)["STATUS"] for letter in after] == ["CANCELLED"] * 2


def test_a_deleted_event_is_cancelled_and_a_restored_one_is_asked_for_again(
    bought: Order, fair: Event, olga: User
) -> None:
    told()

    removing.delete(fair, by=olga)
    assert sweeping.follow() == 2
    letters = told()
    ended = [facts(letter)[::2] for letter in letters]
    removing.restore(fair, by=olga)
    assert sweeping.follow() == 2
    again = [facts(letter)[::2] for letter in told()]
    editing.change(Event.objects.get(pk=fair.pk), by=olga, location_name="New Mill")
    assert sweeping.follow() == 2

    assert [letter["Subject"] for letter in letters] == ["Does not take place: Spring Fair"] * 2
    assert (ended, again) == ([("CANCEL", 1)] * 2, [("REQUEST", 2)] * 2)
    assert [facts(letter)[::2] for letter in told()] == [("REQUEST", 3)] * 2


def test_what_is_paid_later_is_tentative_until_it_is_paid(ann: User, olga: User, paid: Ticket) -> None:
    made = order(ann, (paid, 1))
    filling.change(made.attendees.get(), by=ann, actors=BUYER, firstname="Ann", email="ann@example.org")
    finishing.amend(made, by=ann, actors=BUYER, status="placed", payment_mode="bank")
    (placed,) = told()
    finishing.amend(made, by=olga, actors=TEAM, status="completed")
    (confirmed,) = told()

    assert (event_of(placed)["STATUS"], event_of(confirmed)["STATUS"]) == ("TENTATIVE", "CONFIRMED")
    assert [facts(letter)[2] for letter in (placed, confirmed)] == [0, 1]
    body = placed.get_body(("plain",))
    assert body is not None
    assert "To be paid: €50.00 (bank transfer)" in body.get_content()
    assert f"Please say with your payment: {str(made.identifier)[:8]}\n" in body.get_content()
    assert "IBAN DE02 1203 0000 0000 2020 51" in body.get_content()


@pytest.mark.parametrize(("language", "line"), [("en", "(at the door)"), ("de", "(vor Ort)")])
def test_who_pays_at_the_door_reads_so(
    ann: User, fair: Event, olga: User, paid: Ticket, language: str, line: str
) -> None:
    editing.change(fair, by=olga, can_pay_onsite=True)
    made = order(ann, (paid, 1))
    filling.change(made.attendees.get(), by=ann, actors=BUYER, firstname="Ann", email="ann@example.org")
    Order.objects.filter(pk=made.pk).update(language=language)

    finishing.amend(made, by=ann, actors=BUYER, status="placed", payment_mode="onsite")

    (placed,) = told()
    body = placed.get_body(("plain",))
    assert body is not None
    assert line in body.get_content()
    assert str(made.identifier) not in body.get_content().partition(line)[2].partition("http")[0]


def test_the_letter_of_a_refund_says_which_tickets_are_good_no_more(ann: User, olga: User, paid: Ticket) -> None:
    made = order(ann, (paid, 2))
    first, second = made.attendees.order_by("pk")
    for attendee, name in ((first, "Ann"), (second, "Bob")):
        filling.change(attendee, by=ann, actors=BUYER, firstname=name, email=f"{name}@example.org")
    finishing.amend(made, by=ann, actors=BUYER, status="placed", payment_mode="bank")
    finishing.amend(made, by=olga, actors=TEAM, status="completed")
    told()

    refunding.refund(made, by=olga, attendees=[second.pk], reason="Bob is ill")

    to_ann, to_bob = told()
    body = to_ann.get_body(("plain",))
    assert body is not None
    assert "Not good any more: Supporter (Bob)\n" in body.get_content()
    assert "Reason: Bob is ill\n" in body.get_content()
    assert "cancelled" not in body.get_content()
    assert facts(to_bob)[0] == "CANCEL"


def test_a_buyer_of_several_tickets_for_one_address_has_the_event_once(
    ann: User, olga: User, paid: Ticket, fair: Event
) -> None:
    made = order(ann, (paid, 3))
    for attendee in made.attendees.all():
        filling.change(attendee, by=ann, actors=BUYER, firstname="Ann", email="ann@example.org")
    finishing.amend(made, by=ann, actors=BUYER, status="placed", payment_mode="bank")
    (placed,) = told()
    finishing.amend(made, by=olga, actors=TEAM, status="completed")
    (completed,) = told()
    first, second, third = made.attendees.order_by("pk")
    assert [facts(one)[:2] for one in (placed, completed)] == [("REQUEST", first.uid), ("REQUEST", first.uid)]

    editing.change(fair, by=olga, starts_at=fair.starts_at + timedelta(hours=1))
    sweeping.follow()
    (moved,) = told()
    assert facts(moved)[:2] == ("REQUEST", first.uid)

    refunding.refund(made, by=olga, attendees=[second.pk])
    (refunded,) = told()
    assert [part.get_content_type() for part in refunded.walk()].count("text/calendar") == 0

    refunding.refund(made, by=olga, attendees=[first.pk])
    gone, now = told()
    assert facts(gone)[:2] == ("CANCEL", first.uid)
    assert facts(now)[:2] == ("REQUEST", third.uid)


def test_a_buyer_who_gives_a_ticket_away_has_the_event_by_another_one(ann: User, olga: User, free: Ticket) -> None:
    made = order(ann, (free, 3))
    first, second, third = made.attendees.order_by("pk")
    for attendee in (first, second, third):
        filling.change(attendee, by=ann, actors=BUYER, firstname="Ann", email="ann@example.org")
    made = finishing.amend(made, by=ann, actors=BUYER, status="completed")
    (bought,) = told()
    assert facts(bought)[:2] == ("REQUEST", first.uid)

    filling.change(third, by=olga, actors=TEAM, email="bob@example.org")
    (to_bob,) = told()
    assert to_bob["To"] == "bob@example.org"

    filling.change(first, by=olga, actors=TEAM, email="bob@example.org")
    letters = {(one["To"], *facts(one)[:2]) for one in told()}
    first_now = Attendee.objects.get(pk=first.pk)
    assert letters == {
        ("ann@example.org", "CANCEL", first.uid),
        ("ann@example.org", "REQUEST", second.uid),
        ("bob@example.org", "REQUEST", first_now.uid),
    }


def test_the_reason_of_a_refund_is_of_one_that_was_done(ann: User, olga: User, paid: Ticket) -> None:
    made = order(ann, (paid, 1))
    filling.change(made.attendees.get(), by=ann, actors=BUYER, firstname="Ann", email="ann@example.org")
    finishing.amend(made, by=ann, actors=BUYER, status="placed", payment_mode="bank")
    made = finishing.amend(made, by=olga, actors=TEAM, status="completed")
    told()
    refunding.refund(made, by=olga, amount=1000, reason="Bob is ill")
    refunding.fail(refunding.refund(made, by=olga, amount=500, reason="A mistake"), "No.")
    returning.ask(Payment.objects.get(), amount=1000, reason="Not sure yet", by=olga)

    bodies = [letter.get_body(("plain",)) for letter in told() if letter["Subject"].startswith("Refunded")]

    assert ["Reason: Bob is ill\n" in body.get_content() for body in bodies if body is not None] == [True, True]


def test_an_order_of_an_event_that_is_deleted_before_its_letter_is_written_is_told_of(
    bought: Order, fair: Event, olga: User
) -> None:
    removing.delete(fair, by=olga)

    assert [letter["To"] for letter in told()] == ["ann@example.org"]
    assert Notice.objects.get().done_at is not None


def test_one_click_ends_the_letters_and_not_the_ticket(
    bought: Order, fair: Event, olga: User, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    told()
    bob = Attendee.objects.get(email="bob@example.org")
    path = leaving.url(bob).partition("/v1/")[2]

    looked = as_user(None).get(f"/v1/{path}")
    Attendee.objects.get(pk=bob.pk, has_left_mail=False)
    clicked = as_user(None).post(f"/v1/{path}", "List-Unsubscribe=One-Click", "application/x-www-form-urlencoded")
    wrong = as_user(None).post(f"/v1/{path[:-1]}x", "", "application/x-www-form-urlencoded")
    editing.change(fair, by=olga, location_name="New Mill")
    sweeping.follow()

    assert (looked.status_code, clicked.status_code, wrong.status_code) == (200, 200, 404)
    assert [letter["To"] for letter in told()] == ["ann@example.org"]
    assert "It stays good." in clicked.content.decode()
    assert Attendee.objects.admitted().filter(pk=bob.pk).exists()


def test_a_letter_that_is_written_anyway_takes_the_event_out_of_the_calendar(bought: Order, ann: User) -> None:
    told()
    Attendee.objects.filter(order=bought).update(has_left_mail=True)

    finishing.amend(bought, by=ann, actors=BUYER, status="cancelled")

    (letter,) = told()
    assert (letter["To"], facts(letter)[0]) == ("ann@example.org", "CANCEL")


def test_the_buyer_s_letter_says_how_its_letters_end(bought: Order) -> None:
    to_ann, _ = told()

    body = to_ann.get_body(("plain",))
    assert body is not None
    assert f"No more letters about this ticket: {leaving.url(Attendee.objects.get(email='ann@example.org'))}" in (
        body.get_content()
    )


def test_an_event_may_send_nothing_for_calendars(fair: Event, olga: User, ann: User, free: Ticket) -> None:
    editing.change(fair, by=olga, is_calendar_mail_enabled=False)
    made = order(ann, (free, 1))
    filling.change(made.attendees.get(), by=ann, actors=BUYER, email="ann@example.org")
    finishing.amend(made, by=ann, actors=BUYER, status="completed")

    (letter,) = told()

    assert [part.get_content_type() for part in letter.walk() if "calendar" in part.get_content_type()] == []


def test_the_buyer_is_written_to_in_the_language_of_the_order(ann: User, free: Ticket) -> None:
    made = order(ann, (free, 1))
    Order.objects.filter(pk=made.pk).update(language="de-AT")
    filling.change(made.attendees.get(), by=ann, actors=BUYER, email="ann@example.org")
    finishing.amend(made, by=ann, actors=BUYER, status="completed")

    (letter,) = told()

    assert (letter["Subject"], letter["Content-Language"]) == ("Ihre Tickets: Spring Fair", "de")
    html = letter.get_body(("html",))
    assert html is not None
    assert "<p>Hallo,</p>" in html.get_content()
    assert re.search(r"Wann: \w+, \d{1,2}\. \w+ \d{4}, \d\d:\d\d", html.get_content())


def test_a_name_is_words_in_a_letter_and_nothing_else(fair: Event, olga: User, ann: User, free: Ticket) -> None:
    editing.change(fair, by=olga, name="<script>alert(1)</script> {amount} %s")
    made = order(ann, (free, 1))
    attendee = made.attendees.get()
    filling.change(attendee, by=ann, actors=BUYER, firstname="<b>A\r\nBcc: x", email="bob@example.org")
    finishing.amend(made, by=ann, actors=BUYER, status="completed")

    to_ann, to_bob = told()

    for letter in (to_ann, to_bob):
        html = letter.get_body(("html",))
        assert html is not None
        assert "<script>" not in html.get_content()
        assert "<b>" not in html.get_content()
        assert letter["Bcc"] is None
        assert "<script>alert(1)</script> {amount} %s" in str(letter["Subject"])


def test_two_workers_tell_of_a_move_once(bought: Order, fair: Event, olga: User) -> None:
    told()
    editing.change(fair, by=olga, location_name="New Mill")
    event = Event.objects.get(pk=fair.pk)
    (first, *_), number = Attendee.objects.order_by("id"), Letter.objects.count()

    assert telling.tell_of_move(event, first.pk)
    assert not telling.tell_of_move(event, first.pk)

    assert Letter.objects.count() == number + 1


def test_what_is_not_true_any_more_is_told_by_nobody(ann: User, olga: User, paid: Ticket) -> None:
    made = order(ann, (paid, 1))
    filling.change(made.attendees.get(), by=ann, actors=BUYER, email="ann@example.org")
    for by, actors, said in (
        (ann, BUYER, {"status": "placed", "payment_mode": "bank"}),
        (olga, TEAM, {"status": "completed"}),
    ):
        finishing.amend(made, by=by, actors=actors, **said)
    placed, completed = Notice.objects.order_by("pk")

    telling.tell(completed.pk)
    telling.tell(placed.pk)

    assert [letter["Subject"] for letter in told()] == ["Your tickets: Spring Fair"]


def test_a_cancelled_order_is_not_told_to_be_complete(ann: User, free: Ticket) -> None:
    made = order(ann, (free, 1))
    filling.change(made.attendees.get(), by=ann, actors=BUYER, email="ann@example.org")
    finishing.amend(made, by=ann, actors=BUYER, status="completed")
    finishing.amend(made, by=ann, actors=BUYER, status="cancelled")
    completed, cancelled = Notice.objects.order_by("pk")

    telling.tell(cancelled.pk)
    telling.tell(completed.pk)

    assert [letter["Subject"] for letter in told()] == ["Cancelled: Spring Fair"]


def test_a_buyer_who_may_not_sign_in_any_more_hears_of_the_ticket_as_its_holder(
    ann: User, olga: User, free: Ticket
) -> None:
    made = order(ann, (free, 1))
    filling.change(made.attendees.get(), by=ann, actors=BUYER, email="ann@example.org")
    finishing.amend(made, by=ann, actors=BUYER, status="completed")
    told()
    User.objects.filter(pk=ann.pk).update(is_blocked=True)

    finishing.amend(made, by=olga, actors=TEAM, status="cancelled")

    (letter,) = told()
    assert facts(letter)[0] == "CANCEL"


def test_a_cancellation_says_why_and_that_calendars_lose_the_event(ann: User, olga: User, bought: Order) -> None:
    told()

    finishing.amend(bought, by=olga, actors=TEAM, status="cancelled", cancel_note="The hall burnt down.")

    to_ann = told()[0].get_body(("plain",))
    assert to_ann is not None
    words = to_ann.get_content()
    assert "Reason: The hall burnt down." in words
    assert "The event is taken out of your calendar." in words
    assert "enclosed" not in words


def test_the_buyer_s_letter_leads_to_the_page_of_the_order(bought: Order, settings: Any) -> None:
    settings.SITE_URL = "https://tickets.example.org"

    to_ann, to_bob = told()

    line = f"Your order on the web: https://tickets.example.org/orders/{bought.identifier}\n"
    bodies = [letter.get_body(("plain",)) for letter in (to_ann, to_bob)]
    assert [body is not None and line in body.get_content() for body in bodies] == [True, False]
