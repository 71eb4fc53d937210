"""The database itself refuses what must not be of what holders were told, whatever goes round the code."""

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from openevent.accounts.models import User
from openevent.events.models import Event
from openevent.holders.models import ToldSession
from openevent.program import submitting
from tests.events.test_constraints import twice

KNOWS, ONCE = "told_session_knows_what_it_was_told", "told_session_once_per_user"


@pytest.fixture
def told_session(fair: Event, ann: User, olga: User) -> ToldSession:
    session = submitting.submit(fair, by=olga, title="Soldering")
    return ToldSession.objects.create(user=ann, session=session, told_sequence=2, known_sequence=1, is_invited=True)


def test_nobody_knows_more_of_a_session_than_they_were_told(told_session: ToldSession) -> None:
    with pytest.raises(IntegrityError, match=KNOWS), transaction.atomic():
        ToldSession.objects.update(told_sequence=0)

    assert ToldSession.objects.get().told_sequence == 2


def test_what_an_account_knows_of_a_session_is_noted_once(told_session: ToldSession) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        twice(told_session, told_sequence=7)

    assert ToldSession.objects.count() == 1


def test_every_constraint_is_tried() -> None:
    models = apps.get_app_config("holders").get_models()

    assert {rule.name for model in models for rule in model._meta.constraints} == {KNOWS, ONCE}
