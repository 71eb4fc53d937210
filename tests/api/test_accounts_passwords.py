"""Passwords over HTTP: given again, changed, forgotten."""

from typing import Any

import pytest
from django.test import Client

from openevent.accounts import tokens
from openevent.accounts.models import Letter, User
from tests.accounts.mail import last_secret
from tests.conftest import PASSWORD, as_user

FRESH, VERIFY = "/v1/auth/fresh-login", "/v1/auth/verify-password"
CHANGE, RESET = "/v1/auth/change-password", "/v1/auth/reset-password"
NEW = "another long sentence"


@pytest.fixture(autouse=True)
def _from_anywhere(settings: Any) -> None:
    """Limits of the client are a subject of their own."""
    settings.SECRETS_PER_CLIENT = 1000


def post(client: Client, address: str, body: Any) -> Any:
    return client.post(address, body, content_type="application/json")


def stale(user: User) -> Client:
    """A client whose token was made without the password."""
    return Client(headers={"Authorization": f"JWT {tokens.access_token(user, fresh=False)}"})


def fault(answer: Any) -> tuple[int, str]:
    """The status, and the part of the request that was at fault."""
    assert answer["Content-Type"] == "application/vnd.api+json"
    (error,) = answer.json()["errors"]
    return answer.status_code, error.get("source", {}).get("pointer", "")


# --- fresh-login ---


def test_a_token_becomes_fresh_with_the_password(olga: User) -> None:
    answer = post(stale(olga), FRESH, {"email": olga.email, "password": PASSWORD})

    assert (answer.status_code, answer.json().keys()) == (200, {"access_token"})
    assert tokens.holder(answer.json()["access_token"]).has_fresh_token


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"email": "olga@example.org", "password": "wrong"}, 401),
        ({"email": "mallory@example.org", "password": PASSWORD}, 401),
        ({"email": "olga@example.org"}, 400),
        ({}, 400),
    ],
)
def test_a_token_stays_stale_with_other_credentials(olga: User, mallory: User, body: Any, status: int) -> None:
    assert post(stale(olga), FRESH, body).status_code == status


# --- verify-password ---


@pytest.mark.parametrize("body", [{"password": PASSWORD}, {"data": {"password": PASSWORD}}])
def test_whether_a_password_is_ones_own_is_said(olga: User, body: Any) -> None:
    assert post(stale(olga), VERIFY, body).json() == {"result": True}


@pytest.mark.parametrize("password", ["wrong", "\0", "\ud800", "x" * 5000])
def test_another_password_is_not_ones_own(olga: User, password: str) -> None:
    answer = post(stale(olga), VERIFY, {"password": password})

    assert (answer.status_code, answer.json()) == (200, {"result": False})


def test_no_password_is_no_question(olga: User) -> None:
    assert fault(post(as_user(olga), VERIFY, {})) == (400, "/data/password")


# --- change-password ---


@pytest.mark.parametrize(
    "body",
    [
        {"data": {"old-password": PASSWORD, "new-password": NEW}},
        {"data": {"old_password": PASSWORD, "new_password": NEW}},
        {"old-password": PASSWORD, "new-password": NEW},
        {"old_password": PASSWORD, "new_password": NEW},
    ],
)
def test_a_password_is_changed_and_signs_out(olga: User, body: Any) -> None:
    User.objects.filter(pk=olga.pk).update(first_name="Olga", last_name="Organ")
    client = as_user(olga)

    answer = post(client, CHANGE, body)

    assert answer.status_code == 200
    assert answer.json() == {"id": olga.pk, "email": olga.email, "name": "Olga Organ", "password-changed": True}
    assert post(client, VERIFY, {"password": NEW}).status_code == 401
    assert post(Client(), "/v1/auth/login", {"email": olga.email, "password": NEW}).status_code == 200


@pytest.mark.parametrize(
    ("old", "new", "pointer"),
    [
        ("wrong", NEW, "/data/old-password"),
        (PASSWORD, PASSWORD, "/data/new-password"),
        (PASSWORD, "short", "/data/new-password"),
        (PASSWORD, "", "/data/new-password"),
        ("", NEW, "/data/old-password"),
    ],
)
def test_a_password_that_will_not_do_is_refused(olga: User, old: str, new: str, pointer: str) -> None:
    body = {"data": {"old-password": old, "new-password": new}}

    assert fault(post(as_user(olga), CHANGE, body)) == (400, pointer)


def test_a_password_is_changed_with_a_fresh_token_only(olga: User) -> None:
    answer = post(stale(olga), CHANGE, {"data": {"old-password": PASSWORD, "new-password": NEW}})

    assert answer.status_code == 401
    assert answer.json()["errors"][0]["detail"].startswith("Fresh token required")


@pytest.mark.parametrize("address", [FRESH, VERIFY, CHANGE])
def test_strangers_are_asked_to_sign_in(db: None, address: str) -> None:
    assert fault(post(Client(), address, {"password": PASSWORD})) == (401, "")


# --- reset-password ---


def test_a_forgotten_password_is_replaced(olga: User) -> None:
    post(Client(), RESET, {"data": {"email": olga.email}})

    answer = Client().patch(
        RESET, {"data": {"token": last_secret(olga.email), "password": NEW}}, content_type="application/json"
    )

    assert answer.status_code == 200
    assert answer.json() == {"id": olga.pk, "email": olga.email, "name": None}
    assert tokens.holder(tokens.sign_in(olga.email, NEW).access) == olga


def test_the_answer_is_the_same_whether_there_is_an_account_or_not(olga: User) -> None:
    answers = [
        post(Client(), RESET, {"data": {"email": email}}) for email in ("OLGA@example.org", "nobody@example.org")
    ]

    message = "If your email was registered with us, you'll get an email with reset link shortly"
    assert [answer.status_code for answer in answers] == [200, 200]
    assert [answer.json() for answer in answers] == [
        {"message": message, "email": "olga@example.org"},
        {"message": message, "email": "nobody@example.org"},
    ]
    assert [letter.to for letter in Letter.objects.filter(next_try_at__isnull=False)] == ["olga@example.org"]


@pytest.mark.parametrize("body", [{"data": {"token": "x" * 43, "password": NEW}}, {"token": "", "password": NEW}])
def test_an_unknown_token_replaces_nothing(olga: User, body: Any) -> None:
    answer = Client().patch(RESET, body, content_type="application/json")

    assert answer.status_code == (404 if "data" in body else 400)


def test_a_short_password_is_refused_and_the_token_stays_good(olga: User) -> None:
    post(Client(), RESET, {"email": olga.email})
    token = last_secret(olga.email)

    short = Client().patch(RESET, {"token": token, "password": "short"}, content_type="application/json")
    long = Client().patch(RESET, {"token": token, "password": NEW}, content_type="application/json")

    assert (fault(short), long.status_code) == ((422, "/data/password"), 200)


@pytest.mark.parametrize(("body", "status"), [({}, 400), ({"email": "nobody"}, 422), ({"email": "\ud800@b.org"}, 422)])
def test_what_is_no_address_gets_no_letter(db: None, body: Any, status: int) -> None:
    assert fault(post(Client(), RESET, body)) == (status, "/data/email")
    assert not Letter.objects.exists()
