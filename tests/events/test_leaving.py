"""Closing accounts."""

import pytest

from openevent.accounts.models import User
from openevent.events import leaving, removing, team
from openevent.events.leaving import NeededStill
from openevent.events.models import Event, EventRole


@pytest.mark.parametrize("name", ["olga", "tom"])
def test_who_has_a_role_in_an_event_stays(event: Event, name: str) -> None:
    user = User.objects.get(email=f"{name}@example.org")

    with pytest.raises(NeededStill, match="Autumn Conference") as refusal:
        leaving.delete_account(user, by=user)

    user.refresh_from_db()
    assert (refusal.value.status, user.deleted_at) == (403, None)


def test_who_gave_the_role_up_may_go(event: Event, olga: User, tom: User) -> None:
    team.dismiss(tom, EventRole.Name.COORGANIZER, event, by=olga)

    leaving.delete_account(tom, by=tom)

    tom.refresh_from_db()
    assert tom.deleted_at is not None
    assert not User.objects.filter(email="tom@example.org").exists()


def test_a_deleted_event_keeps_nobody(event: Event, olga: User) -> None:
    removing.delete(event, by=olga)

    leaving.delete_account(olga, by=olga)

    olga.refresh_from_db()
    assert olga.deleted_at is not None


def test_who_has_no_role_may_go(event: Event, ann: User, staff: User) -> None:
    leaving.delete_account(ann, by=staff)

    ann.refresh_from_db()
    assert ann.deleted_at is not None
