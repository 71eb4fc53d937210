"""What only the staff says of an account, and what only super admins say."""

from typing import Any

import pytest

from openevent.accounts import joining, staffing, tokens
from openevent.accounts.access import NotYourAccount
from openevent.accounts.models import User
from openevent.accounts.staffing import StaffOnly
from openevent.accounts.tokens import NotSignedIn
from tests.conftest import PASSWORD

FLAGS = ["is_admin", "is_blocked", "is_verified", "is_marketer", "is_sales_admin"]


@pytest.fixture
def boss(db: None) -> User:
    return joining.join("boss@example.org", PASSWORD, verified=True, super_admin=True)


def flags(user: User) -> dict[str, bool]:
    user.refresh_from_db()
    return {flag: getattr(user, flag) for flag in FLAGS}


def test_a_super_admin_sets_every_flag_and_takes_it_back(ann: User, boss: User) -> None:
    opposite = {flag: not value for flag, value in flags(ann).items()}

    given = staffing.set_flags(ann, by=boss, **opposite)
    assert (given, flags(ann)) == (ann, opposite)

    staffing.set_flags(ann, by=boss, **{flag: not value for flag, value in opposite.items()})
    assert flags(ann) == {flag: not value for flag, value in opposite.items()}


@pytest.mark.parametrize("flag", FLAGS)
@pytest.mark.parametrize("value", [True, False])
def test_mallory_sets_nothing_and_nothing_of_her_own(ann: User, mallory: User, flag: str, value: bool) -> None:
    before = flags(ann), flags(mallory)

    for account in (ann, mallory):
        with pytest.raises(StaffOnly) as refusal:
            staffing.set_flags(account, by=mallory, **{flag: value})
        assert (refusal.value.status, refusal.value.pointer) == (403, f"/data/attributes/{flag.replace('_', '-')}")

    assert (flags(ann), flags(mallory)) == before


def test_staff_sets_all_but_who_is_of_it(ann: User, staff: User) -> None:
    staffing.set_flags(ann, by=staff, is_blocked=True, is_verified=False, is_marketer=True, is_sales_admin=True)

    with pytest.raises(StaffOnly, match="Only super admins set “is-admin”"):
        staffing.set_flags(ann, by=staff, is_admin=True)
    with pytest.raises(StaffOnly):
        staffing.set_flags(staff, by=staff, is_admin=False)

    assert flags(ann) == {
        "is_admin": False,
        "is_blocked": True,
        "is_verified": False,
        "is_marketer": True,
        "is_sales_admin": True,
    }


def test_staff_may_say_again_what_is_so(ann: User, staff: User) -> None:
    before = flags(ann)

    staffing.set_flags(ann, by=staff, **before)

    assert flags(ann) == before


def test_nobody_blocks_a_super_admin_but_another(staff: User, boss: User) -> None:
    other = joining.join("other@example.org", PASSWORD, verified=True, super_admin=True)

    with pytest.raises(NotYourAccount):
        staffing.set_flags(other, by=staff, is_blocked=True)

    assert staffing.set_flags(other, by=boss, is_blocked=True).is_blocked


def test_a_blocked_member_of_the_staff_sets_nothing(ann: User, boss: User) -> None:
    User.objects.filter(pk=boss.pk).update(is_blocked=True)
    boss.refresh_from_db()

    with pytest.raises(StaffOnly):
        staffing.set_flags(ann, by=boss, is_admin=True)


def test_blocking_voids_every_token_for_good(ann: User, boss: User) -> None:
    token = tokens.access_token(ann, fresh=True)

    staffing.set_flags(ann, by=boss, is_blocked=True)
    staffing.set_flags(ann, by=boss, is_blocked=False)

    with pytest.raises(NotSignedIn):
        tokens.holder(token)


def test_what_is_not_said_stays(ann: User, boss: User) -> None:
    token, facts = tokens.access_token(ann, fresh=True), flags(ann)
    nothing: dict[str, Any] = {}

    staffing.set_flags(ann, by=boss, **nothing)

    assert (flags(ann), tokens.holder(token)) == (facts, ann)
