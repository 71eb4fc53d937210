"""The second factor holds wherever a password signs in: on pages, over the API, for the staff, and for calendars."""

import time
from base64 import b64encode
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from openevent.accounts import factors, passwords, personal, tokens
from openevent.accounts.models import User
from openevent.feeds.caldav import principals
from tests.accounts.codes import code_now
from tests.conftest import PASSWORD, as_user

SIGN_IN, CODE = "/account/sign-in", "/account/sign-in/code"


@pytest.fixture
def key(olga: User) -> str:
    """The key of olga's second factor."""
    made = factors.new_key()
    factors.turn_on(olga, made, code_now(made))
    return made


def given_password(client: Client, user: User, then: str = "/manage") -> Any:
    return client.post(SIGN_IN, {"email": user.email, "password": PASSWORD, "next": then})


def next_code(key: str) -> str:
    """A code later than the one that turned it on."""
    return code_now(key, steps=1)


def is_in(client: Client) -> bool:
    return client.get("/manage").status_code == 200


def post(address: str, body: dict[str, Any], client: Client | None = None) -> Any:
    return (client or Client()).post(address, body, content_type="application/json")


def test_a_page_asks_for_the_code_before_anybody_is_signed_in(olga: User, key: str, client: Client) -> None:
    asked = given_password(client, olga)
    half = is_in(client)
    shown = client.get(asked["Location"])
    answer = client.post(CODE, {"code": next_code(key), "next": "/manage"})

    assert (asked["Location"], half, shown.status_code) == (f"{CODE}?next=%2Fmanage", False, 200)
    assert (answer["Location"], is_in(client)) == ("/manage", True)


@pytest.mark.parametrize("code", ["", "000000", "\0", "x" * 500])
def test_a_wrong_code_signs_nobody_in(olga: User, key: str, client: Client, code: str) -> None:
    given_password(client, olga)

    answer = client.post(CODE, {"code": code})

    assert (answer.status_code, is_in(client)) == (422, False)


def test_a_code_without_the_password_is_nothing(olga: User, key: str, client: Client) -> None:
    answer = client.post(CODE, {"code": next_code(key)})

    assert (answer["Location"], is_in(client)) == (f"{SIGN_IN}?next=%2Faccount", False)


@pytest.mark.parametrize("meanwhile", ["late", "password", "blocked"])
def test_the_password_counts_for_a_while_and_as_long_as_it_is_the_one(
    olga: User, key: str, client: Client, monkeypatch: pytest.MonkeyPatch, meanwhile: str
) -> None:
    given_password(client, olga)
    code = next_code(key)
    if meanwhile == "late":
        now = time.time()
        monkeypatch.setattr(time, "time", lambda: now + 700)
    elif meanwhile == "password":
        passwords.set_password(olga, "another long and secret sentence")
    else:
        User.objects.filter(pk=olga.pk).update(is_blocked=True)

    answer = client.post(CODE, {"code": code})

    assert answer["Location"].startswith(f"{SIGN_IN}?next=")
    assert not is_in(client)


def test_codes_of_a_page_are_tried_so_often_only(olga: User, key: str, client: Client, settings: Any) -> None:
    settings.CODES_PER_ACCOUNT = 2
    given_password(client, olga)
    for _ in range(2):
        client.post(CODE, {"code": "000000"})

    answer = client.post(CODE, {"code": next_code(key)})

    assert "Too many attempts." in answer.content.decode()
    assert not is_in(client)


@pytest.mark.parametrize("address", ["/auth/session", "/v1/auth/login"])
def test_the_api_asks_for_it_too(olga: User, key: str, address: str) -> None:
    who = {"email": olga.email, "password": PASSWORD}

    without, wrong = post(address, who), post(address, {**who, "otp": "000000"})
    right = post(address, {**who, "otp": next_code(key)})
    again = post(address, {**who, "code": next_code(key)})

    assert [answer.status_code for answer in (without, wrong, right, again)] == [401, 401, 200, 401]
    assert "has a second factor: send the code" in without.content.decode()
    assert tokens.holder(right.json()["access_token"]) == olga


def test_only_who_knows_the_password_learns_that_there_is_a_second_factor(olga: User, key: str) -> None:
    answer = post("/auth/session", {"email": olga.email, "password": "wrong", "otp": next_code(key)})

    assert answer.status_code == 401
    assert "second factor" not in answer.content.decode()


def test_a_fresh_token_needs_it_again(olga: User, key: str) -> None:
    client, who = as_user(olga), {"email": olga.email, "password": PASSWORD}

    without = post("/v1/auth/fresh-login", who, client)
    right = post("/v1/auth/fresh-login", {**who, "otp": next_code(key)}, client)

    assert (without.status_code, right.status_code) == (401, 200)


@pytest.mark.parametrize("body", [{"otp": 123456}, {"otp": ["1"]}, {"code": {}}])
def test_a_code_of_another_shape_is_refused(olga: User, key: str, body: dict[str, Any]) -> None:
    assert post("/auth/session", {"email": olga.email, "password": PASSWORD, **body}).status_code == 400


def test_the_admin_pages_are_no_way_round_it(staff: User, client: Client) -> None:
    made = factors.new_key()
    factors.turn_on(staff, made, code_now(made))

    client.post("/admin/login/?next=/admin/", {"username": staff.email, "password": PASSWORD})
    tried = client.get("/admin/").status_code
    address = client.get("/admin/login/?next=/admin/accounts/user/")["Location"]
    client.post(address, {"email": staff.email, "password": PASSWORD})
    half = client.get("/admin/").status_code
    answer = client.post(CODE, {"code": next_code(made), "next": "/admin/accounts/user/"})

    assert (tried, half) == (302, 302)
    assert address == f"{SIGN_IN}?next=%2Fadmin%2Faccounts%2Fuser%2F"
    assert (answer["Location"], client.get("/admin/").status_code) == ("/admin/accounts/user/", 200)


def test_the_admin_pages_send_nobody_in_a_circle(mallory: User, staff: User, client: Client) -> None:
    client.force_login(mallory)
    refused = client.get("/admin/login/?next=/admin/")
    client.force_login(staff)

    assert (refused.status_code, client.get("/admin/login/?next=/admin/")["Location"]) == (403, "/admin/")


def test_calendars_are_opened_by_feed_tokens_and_by_no_password(olga: User, key: str) -> None:
    basic = b64encode(f"{olga.email}:{PASSWORD}".encode()).decode()

    with pytest.raises(principals.NotSignedIn, match="a feed token that you have made"):
        principals.of_header(f"Basic {basic}")


def test_a_new_password_by_letter_leaves_the_second_factor_as_it_is(olga: User, key: str, client: Client) -> None:
    passwords.set_password(olga, "another long and secret sentence")

    client.post(SIGN_IN, {"email": olga.email, "password": "another long and secret sentence"})

    assert not is_in(client)


def test_staff_turns_it_off_for_who_has_lost_everything(olga: User, staff: User, key: str, client: Client) -> None:
    client.force_login(staff)
    action = {"action": "turn_second_factor_off", "_selected_action": [str(olga.pk)]}

    client.post("/admin/accounts/user/", action)

    assert not factors.is_on(olga)


def test_keys_are_on_no_admin_page(staff: User, client: Client) -> None:
    client.force_login(staff)

    pages = [client.get(f"/admin/{path}/").status_code for path in ("mfa/authenticator", "account/emailaddress")]

    assert pages == [404, 404]


def test_the_person_s_own_data_tells_of_it_and_not_its_key(olga: User, key: str) -> None:
    (part,) = [one for one in personal.PARTS if one.name == "second-factors"]
    rows = list(part.rows(olga))

    assert [row["type"] for row in rows] == ["totp", "recovery_codes"]
    assert key not in str(rows)
    assert Authenticator.objects.filter(data__secret=key).exists()
