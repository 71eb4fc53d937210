"""Workers who tell the same people at the same moment: nobody waits in a circle, nobody is told twice."""

import contextlib
import threading
from collections import Counter
from functools import partial

import pytest

from openevent.accounts.models import User
from openevent.events.models import Event
from openevent.holders import advising, choosing, telling
from openevent.holders.models import ToldSession
from openevent.program import favouring
from openevent.tickets import filling, finishing
from openevent.tickets.models import Notice, Ticket
from tests.conftest import accepted
from tests.holders.letters import calendars_of, facts_in, told
from tests.holders.test_choosing import slot
from tests.racing import beside, only_postgresql, outcome
from tests.tickets.conftest import BUYER, order

PATIENCE = 3  # seconds, after which one goes on alone: the other waits for a lock of ours


@only_postgresql
@pytest.mark.django_db(transaction=True)
def test_friends_who_bought_for_each_other_are_told_by_two_workers(
    ann: User, tom: User, olga: User, fair: Event, free: Ticket, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk = accepted(fair, olga, "Soldering", slot(fair, 1))
    for buyer, other in ((ann, tom), (tom, ann)):
        favouring.add(talk, user=buyer)
        made = order(buyer, (free, 2))
        for attendee, holder in zip(made.attendees.order_by("pk"), (buyer, other), strict=True):
            filling.change(attendee, by=buyer, actors=BUYER, firstname="Somebody", email=holder.email)
        finishing.amend(made, by=buyer, actors=BUYER, status="completed")
    first, second = Notice.objects.filter(done_at=None).order_by("pk")
    both, seen, real = threading.Barrier(2), set(), advising.note

    def together(reader: choosing.Reader, news: advising.News) -> bool:
        """Note the first session of each worker; then wait until the other one has come as far."""
        is_noted = real(reader, news)
        if threading.get_ident() not in seen:
            seen.add(threading.get_ident())
            with contextlib.suppress(threading.BrokenBarrierError):
                both.wait(PATIENCE)
        return is_noted

    monkeypatch.setattr(advising, "note", together)
    with beside(partial(telling.tell, first.pk)) as one, beside(partial(telling.tell, second.pk)) as another:
        assert [outcome(one), outcome(another)] == [None, None]

    found = Counter(facts_in(text)[1] for letter in told() for text in calendars_of(letter))
    assert found[talk.uid] == ToldSession.objects.count() == 2
