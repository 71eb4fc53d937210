"""No body, of whatever shape, makes an address of accounts fail."""

import json
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from openevent.accounts import tokens
from openevent.accounts.models import User
from tests.conftest import PASSWORD

ROUTES = [
    ("post", "/auth/session"),
    ("post", "/v1/auth/login"),
    ("post", "/v1/auth/token/refresh"),
    ("post", "/v1/auth/logout"),
    ("post", "/v1/auth/fresh-login"),
    ("post", "/v1/auth/verify-password"),
    ("post", "/v1/auth/change-password"),
    ("post", "/v1/auth/reset-password"),
    ("patch", "/v1/auth/reset-password"),
    ("post", "/v1/auth/verify-email"),
    ("post", "/v1/auth/resend-verification-email"),
    ("post", "/v1/users/check_email"),
    ("post", "/v1/users/checkEmail"),
]
NAMES = [
    *("email", "username", "password", "old-password", "new-password", "old_password", "new_password", "token"),
    *("remember-me", "include-in-response", "data"),
]
EXPECTED = {200, 400, 401, 404, 409, 422, 429}

scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(exclude_categories=()))
likely = scalars | st.sampled_from(["ann@example.org", "nobody@example.org", PASSWORD, "", "\0", "\ud800@x.org"])
values = st.recursive(likely, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3))
members = st.dictionaries(st.sampled_from(NAMES), likely | values, max_size=6)
bodies = values | members | st.fixed_dictionaries({"data": members | values})


@pytest.fixture
def held(ann: User) -> Client:
    """Ann's client, which no limit stops."""
    return Client(headers={"Authorization": f"JWT {tokens.access_token(ann, fresh=True)}"})


@pytest.fixture(autouse=True)
def _without_limits(settings: Any) -> None:
    limits = [name for name in dir(settings) if name.endswith(("_PER_CLIENT", "_PER_ACCOUNT", "_PER_ADDRESS"))]
    for name in limits:
        setattr(settings, name, 10**6)


@pytest.mark.parametrize(("method", "address"), ROUTES)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=bodies)
@example(body={"data": {"email": "a" * 250 + "@example.org", "password": "x" * 5000, "token": "\ud800"}})
@example(body=[[[[]]]])
def test_any_json_is_answered_or_refused(held: Client, method: str, address: str, body: Any) -> None:
    for client in (held, Client()):
        answer = getattr(client, method)(address, json.dumps(body), content_type="application/json")
        assert answer.status_code in EXPECTED, answer.content


@pytest.mark.parametrize(("method", "address"), ROUTES)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.binary(max_size=60))
@example(body=b"")
@example(body=b"[" * 100_000)
@example(body=b'{"email": 1e999}')
@example(body=b"\xff\xfe")
def test_any_bytes_are_answered_or_refused(held: Client, method: str, address: str, body: bytes) -> None:
    answer = getattr(held, method)(address, body, content_type="application/json")

    assert answer.status_code in EXPECTED, answer.content


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(email=st.text(st.characters(exclude_categories=())), password=st.text(st.characters(exclude_categories=())))
def test_any_texts_register_or_are_refused(db: None, email: str, password: str) -> None:
    body = {"data": {"type": "user", "attributes": {"email": email, "password": password}}}

    answer = Client().post("/v1/users", json.dumps(body), content_type="application/vnd.api+json")

    assert answer.status_code in EXPECTED | {201}, answer.content
    User.objects.all().delete()
