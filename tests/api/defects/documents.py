"""Documents that go to the server, and what its refusals say."""

import json
import socket
from collections.abc import Mapping
from typing import Any

import pytest

from openevent.accounts.models import User
from tests.conftest import as_user

MEDIA_TYPE = "application/vnd.api+json"


def identifier(kind: str, row: Any) -> dict[str, str]:
    return {"type": kind, "id": str(row.pk)}


def to(kind: str, *rows: Any) -> dict[str, Any]:
    """A relationship to one."""
    (row,) = rows
    return {"data": identifier(kind, row)}


def to_many(kind: str, *rows: Any) -> dict[str, Any]:
    return {"data": [identifier(kind, row) for row in rows]}


def document(
    kind: str, attributes: Mapping[str, Any] | None = None, *, row: Any = None, **relationships: Any
) -> dict[str, Any]:
    """A new row, or a change of this one; `session_type=…` is the relationship “session-type”."""
    data: dict[str, Any] = {"type": kind, "attributes": attributes or {}}
    if row is not None:
        data["id"] = str(row.pk)
    if relationships:
        data["relationships"] = {name.replace("_", "-"): said for name, said in relationships.items()}
    return {"data": data}


def send(user: User | None, method: str, address: str, body: Any = None, **headers: str) -> Any:
    """The answer to a document, or to none."""
    content = json.dumps(body) if body is not None else b""
    return as_user(user).generic(method, address, content, content_type=MEDIA_TYPE, headers=headers)


def get(user: User | None, address: str, **headers: str) -> Any:
    return send(user, "GET", address, **headers)


def plain(user: User | None, address: str, body: Any, method: str = "POST") -> Any:
    """The answer where no resource is: plain JSON."""
    return as_user(user).generic(method, address, json.dumps(body), content_type="application/json")


def read(answer: Any, status: int = 200) -> Any:
    """The primary data of a document that was given."""
    assert answer.status_code == status, answer.content
    return answer.json()["data"]


def journeys(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Where the server goes from now on, and what it looks up; it gets nowhere."""
    went: list[Any] = []

    def go(*place: Any, **_: Any) -> list[Any]:
        went.append(place)
        raise OSError("tests go nowhere")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, go)
    for name in ("getaddrinfo", "gethostbyname"):
        monkeypatch.setattr(socket, name, go)
    return went


def ids(answer: Any) -> list[str]:
    return [row["id"] for row in read(answer)]


def refusal(answer: Any) -> tuple[int, str]:
    """The status and where the fault was, of an error document that has the form it must have."""
    body = answer.json()
    assert answer["Content-Type"] == MEDIA_TYPE
    assert body.keys() == {"errors", "jsonapi"}
    for error in body["errors"]:
        assert error["status"] == str(answer.status_code)
        assert error.keys() - {"source"} == {"status", "title", "detail"}
        assert error.get("source", {"pointer": ""}).keys() <= {"pointer", "parameter"}
    source = body["errors"][0].get("source", {})
    return answer.status_code, source.get("pointer") or source.get("parameter") or ""
