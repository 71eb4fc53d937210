"""People who order over HTTP, fill in and complete, one free order after the other."""

import http.client
import json
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any


class Customer:
    """Somebody with a connection of their own."""

    def __init__(self, port: int, token: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.headers = {"Authorization": f"JWT {token}", "Content-Type": "application/vnd.api+json"}

    def ask(self, method: str, path: str, said: object) -> Any:
        """What the server answers, which must be what was wanted."""
        self.connection.request(method, path, json.dumps(said), self.headers)
        answer = self.connection.getresponse()
        body = answer.read()
        assert answer.status in (200, 201), body
        return json.loads(body)["data"]

    def change(self, kind: str, row_id: str, **attributes: str) -> None:
        """Change a row."""
        self.ask("PATCH", f"/v1/{kind}s/{row_id}", {"data": {"type": kind, "id": row_id, "attributes": attributes}})

    def buy(self, ticket: int) -> None:
        """One order, from nothing to completed."""
        made = self.ask("POST", "/v1/orders/create-order?include=attendees", {"tickets": [{"id": ticket}]})
        (attendee,) = made["relationships"]["attendees"]["data"]
        self.change("attendee", attendee["id"], firstname="Ann", lastname="Buyer", email="ann@example.org")
        self.change("order", made["id"], status="completed")

    def rate(self, ticket: int, seconds: float) -> float:
        """How many orders a second, for so long."""
        start, bought = time.perf_counter(), 0
        while time.perf_counter() - start < seconds:
            self.buy(ticket)
            bought += 1
        self.connection.close()
        return bought / (time.perf_counter() - start)


def rate(port: int, tokens: Sequence[str], ticket: int, seconds: float) -> float:
    """How many orders a second all of them complete together."""
    people = [Customer(port, token) for token in tokens]
    with ThreadPoolExecutor(len(people)) as pool:
        rates: list[float] = list(pool.map(lambda one: one.rate(ticket, seconds), people))
    return sum(rates)
