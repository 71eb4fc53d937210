"""Sessions that holders of tickets chose: enclosed with the ticket, and corrected when they move, come or go."""

from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from openevent.accounts import joining
from openevent.accounts.models import Letter, User
from openevent.events import editing, removing
from openevent.events.models import Event
from openevent.holders import advising, choosing, sweeping
from openevent.holders.models import FollowedChoices, ToldSession
from openevent.program import favouring, reviewing, scheduling
from openevent.program.models import FavouriteSession, Session
from openevent.program.scheduling import Slot
from openevent.program.states import Side
from openevent.tickets import filling, finishing
from openevent.tickets.models import Attendee, Order, Ticket
from tests.conftest import accepted, as_user
from tests.holders.letters import calendar_of, calendars_of, event_in, facts, facts_in, told
from tests.tickets.conftest import BUYER, TEAM, day, order


def slot(fair: Event, hours: int) -> Slot:
    starts_at = fair.starts_at + timedelta(hours=hours)
    return Slot(starts_at=starts_at, ends_at=starts_at + timedelta(hours=1), room=None)


@pytest.fixture
def talk(fair: Event, olga: User) -> Session:
    return accepted(fair, olga, "Soldering", slot(fair, 1))


@pytest.fixture
def party(fair: Event, olga: User) -> Session:
    return accepted(fair, olga, "Party", slot(fair, 9))


def bought(by: User, free: Ticket, email: str) -> Order:
    made = order(by, (free, 1))
    filling.change(made.attendees.get(), by=by, actors=BUYER, firstname="Somebody", email=email)
    return finishing.amend(made, by=by, actors=BUYER, status="completed")


def swept() -> list[EmailMessage]:
    sweeping.follow_choices()
    return told()


@pytest.fixture
def anns(ann: User, free: Ticket, talk: Session, party: Session) -> Order:
    """Ann has marked both sessions, and her ticket's letter has gone out."""
    for session in (talk, party):
        favouring.add(session, user=ann)
    made = bought(ann, free, ann.email)
    told()
    return made


def test_the_letter_of_the_ticket_brings_what_its_holder_chose(
    ann: User, free: Ticket, talk: Session, party: Session, fair: Event, olga: User
) -> None:
    unplanned = accepted(fair, olga, "Some time", None)
    for session in (talk, party, unplanned):
        favouring.add(session, user=ann)
    made = bought(ann, free, ann.email)

    (letter,) = told()

    who = "mailto:ann@example.org"
    uids = [made.attendees.get().uid, talk.uid, party.uid]
    assert [facts_in(text)[:2] + facts_in(text)[3:] for text in calendars_of(letter)] == [
        ("REQUEST", uid, who) for uid in uids
    ]
    assert [event_in(text)["SUMMARY"] for text in calendars_of(letter)] == ["Spring Fair", "Soldering", "Party"]
    body = letter.get_body(("plain",))
    assert body is not None
    assert "- Soldering, " in body.get_content()
    names = [part.get_filename() for part in letter.iter_attachments()]
    assert names == ["invite.ics", "invite-2.ics", "invite-3.ics"]
    assert swept() == []


def test_who_was_given_a_ticket_gets_what_they_chose_themselves(
    ann: User, tom: User, free: Ticket, talk: Session, party: Session
) -> None:
    favouring.add(talk, user=tom)
    favouring.add(party, user=ann)
    bought(ann, free, tom.email)

    to_ann, to_tom = told()

    assert calendars_of(to_ann) == []
    assert [event_in(text)["SUMMARY"] for text in calendars_of(to_tom)] == ["Spring Fair", "Soldering"]


def test_an_address_that_nobody_has_proven_chooses_nothing(
    ann: User, mallory: User, free: Ticket, talk: Session
) -> None:
    favouring.add(talk, user=mallory)
    User.objects.filter(pk=mallory.pk).update(is_verified=False)

    bought(ann, free, mallory.email)

    assert [len(calendars_of(letter)) for letter in told()] == [0, 1]
    assert swept() == []


def test_who_holds_no_ticket_hears_of_no_session(mallory: User, anns: Order, talk: Session) -> None:
    favouring.add(talk, user=mallory)

    assert swept() == []


def test_what_is_marked_later_comes_in_one_letter(
    ann: User, free: Ticket, talk: Session, party: Session, anns: Order, fair: Event, olga: User
) -> None:
    swept()
    for number in (3, 5):
        favouring.add(accepted(fair, olga, f"Talk {number}", slot(fair, number)), user=ann)

    (letter,) = swept()

    assert letter["Subject"] == "Your sessions: Spring Fair"
    assert [event_in(text)["SUMMARY"] for text in calendars_of(letter)] == ["Talk 3", "Talk 5"]
    assert swept() == []


@pytest.mark.parametrize(
    ("bought_in", "account", "subject", "language"),
    [
        ("", "de-AT", "Andere Zeit oder anderer Ort: Soldering", "de"),
        ("de", "en", "Another time or place: Soldering", "en"),
        ("de", "Klingon", "Andere Zeit oder anderer Ort: Soldering", "de"),
    ],
)
def test_the_account_says_in_which_language_then_the_order(
    anns: Order,
    talk: Session,
    fair: Event,
    ann: User,
    olga: User,
    bought_in: str,
    account: str,
    subject: str,
    language: str,
) -> None:
    Order.objects.filter(pk=anns.pk).update(language=bought_in)
    User.objects.filter(pk=ann.pk).update(language_prefrence=account)
    scheduling.move(talk, to=slot(fair, 2), by=olga)

    (letter,) = swept()

    assert (letter["Subject"], letter["Content-Language"]) == (subject, language)


def test_a_moved_session_tells_who_chose_it_once(anns: Order, talk: Session, fair: Event, olga: User) -> None:
    before = ToldSession.objects.get(session=talk).told_sequence
    for hours in (2, 3):
        scheduling.move(talk, to=slot(fair, hours), by=olga)

    (letter,) = swept()

    assert letter["Subject"] == "Another time or place: Soldering"
    assert facts(letter) == ("REQUEST", talk.uid, before + 2, "mailto:ann@example.org")
    assert event_in(calendar_of(letter))["DTSTART"].dt == fair.starts_at + timedelta(hours=3)
    assert "/leave-mail/" in letter["List-Unsubscribe"]
    assert swept() == []


def test_another_place_of_the_event_is_one_of_its_sessions(
    anns: Order, talk: Session, party: Session, fair: Event, olga: User
) -> None:
    editing.change(fair, by=olga, location_name="New Mill")

    letters = swept()

    assert [facts(letter)[:2] for letter in letters] == [("REQUEST", talk.uid), ("REQUEST", party.uid)]
    assert {str(event_in(calendar_of(letter))["LOCATION"]) for letter in letters} == {"New Mill"}


def test_other_words_of_a_session_are_no_news(anns: Order, talk: Session, olga: User) -> None:
    swept()

    editing.change(talk.event, by=olga, description="<p>Come!</p>")

    assert swept() == []


OFF = "Does not take place"


def unmark(talk: Session, ann: User, olga: User) -> None:
    favouring.remove(FavouriteSession.objects.get(session=talk, user=ann))


def cancel(talk: Session, ann: User, olga: User) -> None:
    reviewing.change_state(talk, to="canceled", side=Side.ORGANIZER, by=olga)
    Letter.objects.filter(to=olga.email).delete()  # what an organiser is told


def take_its_time(talk: Session, ann: User, olga: User) -> None:
    scheduling.move(talk, to=Slot(), by=olga)


@pytest.mark.parametrize(("end", "words"), [(unmark, "Out of your calendar"), (cancel, OFF), (take_its_time, OFF)])
def test_what_is_not_to_be_any_more_is_taken_out_of_the_calendar(
    end: Callable[[Session, User, User], None], words: str, anns: Order, talk: Session, ann: User, olga: User
) -> None:
    before = ToldSession.objects.get(session=talk).told_sequence

    end(talk, ann, olga)

    (letter,) = swept()
    method, uid, sequence, who = facts(letter)
    assert (letter["Subject"], method, uid, who) == (
        f"{words}: Soldering",
        "CANCEL",
        talk.uid,
        "mailto:ann@example.org",
    )
    assert sequence > before
    assert event_in(calendar_of(letter))["STATUS"] == "CANCELLED"
    assert swept() == []


def test_what_is_marked_again_is_asked_for_again(anns: Order, talk: Session, ann: User, olga: User) -> None:
    unmark(talk, ann, olga)
    (dropped,) = swept()

    favouring.add(talk, user=ann)

    (again,) = swept()
    assert (facts(again)[0], facts(again)[2]) == ("REQUEST", facts(dropped)[2] + 1)


def test_a_ticket_that_is_given_back_takes_its_sessions_along(
    anns: Order, ann: User, talk: Session, party: Session
) -> None:
    finishing.amend(anns, by=ann, actors=BUYER, status="cancelled")

    ticket, *sessions = told()

    assert ticket["Subject"] == "Cancelled: Spring Fair"
    assert [facts(letter)[:2] for letter in sessions] == [("CANCEL", talk.uid), ("CANCEL", party.uid)]
    assert swept() == []


def test_a_second_ticket_keeps_the_sessions(anns: Order, ann: User, free: Ticket) -> None:
    bought(ann, free, ann.email)
    assert [len(calendars_of(letter)) for letter in told()] == [1]

    finishing.amend(anns, by=ann, actors=BUYER, status="cancelled")

    assert [letter["Subject"] for letter in told()] == ["Cancelled: Spring Fair"]


def test_a_deleted_event_takes_its_sessions_along(anns: Order, fair: Event, olga: User, talk: Session) -> None:
    removing.delete(fair, by=olga)

    assert [facts(letter)[0] for letter in swept()] == ["CANCEL", "CANCEL"]


def test_who_wants_no_letters_gets_none_of_sessions(anns: Order, talk: Session, fair: Event, olga: User) -> None:
    Attendee.objects.filter(order=anns).update(has_left_mail=True)

    scheduling.move(talk, to=slot(fair, 4), by=olga)

    assert swept() == []


def test_an_event_that_sends_no_calendars_sends_none_of_sessions(
    fair: Event, olga: User, ann: User, free: Ticket, talk: Session
) -> None:
    editing.change(fair, by=olga, is_calendar_mail_enabled=False)
    favouring.add(talk, user=ann)
    bought(ann, free, ann.email)

    (letter,) = told()

    assert (calendars_of(letter), swept()) == ([], [])


def test_of_what_is_over_nobody_hears(anns: Order, talk: Session, ann: User, olga: User) -> None:
    Session.objects.filter(pk=talk.pk).update(starts_at=day(-2), ends_at=day(-1))

    unmark(talk, ann, olga)

    assert swept() == []


def in_letters(letters: list[EmailMessage], session: Session) -> list[str]:
    """What the letters tell calendars of the session."""
    found = [facts_in(text)[:2] for letter in letters for text in calendars_of(letter)]
    return [method for method, uid in found if uid == session.uid]


def test_who_left_the_letters_of_one_good_ticket_keeps_the_sessions_when_another_ends(
    anns: Order, ann: User, free: Ticket, talk: Session
) -> None:
    second = bought(ann, free, ann.email)
    told()
    Attendee.objects.filter(order=anns).update(has_left_mail=True)

    finishing.amend(second, by=ann, actors=BUYER, status="cancelled")

    assert in_letters(told() + swept(), talk) == []


def test_who_has_no_ticket_any_more_is_not_told_what_was_looked_up_before(
    ann: User, free: Ticket, talk: Session, fair: Event
) -> None:
    made = bought(ann, free, ann.email)
    told()
    favouring.add(talk, user=ann)
    behind = choosing.behind(fair, day(0))
    finishing.amend(made, by=ann, actors=BUYER, status="cancelled")
    told()

    assert behind == [ann]
    assert [advising.tell(user, fair.pk, day(0)) for user in behind] == [0]


def test_a_ticket_that_ended_while_letters_were_off_takes_the_sessions_out_when_they_are_on(
    anns: Order, ann: User, talk: Session, fair: Event, olga: User
) -> None:
    editing.change(fair, by=olga, is_calendar_mail_enabled=False)
    finishing.amend(anns, by=ann, actors=BUYER, status="cancelled")
    assert in_letters(told() + swept(), talk) == []

    editing.change(Event.objects.get(pk=fair.pk), by=olga, is_calendar_mail_enabled=True)

    assert in_letters(swept(), talk) == ["CANCEL"]


def test_a_session_that_is_erased_for_good_is_taken_out_before(anns: Order, talk: Session, staff: User) -> None:
    answer = as_user(staff).delete(f"/v1/sessions/{talk.pk}?permanent=true")

    assert answer.status_code == 200
    assert in_letters(told(), talk) == ["CANCEL"]
    assert not Session.objects.filter(pk=talk.pk).exists()


def test_who_proves_the_address_later_is_told_within_the_hour(
    ann: User, free: Ticket, talk: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    User.objects.filter(pk=ann.pk).update(is_verified=False)
    favouring.add(talk, user=ann)
    bought(ann, free, "bob@example.org")
    filling.change(Attendee.objects.get(), by=ann, actors=TEAM, email=ann.email)
    told(), swept()
    joining.verify(User.objects.get(pk=ann.pk))
    at_once = in_letters(swept(), talk)
    FollowedChoices.objects.update(at=timezone.now() - timedelta(hours=1))

    assert (at_once, in_letters(swept(), talk)) == ([], ["REQUEST"])


def test_sessions_of_a_ticket_that_was_the_buyer_s_for_a_while_are_taken_out(
    ann: User, free: Ticket, talk: Session, olga: User
) -> None:
    favouring.add(talk, user=ann)
    made = bought(ann, free, "bob@example.org")
    told()
    filling.change(made.attendees.get(), by=olga, actors=TEAM, email="")  # it is the buyer's then
    assert in_letters(told(), talk) == ["REQUEST"]

    filling.change(made.attendees.get(), by=olga, actors=TEAM, firstname="Eve", email="eve@example.org")

    assert in_letters(told(), talk) == ["CANCEL"]


def test_another_address_of_the_account_ends_nothing(anns: Order, ann: User, talk: Session) -> None:
    User.objects.filter(pk=ann.pk).update(email="ann.new@example.org")
    FollowedChoices.objects.all().delete()

    assert swept() == []


def test_two_workers_tell_of_a_session_once(anns: Order, talk: Session, fair: Event, olga: User, ann: User) -> None:
    scheduling.move(talk, to=slot(fair, 4), by=olga)
    reader, now = choosing.reader(ann, fair), day(0)
    assert reader is not None
    (late,) = advising.news(reader, now)

    assert advising.tell(ann, fair.pk, now) == 1
    assert not advising.note(reader, late)
    assert advising.tell(ann, fair.pk, now) == 0


def test_who_chose_is_found_with_as_many_statements_for_many(
    anns: Order, ann: User, tom: User, mallory: User, free: Ticket, talk: Session
) -> None:
    fair, asked = Event.objects.get(pk=talk.event_id), []
    for user in (tom, mallory):
        favouring.add(talk, user=user)
        bought(ann, free, user.email)
        with CaptureQueriesContext(connection) as statements:
            choosing.behind(fair, day(0))
        asked.append(len(statements))

    assert choosing.behind(fair, day(0)) == [tom, mallory]
    assert asked == [3, 3]
