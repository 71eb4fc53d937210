"""Events and sessions that move in the moment in which somebody is told of them: nobody keeps the old time."""

from datetime import timedelta
from functools import partial

import pytest

from openevent.accounts import posting
from openevent.accounts.models import User
from openevent.events import editing, sharing
from openevent.events.models import Event
from openevent.holders import sweeping, telling
from openevent.program import favouring, scheduling
from openevent.program.models import Session
from openevent.tickets import filling, finishing
from openevent.tickets.models import Notice, Ticket
from tests.conftest import accepted
from tests.holders.letters import calendars_of, event_in, told
from tests.holders.test_choosing import slot
from tests.racing import Pause, beside, only_postgresql, outcome, until_somebody_waits
from tests.tickets.conftest import BUYER, completed, order

pytestmark = [pytest.mark.django_db(transaction=True), only_postgresql]


@pytest.fixture
def talk(fair: Event, olga: User) -> Session:
    return accepted(fair, olga, "Soldering", slot(fair, 1))


@pytest.fixture
def notice(ann: User, tom: User, free: Ticket, talk: Session) -> Notice:
    """Ann has bought a ticket and chosen a session, and nobody has told her yet; somebody else was told of theirs."""
    completed(tom, (free, 1))
    told()
    favouring.add(talk, user=ann)
    made = order(ann, (free, 1))
    filling.change(made.attendees.get(), by=ann, actors=BUYER, firstname="Ann", email=ann.email)
    finishing.amend(made, by=ann, actors=BUYER, status="completed")
    return Notice.objects.get(done_at=None)


def starts() -> dict[str, list[object]]:
    """When the entries of all letters begin, by what they are called, in the order in which they were written."""
    found: dict[str, list[object]] = {}
    for letter in told():
        for text in calendars_of(letter):
            entry = event_in(text)
            found.setdefault(str(entry["SUMMARY"]), []).append(entry["DTSTART"].dt)
    return found


def test_who_is_told_while_the_event_moves_is_told_of_the_move(
    notice: Notice, fair: Event, olga: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    pause, before = Pause(), fair.starts_at
    after = before - timedelta(hours=1)
    with monkeypatch.context() as patched:
        patched.setattr(posting, "post", pause.after(posting.post, when=lambda to: to == "ann@example.org"))
        with beside(partial(telling.tell, notice.pk)) as teller:
            pause.wait()
            with beside(partial(editing.change, fair, by=olga, starts_at=after)) as mover:
                until_somebody_waits()
                pause.end()
                assert outcome(mover).starts_at == after
            assert outcome(teller) is None

    assert sweeping.follow() == 2
    assert starts()["Spring Fair"] == [before, after, after]


def test_who_is_told_while_a_session_moves_is_told_of_the_move(
    notice: Notice, talk: Session, fair: Event, olga: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    pause, before = Pause(), talk.starts_at
    assert before is not None
    with monkeypatch.context() as patched:
        patched.setattr(posting, "post", pause.after(posting.post, when=lambda to: to == "ann@example.org"))
        with beside(partial(telling.tell, notice.pk)) as teller:
            pause.wait()
            with beside(partial(scheduling.move, talk, to=slot(fair, 3), by=olga)) as mover:
                until_somebody_waits()
                pause.end()
                outcome(mover)
            assert outcome(teller) is None

    assert sweeping.follow_choices() == 1
    assert starts()["Soldering"] == [before, before + timedelta(hours=2)]


def test_without_the_lock_a_move_is_missed(
    notice: Notice, fair: Event, olga: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control of the tests above: who follows the event sees nobody who was told, and looks no more."""
    pause, before = Pause(), fair.starts_at
    with monkeypatch.context() as patched:
        patched.setattr(sharing, "hold", lambda _event: None)
        patched.setattr(posting, "post", pause.after(posting.post, when=lambda to: to == "ann@example.org"))
        with beside(partial(telling.tell, notice.pk)) as teller:
            pause.wait()
            editing.change(fair, by=olga, starts_at=before - timedelta(hours=1))
            assert sweeping.follow() == 1
            pause.end()
            assert outcome(teller) is None

    assert sweeping.follow() == 0
    assert [letter["To"] for letter in told() if letter["Subject"].startswith("Changed")] == ["guest0@example.org"]
