"""Proving an address, and asking for one, over HTTP; who one is; the cookie with which a browser reads."""

from typing import Any

import pytest
from django.test import Client

from openevent.accounts import joining, tokens
from openevent.accounts.models import Letter, User
from tests.accounts.mail import last_secret
from tests.conftest import PASSWORD, as_user

VERIFY, RESEND = "/v1/auth/verify-email", "/v1/auth/resend-verification-email"
CHECK, OWN_ID = "/v1/users/check_email", "/v1/users/user-details/get-user-id"


@pytest.fixture(autouse=True)
def _from_anywhere(settings: Any) -> None:
    """Limits of the client are a subject of their own."""
    settings.SECRETS_PER_CLIENT = 1000


@pytest.fixture
def nora(db: None) -> User:
    """Nora has registered, and proven nothing yet."""
    return joining.register("nora@example.org", PASSWORD)


def post(address: str, body: Any) -> Any:
    return Client().post(address, body, content_type="application/json")


def cookie(user: User) -> Client:
    """A browser that sends the access token as a cookie."""
    client = Client()
    client.cookies["access_token_cookie"] = tokens.access_token(user, fresh=True)
    return client


@pytest.mark.parametrize("framed", [True, False])
def test_the_secret_of_the_letter_verifies_the_address(nora: User, framed: bool) -> None:
    body = {"token": last_secret(nora.email)}

    answer = post(VERIFY, {"data": body} if framed else body)

    nora.refresh_from_db()
    assert (answer.status_code, answer.json(), nora.is_verified) == (200, {"message": "Email Verified"}, True)


@pytest.mark.parametrize("token", ["x", "", None, 7, "\ud800", ["x"]])
def test_another_token_verifies_nothing(nora: User, token: Any) -> None:
    answer = post(VERIFY, {"data": {"token": token}})

    nora.refresh_from_db()
    assert (answer.status_code, nora.is_verified) == (400, False)


def test_a_token_verifies_once(nora: User) -> None:
    body = {"data": {"token": last_secret(nora.email)}}
    post(VERIFY, body)

    answer = post(VERIFY, body)

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["detail"].startswith("Invalid Token")


def test_every_address_gets_the_same_answer(nora: User, ann: User) -> None:
    Letter.objects.all().delete()

    answers = [post(RESEND, {"data": {"email": f"{who}@example.org"}}) for who in ("nora", "ann", "nobody")]

    assert {(answer.status_code, answer.content) for answer in answers} == {(200, answers[0].content)}
    assert answers[0].json().keys() == {"message"}
    assert [letter.to for letter in Letter.objects.filter(next_try_at__isnull=False)] == [nora.email]


@pytest.mark.parametrize("address", [CHECK, "/v1/users/checkEmail"])
def test_whether_an_address_has_an_account_is_said(ann: User, address: str) -> None:
    said = [post(address, {"email": email}).json() for email in ("ANN@example.org ", "nobody@example.org")]

    assert said == [{"exists": True}, {"exists": False}]


@pytest.mark.parametrize("body", [{}, {"email": ""}, {"email": "nobody"}, {"email": "\ud800@b.org"}])
def test_what_is_no_address_is_refused(db: None, body: Any) -> None:
    answer = post(CHECK, body)

    assert (answer.status_code, answer.json()["errors"][0]["source"]) == (422, {"pointer": "/email"})


def test_who_asks_is_told_the_own_id(ann: User) -> None:
    assert as_user(ann).get(OWN_ID).json() == {"user_id": ann.pk}
    assert Client().get(OWN_ID).status_code == 401


def test_a_browser_reads_with_a_cookie(ann: User) -> None:
    browser = cookie(ann)

    assert browser.get(OWN_ID).json() == {"user_id": ann.pk}


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_a_cookie_changes_nothing(ann: User, method: str) -> None:
    browser = cookie(ann)

    answer = getattr(browser, method)("/v1/auth/blacklist")

    assert answer.status_code == 401
    assert browser.get(OWN_ID).status_code == 200


def test_the_header_counts_before_the_cookie(ann: User, mallory: User) -> None:
    browser = cookie(ann)
    hers = {"Authorization": f"JWT {tokens.access_token(mallory, fresh=True)}"}

    assert browser.get(OWN_ID, headers=hers).json() == {"user_id": mallory.pk}
    for header in ("JWT broken", "JWT", "Basic b2xnYTp4"):
        assert browser.get(OWN_ID, headers={"Authorization": header}).status_code == 401


def test_a_void_cookie_is_nobody(ann: User) -> None:
    browser = cookie(ann)
    tokens.revoke_all(ann)

    assert browser.get(OWN_ID).status_code == 401
    assert browser.get("/v1/events").status_code == 200


def test_signing_out_takes_the_cookies_back(ann: User) -> None:
    answer = as_user(ann).post("/v1/auth/logout")

    assert {name for name, morsel in answer.cookies.items() if morsel.value == ""} == {
        "access_token_cookie",
        "refresh_token_cookie",
        "csrf_refresh_token",
    }
