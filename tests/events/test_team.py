"""Giving and taking roles: exactly one owner, and never none."""

import pytest

from openevent.accounts.models import User
from openevent.events import inviting, team
from openevent.events.models import Event, EventRole
from openevent.events.team import HeldAlready, NoSuchRole, OneOwner, OwnerStays
from openevent.lib.errors import Unknown
from tests.events.mailbox import secret_of

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


def test_a_role_becomes_another(event: Event, olga: User, tom: User) -> None:
    held = event.roles.get(user=tom)

    changed = team.change_role(held, Name.REGISTRAR, by=olga)

    assert (changed, changed.role) == (held, "registrar")
    assert roles(event) == [("olga@example.org", "owner"), ("tom@example.org", "registrar")]
    assert Event.objects.get(pk=event.pk).revision == event.revision + 1


def test_a_role_that_becomes_itself_is_no_change(event: Event, olga: User, tom: User) -> None:
    team.change_role(event.roles.get(user=tom), Name.COORGANIZER, by=olga)

    assert Event.objects.get(pk=event.pk).revision == event.revision


@pytest.mark.parametrize(("whose", "to"), [("tom", Name.OWNER), ("olga", Name.ORGANIZER), ("olga", Name.OWNER)])
def test_no_role_becomes_the_owners_and_the_owners_becomes_no_other(
    event: Event, olga: User, whose: str, to: Name
) -> None:
    before = roles(event)

    with pytest.raises(OwnerStays) as refusal:
        team.change_role(event.roles.get(user__email=f"{whose}@example.org"), to, by=olga)

    assert (refusal.value.status, refusal.value.pointer) == (403, "/data/relationships/role")
    assert roles(event) == before


def test_what_became_the_owners_meanwhile_stays_so(event: Event, olga: User, tom: User) -> None:
    held = event.roles.get(user=tom)
    event.roles.filter(user=olga).delete()
    event.roles.filter(user=tom).update(role="owner")

    with pytest.raises(OwnerStays):
        team.change_role(held, Name.MODERATOR, by=olga)

    assert roles(event) == [("tom@example.org", "owner")]


@pytest.mark.parametrize("to", ["attendee", "king", ""])
def test_a_role_becomes_none_that_teams_do_not_have(event: Event, olga: User, tom: User, to: str) -> None:
    with pytest.raises(NoSuchRole) as refusal:
        team.change_role(event.roles.get(user=tom), to, by=olga)

    assert (refusal.value.status, refusal.value.pointer) == (422, "/data/relationships/role")


def test_a_role_becomes_none_that_is_held_besides(event: Event, olga: User, tom: User) -> None:
    team.appoint(tom, Name.REGISTRAR, event, by=olga)

    with pytest.raises(HeldAlready) as refusal:
        team.change_role(event.roles.get(role=Name.REGISTRAR), Name.COORGANIZER, by=olga)

    assert refusal.value.status == 409


def test_a_role_that_is_gone_becomes_nothing(event: Event, olga: User, tom: User) -> None:
    held = event.roles.get(user=tom)
    team.dismiss(tom, Name.COORGANIZER, event, by=olga)

    with pytest.raises(Unknown):
        team.change_role(held, Name.REGISTRAR, by=olga)


def test_with_the_role_goes_the_invitation_by_which_it_came(event: Event, olga: User, ann: User) -> None:
    for name in (ann.email, "other@example.org"):
        inviting.invite(event, name, "moderator", by=olga)
    inviting.accept(secret_of(ann.email), by=ann)
    User.objects.filter(pk=ann.pk).update(email="moved@example.org")  # the account goes by another address now
    ann.refresh_from_db()

    team.dismiss(ann, Name.MODERATOR, event, by=olga)

    assert list(event.role_invites.values_list("email", flat=True)) == ["other@example.org"]
