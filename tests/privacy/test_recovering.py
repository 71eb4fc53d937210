"""Who reads a mailbox gets the account of its address, and whoever made it in their name is out of it for good."""

from collections.abc import Callable

import pytest
from django.test import Client

from openevent.accounts import factors, joining, passwords
from openevent.accounts.models import User
from openevent.accounts.passwords import UnfitPassword
from openevent.accounts.proofs import NoProof
from openevent.events import issuing
from openevent.events.models import FeedToken
from openevent.privacy import recovering
from tests.accounts.codes import code_now
from tests.accounts.mail import last_secret
from tests.web.pages import signed_in

NEW = "another long and secret sentence"


def by_page(secret: str) -> int:
    return signed_in(None).post("/account/reset", {"code": secret, "password": NEW}).status_code


def by_program(secret: str) -> int:
    sent = {"token": secret, "password": NEW}
    return Client().patch("/v1/auth/reset-password", sent, content_type="application/json").status_code


@pytest.fixture
def made_by_mallory(db: None) -> User:
    """An account of ann's address, which ann has never heard of."""
    return joining.register("ann@example.org", "only mallory knows this")


def leave_keys(user: User) -> str:
    """A second factor, and the secret of a calendar of all of the account's tickets."""
    key = factors.new_key()
    factors.turn_on(user, key, code_now(key))
    _token, secret = issuing.issue(user, name="Mine", scope=FeedToken.Scope.TICKET)
    return f"/feeds/{secret}.ics"


@pytest.mark.parametrize("reset", [by_page, by_program])
def test_who_signed_up_with_another_s_address_is_out_when_its_owner_comes(
    made_by_mallory: User, reset: Callable[[str], int]
) -> None:
    feed = leave_keys(made_by_mallory)
    assert Client().get(feed).status_code == 200
    passwords.ask_reset("ann@example.org")

    assert reset(last_secret("ann@example.org")) < 400

    made_by_mallory.refresh_from_db()
    assert (made_by_mallory.is_verified, made_by_mallory.check_password(NEW)) == (True, True)
    assert not factors.is_on(made_by_mallory)
    assert Client().get(feed).status_code == 410


@pytest.mark.parametrize("reset", [by_page, by_program])
def test_who_has_proven_the_address_before_keeps_factor_and_calendars(ann: User, reset: Callable[[str], int]) -> None:
    feed = leave_keys(ann)
    passwords.ask_reset(ann.email)

    assert reset(last_secret(ann.email)) < 400

    assert factors.is_on(ann)
    assert Client().get(feed).status_code == 200


def test_what_sets_no_password_takes_nothing_away(made_by_mallory: User) -> None:
    feed = leave_keys(made_by_mallory)
    passwords.ask_reset("ann@example.org")
    secret = last_secret("ann@example.org")

    with pytest.raises(UnfitPassword):
        recovering.reset(secret, "short")
    with pytest.raises(NoProof):
        recovering.reset("x", NEW)

    assert factors.is_on(made_by_mallory)
    assert Client().get(feed).status_code == 200
