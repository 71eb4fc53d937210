"""The calendar of somebody who has tickets: the tickets, and what they marked there; it ends with a refund."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from openevent.accounts.models import User
from openevent.events import editing, issuing
from openevent.events.models import Event
from openevent.program import favouring
from openevent.program.models import Session
from openevent.program.scheduling import Slot
from openevent.tickets import filling, finishing
from openevent.tickets.models import Order, Ticket
from tests.conftest import accepted, as_user
from tests.tickets.conftest import BUYER, fair, free, order, paid

__all__ = ["fair", "free", "paid"]


def entries(secret: str, **headers: str) -> dict[str, Any]:
    """The entries of the feed by their titles."""
    cache.clear()
    answer = as_user(None).get(f"/feeds/{secret}.ics", headers=headers)
    assert answer.status_code == 200
    return {str(one["SUMMARY"]): one for one in Calendar.from_ical(answer.content.decode()).events}


@pytest.fixture
def secret(ann: User) -> str:
    return issuing.issue(ann, name="My tickets", scope="ticket")[1]


@pytest.fixture
def talk(fair: Event, olga: User, ann: User) -> Session:
    """A session of the fair that ann has marked."""
    slot = Slot(starts_at=fair.starts_at, ends_at=fair.starts_at + timedelta(hours=1), room=None)
    made = accepted(fair, olga, "Soldering", slot)
    favouring.add(made, user=ann)
    return made


def bought(ann: User, free: Ticket, email: str = "ann@example.org") -> Order:
    made = order(ann, (free, 1))
    filling.change(made.attendees.get(), by=ann, actors=BUYER, firstname="Ann", email=email)
    return finishing.amend(made, by=ann, actors=BUYER, status="completed")


def test_who_has_no_ticket_sees_nothing_there(secret: str, talk: Session) -> None:
    assert entries(secret) == {}


def test_a_ticket_is_an_entry_beside_what_its_holder_marked(
    secret: str, talk: Session, ann: User, fair: Event, free: Ticket
) -> None:
    made = bought(ann, free)

    shown = entries(secret)

    assert shown.keys() == {"Spring Fair", "Soldering"}
    ticket = shown["Spring Fair"]
    assert (ticket["UID"], ticket["DTSTART"].dt, ticket["DTEND"].dt) == (
        made.attendees.get().uid,
        fair.starts_at,
        fair.ends_at,
    )
    assert str(ticket["DESCRIPTION"]).startswith("Visitor: Ann")
    # As letters invite to both.
    assert ticket["ORGANIZER"] == shown["Soldering"]["ORGANIZER"] == "mailto:noreply@noreply.invalid"
    assert str(made.identifier) not in str(ticket)


def test_a_moved_event_moves_in_it(secret: str, ann: User, olga: User, fair: Event, free: Ticket) -> None:
    bought(ann, free)
    before = entries(secret)["Spring Fair"]

    editing.change(fair, by=olga, starts_at=fair.starts_at + timedelta(hours=1))

    after = entries(secret)["Spring Fair"]
    assert (after["UID"], after["SEQUENCE"]) == (before["UID"], before["SEQUENCE"] + 1)
    assert after["DTSTART"].dt - before["DTSTART"].dt == timedelta(hours=1)


def test_it_ends_with_the_ticket(secret: str, talk: Session, ann: User, free: Ticket) -> None:
    made = bought(ann, free)
    before = entries(secret)["Spring Fair"]

    finishing.amend(made, by=ann, actors=BUYER, status="cancelled")

    after = entries(secret)
    assert after.keys() == {"Spring Fair"}
    assert (after["Spring Fair"]["STATUS"], after["Spring Fair"]["SEQUENCE"]) == ("CANCELLED", before["SEQUENCE"] + 1)


def test_a_ticket_for_somebody_else_is_theirs(secret: str, talk: Session, ann: User, tom: User, free: Ticket) -> None:
    bought(ann, free, email="tom@example.org")

    assert entries(secret) == {}
    assert entries(issuing.issue(tom, name="Mine", scope="ticket")[1]).keys() == {"Spring Fair"}


def test_who_merely_claims_an_address_holds_no_ticket_by_it(ann: User, tom: User, free: Ticket) -> None:
    bought(ann, free, email="tom@example.org")
    tom.is_verified = False
    tom.save()

    assert entries(issuing.issue(tom, name="Mine", scope="ticket")[1]) == {}


def test_nothing_new_is_not_sent_again_and_news_is(
    secret: str, ann: User, fair: Event, free: Ticket, django_assert_max_num_queries: Any
) -> None:
    made = bought(ann, free)
    tag = as_user(None).get(f"/feeds/{secret}.ics")["ETag"]
    with django_assert_max_num_queries(6):
        same = as_user(None).get(f"/feeds/{secret}.ics", headers={"If-None-Match": tag})

    finishing.amend(made, by=ann, actors=BUYER, status="cancelled")
    news = as_user(None).get(f"/feeds/{secret}.ics", headers={"If-None-Match": tag})

    assert (same.status_code, news.status_code) == (304, 200)


def test_three_tickets_are_asked_for_as_often_as_one(secret: str, ann: User, free: Ticket) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            entries(secret)
        return len(queries)

    bought(ann, free)
    entries(secret)
    one = asked()
    for _ in range(2):
        bought(ann, free)

    assert asked() == one


def test_it_is_no_calendar_of_a_team(olga: User, ann: User, fair: Event, free: Ticket, talk: Session) -> None:
    accepted(fair, olga, "Not marked", None)
    bought(olga, free, email="olga@example.org")
    secret = issuing.issue(olga, name="Mine", scope="ticket", event=fair)[1]

    assert entries(secret).keys() == {"Spring Fair"}
    assert as_user(None).get(f"/feeds/{secret}.ics?state=draft").status_code == 400
