"""Killing web and worker at every step of an order: all of it is there or nothing, and nothing is told twice (kill -9).

On the database of the run, so not marked: the one that starts processes for both would not look at the other.
"""

import email
import re
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from email import policy
from pathlib import Path
from typing import Any

import pytest
from django.db.models import F
from django.utils import timezone
from icalendar import Calendar

from openevent.accounts import tokens
from openevent.accounts.models import Letter, User
from openevent.events import editing
from openevent.events.models import Event
from openevent.program import favouring
from openevent.program.scheduling import Slot
from openevent.tickets import expiring, filling, finishing, telling
from openevent.tickets.models import Attendee, Notice, Order, Ticket
from tests.accounts.mail_server import MailServer, mail_server
from tests.conftest import accepted
from tests.processes.killing import Report, Victim, at_every_step, victim
from tests.tickets import books
from tests.tickets.conftest import BUYER, completed, fill, order, ticket

MESSAGE_ID = re.compile(rb"^Message-ID: (\S+)", re.MULTILINE)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def mail() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


@pytest.fixture
def process(tmp_path: Path, mail: MailServer) -> Iterator[Victim]:
    """Web and worker; a key that a dead process had is given to the next one at once."""
    url = f"smtp://127.0.0.1:{mail.port}"
    with victim(
        tmp_path / "data",
        EMAIL_URL=url,
        IDEMPOTENCY_KEY_LEASE="0.001",
        SITE_URL="https://x.example",
        LETTERS_PER_ADDRESS="100000",  # each step orders for the same people
        LETTERS_PER_BUYER="100000",
    ) as started:
        yield started


@pytest.fixture(autouse=True)
def _no_queue(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the test itself does is told to no worker."""
    monkeypatch.setattr(telling, "send", lambda _notice: True)


@pytest.fixture
def plenty(fair: Any, olga: User) -> Ticket:
    return ticket(fair, olga, "Plenty", quantity=1000)


class Buyer:
    """Asks the web for things of orders."""

    def __init__(self, process: Victim, user: User) -> None:
        self.process, self.token = process, f"JWT {tokens.access_token(user, fresh=True)}"

    def orders(self, *items: tuple[Ticket, int], key: str, kill_at: int | None = None) -> Report:
        said = {"tickets": [{"id": one.pk, "quantity": number} for one, number in items]}
        return self.process.ask(
            "POST", "/v1/orders/create-order", said, kill_at=kill_at, Authorization=self.token, Idempotency_Key=key
        )

    def changes(self, row: Attendee | Order, kill_at: int | None = None, **attributes: str) -> Report:
        kind = row._meta.model_name
        said = {"data": {"type": kind, "id": str(row.pk), "attributes": attributes}}
        return self.process.ask("PATCH", f"/v1/{kind}s/{row.pk}", said, kill_at=kill_at, Authorization=self.token)


@pytest.fixture
def buyer(process: Victim, ann: User) -> Buyer:
    return Buyer(process, ann)


def answered(report: Report) -> Any:
    """The document of the answer, which is a good one."""
    assert report.answer is not None
    assert report.answer.ok, report.answer.text
    return report.answer.json()["data"]


def all_late() -> None:
    """Every hold is over, and what waits to be sent again has waited long enough."""
    past = timezone.now() - timedelta(hours=1)
    Order.objects.exclude(expires_at=None).update(expires_at=F("created_at"))
    Notice.objects.update(created_at=past)
    Letter.objects.exclude(next_try_at=None).update(next_try_at=past)


def filled(by: User, wanted: Ticket) -> Order:
    made = order(by, (wanted, 2))
    fill(made, by)
    return made


def history(made: Order) -> list[str]:
    return list(made.changes.filter(kind="status").values_list("after", flat=True))


# --- the web ----------------------------------------------------------------------------------------------------------


def test_an_order_is_held_as_a_whole_or_not_at_all_and_once_for_its_key(
    buyer: Buyer, plenty: Ticket, free: Ticket
) -> None:
    for step, report in at_every_step(lambda at: buyer.orders((plenty, 2), (free, 1), key=f"{at}", kill_at=at)):
        made = Order.objects.count() - (step - 1)
        assert made == (1 if report.steps[-1] == "ANSWER" else 0)  # of this key; the former ones are all there
        assert books.faults() == []

        again = buyer.orders((plenty, 2), (free, 1), key=f"{step}")

        assert answered(again)["id"] == str(Order.objects.latest("pk").pk)
        assert Order.objects.count() == step
        assert books.faults() == []
        all_late()
        assert expiring.expire_due() == 1
        assert books.sold(plenty) == books.sold(free) == (0, 0)

    assert report.steps[-2:] == ("COMMIT", "ANSWER")
    assert {"INSERT tickets_order", "INSERT tickets_attendee", "UPDATE tickets_ticket"} < set(report.steps)


def test_an_attendee_is_filled_in_wholly_or_not_at_all(buyer: Buyer, ann: User, free: Ticket) -> None:
    attendee = Attendee.objects.get(order=order(ann, (free, 1)))
    before = ("", "")

    for step, report in at_every_step(
        lambda at: buyer.changes(attendee, at, firstname=f"Ann {at}", email=f"ann{at}@example.org")
    ):
        wanted = (f"Ann {step}", f"ann{step}@example.org")
        attendee.refresh_from_db()
        found = (attendee.firstname, attendee.email)
        assert found == (wanted if report.steps[-1] == "ANSWER" else before)

        again = buyer.changes(attendee, firstname=wanted[0], email=wanted[1])

        assert answered(again)["attributes"]["firstname"] == wanted[0]
        before = wanted

    assert report.steps == ("UPDATE tickets_attendee", "COMMIT", "ANSWER")


def test_an_order_is_completed_with_its_history_and_its_notice_or_not_at_all(
    buyer: Buyer, ann: User, plenty: Ticket
) -> None:
    made: list[Order] = []

    def complete(at: int) -> Report:
        made.append(filled(ann, plenty))
        return buyer.changes(made[-1], at, status="completed")

    for step, report in at_every_step(complete):
        done = "completed" if report.steps[-1] in ("MESSAGE", "ANSWER") else "initializing"
        assert Order.objects.get(pk=made[-1].pk).status == done
        assert books.faults() == []

        again = buyer.changes(made[-1], status="completed")

        assert answered(again)["attributes"]["status"] == "completed"
        assert history(made[-1]) == ["initializing", "completed"]
        assert Notice.objects.filter(order=made[-1]).count() == 1
        assert books.sold(plenty) == (2 * step, 2 * step)
        assert books.faults() == []

    assert report.steps[-3:] == ("COMMIT", "MESSAGE", "ANSWER")


def test_an_order_is_cancelled_and_its_places_are_free_or_neither(buyer: Buyer, ann: User, plenty: Ticket) -> None:
    made: list[Order] = []

    def cancel(at: int) -> Report:
        made.append(completed(ann, (plenty, 2)))
        return buyer.changes(made[-1], at, status="cancelled")

    for _, report in at_every_step(cancel):
        is_done = report.steps[-1] in ("MESSAGE", "ANSWER")
        assert books.sold(plenty) == ((0, 0) if is_done else (2, 2))
        assert books.faults() == []

        again = buyer.changes(made[-1], status="cancelled")

        assert answered(again)["attributes"]["status"] == "cancelled"
        assert history(made[-1]) == ["initializing", "completed", "cancelled"]
        assert books.sold(plenty) == (0, 0)
        assert books.faults() == []


# --- the worker -------------------------------------------------------------------------------------------------------


def test_a_hold_that_is_over_ends_wholly_or_not_at_all(process: Victim, ann: User, free: Ticket, paid: Ticket) -> None:
    made: list[Order] = []

    def expire(at: int) -> Report:
        made.append(order(ann, (free, 2), (paid, 1)))
        all_late()
        return process.run("openevent.tickets.tasks:expire", kill_at=at)

    for _, report in at_every_step(expire):
        assert books.sold(free) == ((2, 2) if report.was_killed else (0, 0))
        assert books.faults() == []

        process.run("openevent.tickets.tasks:expire")

        assert history(made[-1]) == ["initializing", "expired"]
        assert books.sold(free) == books.sold(paid) == (0, 0)
        assert books.faults() == []

    assert report.steps[-1] == "COMMIT"


def test_each_letter_is_sent_once_whenever_the_worker_is_killed(
    process: Victim, mail: MailServer, ann: User, plenty: Ticket
) -> None:
    """The buyer's and the holder's; one of which nobody can know whether it was sent waits for somebody, in doubt."""

    def work(at: int) -> Report:
        completed(ann, (plenty, 1))
        all_late()
        return process.run("tests.processes.working:catch_up", kill_at=at)

    in_doubt = 0
    for step, report in at_every_step(work):
        all_late()
        process.run("tests.processes.working:catch_up")

        # It is noted that the letter is handed over, and then that it is sent.
        in_doubt += report.was_killed and "SMTP LETTER" in report.steps[-2:]
        assert Notice.objects.filter(done_at=None).count() == 0
        assert Letter.objects.count() == 2 * step
        assert Letter.objects.in_doubt().count() == in_doubt
        assert Letter.objects.exclude(sent_at=None).count() == 2 * step - in_doubt
        came = Counter(MESSAGE_ID.findall(b"\n".join(mail.raw)))
        sent = {one.message_id.encode() for one in Letter.objects.exclude(sent_at=None)}
        assert set(came.values()) == {1}
        assert sent <= came.keys()

    assert in_doubt > 0


def invitations(mail: MailServer) -> list[tuple[str, str, int]]:
    """Method, uid and sequence of all that programs take from the letters that came."""
    found = []
    for raw in mail.raw:
        for part in email.message_from_bytes(raw, policy=policy.default).walk():
            if part.get_content_type() == "text/calendar":
                calendar = Calendar.from_ical(part.get_content())
                (entry,) = calendar.events
                found.append((str(calendar["METHOD"]), str(entry["UID"]), entry.sequence))
    return found


def test_each_calendar_is_told_of_a_move_once_whenever_the_worker_is_killed(
    process: Victim, mail: MailServer, ann: User, olga: User, fair: Event, plenty: Ticket
) -> None:
    """Of the event, and of a session that its holder chose; a letter in doubt has come, or waits for somebody."""
    slot = Slot(starts_at=fair.starts_at, ends_at=fair.starts_at + timedelta(hours=1))
    favouring.add(talk := accepted(fair, olga, "Soldering", slot), user=ann)
    made = order(ann, (plenty, 1))
    filling.change(made.attendees.get(), by=ann, actors=BUYER, firstname="Ann", email=ann.email)
    finishing.amend(made, by=ann, actors=BUYER, status="completed")
    process.run("tests.processes.working:catch_up")
    all_late()
    process.run("tests.processes.working:catch_up")
    both = {talk.uid, made.attendees.get().uid}
    assert {uid for _, uid, _ in invitations(mail)} == both

    def work(at: int) -> Report:
        editing.change(Event.objects.get(pk=fair.pk), by=olga, location_name=f"Mill {at}")
        return process.run("tests.processes.working:follow", kill_at=at)

    in_doubt = 0
    for step, report in at_every_step(work):
        all_late()
        process.run("tests.processes.working:follow")
        all_late()
        process.run("tests.processes.working:catch_up")

        in_doubt += report.was_killed and "SMTP LETTER" in report.steps[-2:]
        assert Letter.objects.in_doubt().count() == in_doubt
        assert Letter.objects.exclude(sent_at=None).count() + in_doubt == Letter.objects.count() == 1 + 2 * step
        came = invitations(mail)
        assert len(came) == len(set(came))
        assert 2 + 2 * step - in_doubt <= len(came) <= 2 + 2 * step

    assert {"INSERT accounts_letter", "UPDATE holders_toldsession", "SMTP LETTER"} < set(report.steps)
