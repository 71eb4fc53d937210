"""Run as a program: somebody who orders, fills in and completes, one free order after the other, as each line says.

A line is `guarded` or `unguarded`, a ticket's id, and for how many seconds; the answer is how many orders a second.
"""

import sys
import time
from types import ModuleType

import openevent.cli  # noqa: F401 - sets Django up
from benchmarks import unguarded
from benchmarks.fair import email
from openevent.accounts.models import User
from openevent.tickets import filling, finishing, ordering
from openevent.tickets.models import Attendee, Order
from openevent.tickets.quoting import Basket, Item
from openevent.tickets.states import Actor

BUYER = frozenset({Actor.BUYER})
ACTS: dict[str, tuple[ModuleType, ModuleType, ModuleType]] = {
    "guarded": (ordering, filling, finishing),
    "unguarded": (unguarded, unguarded, unguarded),
}


def buy(buyer: User, ticket: int, how: str) -> None:
    """One order, from nothing to completed."""
    holding, naming, ending = ACTS[how]
    made: Order = holding.hold(Basket(items=(Item(ticket=ticket),)), by=buyer, then=lambda order: order)
    attendee = Attendee.objects.only("order").get(order=made)  # which the answer to the order names
    facts = {"firstname": "Ann", "lastname": "Buyer", "email": buyer.email}
    naming.change(attendee, by=buyer, actors=BUYER, **facts)
    ending.amend(made, by=buyer, actors=BUYER, status="completed")


def rate(buyer: User, ticket: int, how: str, seconds: float) -> float:
    """How many orders a second, for so long."""
    start, bought = time.perf_counter(), 0
    while time.perf_counter() - start < seconds:
        buy(buyer, ticket, how)
        bought += 1
    return bought / (time.perf_counter() - start)


def main(number: int) -> None:
    """Do what the lines say."""
    buyer = User.objects.get(email=email(number))
    for line in sys.stdin:
        how, ticket, seconds = line.split()
        print(rate(buyer, int(ticket), how, float(seconds)), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
