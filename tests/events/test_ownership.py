"""Whatever a team does with its roles and invitations: an event has one owner, always."""

from collections.abc import Callable

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openevent.accounts.models import User
from openevent.events import inviting, team
from openevent.events.models import Event, EventRole, RoleInvite
from openevent.lib.errors import Refused
from tests.conftest import account
from tests.events.mailbox import secret_of

Step = tuple[str, str, str, str]
Do = Callable[[Event, User, User, str], object]
PEOPLE = ("olga", "tom", "ann", "mallory")
ROLES = tuple(RoleInvite.RoleName.values)


def answered(answer: Callable[..., object]) -> Do:
    def do(_event: Event, by: User, whose: User, _role: str) -> None:
        if RoleInvite.objects.filter(email=whose.email).exists():
            answer(secret_of(whose.email), by=by)

    return do


def changed(event: Event, by: User, whose: User, role: str) -> None:
    for held in EventRole.objects.filter(event=event, user=whose):
        team.change_role(held, role, by=by)


def withdrawn(event: Event, by: User, whose: User, _role: str) -> None:
    for invite in event.role_invites.filter(email=whose.email):
        inviting.withdraw(invite, by=by)


DOING: dict[str, Do] = {
    "invite": lambda event, by, whose, role: inviting.invite(event, whose.email, role, by=by),
    "accept": answered(inviting.accept),
    "decline": answered(inviting.decline),
    "withdraw": withdrawn,
    "appoint": lambda event, by, whose, role: team.appoint(whose, EventRole.Name(role), event, by=by),
    "dismiss": lambda event, by, whose, role: team.dismiss(whose, EventRole.Name(role), event, by=by),
    "change": changed,
}
steps = st.lists(
    st.tuples(st.sampled_from(sorted(DOING)), *([st.sampled_from(PEOPLE)] * 2), st.sampled_from([*ROLES, "owner"])),
    max_size=25,
)


@given(steps)
@settings(
    max_examples=60,
    deadline=None,
    # The transaction of the test is rolled back to where it was after each example.
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_whatever_happens_there_is_one_owner(event: Event, ann: User, mallory: User, taken: list[Step]) -> None:
    here = transaction.savepoint()
    people = {name: User.objects.get(email=f"{name}@example.org") for name in PEOPLE}
    owners, unanswered = [], []
    for what, who, whose, role in taken:
        try:
            with transaction.atomic():
                DOING[what](event, people[who], people[whose], role)
        except (Refused, ValueError):  # ValueError: attendees have no role in the team
            pass
        owners.append(event.roles.filter(role="owner").count())
        accepted = RoleInvite.objects.filter(event=event, status="accepted").exclude(role="attendee")
        held = set(event.roles.values_list("user", "role"))
        unanswered += [row for row in accepted.values_list("accepted_by", "role") if row not in held]
    transaction.savepoint_rollback(here)

    assert owners == [1] * len(taken)
    assert unanswered == []  # an accepted invitation is always one behind a role that is held


@pytest.mark.django_db
def test_an_accepted_invitation_follows_its_role(event: Event, olga: User) -> None:
    ann = account("ann")
    inviting.invite(event, ann.email, "moderator", by=olga)
    inviting.accept(secret_of(ann.email), by=ann)

    team.change_role(event.roles.get(user=ann), "registrar", by=olga)

    assert RoleInvite.objects.get().role == "registrar"
    team.dismiss(ann, EventRole.Name.REGISTRAR, event, by=olga)
    assert RoleInvite.objects.count() == 0
