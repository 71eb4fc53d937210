"""What a password must be, how it is kept, and what setting a new one does."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from openevent import settings as written
from openevent.accounts import joining, passwords, tokens
from openevent.accounts.models import User
from openevent.accounts.passwords import UnfitPassword
from openevent.accounts.tokens import NotSignedIn
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
