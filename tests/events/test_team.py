"""Giving and taking roles: exactly one owner, and never none."""

import pytest

from openevent.accounts.models import User
from openevent.events import team
from openevent.events.models import Event, EventRole
from openevent.events.team import OneOwner, OwnerStays
from openevent.lib.errors import Unknown

Name = EventRole.Name


def roles(event: Event) -> list[tuple[str, str]]:
    return list(event.roles.values_list("user__email", "role"))


def test_whoever_makes_an_event_owns_it(event: Event) -> None:
    assert roles(event) == [("olga@example.org", "owner"), ("tom@example.org", "coorganizer")]


def test_somebody_may_have_several_roles(event: Event, olga: User, tom: User) -> None:
    team.appoint(tom, Name.REGISTRAR, event, by=olga)

    assert roles(event)[1:] == [("tom@example.org", "coorganizer"), ("tom@example.org", "registrar")]


def test_a_role_that_is_there_stays_and_is_no_change(event: Event, olga: User, tom: User) -> None:
    before = event.roles.get(user=tom)

    again = team.appoint(tom, Name.COORGANIZER, event, by=olga)

    assert (again, Event.objects.get(pk=event.pk).revision) == (before, event.revision)


def test_there_is_one_owner(event: Event, olga: User, tom: User) -> None:
    with pytest.raises(OneOwner) as refusal:
        team.appoint(tom, Name.OWNER, event, by=olga)

    assert refusal.value.status == 409
    assert ("tom@example.org", "owner") not in roles(event)


def test_the_owner_may_be_told_so_again(event: Event, olga: User) -> None:
    assert team.appoint(olga, Name.OWNER, event, by=olga) == event.roles.get(role="owner")


def test_the_owner_stays(event: Event, olga: User) -> None:
    before = roles(event)

    with pytest.raises(OwnerStays) as refusal:
        team.dismiss(olga, Name.OWNER, event, by=olga)

    assert refusal.value.status == 403
    assert roles(event) == before


def test_a_role_is_taken_and_the_others_stay(event: Event, olga: User, tom: User) -> None:
    team.appoint(tom, Name.REGISTRAR, event, by=olga)

    team.dismiss(tom, Name.COORGANIZER, event, by=olga)

    assert roles(event) == [("olga@example.org", "owner"), ("tom@example.org", "registrar")]


def test_a_role_that_nobody_has_cannot_be_taken(event: Event, olga: User, mallory: User) -> None:
    before = roles(event)

    with pytest.raises(Unknown, match=r"mallory@example\.org has no such role in this event\."):
        team.dismiss(mallory, Name.MODERATOR, event, by=olga)

    assert roles(event) == before


def test_a_role_says_itself(event: Event) -> None:
    assert str(event.roles.get(role="owner")) == "olga@example.org is owner of Autumn Conference"
