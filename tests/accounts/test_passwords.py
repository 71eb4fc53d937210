"""What a password must be, how it is kept, and what setting a new one does."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from openevent import settings as written
from openevent.accounts import joining, passwords, tokens
from openevent.accounts.models import User
from openevent.accounts.passwords import UnfitPassword
from openevent.accounts.proofs import NoProof
from openevent.accounts.tokens import NotSignedIn
from openevent.lib.errors import Malformed
from tests.accounts.mail import last_secret
from tests.conftest import PASSWORD

IMPOSSIBLE = "A password has at most 1024 characters, all of which can be written in Unicode."


@pytest.mark.django_db
def test_passwords_are_kept_with_argon2(settings: Any) -> None:
    settings.PASSWORD_HASHERS = written.PASSWORD_HASHERS  # as served, not as most tests have it

    user = joining.join("olga@example.org", PASSWORD)

    assert user.password.startswith("argon2$argon2id$")
    assert PASSWORD not in user.password
    assert (user.check_password(PASSWORD), user.check_password(PASSWORD + " ")) == (True, False)


@pytest.mark.parametrize("password", ["eight ch", "x1" * 512, "пароль на всю жизнь", "  blank  "])
def test_a_fit_password_is_taken(password: str) -> None:
    passwords.check(password)


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("seven c", "This password is too short. It must contain at least 8 characters."),
        ("", "This password is too short. It must contain at least 8 characters."),
        ("x1" * 512 + "x", IMPOSSIBLE),
        ("password123", "This password is too common."),
        ("olga@example", "The password is too similar to the e-mail address."),
        ("half \ud800 a character", IMPOSSIBLE),
    ],
)
def test_an_unfit_password_is_refused_with_its_reason(password: str, sentence: str) -> None:
    with pytest.raises(UnfitPassword) as refusal:
        passwords.check(password, User(email="olga@example.org"))

    assert (str(refusal.value), refusal.value.pointer) == (sentence, "/data/attributes/password")


def test_the_rule_for_long_passwords_says_itself() -> None:
    rule = passwords.MaximumLengthValidator()

    rule.validate("x" * 1024)

    assert rule.get_help_text() == "Your password must contain at most 1024 characters."
    with pytest.raises(ValidationError, match="at most 1024 characters"):
        rule.validate("x" * 1025)


def test_a_new_password_voids_every_token(olga: User) -> None:
    access, refresh = tokens.access_token(olga, fresh=True), tokens.refresh_token(olga, csrf="")

    passwords.set_password(olga, "another long sentence")

    for read in (lambda: tokens.holder(access), lambda: tokens.refreshed(refresh)):
        with pytest.raises(NotSignedIn):
            read()
    assert tokens.holder(tokens.sign_in(olga.email, "another long sentence").access) == olga
    with pytest.raises(NotSignedIn):
        tokens.sign_in(olga.email, PASSWORD)


def test_a_refused_password_changes_nothing(olga: User) -> None:
    access = tokens.access_token(olga, fresh=True)

    with pytest.raises(UnfitPassword):
        passwords.set_password(olga, "short")

    assert tokens.holder(access) == olga
    assert tokens.holder(tokens.sign_in(olga.email, PASSWORD).access) == olga


def test_a_row_that_was_read_before_does_not_bring_old_tokens_back(olga: User) -> None:
    stale, access = User.objects.get(pk=olga.pk), tokens.access_token(olga, fresh=True)
    tokens.revoke_all(olga)

    passwords.set_password(stale, "another long sentence")

    assert stale.token_generation == olga.token_generation + 1
    with pytest.raises(NotSignedIn):
        tokens.holder(access)


NEW = "another long sentence"


def test_a_password_is_changed_for_the_present_one(olga: User) -> None:
    token = tokens.access_token(olga, fresh=True)

    passwords.change(olga, PASSWORD, NEW)

    assert tokens.holder(tokens.sign_in(olga.email, NEW).access) == olga
    with pytest.raises(NotSignedIn):
        tokens.holder(token)


@pytest.mark.parametrize(
    ("old", "new", "pointer", "sentence"),
    [
        ("wrong", NEW, "/data/old-password", "Wrong Password: this is not your present one."),
        ("", NEW, "/data/old-password", "Wrong Password: this is not your present one."),
        ("half \ud800", NEW, "/data/old-password", "Wrong Password: this is not your present one."),
        ("x" * 5000, NEW, "/data/old-password", "Wrong Password: this is not your present one."),
        (PASSWORD, PASSWORD, "/data/new-password", "The new password must be another than the present one."),
        (
            *(PASSWORD, "short", "/data/new-password"),
            "This password is too short. It must contain at least 8 characters.",
        ),
        (PASSWORD, "x1" * 600, "/data/new-password", IMPOSSIBLE),
    ],
)
def test_a_password_that_cannot_be_changed_so_stays(
    olga: User, old: str, new: str, pointer: str, sentence: str
) -> None:
    with pytest.raises(Malformed) as refusal:
        passwords.change(olga, old, new)

    assert (refusal.value.status, refusal.value.pointer, str(refusal.value)) == (400, pointer, sentence)
    olga.refresh_from_db()
    assert olga.check_password(PASSWORD)


def test_a_forgotten_password_is_replaced_with_the_secret_of_the_letter(olga: User) -> None:
    User.objects.filter(pk=olga.pk).update(is_verified=False)
    token = tokens.access_token(olga, fresh=True)
    passwords.ask_reset("OLGA@example.org")

    assert passwords.reset(last_secret(olga.email), NEW) == olga

    olga.refresh_from_db()
    assert (olga.check_password(NEW), olga.is_verified) == (True, True)
    with pytest.raises(NotSignedIn):
        tokens.holder(token)


def test_a_letter_replaces_a_password_once(olga: User) -> None:
    passwords.ask_reset(olga.email)
    secret = last_secret(olga.email)
    passwords.reset(secret, NEW)

    with pytest.raises(NoProof) as refusal:
        passwords.reset(secret, PASSWORD)

    olga.refresh_from_db()
    assert (refusal.value.status, olga.check_password(NEW)) == (404, True)


def test_a_refused_password_does_not_use_the_letter_up(olga: User) -> None:
    passwords.ask_reset(olga.email)

    with pytest.raises(UnfitPassword) as refusal:
        passwords.reset(last_secret(olga.email), "short")

    assert (refusal.value.status, refusal.value.pointer) == (422, "/data/password")
    assert passwords.reset(last_secret(olga.email), NEW) == olga


def test_a_password_that_was_changed_meanwhile_voids_the_letter(olga: User) -> None:
    passwords.ask_reset(olga.email)

    passwords.change(olga, PASSWORD, NEW)

    with pytest.raises(NoProof):
        passwords.reset(last_secret(olga.email), "a third long sentence")


@pytest.mark.django_db
def test_an_account_without_a_password_gets_its_first_by_letter() -> None:
    user = joining.known_or_new("ann@example.org")
    passwords.ask_reset(user.email)

    passwords.reset(last_secret(user.email), NEW)

    assert tokens.holder(tokens.sign_in(user.email, NEW).access) == user
