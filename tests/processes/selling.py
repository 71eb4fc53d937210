"""Run as a program: sells few tickets to many buyers, in the database of the environment, and says how it stands.

`fair 3 20` makes a fair with three tickets, and twenty buyers. `late` lets the time of every hold be over, and `sweep`
ends those orders. `unguard` takes the constraint from the table that stands behind the counter. Each says how many
places are taken, how many people have one, how many orders there are by their statuses, and what does not hold.
"""

import json
import sys
from collections import Counter
from datetime import timedelta
from typing import Any

from django.db.models import F
from django.utils import timezone

import openevent.cli  # noqa: F401 - sets Django up
from openevent.accounts import joining, tokens
from openevent.events import creating, publishing
from openevent.tickets import expiring, offering
from openevent.tickets.models import Order, Ticket
from tests.racing import drop_constraint
from tests.tickets import books, unguarded


def fair(places: str, buyers: str) -> dict[str, Any]:
    """A ticket of which there are so many, and tokens of so many people who want one."""
    olga, now = joining.join("olga@example.org", None, verified=True), timezone.now()
    times = {"starts_at": now + timedelta(days=30), "ends_at": now + timedelta(days=31), "timezone": "Europe/Berlin"}
    event = publishing.publish(creating.create(by=olga, name="Fair", location_name="Old Mill", **times), by=olga)
    ticket = Ticket(event=event, name="Last", type="free", quantity=int(places), max_order=1)
    ticket.sales_starts_at, ticket.sales_ends_at = now - timedelta(days=1), now + timedelta(days=20)
    people = [joining.join(f"buyer{number}@example.org", None, verified=True) for number in range(int(buyers))]
    return {
        "ticket": offering.add(ticket, by=olga).pk,
        "tokens": [tokens.access_token(one, fresh=True) for one in people],
    }


def late() -> None:
    """The time of every hold is over."""
    Order.objects.exclude(expires_at=None).update(expires_at=F("created_at"))


def unguard() -> None:
    """The table lets its counter pass the quantity."""
    drop_constraint(Ticket, unguarded.TICKETS)


COMMANDS = {"fair": fair, "late": late, "sweep": expiring.expire_due, "unguard": unguard}


def stand() -> dict[str, Any]:
    """How it stands."""
    taken, people = books.sold(Ticket.objects.get())
    statuses = Counter(Order.objects.values_list("status", flat=True))
    return {"taken": taken, "people": people, "orders": dict(statuses), "faults": books.faults()}


if __name__ == "__main__":
    made = COMMANDS[sys.argv[1]](*sys.argv[2:])  # type: ignore[operator]  # each takes its own words
    print(json.dumps(made if isinstance(made, dict) else stand()))
