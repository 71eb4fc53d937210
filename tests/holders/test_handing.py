"""A ticket that is given to somebody else: one calendar loses it, another gets it, and old codes and links are dead."""

from email.message import EmailMessage

import pytest

from openevent.accounts.models import User
from openevent.events import removing
from openevent.events.models import Event
from openevent.holders import leaving, sweeping
from openevent.holders.models import ToldSession
from openevent.program import favouring
from openevent.program.models import Session
from openevent.tickets import checking, filling, finishing, papers, press
from openevent.tickets.checking import Scan
from openevent.tickets.models import Attendee, CheckIn, FormerHolder, Notice, Order, Ticket
from tests.conftest import accepted, account, as_user
from tests.holders.letters import calendars_of, facts, facts_in, told
from tests.holders.test_choosing import slot
from tests.tickets.conftest import BUYER, TEAM, order


@pytest.fixture
def bobs(ann: User, free: Ticket) -> Attendee:
    """Bob's ticket, which ann bought; he was told of it."""
    made = order(ann, (free, 1))
    filling.change(made.attendees.get(), by=ann, actors=BUYER, firstname="Bob", email="bob@example.org")
    finishing.amend(made, by=ann, actors=BUYER, status="completed")
    told()
    return made.attendees.get()


def handed(ticket: Attendee, team: User, email: str = "eve@example.org", name: str = "Eve") -> Attendee:
    filling.change(ticket, by=team, actors=TEAM, firstname=name, email=email)
    return Attendee.objects.select_related("order", "event", "ticket").get(pk=ticket.pk)


def by_reader(letters: list[EmailMessage]) -> dict[str, EmailMessage]:
    return {str(letter["To"]): letter for letter in letters}


def test_the_former_holder_loses_it_and_the_new_one_gets_it(bobs: Attendee, olga: User) -> None:
    now = handed(bobs, olga)

    letters = by_reader(told())
    assert [*letters] == ["bob@example.org", "eve@example.org"]
    assert facts(letters["bob@example.org"]) == ("CANCEL", bobs.uid, 1, "mailto:bob@example.org")
    method, uid, _, who = facts(letters["eve@example.org"])
    assert (method, uid, who) == ("REQUEST", now.uid, "mailto:eve@example.org")
    assert letters["bob@example.org"]["Subject"] == "Your ticket is not good any more: Spring Fair"
    assert letters["eve@example.org"]["Subject"] == "Your ticket: Spring Fair"
    assert now.uid != bobs.uid
    assert now.identifier not in letters["bob@example.org"].as_string()


def test_nobody_is_told_of_it_twice(bobs: Attendee, olga: User) -> None:
    handed(bobs, olga)
    told()

    Notice.objects.update(done_at=None)

    assert [str(one["To"]) for one in told()] == ["ann@example.org"]  # whose letter of the order was asked for again
    assert (FormerHolder.objects.count(), sweeping.follow()) == (0, 0)


def test_old_codes_and_links_open_nothing(bobs: Attendee, olga: User) -> None:
    bobs = Attendee.objects.select_related("order", "event", "ticket").get(pk=bobs.pk)
    link = press.letter_url(papers.ticket(bobs)).partition("/v1/")[2]
    before = as_user(None).get(f"/v1/{link}").status_code

    now = handed(bobs, olga)

    after = as_user(None).get(f"/v1/{link}")
    assert (before, after.status_code) == (202, 410)
    assert after.json()["errors"][0]["detail"] == "This ticket is somebody else’s by now."
    assert as_user(None).get(f"/v1/{link.replace('of=', 'of=0')}").status_code == 404
    new = press.letter_url(papers.ticket(now)).partition("/v1/")[2]
    assert as_user(None).get(f"/v1/{new}").status_code == 202
    with pytest.raises(checking.NoTicket):
        checking.check_in(bobs.event, Scan(code=bobs.identifier, direction=CheckIn.Direction.IN, key="1"), by=olga)
    checking.check_in(bobs.event, Scan(code=now.identifier, direction=CheckIn.Direction.IN, key="2"), by=olga)


def test_who_had_left_the_letters_hears_no_more_and_the_new_holder_does(bobs: Attendee, olga: User) -> None:
    leaving.leave(bobs.identifier, leaving.url(bobs).rpartition("/")[2])

    handed(bobs, olga)

    assert [str(one["To"]) for one in told()] == ["eve@example.org"]


def test_leaving_the_letters_of_a_ticket_that_one_had_is_no_mistake(bobs: Attendee, olga: User) -> None:
    address = leaving.url(bobs).partition("/v1/")[2]
    now = handed(bobs, olga)

    answer = as_user(None).post(f"/v1/{address}")
    assert (answer.status_code, "stays good" in answer.content.decode()) == (200, False)
    assert not Attendee.objects.get(pk=now.pk).has_left_mail


def test_passed_on_twice_only_who_was_told_is_told_again(bobs: Attendee, olga: User) -> None:
    handed(handed(bobs, olga), olga, "tim@example.org", "Tim")

    letters = by_reader(told())
    assert [*letters] == ["bob@example.org", "tim@example.org"]
    assert [facts(letter)[0] for letter in letters.values()] == ["CANCEL", "REQUEST"]


def test_who_gets_it_back_is_invited_to_another_entry(bobs: Attendee, olga: User) -> None:
    now = handed(handed(bobs, olga), olga, "bob@example.org", "Bob")

    first, second = (facts(letter) for letter in told())
    assert (first[:2], first[3]) == (("CANCEL", bobs.uid), "mailto:bob@example.org")
    assert (second[:2], second[3]) == (("REQUEST", now.uid), "mailto:bob@example.org")
    assert first[2] > 0


def test_a_ticket_without_a_holder_s_address_is_nobody_s_in_calendars(bobs: Attendee, olga: User) -> None:
    handed(bobs, olga, email="")

    assert [facts(letter)[::3] for letter in told()] == [("CANCEL", "mailto:bob@example.org")]


def test_another_name_is_no_other_holder(bobs: Attendee, olga: User) -> None:
    now = handed(bobs, olga, email="BOB@example.org", name="Robert")

    assert (now.identifier, now.uid, told()) == (bobs.identifier, bobs.uid, [])


def test_of_an_order_that_is_not_paid_yet_the_new_holder_hears_when_it_is_good(
    ann: User, olga: User, paid: Ticket
) -> None:
    made = order(ann, (paid, 1))
    filling.change(made.attendees.get(), by=ann, actors=BUYER, firstname="Ann", email=ann.email)
    finishing.amend(made, by=ann, actors=BUYER, status="placed", payment_mode="bank")
    invited = facts(told()[0])

    handed(made.attendees.get(), olga)
    meanwhile = [facts(letter)[::3] for letter in told()]
    finishing.amend(Order.objects.get(pk=made.pk), by=olga, actors=TEAM, status="completed")
    letters = by_reader(told())

    assert invited[0] == "REQUEST"
    assert meanwhile == [("CANCEL", "mailto:ann@example.org")]
    assert facts(letters["eve@example.org"])[0] == "REQUEST"
    assert calendars_of(letters["ann@example.org"]) == []


def test_a_deleted_event_is_cancelled_once_for_who_had_the_ticket(bobs: Attendee, olga: User, fair: Event) -> None:
    handed(bobs, olga)
    removing.delete(fair, by=olga)

    letters = told()
    sweeping.follow()

    assert [facts(letter)[::3] for letter in [*letters, *told()]] == [("CANCEL", "mailto:bob@example.org")]


def test_sessions_that_the_former_holder_chose_are_taken_out_too(
    ann: User, olga: User, free: Ticket, fair: Event
) -> None:
    bob = account("bob")
    talk: Session = accepted(fair, olga, "Soldering", slot(fair, 1))
    favouring.add(talk, user=bob)
    made = order(ann, (free, 1))
    filling.change(made.attendees.get(), by=ann, actors=BUYER, firstname="Bob", email=bob.email)
    finishing.amend(made, by=ann, actors=BUYER, status="completed")
    told()
    assert ToldSession.objects.filter(user=bob, is_invited=True).count() == 1

    handed(made.attendees.get(), olga)

    letters = [letter for letter in told() if letter["To"] == bob.email]
    methods = [facts_in(text)[0] for letter in letters for text in calendars_of(letter)]
    assert methods == ["CANCEL", "CANCEL"]
    assert not ToldSession.objects.filter(user=bob, is_invited=True).exists()


SAID = {"phone": "+49 30 1", "home_address": "9 Bob Street", "complex_field_values": {"diet": "halal"}}


def test_another_person_gets_nothing_that_was_said_of_the_one_before(bobs: Attendee, olga: User, tom: User) -> None:
    filling.change(bobs, by=olga, actors=TEAM, attendee_notes="Late", is_badge_printed=True, lastname="Builder", **SAID)

    filling.change(bobs, by=olga, actors=TEAM, firstname="Eve", email="eve@example.org", phone="+49 30 2")

    now = Attendee.objects.get(pk=bobs.pk)
    assert (now.firstname, now.email, now.phone) == ("Eve", "eve@example.org", "+49 30 2")
    assert (now.home_address, now.complex_field_values, now.attendee_notes, now.is_badge_printed) == (
        "",
        None,
        "",
        False,
    )


def test_what_is_said_of_the_new_holder_counts_though_it_was_so_before(bobs: Attendee, olga: User) -> None:
    filling.change(bobs, by=olga, actors=TEAM, company="ACME", city="Berlin")

    filling.change(bobs, by=olga, actors=TEAM, firstname="Eve", email="eve@example.org", company="ACME", city="Bonn")

    now = Attendee.objects.get(pk=bobs.pk)
    assert (now.company, now.city) == ("ACME", "Bonn")


def test_who_had_left_the_letters_hears_nothing_of_sessions_either(
    ann: User, olga: User, free: Ticket, fair: Event
) -> None:
    bob = account("bob")
    favouring.add(accepted(fair, olga, "Soldering", slot(fair, 1)), user=bob)
    made = order(ann, (free, 1))
    filling.change(made.attendees.get(), by=ann, actors=BUYER, firstname="Bob", email=bob.email)
    finishing.amend(made, by=ann, actors=BUYER, status="completed")
    told()
    Attendee.objects.update(has_left_mail=True)

    handed(made.attendees.get(), olga)
    letters = told()
    sweeping.follow_choices()

    assert [str(one["To"]) for one in [*letters, *told()]] == ["eve@example.org"]


def test_who_has_another_address_only_keeps_what_they_said(bobs: Attendee, olga: User) -> None:
    filling.change(bobs, by=olga, actors=TEAM, **SAID)

    filling.change(bobs, by=olga, actors=TEAM, email="bob.builder@example.org")

    now = Attendee.objects.get(pk=bobs.pk)
    assert {name: getattr(now, name) for name in SAID} == SAID


def test_the_history_of_the_order_says_so(bobs: Attendee, olga: User) -> None:
    now = handed(bobs, olga)

    change = now.order.changes.latest("pk")
    assert (change.kind, change.by, "email" in change.note) == ("attendee", olga, True)
    assert now.sequence == bobs.sequence + 1
