"""Registering, and proving the address."""

from typing import Any

import pytest
from django.db import transaction

from openevent.accounts import joining, passwords, profiles
from openevent.accounts.joining import AddressTaken, InvalidToken, NotAnAddress
from openevent.accounts.models import Letter, Proof, User
from openevent.lib.errors import Refused
from tests.accounts.mail import last_letter, last_secret
from tests.conftest import PASSWORD

NEW = "new@example.org"


@pytest.mark.django_db
def test_who_registers_gets_a_letter_and_is_not_verified_yet() -> None:
    made = joining.register("New@Example.org", PASSWORD, first_name=" Nora  ", details="<script>x</script><b>Hi</b>")

    made.refresh_from_db()
    assert (made.email, made.is_verified, made.check_password(PASSWORD)) == (NEW, False, True)
    assert (made.first_name, made.details) == ("Nora", "<b>Hi</b>")
    assert last_letter(NEW).subject == "Is this your address?"


@pytest.mark.django_db
def test_the_secret_of_the_letter_proves_the_address() -> None:
    made = joining.register(NEW, PASSWORD)

    verified = joining.verify_with(last_secret(NEW))

    made.refresh_from_db()
    assert (verified, made.is_verified) == (made, True)


@pytest.mark.django_db
def test_another_secret_proves_nothing() -> None:
    made = joining.register(NEW, PASSWORD)

    with pytest.raises(InvalidToken) as refusal:
        joining.verify_with("another")

    made.refresh_from_db()
    assert (refusal.value.status, refusal.value.pointer, made.is_verified) == (400, "/data/token", False)
    assert str(refusal.value) == "Invalid Token: This code is not known. Ask for another."


@pytest.mark.django_db
@pytest.mark.parametrize(
    "flag", ["is_admin", "is_super_admin", "is_verified", "is_blocked", "verified", "admin", "super_admin", "unknown"]
)
def test_nobody_registers_as_more_than_somebody(flag: str) -> None:
    facts: dict[str, Any] = {flag: True}

    with pytest.raises(TypeError, match=flag):
        joining.register(NEW, PASSWORD, **facts)

    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"email": "ANN@example.org"}, AddressTaken),
        ({"email": "nobody"}, NotAnAddress),
        ({"email": f"{'a' * 250}@example.org"}, NotAnAddress),
        ({"email": "ann@example.org.deleted"}, NotAnAddress),
        ({"password": "short"}, passwords.UnfitPassword),
        ({"avatar_url": "javascript:alert(1)"}, profiles.WrongProfile),
        ({"first_name": "x" * 101}, Refused),
        ({"contact": "\0"}, Refused),
    ],
)
def test_a_refused_registration_leaves_nothing(ann: User, facts: dict[str, Any], refusal: type[Exception]) -> None:
    said = {"email": NEW, "password": PASSWORD, **facts}

    with pytest.raises(refusal), transaction.atomic():
        joining.register(said.pop("email"), said.pop("password"), **said)

    assert (list(User.objects.all()), Letter.objects.count(), Proof.objects.count()) == ([ann], 0, 0)


@pytest.mark.django_db
def test_a_password_like_ones_name_is_refused() -> None:
    with pytest.raises(passwords.UnfitPassword):
        joining.register(NEW, "Wolkenstein1", last_name="Wolkenstein")


@pytest.mark.django_db
def test_another_letter_is_sent_to_whoever_is_not_verified() -> None:
    made = joining.register(NEW, PASSWORD)
    first = last_secret(NEW)

    joining.resend_verification("NEW@example.org")

    second = last_secret(NEW)
    assert first != second
    assert joining.verify_with(second) == made
    with pytest.raises(InvalidToken):
        joining.verify_with(first)


def test_who_is_verified_gets_no_other_letter(ann: User) -> None:
    joining.resend_verification(ann.email)

    assert (last_letter(ann.email).text, last_letter(ann.email).next_try_at) == ("", None)
