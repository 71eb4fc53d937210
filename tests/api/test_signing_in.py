"""Signing in and out over HTTP."""

from typing import Any

import pytest
from django.test import Client
from rest_framework_simplejwt.tokens import UntypedToken

from openevent.accounts import passwords, tokens
from openevent.accounts.models import User
from tests.conftest import PASSWORD, as_user

MINE = "/v1/auth/blacklist"  # an address that every signed-in account may call


def sign_in(client: Client, **body: Any) -> Any:
    return client.post("/auth/session", body, content_type="application/json")


@pytest.mark.parametrize("address", ["/auth/session", "/v1/auth/login"])
def test_an_account_signs_in_under_both_addresses(olga: User, client: Client, address: str) -> None:
    answer = client.post(address, {"email": olga.email, "password": PASSWORD}, content_type="application/json")

    assert answer.status_code == 200
    assert answer.json().keys() == {"access_token"}
    assert tokens.holder(answer.json()["access_token"]) == olga


@pytest.mark.parametrize("scheme", ["JWT", "Bearer", "jwt", "bearer"])
def test_both_words_open_the_api(olga: User, client: Client, scheme: str) -> None:
    token = sign_in(client, email=olga.email, password=PASSWORD).json()["access_token"]

    answer = client.post(MINE, headers={"Authorization": f"{scheme} {token}"})

    assert answer.status_code == 200


def test_the_address_may_be_called_username_and_be_written_in_capitals(olga: User, client: Client) -> None:
    answer = sign_in(client, username="OLGA@example.ORG", password=PASSWORD)

    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("body", "status", "detail"),
    [
        ({}, 400, "username or password missing"),
        ({"email": "olga@example.org"}, 400, "username or password missing"),
        ({"email": "olga@example.org", "password": ""}, 400, "username or password missing"),
        ({"email": 7, "password": "x"}, 400, "“email” must be a text."),
        ({"email": "olga@example.org", "password": ["x"]}, 400, "“password” must be a text."),
        ([], 400, "The body must be a JSON object."),
        ('"olga"', 400, "The body must be a JSON object."),
        ({"email": "olga@example.org", "password": "wrong"}, 401, None),
        ({"email": "nobody@example.org", "password": "wrong"}, 401, None),
        ({"email": "nobody@example.org\0", "password": "\0"}, 401, None),
        ({"email": "olga@example.org", "password": "\ud800"}, 401, None),
        ({"email": "\ud800", "password": "wrong"}, 401, None),
        ({"email": "olga@example.org", "password": "long" * 10_000}, 401, None),
    ],
)
def test_a_wrong_body_is_refused_with_a_sentence(
    olga: User, client: Client, body: object, status: int, detail: str | None
) -> None:
    answer = client.post("/auth/session", body, content_type="application/json")

    assert answer.status_code == status
    error = answer.json()["errors"][0]
    assert error["status"] == str(status)
    assert error["detail"] == (detail or "Invalid Credentials: the e-mail address or the password is wrong.")


def test_what_is_no_json_is_refused(client: Client, db: None) -> None:
    answer = client.post("/auth/session", "{", content_type="application/json")

    assert (answer.status_code, answer["Content-Type"]) == (400, "application/vnd.api+json")
    assert answer.json()["errors"][0]["title"] == "Bad Request"


@pytest.mark.parametrize("fact", [{"is_blocked": True}, {"deleted_at": "2026-01-01T00:00:00Z"}])
def test_a_blocked_or_deleted_account_cannot_sign_in_and_its_tokens_are_void(
    olga: User, client: Client, fact: dict[str, object]
) -> None:
    held = as_user(olga)

    User.objects.filter(pk=olga.pk).update(**fact)

    assert sign_in(client, email=olga.email, password=PASSWORD).status_code == 401
    assert held.post(MINE).status_code == 401


def test_a_refresh_token_makes_access_tokens_that_are_not_fresh(olga: User, client: Client) -> None:
    body = {"email": olga.email, "password": PASSWORD, "remember-me": True, "include-in-response": True}
    refresh = client.post("/auth/session", body, content_type="application/json").json()["refresh_token"]

    answer = client.post("/v1/auth/token/refresh", headers={"Authorization": f"JWT {refresh}"})

    assert answer.status_code == 200
    token = UntypedToken(answer.json()["access_token"])
    assert (token["identity"], token["type"], token["fresh"]) == (olga.pk, "access", False)


def test_a_browser_keeps_the_refresh_token_as_a_cookie_and_needs_its_csrf_token(olga: User, client: Client) -> None:
    body = {"email": olga.email, "password": PASSWORD, "remember-me": True}
    answer = client.post("/auth/session", body, content_type="application/json")
    cookie = answer.cookies["refresh_token_cookie"]

    without = client.post("/v1/auth/token/refresh")
    wrong = client.post("/v1/auth/token/refresh", headers={"X-CSRF-TOKEN": "wrong"})
    right = client.post("/v1/auth/token/refresh", headers={"X-CSRF-TOKEN": answer.cookies["csrf_refresh_token"].value})

    assert (cookie["httponly"], cookie["path"]) == (True, "/v1/auth/token/refresh")
    assert [without.status_code, wrong.status_code, right.status_code] == [401, 401, 200]


def test_tokens_of_one_kind_do_not_serve_as_the_other(olga: User, client: Client) -> None:
    access, refresh = tokens.access_token(olga, fresh=True), tokens.refresh_token(olga, csrf="x")

    refreshing = client.post("/v1/auth/token/refresh", headers={"Authorization": f"JWT {access}"})
    asking = client.post(MINE, headers={"Authorization": f"JWT {refresh}"})

    assert [refreshing.status_code, asking.status_code] == [422, 401]


def test_signing_out_voids_this_token_and_no_other(olga: User, client: Client) -> None:
    here, there = as_user(olga), as_user(olga)

    answer = here.post("/v1/auth/logout")

    assert answer.json() == {"success": True}
    assert here.post(MINE).status_code == 401
    assert there.post(MINE).status_code == 200


def test_signing_out_everywhere_and_a_new_password_void_every_token(olga: User) -> None:
    one, other = as_user(olga), as_user(olga)
    assert one.post(MINE).json() == {"success": True}
    assert other.post(MINE).status_code == 401

    olga.refresh_from_db()
    third = as_user(olga)
    passwords.set_password(olga, "another long sentence")

    assert third.post(MINE).status_code == 401


@pytest.mark.parametrize("header", ["JWT", "JWT ", "JWT x.y.z", "Bearer \xff", "Basic b2xnYTp4", "JWT a b c", ""])
def test_a_header_that_says_nobody_is_answered_with_401(client: Client, db: None, header: str) -> None:
    answer = client.post(MINE, headers={"Authorization": header})

    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == 'JWT realm="api"'
    assert answer.json()["errors"][0]["status"] == "401"


@pytest.mark.parametrize("method", ["get", "put", "patch", "delete"])
def test_other_methods_are_answered_with_an_error_document(client: Client, db: None, method: str) -> None:
    answer = getattr(client, method)("/auth/session")

    assert answer.status_code == 405
    assert answer.json()["errors"][0]["title"] == "Method Not Allowed"
