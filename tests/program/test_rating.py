"""Rating: from 1 to 5 in halves, once for each thing, counted where lists look."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openevent.accounts.models import User
from openevent.events.models import Event
from openevent.lib.errors import Refused, Unknown
from openevent.program import rating
from openevent.program.models import Feedback, Session
from openevent.program.rating import NotARating, NotChangeable, RatedAlready, TooEarly
from tests.conftest import at


@pytest.fixture
def begun(event: Event) -> Event:
    Event.objects.filter(pk=event.pk).update(starts_at=at("2020-01-01 00:00"))
    event.refresh_from_db()
    return event


def counted(session: Session) -> tuple[int, Decimal]:
    session.refresh_from_db()
    return session.rating_count, session.rating_sum


def reactions(event: Event) -> tuple[int, int]:
    event.refresh_from_db()
    return event.reactions, event.revision


def test_ratings_of_a_session_are_counted_and_no_revision(
    event: Event, session: Session, olga: User, tom: User
) -> None:
    seen, revision = reactions(event)

    made = rating.rate_session(session, by=olga, rating=4.3, comment="<b onclick=x>Fine</b>")
    rating.rate_session(session, by=tom, rating=2)
    both = counted(session)
    rating.change(made, by=olga, rating=1)
    changed = counted(session)
    rating.remove(made, by=olga)
    removed = counted(session)
    rating.restore(made, by=olga)

    assert (made.comment, both) == ("<b>Fine</b>", (2, Decimal("6.5")))
    assert (changed, removed, counted(session)) == ((2, Decimal(3)), (1, Decimal(2)), (2, Decimal(3)))
    assert reactions(event) == (seen + 5, revision)


def test_what_changes_nothing_is_not_counted(event: Event, session: Session, olga: User) -> None:
    made = rating.rate_session(session, by=olga, rating=4)
    before = reactions(event)

    rating.change(made, by=olga, rating=4.1, comment="")
    rating.restore(made, by=olga)

    assert (reactions(event), counted(session)) == (before, (1, Decimal(4)))


@pytest.mark.parametrize("wrong", [0.9, 5.1, 0, -3, 1e300, float("nan"), float("inf"), None, "five", True])
def test_what_is_no_rating_is_refused(session: Session, olga: User, wrong: Any) -> None:
    made = rating.rate_session(session, by=olga, rating=3)

    with pytest.raises(NotARating) as new:
        rating.rate_session(session, by=olga, rating=wrong)
    with pytest.raises(NotARating) as changed:
        rating.change(made, by=olga, rating=wrong)

    assert [refusal.value.pointer for refusal in (new, changed)] == ["/data/attributes/rating"] * 2
    assert counted(session) == (1, Decimal(3))


@given(st.floats(1, 5))
def test_a_rating_is_the_nearest_half(number: float) -> None:
    found = rating.in_halves(number)

    assert found * 2 == int(found * 2)
    assert abs(float(found) - number) <= 0.25
    assert 1 <= found <= 5


def test_an_event_is_rated_once_by_each_who_was_there(begun: Event, ann: User, mallory: User) -> None:
    made = rating.rate_event(begun, by=ann, rating=5)
    rating.rate_event(begun, by=mallory, rating=1)

    with pytest.raises(RatedAlready) as refusal:
        rating.rate_event(begun, by=ann, rating=4)
    rating.remove(made, by=ann)
    again = rating.rate_event(begun, by=ann, rating=4)
    with pytest.raises(RatedAlready):
        rating.restore(made, by=ann)

    assert refusal.value.pointer == "/data/relationships/event"
    assert {one.rating for one in Feedback.objects.filter(deleted_at=None)} == {Decimal(4), Decimal(1)}
    assert again.event == begun


def test_a_session_is_rated_once_by_each(session: Session, olga: User) -> None:
    rating.rate_session(session, by=olga, rating=5)

    with pytest.raises(RatedAlready) as refusal:
        rating.rate_session(session, by=olga, rating=4)

    assert refusal.value.pointer == "/data/relationships/session"
    assert counted(session) == (1, Decimal(5))


def test_nobody_rates_an_event_that_has_not_begun(event: Event, mallory: User) -> None:
    Event.objects.filter(pk=event.pk).update(starts_at=at("2098-01-01 00:00"), ends_at=at("2098-01-02 00:00"))
    event.refresh_from_db()

    with pytest.raises(TooEarly):
        rating.rate_event(event, by=mallory, rating=1)

    assert list(Feedback.objects.all()) == []


def test_what_was_taken_back_does_not_change(session: Session, olga: User) -> None:
    made = rating.remove(rating.rate_session(session, by=olga, rating=5), by=olga)

    with pytest.raises(Unknown):
        rating.change(made, by=olga, rating=1)
    rating.remove(made, by=olga)

    assert counted(session) == (0, Decimal(0))


@pytest.mark.parametrize("member", ["user", "event", "session", "deleted_at"])
def test_whose_and_of_what_it_is_stays(session: Session, olga: User, member: str) -> None:
    made = rating.rate_session(session, by=olga, rating=5)

    with pytest.raises(NotChangeable) as refusal:
        rating.change(made, by=olga, **{member: None})

    assert isinstance(refusal.value, Refused)


def test_a_second_thought_takes_the_place_of_the_first(session: Session, tom: User) -> None:
    rating.rate(session, by=tom, rating=2, comment="Hm")
    rating.rate(session, by=tom, rating=4.5)

    assert list(Feedback.objects.values_list("user", "rating", "comment")) == [(tom.pk, Decimal("4.5"), "")]
    session.refresh_from_db()
    assert (session.rating_count, session.average_rating) == (1, 4.5)
