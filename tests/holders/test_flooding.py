"""Nobody's mailbox is flooded by orders: what follows from them waits, what is asked for is refused."""

from typing import Any

from django.test import Client

from openevent.accounts.models import Letter, User
from openevent.tickets import filling, finishing
from openevent.tickets.models import Order, Ticket
from tests.conftest import as_user
from tests.holders.letters import told
from tests.tickets.conftest import BUYER, order


def bought(by: User, free: Ticket, email: str) -> Order:
    made = order(by, (free, 1))
    filling.change(made.attendees.get(), by=by, actors=BUYER, firstname="Somebody", email=email)
    return finishing.amend(made, by=by, actors=BUYER, status="completed")


def readers() -> list[str]:
    return [str(letter["To"]).partition("@")[0] for letter in told()]


def test_a_stranger_cannot_flood_a_mailbox_by_ordering_and_cancelling(
    mallory: User, free: Ticket, settings: Any
) -> None:
    settings.LETTERS_PER_ADDRESS = 6  # half of it for one buyer
    went = []
    for _ in range(4):
        made = bought(mallory, free, "ann@example.org")
        went += readers()
        finishing.amend(made, by=mallory, actors=BUYER, status="cancelled")
        went += readers()

    assert went.count("ann") == 3
    waiting = Letter.objects.filter(to="ann@example.org", sent_at=None)
    assert (waiting.count(), waiting.filter(next_try_at=None).count()) == (5, 0)


def test_what_waits_for_one_buyer_waits_for_no_other(ann: User, mallory: User, free: Ticket, settings: Any) -> None:
    settings.LETTERS_PER_BUYER = 2
    for name in ("cleo", "dora", "emil"):
        bought(mallory, free, f"{name}@example.org")
    bought(ann, free, "bob@example.org")

    went = readers()

    assert len([name for name in went if name not in ("ann", "bob")]) == 2
    assert [name for name in went if name in ("ann", "bob")] == ["ann", "bob"]


def resend(client: Client, made: Order) -> int:
    body = {"data": {"order": str(made.identifier)}}
    return client.post("/v1/orders/resend-email", body, content_type="application/json").status_code


def receipt(client: Client, made: Order) -> int:
    body = {"order-identifier": str(made.identifier)}
    return client.post("/v1/attendees/send-receipt", body, content_type="application/json").status_code


def test_a_letter_that_is_asked_for_too_often_is_refused(ann: User, olga: User, free: Ticket, settings: Any) -> None:
    settings.LETTERS_PER_ADDRESS = 2
    made = bought(ann, free, "ann@example.org")

    answers = [resend(as_user(olga), made), receipt(as_user(ann), made), resend(as_user(olga), made)]
    answers += [receipt(as_user(ann), made)]

    assert answers == [200, 200, 429, 429]
    assert Letter.objects.filter(to="ann@example.org", paced_for="").count() == 2


def test_letters_of_tickets_go_out_while_others_are_refused(ann: User, free: Ticket, settings: Any) -> None:
    settings.LETTERS_PER_ADDRESS = 1
    made = bought(ann, free, "ann@example.org")

    assert [receipt(as_user(ann), made) for _ in range(2)] == [200, 429]

    assert readers() == ["ann", "ann"]
