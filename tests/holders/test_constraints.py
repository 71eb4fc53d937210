"""The database itself refuses what must not be of what holders were told, whatever goes round the code."""

import pytest
from django.apps import apps

from openevent.accounts.models import User
from openevent.events.models import Event
from openevent.holders.models import ToldSession
from openevent.program import submitting
from tests.constraints import check_refused, check_refused_twice

KNOWS, ONCE = "told_session_knows_what_it_was_told", "told_session_once_per_user"


@pytest.fixture
def told_session(fair: Event, ann: User, olga: User) -> ToldSession:
    session = submitting.submit(fair, by=olga, title="Soldering")
    return ToldSession.objects.create(user=ann, session=session, told_sequence=2, known_sequence=1, is_invited=True)


def test_nobody_knows_more_of_a_session_than_they_were_told(told_session: ToldSession) -> None:
    check_refused(ToldSession, [{"told_sequence": 0}], by=KNOWS)


def test_what_an_account_knows_of_a_session_is_noted_once(told_session: ToldSession) -> None:
    check_refused_twice(ToldSession, {"told_sequence": 7})


def test_every_constraint_is_tried() -> None:
    models = apps.get_app_config("holders").get_models()

    assert {rule.name for model in models for rule in model._meta.constraints} == {KNOWS, ONCE}
