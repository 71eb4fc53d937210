"""What teams are told of what came in: one letter an hour at most, however much it is."""

from datetime import timedelta
from email.message import EmailMessage

import pytest
from django.utils import timezone

from openevent.accounts.models import User
from openevent.events import editing, revising, team
from openevent.events.models import Change, Event, EventRole
from openevent.holders import reporting
from openevent.holders.models import ToldTeam
from openevent.program import answering, calling, removing, reviewing, submitting
from openevent.program.models import Session
from openevent.program.states import Side
from openevent.tickets import finishing
from openevent.tickets.models import Order, Ticket
from tests.holders.letters import told
from tests.tickets.conftest import BUYER, fill, order

State = Session.State
TEAM = ["olga@example.org", "tom@example.org"]


@pytest.fixture
def open_fair(fair: Event, olga: User) -> Event:
    """The fair, which looks for speakers."""
    now = timezone.now()
    calling.add(fair, by=olga, starts_at=now - timedelta(days=2), ends_at=now + timedelta(days=2))
    return fair


def proposed(event: Event, by: User, title: str, state: str = State.PENDING) -> Session:
    return answering.answer(event, by=by, presented={"name": "Ann"}, proposed={"title": title}, state=state)


def bought(buyer: User, ticket: Ticket, number: int = 1) -> Order:
    made = order(buyer, (ticket, number))
    fill(made, buyer)
    return finishing.amend(made, by=buyer, actors=BUYER, status="completed")


def a_while_ago(minutes: int = 5) -> None:
    """Let all of it have happened so long ago."""
    by = timedelta(minutes=minutes)
    for session in Session.objects.all():
        at = session.submitted_at and session.submitted_at - by
        Session.objects.filter(pk=session.pk).update(submitted_at=at)
    for one in Order.objects.all():
        Order.objects.filter(pk=one.pk).update(completed_at=one.completed_at and one.completed_at - by)
    for change in Change.objects.all():
        Change.objects.filter(pk=change.pk).update(at=change.at - by)


def reports() -> list[EmailMessage]:
    """The letters to the team that go out now."""
    reporting.report()
    return [letter for letter in told() if "this has come in" in words(letter)]


def words(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_one_letter_tells_the_team_of_all_that_came_in(
    open_fair: Event, free: Ticket, ann: User, mallory: User, olga: User
) -> None:
    team.appoint(mallory, EventRole.Name.REGISTRAR, open_fair, by=olga)
    proposed(open_fair, ann, "Knitting")
    proposed(open_fair, ann, "Weaving")
    proposed(open_fair, ann, "Not yet", State.DRAFT)
    reviewing.change_state(proposed(open_fair, ann, "Felting"), to=State.WITHDRAWN, side=Side.SPEAKER, by=ann)
    bought(ann, free, 3)
    submitting.submit(open_fair, by=olga, state=State.PENDING, is_proposal=False, title="Of the team")
    a_while_ago()

    letters = reports()

    assert [letter["To"] for letter in letters] == TEAM
    (subject,) = {str(letter["Subject"]) for letter in letters}
    assert subject == "Spring Fair: 2 new proposals, 1 session taken back by its speaker, 1 new order"
    here = f"/manage/{open_fair.identifier}"
    assert words(letters[0]).replace("http://localhost:8000", "").splitlines()[2:13] == [
        "this has come in for Spring Fair:",
        "",
        "2 new proposals",
        "- Knitting",
        "- Weaving",
        f"{here}/review",
        "",
        "1 session taken back by its speaker",
        "- Felting",
        f"{here}/sessions?state=withdrawn",
        "",
    ]
    assert f"{here}/settings/features" in words(letters[0])


def test_the_next_letter_comes_after_an_hour_and_tells_of_the_rest(open_fair: Event, free: Ticket, ann: User) -> None:
    proposed(open_fair, ann, "Knitting")
    assert reports() == []  # it is of this moment
    a_while_ago()
    assert [letter["To"] for letter in reports()] == TEAM
    assert reports() == []

    a_while_ago(minutes=90)
    bought(ann, free)
    a_while_ago(minutes=2)
    ToldTeam.objects.update(until=timezone.now() - timedelta(minutes=50))
    assert reports() == []
    ToldTeam.objects.update(until=timezone.now() - timedelta(minutes=70))

    assert {letter["Subject"] for letter in reports()} == {"Spring Fair: 1 new order"}


def test_a_team_that_wants_none_gets_none(open_fair: Event, ann: User, olga: User) -> None:
    editing.change(open_fair, by=olga, is_team_mail_enabled=False)
    proposed(open_fair, ann, "Knitting")
    a_while_ago()

    assert reports() == []


def test_of_what_is_gone_or_over_nobody_is_told(open_fair: Event, ann: User, olga: User) -> None:
    removing.delete(proposed(open_fair, ann, "Knitting"), by=olga)
    a_while_ago()
    assert reports() == []

    proposed(open_fair, ann, "Weaving")
    a_while_ago()
    with revising.locked(open_fair.pk):
        Event.objects.filter(pk=open_fair.pk).update(
            starts_at=timezone.now() - timedelta(days=3), ends_at=timezone.now() - timedelta(days=2)
        )
    assert reports() == []


def test_of_many_proposals_the_first_are_named_and_titles_are_words(open_fair: Event, ann: User, olga: User) -> None:
    for number in range(12):
        submitting.submit(open_fair, by=ann, state=State.PENDING, title=f"Talk {number}\r\nBcc: x@example.org")
    a_while_ago()

    letter, _ = reports()

    assert letter["Subject"] == "Spring Fair: 12 new proposals"
    assert "- Talk 9 Bcc: x@example.org\nand 2 more\n" in words(letter)


def test_two_workers_write_it_once(open_fair: Event, ann: User) -> None:
    proposed(open_fair, ann, "Knitting")
    a_while_ago()
    since, until = timezone.now() - timedelta(hours=2), timezone.now()

    written = [reporting._tell(open_fair, since, until) for _ in range(2)]

    assert written == [2, 0]
