"""Whether the server lives and can work."""

from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from openevent.exports import checking


def test_a_living_server_says_so_without_asking_anybody(client: Client) -> None:
    assert client.get("/health/live").json() == {"status": "ok"}


@pytest.fixture
def queue(settings: Any, tmp_path: Path) -> Path:
    """The folder of the embedded queue, as `openevent worker` makes it."""
    settings.QUEUE_DIR = tmp_path / "queue"
    (settings.QUEUE_DIR / "messages").mkdir(parents=True)
    return tmp_path / "queue"


def test_a_ready_server_names_its_parts(client: Client, db: None, queue: Path) -> None:
    answer = client.get("/health/ready")

    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "database": "ok", "queue": "ok", "storage": "ok"}


@pytest.mark.parametrize(
    ("part", "error"),
    [("database", OperationalError("secret")), ("queue", OSError("secret")), ("storage", PermissionError("secret"))],
)
def test_a_part_that_cannot_be_reached_is_named_without_its_secrets(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch, part: str, error: Exception
) -> None:
    def refuse() -> None:
        raise error

    monkeypatch.setattr(checking, f"_{part}", refuse)

    answer = client.get("/health/ready")

    assert answer.status_code == 503
    assert answer.json()[part] == "unavailable"
    assert "secret" not in answer.text


@pytest.mark.parametrize("path", ["/v1", "/v1/nothing", "/%00", "/v1/tasks/", "/health/live/"])
def test_every_address_that_leads_nowhere_is_answered_with_an_error_document(client: Client, path: str) -> None:
    answer: Any = client.get(path)

    assert (answer.status_code, answer["Content-Type"]) == (404, "application/vnd.api+json")
    assert answer.json()["errors"] == [
        {"status": "404", "title": "Not Found", "detail": "There is nothing at this address."}
    ]


def test_what_nobody_foresaw_is_a_500_without_a_trace(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> dict[str, str]:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr(checking, "parts", broken)
    client.raise_request_exception = False

    answer = client.get("/health/ready")

    assert answer.status_code == 500
    assert answer.json()["errors"][0]["status"] == "500"
    assert "secret" not in answer.text
    assert "a request failed" in caplog.text


def test_the_root_says_where_to_begin(client: Client) -> None:
    answer = client.get("/")

    assert answer.status_code == 200
    assert (answer.json()["name"], answer.json()["sign-in"]) == ("Open Event Server", "/auth/session")


def test_the_admin_pages_are_found_without_the_slash(client: Client) -> None:
    assert client.get("/admin")["Location"] == "/admin/"


def test_a_queue_whose_folder_is_gone_is_not_ready(client: Client, db: None, queue: Path) -> None:
    (queue / "messages").rmdir()

    answer = client.get("/health/ready")

    assert (answer.status_code, answer.json()["queue"]) == (503, "unavailable")


@pytest.mark.parametrize(("path", "status"), [("/auth/session", 413), ("/v1/auth/login", 413)])
def test_a_body_that_is_too_big_is_refused_without_a_trace(
    client: Client, db: None, path: str, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    answer = client.post(path, {"email": "x" * 3_000_000, "password": "x"}, content_type="application/json")

    assert answer.status_code == status
    assert "Traceback" not in caplog.text


def test_a_body_that_is_nested_too_deeply_is_refused(client: Client, db: None) -> None:
    answer = client.post("/auth/session", "[" * 200_000, content_type="application/json")

    assert (answer.status_code, answer.json()["errors"][0]["title"]) == (400, "Bad Request")
