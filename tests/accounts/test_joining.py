"""How people get an account: one address, one account, in whatever case it is written."""

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from openevent.accounts import joining
from openevent.accounts.joining import AddressTaken, NotAnAddress
from openevent.accounts.models import User
from openevent.accounts.passwords import UnfitPassword
from tests.conftest import PASSWORD


@pytest.mark.django_db
def test_an_address_is_kept_in_lower_case_without_blanks() -> None:
    user = joining.join("  Olga@Example.ORG ", PASSWORD)

    assert user.email == "olga@example.org"
    assert (user.is_verified, user.is_admin, user.is_super_admin, user.is_active) == (False, False, False, True)


def test_a_user_is_found_in_whatever_case_the_address_is_written(olga: User) -> None:
    assert User.objects.by_email(" OLGA@example.org") == olga
    assert User.objects.get_by_natural_key("Olga@Example.Org") == olga
    assert User.objects.by_email("nobody@example.org") is None


def test_an_address_has_one_account(olga: User) -> None:
    with pytest.raises(AddressTaken) as refusal:
        joining.join("OLGA@EXAMPLE.ORG", PASSWORD)

    assert (refusal.value.status, refusal.value.pointer) == (409, "/data/attributes/email")
    assert str(refusal.value) == "There is already an account for olga@example.org."
    assert list(User.objects.all()) == [olga]


@pytest.mark.parametrize("email", ["Ann@example.org", "olga@example.org", ""])
def test_the_database_refuses_what_must_not_be(olga: User, ann: User, email: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=ann.pk).update(email=email)

    ann.refresh_from_db()
    assert ann.email == "ann@example.org"


def test_the_database_refuses_a_second_account_past_the_code(olga: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.bulk_create([User(email="olga@example.org", password="x")])


@pytest.mark.django_db
@pytest.mark.parametrize(
    "email",
    [
        "",
        "nobody",
        "@example.org",
        "a@b@c",
        "olga@example.org\nBcc: x",
        f"{'a' * 250}@example.org",
        "\ud800@b.org",
        "a\ud800 b@c.org",
    ],
)
def test_what_is_no_address_is_refused(email: str) -> None:
    with pytest.raises(NotAnAddress) as refusal:
        joining.join(email, PASSWORD)

    assert refusal.value.pointer == "/data/attributes/email"
    assert str(refusal.value).encode().endswith(b"is not an e-mail address.")
    assert list(User.objects.all()) == []


@given(st.text())
def test_any_text_is_an_address_or_refused(email: str) -> None:
    try:
        address = joining.checked_email(email)
    except NotAnAddress:
        return
    assert address == address.strip().lower()


@pytest.mark.django_db
def test_an_unfit_password_makes_no_account() -> None:
    with pytest.raises(UnfitPassword):
        joining.join("olga@example.org", "short")

    assert list(User.objects.all()) == []


@pytest.mark.django_db
def test_a_super_admin_is_staff() -> None:
    boss = joining.join("boss@example.org", PASSWORD, super_admin=True)

    assert (boss.is_admin, boss.is_super_admin, boss.is_staff) == (True, True, True)


def test_a_known_address_leads_to_its_account(olga: User) -> None:
    assert joining.known_or_new("OLGA@example.org") == olga


@pytest.mark.django_db
def test_an_unknown_address_gets_an_account_that_nobody_can_sign_in_to() -> None:
    user = joining.known_or_new("New@example.org")

    assert (user.email, user.has_usable_password(), user.is_verified) == ("new@example.org", False, False)


@pytest.mark.parametrize(
    ("fact", "value"), [("is_blocked", True), ("deleted_at", "2026-01-01T00:00Z"), ("is_admin", False)]
)
def test_who_is_blocked_or_deleted_is_no_staff(staff: User, fact: str, value: object) -> None:
    User.objects.filter(pk=staff.pk).update(**{fact: value})

    staff.refresh_from_db()
    assert (staff.is_staff, staff.has_perm("any"), staff.has_module_perms("any")) == (False, False, False)
