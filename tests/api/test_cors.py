"""Pages of other origins that call the API (Fetch Standard, 3.2)."""

import os
import subprocess
import sys
from typing import Any

import pytest
from django.test import Client

from openevent.accounts.models import User
from tests.conftest import as_user

ELSEWHERE, OURS = "https://elsewhere.example", "https://app.example.org"
ALLOW = "Access-Control-Allow-"


def preflight(client: Client, address: str, origin: str = ELSEWHERE, method: str = "PATCH", headers: str = "") -> Any:
    asked = {"Origin": origin, "Access-Control-Request-Method": method, "Access-Control-Request-Headers": headers}
    return client.options(address, headers=asked)


@pytest.mark.parametrize(
    "address", ["/", "/v1/events/1", "/v1/upload/image", "/auth/session", "/nowhere", "/administer"]
)
def test_pages_of_any_origin_may_ask_without_cookies(client: Client, db: None, address: str) -> None:
    answer = client.get(address, headers={"Origin": ELSEWHERE})

    assert answer[f"{ALLOW}Origin"] == "*"
    assert f"{ALLOW}Credentials" not in answer
    assert answer["Access-Control-Expose-Headers"] == "ETag, Idempotent-Replayed, Location, Retry-After"


@pytest.mark.parametrize("method", ["PATCH", "DELETE", "POST", "PUT", "GET"])
def test_a_preflight_says_what_may_be_sent(client: Client, db: None, method: str) -> None:
    answer = preflight(client, "/v1/events/1", method=method, headers="if-match,authorization")

    assert answer.status_code == 200
    assert answer[f"{ALLOW}Origin"] == "*"
    assert method in answer[f"{ALLOW}Methods"].split(", ")
    allowed = answer[f"{ALLOW}Headers"].split(", ")
    assert {
        *("if-match", "if-none-match", "idempotency-key", "authorization", "content-type", "x-csrf-token"),
        "x-requested-with",
    } <= set(allowed)
    assert answer["Access-Control-Max-Age"] == "86400"


@pytest.mark.parametrize(
    "address",
    [
        *("/admin", "/admin/", "/admin/login/", "/admin/accounts/user/", "/account", "/account/sign-in", "/manage"),
        *(
            "/manage/new",
            "/orders",
            "/proposals",
            "/proposals/1",
            "/invitations/secret",
            "/e/0a1b2c3d/propose",
            "/language",
        ),
    ],
)
def test_pages_of_ones_own_and_the_administration_are_not_opened(client: Client, db: None, address: str) -> None:
    answers = [client.get(address, headers={"Origin": ELSEWHERE}), preflight(client, address, method="POST")]

    for answer in answers:
        assert not [name for name in answer.headers if name.startswith("Access-Control-")]


def test_where_origins_are_named_only_theirs_may_and_with_cookies(client: Client, db: None, settings: Any) -> None:
    settings.CORS_ALLOWED_ORIGINS = [OURS]
    settings.CORS_ALLOW_ALL_ORIGINS, settings.CORS_ALLOW_CREDENTIALS = False, True

    ours, elsewhere = (client.get("/", headers={"Origin": origin}) for origin in (OURS, ELSEWHERE))

    assert (ours[f"{ALLOW}Origin"], ours[f"{ALLOW}Credentials"]) == (OURS, "true")
    assert f"{ALLOW}Origin" not in elsewhere
    assert "origin" in elsewhere["Vary"].lower()
    assert preflight(client, "/v1/events/1", origin=OURS)[f"{ALLOW}Origin"] == OURS
    assert f"{ALLOW}Origin" not in preflight(client, "/v1/events/1")


def test_an_error_can_be_read_by_the_page_that_asked(mallory: User) -> None:
    answer = as_user(mallory).get("/v1/tasks/00000000-0000-4000-8000-000000000000", headers={"Origin": ELSEWHERE})

    assert (answer.status_code, answer[f"{ALLOW}Origin"]) == (404, "*")


def said(origins: str) -> subprocess.CompletedProcess[str]:
    """What the settings make of CORS_ALLOWED_ORIGINS."""
    asked = (
        "from openevent import settings as s; "
        "print(s.CORS_ALLOWED_ORIGINS, s.CORS_ALLOW_ALL_ORIGINS, s.CORS_ALLOW_CREDENTIALS)"
    )
    environment = {**os.environ, "CORS_ALLOWED_ORIGINS": origins}
    return subprocess.run([sys.executable, "-c", asked], env=environment, capture_output=True, text=True, check=False)


def test_the_setting_names_origins(client: Client) -> None:
    assert said("").stdout == "[] True False\n"
    assert said(f"{OURS},http://localhost:4200").stdout == f"['{OURS}', 'http://localhost:4200'] False True\n"


@pytest.mark.parametrize("origins", ["*", "app.example.org", f"{OURS}/", f"{OURS}/path", "null", "https://a@b"])
def test_what_is_no_origin_is_refused(origins: str) -> None:
    done = said(origins)

    assert done.returncode == 1
    assert "CORS_ALLOWED_ORIGINS must be a list of origins without paths" in done.stderr
