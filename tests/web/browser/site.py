"""The server of the stories, and what is put there for them: over the API, as programs do."""

import email
import email.policy
import itertools
import re
import time
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import requests

from tests.processes.stack import Stack, wait_until
from tests.tickets.paying.stand_in import Stripe

PASSWORD = "a long and secret sentence"
JSON_API = "application/vnd.api+json"
_numbers = itertools.count(1)


@dataclass(kw_only=True)
class Site:
    """A running server."""

    stack: Stack
    letters: Path
    stripe: Stripe
    clients: dict[str, requests.Session] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """Where it is."""
        return self.stack.url

    def somebody(self, name: str = "somebody") -> str:
        """The address of a new account with a proven address and the password of all tests."""
        address = f"{name}-{next(_numbers)}-{time.time_ns()}@example.org"
        answer = requests.post(
            f"{self.url}/v1/users",
            json={"data": {"type": "user", "attributes": {"email": address, "password": PASSWORD}}},
            headers={"Content-Type": JSON_API},
            timeout=20,
        )
        assert answer.status_code == 201, answer.text
        letter = self.letter_to(address)
        secret = re.search(r"[A-Za-z0-9_-]{43}", letter)
        assert secret is not None, letter
        proven = requests.post(f"{self.url}/v1/auth/verify-email", json={"data": {"token": secret[0]}}, timeout=20)
        assert proven.ok, proven.text
        return address

    def client(self, address: str) -> requests.Session:
        """A program that has signed in as this account."""
        if address not in self.clients:
            session = requests.Session()
            self.stack.clients.append(session)
            found = session.post(
                f"{self.url}/auth/session", json={"email": address, "password": PASSWORD}, timeout=20
            ).json()
            session.headers.update({"Authorization": f"JWT {found['access_token']}", "Content-Type": JSON_API})
            self.clients[address] = session
        return self.clients[address]

    def post(self, by: str, path: str, kind: str, attributes: dict[str, Any], **related: tuple[str, Any]) -> Any:
        """Make a thing over the API; `related` holds (type, id) by relationship. Returns its id."""
        links = {
            name.replace("_", "-"): {"data": {"type": other, "id": str(number)}}
            for name, (other, number) in related.items()
        }
        body: Any = {"data": {"type": kind, "attributes": attributes, "relationships": links}}
        answer = self.client(by).post(f"{self.url}{path}", json=body, timeout=20)
        assert answer.ok, answer.text
        return answer.json()["data"]

    def patch(self, by: str, path: str, kind: str, number: Any, attributes: dict[str, Any]) -> Any:
        """Change a thing over the API."""
        body: Any = {"data": {"type": kind, "id": str(number), "attributes": attributes}}
        answer = self.client(by).patch(f"{self.url}{path}", json=body, timeout=20)
        assert answer.ok, answer.text
        return answer.json()["data"]

    def letters_to(self, address: str) -> list[str]:
        """The texts of the letters to an address, the oldest first."""
        found: list[tuple[float, str]] = []
        for file in self.letters.glob("*.log") if self.letters.exists() else ():
            for part in file.read_bytes().split(b"\n" + b"-" * 79 + b"\n"):
                letter = email.message_from_bytes(part.strip(), policy=email.policy.default)
                if isinstance(letter, EmailMessage) and address in str(letter["To"]):
                    body = letter.get_body(("plain",))
                    words = body.get_content() if body is not None else ""
                    found.append((file.stat().st_mtime, f"{letter['Subject']}\n\n{words}"))
        return [words for _, words in sorted(found)]

    def letter_to(self, address: str, about: str = "") -> str:
        """The newest letter to an address with these words in it, when it has come."""
        return wait_until(
            lambda: next((one for one in reversed(self.letters_to(address)) if about in one), ""),
            f"a letter to {address} about {about or 'anything'}",
        )
