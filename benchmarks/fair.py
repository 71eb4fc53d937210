"""Run as a program: a fair with as many kinds of tickets as buyers, of each kind plenty; prints ids and tokens."""

import json
import sys
from datetime import timedelta

from django.utils import timezone

import openevent.cli  # noqa: F401 - sets Django up
from openevent.accounts import joining, tokens
from openevent.events import creating, publishing
from openevent.tickets import offering
from openevent.tickets.models import Ticket

PLENTY = 10_000_000


def email(number: int) -> str:
    """The address of a buyer."""
    return f"buyer{number}@example.org"


def fair(buyers: int) -> dict[str, list[str] | list[int]]:
    """The ids of the tickets, and the buyers' tokens."""
    olga, now = joining.join("olga@example.org", None, verified=True), timezone.now()
    times = {"starts_at": now + timedelta(days=30), "ends_at": now + timedelta(days=31), "timezone": "Europe/Berlin"}
    event = publishing.publish(creating.create(by=olga, name="Fair", location_name="Old Mill", **times), by=olga)
    sold = {"type": "free", "quantity": PLENTY, "sales_starts_at": now, "sales_ends_at": now + timedelta(days=20)}
    people = [joining.join(email(number), None, verified=True) for number in range(buyers)]
    return {
        "tickets": [
            offering.add(Ticket(event=event, name=f"Kind {number}", **sold), by=olga).pk for number in range(buyers)
        ],
        "tokens": [tokens.access_token(one, fresh=True) for one in people],
    }


if __name__ == "__main__":
    print(json.dumps(fair(int(sys.argv[1]))))
