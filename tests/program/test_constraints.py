"""The database itself refuses calls, feedback and favourites that must not be, also from writes round the code."""

from typing import Any

import pytest
from django.db import IntegrityError, models, transaction

from openevent.accounts.models import User
from openevent.events.models import Event
from openevent.program import calling, favouring, rating
from openevent.program.models import FavouriteSession, Feedback, Session, SpeakersCall
from tests.program.windows import SUMMER

# As in tests/events/test_constraints.py: which constraint refuses which values of a row that is in order …
REFUSED: list[tuple[str, type[models.Model], list[dict[str, Any]]]] = [
    ("speakers_call_ends_after_it_starts", SpeakersCall, [{"ends_at": models.F("starts_at")}]),
    ("speakers_call_privacy_known", SpeakersCall, [{"privacy": "secret"}, {"privacy": ""}]),
    (
        "speakers_call_secret_if_private",
        SpeakersCall,
        [{"hash": "0" * 32}, {"privacy": "private"}, {"privacy": "private", "hash": "é" * 32}],
    ),
    ("feedback_about_one_thing", Feedback, [{"session": None}]),
    ("feedback_from_1_to_5_in_halves", Feedback, [{"rating": "0.5"}, {"rating": "4.2"}, {"rating": "5.5"}]),
]
# … and which refuses a second row like it.
UNIQUE: list[tuple[str, type[models.Model], dict[str, Any]]] = [
    ("speakers_call_one_per_event", SpeakersCall, {"announcement": "Another"}),
    ("feedback_once_per_user_and_session", Feedback, {"comment": "Another"}),
    ("favourite_session_once_per_user", FavouriteSession, {}),
]


@pytest.fixture
def reacted(event: Event, session: Session, olga: User) -> None:
    calling.add(event, by=olga, **SUMMER)
    rating.rate_session(session, by=olga, rating=3)
    favouring.add(session, olga)


@pytest.mark.parametrize(("name", "model", "wrong"), REFUSED)
def test_the_database_refuses_what_must_not_be(
    reacted: None, event: Event, name: str, model: type[models.Model], wrong: list[dict[str, Any]]
) -> None:
    before = list(model._base_manager.values())

    for values in wrong:
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            model._base_manager.update(**values)

    assert list(model._base_manager.values()) == before


def test_feedback_is_not_about_two_things(reacted: None, event: Event) -> None:
    with pytest.raises(IntegrityError, match="feedback_about_one_thing"), transaction.atomic():
        Feedback.objects.update(event=event)


@pytest.mark.parametrize(("name", "model", "other"), UNIQUE)
def test_the_database_refuses_a_second_one(
    reacted: None, name: str, model: type[models.Model], other: dict[str, Any]
) -> None:
    copy = model._base_manager.get()
    copy.pk = None
    for member, value in other.items():
        setattr(copy, member, value)

    with pytest.raises(IntegrityError), transaction.atomic():
        model._base_manager.bulk_create([copy])


def test_nobody_rates_an_event_twice_past_the_code(event: Event, olga: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Feedback.objects.bulk_create(Feedback(event=event, user=olga, rating=stars) for stars in (3, 4))

    assert list(Feedback.objects.all()) == []


def test_every_rating_that_there_is_can_be_stored(event: Event, session: Session, olga: User) -> None:
    given = [stars / 2 for stars in range(2, 11)]

    for stars in given:
        Feedback.objects.create(session=session, user=olga, rating=stars, deleted_at=event.starts_at)

    assert [float(one.rating) for one in Feedback.objects.all()] == given
