"""Signing in to the pages, and out."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from openevent.accounts import passwords, staffing, tasks, tokens
from openevent.accounts.models import User
from tests.conftest import PASSWORD

SIGN_IN = "/account/sign-in"


def sign_in(client: Client, email: str, password: str = PASSWORD, then: str = "/account") -> Any:
    return client.post(SIGN_IN, {"email": email, "password": password, "next": then})


def is_in(client: Client) -> bool:
    return client.get("/manage").status_code == 200


def test_who_signs_in_comes_back_to_where_they_were(olga: User, client: Client) -> None:
    asked = client.get("/manage?x=1")

    shown = client.get(asked["Location"])
    answer = sign_in(client, "OLGA@example.org", then="/manage?x=1")

    assert 'name="next" value="/manage?x=1"' in shown.content.decode()
    assert (answer.status_code, answer["Location"]) == (302, "/manage?x=1")
    assert is_in(client)


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("olga@example.org", "wrong"),
        ("nobody@example.org", PASSWORD),
        ("no address", PASSWORD),
        ("olga@example.org", "long" * 10_000),
        ("olga@example.org\ud800", "\ud800"),
    ],
)
def test_wrong_credentials_are_answered_alike(olga: User, client: Client, email: str, password: str) -> None:
    body = urlencode({"email": email, "password": password}, errors="surrogatepass")
    answer = client.post(SIGN_IN, body, content_type="application/x-www-form-urlencoded")

    assert answer.status_code == 422
    assert "The e-mail address or the password is wrong." in answer.content.decode()
    assert not is_in(client)


@pytest.mark.parametrize("sent", [{}, {"email": "olga@example.org"}, {"email": "\0", "password": "\0"}])
def test_half_a_form_is_shown_again(olga: User, client: Client, sent: dict[str, str]) -> None:
    assert client.post(SIGN_IN, sent).status_code == 422


@pytest.mark.parametrize("then", ["https://evil.example.org/", "//evil.example.org", "/\\evil.example.org", SIGN_IN])
def test_one_comes_back_to_pages_of_this_site_only(olga: User, client: Client, then: str) -> None:
    assert sign_in(client, olga.email, then=then)["Location"] == "/account"


def test_the_session_of_who_signs_in_has_another_key(olga: User, client: Client) -> None:
    client.post("/language", {"language": "de"})
    client.session.save()
    session = client.session
    session["seen"] = True
    session.save()
    before = session.session_key

    sign_in(client, olga.email)

    assert client.session.session_key != before


def test_signing_out_is_a_form_and_ends_the_session(olga: User, client: Client) -> None:
    sign_in(client, olga.email)

    followed = client.get("/account/sign-out")
    still = is_in(client)
    answer = client.post("/account/sign-out")

    assert (followed["Location"], still) == ("/account", True)
    assert (answer.status_code, answer["Location"], is_in(client)) == (302, "/", False)
    assert answer["Clear-Site-Data"] == '"cache"'


def test_a_form_of_another_site_signs_nobody_in(olga: User) -> None:
    assert sign_in(Client(enforce_csrf_checks=True), olga.email).status_code == 403


@pytest.mark.parametrize("way", ["everywhere", "password", "blocked"])
def test_what_voids_tokens_ends_sessions_of_browsers_too(olga: User, staff: User, client: Client, way: str) -> None:
    sign_in(client, olga.email)
    assert is_in(client)

    if way == "everywhere":
        tokens.revoke_all(olga)
    elif way == "password":
        passwords.set_password(olga, "another long and secret sentence")
    else:
        staffing.set_flags(olga, by=staff, is_blocked=True)

    assert not is_in(client)


def test_too_many_tries_are_refused_even_with_the_password(olga: User, settings: Any, client: Client) -> None:
    settings.SIGN_INS_PER_ACCOUNT = 2
    for _ in range(2):
        sign_in(client, olga.email, "wrong")

    answer = sign_in(client, olga.email)

    assert "Too many attempts." in answer.content.decode()
    assert not is_in(client)


def test_who_is_signed_in_already_goes_on(olga: User, client: Client) -> None:
    client.force_login(olga)

    assert client.get(f"{SIGN_IN}?next=/manage")["Location"] == "/manage"


def test_sessions_of_browsers_that_are_over_are_forgotten(olga: User, client: Client) -> None:
    sign_in(client, olga.email)
    sign_in(Client(), olga.email)
    Session.objects.filter(pk=client.session.session_key).update(expire_date=timezone.now())

    tasks.sweep()

    assert Session.objects.count() == 1
