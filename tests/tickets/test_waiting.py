"""Waiting for a ticket that is sold out: in line, offered, taken; nobody passes, and nothing is counted twice."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from openevent.accounts.models import Letter, User
from openevent.events import publishing, removing
from openevent.events.models import Event
from openevent.tickets import coding, expiring, finishing, offering, ordering, queueing, waiting
from openevent.tickets.models import AccessCode, DiscountCode, Order, Ticket, WaitingEntry
from openevent.tickets.moving import NotForSale
from openevent.tickets.ordering import NotOnSale, WrongQuantity
from openevent.tickets.quoting import Basket, Item, NoSuchTicket
from openevent.tickets.stock import SoldOut
from openevent.tickets.waiting import NotOffered, NotTheirs, NotWaiting, StillThere, WaitingAlready
from tests.conftest import account
from tests.racing import together
from tests.tickets.conftest import BUYER, basket, completed, day, order, ticket
from tests.tickets.invariants import miscounted


@pytest.fixture(autouse=True)
def _nothing_is_miscounted(db: None) -> Iterator[None]:
    yield
    assert miscounted() == {}


@pytest.fixture
def bea(db: None) -> User:
    return account("bea")


@pytest.fixture
def cem(db: None) -> User:
    return account("cem")


@pytest.fixture
def last(fair: Event, olga: User) -> Ticket:
    """A ticket of which there are two."""
    return ticket(fair, olga, "Last", quantity=2)


@pytest.fixture
def sold(last: Ticket, ann: User) -> Order:
    """Ann's order of both."""
    return completed(ann, (last, 2))


def cancel(made: Order) -> None:
    assert made.user is not None
    finishing.amend(made, by=made.user, actors=BUYER, status="cancelled")


def statuses() -> list[str]:
    return list(WaitingEntry.objects.order_by("pk").values_list("status", flat=True))


def late(entry: WaitingEntry) -> None:
    """Its offer ended a minute ago."""
    WaitingEntry.objects.filter(pk=entry.pk).update(offered_until=timezone.now() - timedelta(minutes=1))


def test_who_waits_is_offered_what_is_given_back(bea: User, last: Ticket, sold: Order) -> None:
    entry = waiting.join(last, 2, by=bea)

    cancel(sold)

    entry.refresh_from_db()
    assert entry.status == "offered"
    assert entry.offered_at is not None
    assert entry.offered_until is not None
    assert entry.offered_until - entry.offered_at == timedelta(hours=24)
    last.refresh_from_db()
    assert (last.taken, last.waiting, last.available) == (2, 0, 0)
    with pytest.raises(SoldOut):
        order(sold.user, (last, 1))  # type: ignore[arg-type]  # ann's


def test_an_offer_becomes_an_order_of_just_these_places(bea: User, last: Ticket, sold: Order) -> None:
    entry = waiting.join(last, 2, by=bea)
    cancel(sold)

    made = waiting.take(entry, by=bea, language="de")

    entry.refresh_from_db()
    assert (made.status, made.user, made.language, made.attendees.count()) == ("initializing", bea, "de", 2)
    assert made.expires_at is not None
    assert made.expires_at - made.created_at == timedelta(minutes=15)
    assert (entry.status, entry.order, entry.offered_until) == ("taken", made, None)
    with pytest.raises(NotOffered):
        waiting.take(entry, by=bea)


def test_what_is_still_to_be_had_is_bought(bea: User, last: Ticket, ann: User) -> None:
    order(ann, (last, 1))

    with pytest.raises(StillThere, match="There are 1 of “Last” left"):
        waiting.join(last, by=bea)


def test_what_nobody_can_buy_alone_is_waited_for(bea: User, ann: User, olga: User, fair: Event) -> None:
    pairs = ticket(fair, olga, "Pairs", quantity=3, min_order=2)
    order(ann, (pairs, 2))

    assert waiting.join(pairs, 2, by=bea).status == "waiting"


def test_somebody_waits_once_for_a_ticket(bea: User, last: Ticket, sold: Order) -> None:
    entry = waiting.join(last, by=bea)

    with pytest.raises(WaitingAlready):
        waiting.join(last, by=bea)
    with pytest.raises(IntegrityError), transaction.atomic():
        WaitingEntry.objects.create(ticket=last, user=bea, joined_at=timezone.now())

    waiting.leave(entry, by=bea)
    assert waiting.join(last, by=bea).pk != entry.pk


@pytest.mark.parametrize(
    ("facts", "quantity", "refusal"),
    [
        ({}, 3, WrongQuantity),
        ({"min_order": 2}, 1, WrongQuantity),
        ({"sales_starts_at": day(-9), "sales_ends_at": day(-8)}, 1, NotOnSale),
        ({"sales_starts_at": day(8)}, 1, NotOnSale),
    ],
)
def test_only_what_could_be_bought_is_waited_for(
    bea: User, last: Ticket, sold: Order, facts: dict[str, Any], quantity: int, refusal: type[Exception]
) -> None:
    Ticket.objects.filter(pk=last.pk).update(**facts)

    with pytest.raises(refusal):
        waiting.join(last, quantity, by=bea)


def test_nobody_waits_for_a_draft(bea: User, olga: User, fair: Event, last: Ticket, sold: Order) -> None:
    publishing.unpublish(fair, by=olga)

    with pytest.raises(NotForSale):
        waiting.join(last, by=bea)


# --- in order ---------------------------------------------------------------------------------------------------------


def test_nobody_passes_who_is_first_in_line(ann: User, bea: User, cem: User, mallory: User, last: Ticket) -> None:
    one, other = (completed(ann, (last, 1)) for _ in range(2))
    first, second = waiting.join(last, 2, by=bea), waiting.join(last, 1, by=cem)

    cancel(one)

    assert statuses() == ["waiting", "waiting"]  # one place is free, and bea waits for two
    with pytest.raises(SoldOut):
        order(mallory, (last, 1))
    last.refresh_from_db()
    assert (last.taken, last.available) == (1, 0)

    cancel(other)
    assert statuses() == ["offered", "waiting"]

    waiting.leave(first, by=bea)
    second.refresh_from_db()
    assert (statuses(), second.offered_until is not None) == (["left", "offered"], True)
    last.refresh_from_db()
    assert (last.taken, last.waiting, last.available) == (1, 0, 1)


def test_who_leaves_the_head_of_the_line_lets_the_next_have_what_is_free(
    ann: User, bea: User, cem: User, last: Ticket
) -> None:
    one, _ = (completed(ann, (last, 1)) for _ in range(2))
    first, _ = waiting.join(last, 2, by=bea), waiting.join(last, 1, by=cem)
    cancel(one)

    waiting.leave(first, by=bea)

    assert statuses() == ["left", "offered"]


def test_an_offer_that_is_not_taken_goes_to_the_next(bea: User, cem: User, last: Ticket, sold: Order) -> None:
    first, second = waiting.join(last, 2, by=bea), waiting.join(last, 2, by=cem)
    cancel(sold)
    late(first)

    with pytest.raises(NotOffered):
        waiting.take(first, by=bea)
    assert (queueing.sweep(), statuses()) == (1, ["passed", "offered"])

    assert waiting.take(second, by=cem).attendees.count() == 2
    with pytest.raises(NotWaiting):
        waiting.leave(first, by=bea)


def test_an_offer_whose_time_is_over_does_not_keep_a_buyer_waiting(
    bea: User, mallory: User, last: Ticket, sold: Order
) -> None:
    entry = waiting.join(last, 2, by=bea)
    cancel(sold)
    late(entry)

    assert order(mallory, (last, 1)).status == "initializing"
    assert statuses() == ["passed"]


def test_places_of_an_order_that_expires_are_offered(bea: User, ann: User, last: Ticket) -> None:
    held = order(ann, (last, 2))
    entry = waiting.join(last, by=bea)
    Order.objects.filter(pk=held.pk).update(expires_at=timezone.now() - timedelta(minutes=1))

    expiring.expire_due()

    entry.refresh_from_db()
    last.refresh_from_db()
    assert (entry.status, last.taken, last.available) == ("offered", 1, 1)


def test_an_order_that_was_made_of_an_offer_and_expires_goes_to_the_next(
    bea: User, cem: User, last: Ticket, sold: Order
) -> None:
    first, _ = waiting.join(last, 2, by=bea), waiting.join(last, 2, by=cem)
    cancel(sold)
    made = waiting.take(first, by=bea)
    Order.objects.filter(pk=made.pk).update(expires_at=timezone.now() - timedelta(minutes=1))

    expiring.expire_due()

    assert statuses() == ["taken", "offered"]


def test_more_places_are_offered_to_who_waits(bea: User, cem: User, olga: User, last: Ticket, sold: Order) -> None:
    waiting.join(last, 2, by=bea)
    waiting.join(last, 2, by=cem)

    offering.change(last, by=olga, quantity=5)

    last.refresh_from_db()
    assert (statuses(), last.taken, last.waiting) == (["offered", "waiting"], 4, 1)


def test_the_door_passes_nobody_either(bea: User, olga: User, ann: User, last: Ticket) -> None:
    one, _ = (completed(ann, (last, 1)) for _ in range(2))
    waiting.join(last, 2, by=bea)
    cancel(one)

    with pytest.raises(SoldOut):
        ordering.sell_at_the_door(basket((last, 1)), by=olga)


# --- ends -------------------------------------------------------------------------------------------------------------


def test_with_the_ticket_its_list_ends(bea: User, cem: User, olga: User, last: Ticket, sold: Order) -> None:
    waiting.join(last, 2, by=bea)
    cancel(sold)
    waiting.join(last, 1, by=cem)

    offering.remove(last, by=olga)

    last.refresh_from_db()
    assert (statuses(), last.taken, last.waiting) == (["ended", "ended"], 0, 0)


def test_with_the_event_or_the_sales_the_list_ends(
    bea: User, cem: User, olga: User, fair: Event, last: Ticket, sold: Order
) -> None:
    waiting.join(last, 2, by=bea)
    cancel(sold)
    waiting.join(last, 1, by=cem)
    assert queueing.sweep() == 0

    with transaction.atomic():
        removing.delete(fair, by=olga)
        assert (queueing.sweep(), statuses()) == (2, ["ended", "ended"])
        transaction.set_rollback(True)
    Ticket.objects.filter(pk=last.pk).update(sales_ends_at=timezone.now())

    queueing.sweep()
    assert statuses() == ["ended", "ended"]


def test_a_draft_offers_nothing_until_it_is_shown_again(
    bea: User, olga: User, fair: Event, last: Ticket, sold: Order
) -> None:
    waiting.join(last, 2, by=bea)
    publishing.unpublish(fair, by=olga)
    cancel(sold)
    assert (queueing.sweep(), statuses()) == (0, ["waiting"])

    publishing.publish(fair, by=olga)

    assert (queueing.sweep(), statuses()) == (1, ["offered"])


@pytest.mark.parametrize("gone", [{"is_blocked": True}, {"deleted_at": day(0)}])
def test_who_is_gone_is_offered_nothing(bea: User, cem: User, last: Ticket, sold: Order, gone: dict[str, Any]) -> None:
    waiting.join(last, 2, by=bea)
    waiting.join(last, 2, by=cem)
    User.objects.filter(pk=bea.pk).update(**gone)

    cancel(sold)

    assert statuses() == ["ended", "offered"]
    assert list(Letter.objects.values_list("to", flat=True)) == [cem.email]


def test_an_erased_account_gives_back_what_is_offered_to_it(bea: User, cem: User, last: Ticket, sold: Order) -> None:
    waiting.join(last, 2, by=bea)
    waiting.join(last, 2, by=cem)
    cancel(sold)

    bea.delete()

    assert miscounted() == {}
    assert (queueing.sweep(), statuses()) == (1, ["ended", "offered"])


def test_who_waits_for_more_than_an_order_may_have_by_now_is_not_waited_for(
    bea: User, cem: User, olga: User, last: Ticket, sold: Order
) -> None:
    waiting.join(last, 2, by=bea)
    waiting.join(last, 1, by=cem)
    offering.change(last, by=olga, max_order=1)

    cancel(sold)

    assert statuses() == ["ended", "offered"]


# --- what it costs, and who may ---------------------------------------------------------------------------------------


def test_a_donation_says_its_price_and_a_code_is_used(bea: User, ann: User, olga: User, fair: Event) -> None:
    kind = ticket(fair, olga, "Patron", type="donation", quantity=1, max_order=1, min_price=500, max_price=5000)
    code = coding.add(DiscountCode(event=fair, code="HALF", type="percent", value=500_000), by=olga, tickets=[kind])
    first = ordering.order(Basket(items=(Item(ticket=kind.pk, price=Decimal(30)),)), by=ann)
    entry = waiting.join(kind, by=bea)
    cancel(first)

    made = waiting.take(entry, by=bea, price=Decimal(20), discount_code="half")

    code.refresh_from_db()
    assert (made.amount, made.discount, code.taken) == (1000, 1000, 1)


def test_nobody_takes_or_gives_up_what_is_offered_to_somebody_else(
    bea: User, mallory: User, olga: User, staff: User, last: Ticket, sold: Order
) -> None:
    entry = waiting.join(last, 2, by=bea)
    cancel(sold)

    for somebody in (mallory, olga, staff):
        with pytest.raises(NotTheirs):
            waiting.take(entry, by=somebody)
    for somebody in (mallory, olga):
        with pytest.raises(NotTheirs):
            waiting.leave(entry, by=somebody)
    assert waiting.leave(entry, by=staff).status == "left"


def test_who_has_not_proven_an_address_takes_nothing_free(bea: User, last: Ticket, sold: Order) -> None:
    entry = waiting.join(last, 2, by=bea)
    cancel(sold)
    bea.is_verified = False

    with pytest.raises(ordering.Unverified):
        waiting.take(entry, by=bea)


# --- the letter -------------------------------------------------------------------------------------------------------


def test_who_is_offered_something_gets_one_letter_in_their_language(
    bea: User, cem: User, last: Ticket, sold: Order, settings: Any
) -> None:
    settings.SITE_URL = "https://tickets.example.org"
    User.objects.filter(pk=cem.pk).update(language_prefrence="de-AT")
    for somebody in (bea, cem):
        waiting.join(last, 1, by=somebody)

    cancel(sold)
    queueing.sweep()

    english, german = Letter.objects.order_by("pk")
    entry = WaitingEntry.objects.get(user=bea)
    assert (english.to, english.subject, english.language) == (bea.email, "A place for you: Spring Fair", "en")
    assert "you waited for a ticket “Last” of Spring Fair. Now there is a place for you." in english.text
    assert f"https://tickets.example.org/orders/waiting/{entry.pk}\n" in english.text
    assert "(Europe/Berlin)" in english.text
    assert (german.to, german.subject, german.language) == (cem.email, "Ein Platz für Sie: Spring Fair", "de")
    assert "Sie haben auf ein Ticket „Last“ für Spring Fair gewartet." in german.text
    assert [letter.once for letter in (english, german)] == [True, True]


def test_no_letter_goes_out_where_nothing_was_given_back_after_all(bea: User, last: Ticket, sold: Order) -> None:
    waiting.join(last, 2, by=bea)

    with transaction.atomic():
        cancel(sold)
        transaction.set_rollback(True)

    assert (Letter.objects.count(), statuses()) == (0, ["waiting"])


@pytest.mark.parametrize(
    ("left", "good_for"),
    [
        (timedelta(days=9), timedelta(hours=24)),
        (timedelta(hours=24), timedelta(hours=12)),
        (timedelta(hours=1, minutes=30), timedelta(hours=1)),
        (timedelta(minutes=20), timedelta(minutes=20)),
    ],
)
def test_near_the_end_of_sales_offers_are_shorter(left: timedelta, good_for: timedelta) -> None:
    now = timezone.now()

    assert queueing.until(now, now + left) - now == good_for


# --- in the same moment -----------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_freed_place_goes_to_exactly_one_and_that_is_the_first_in_line(
    olga: User, ann: User, fair: Event, last: Ticket
) -> None:
    orders = [completed(ann, (last, 1)) for _ in range(2)]
    people = [account(f"guest{number}") for number in range(4)]
    for one in people[:2]:
        waiting.join(last, 1, by=one)

    came = together(
        *[lambda made=made: cancel(made) for made in orders],
        *[lambda one=one: order(one, (last, 1)) for one in people[2:]],
    )

    assert [type(one).__name__ for one in came] == ["NoneType", "NoneType", "SoldOut", "SoldOut"]
    assert statuses() == ["offered", "offered"]
    assert Letter.objects.filter(subject__startswith="A place for you").count() == 2


@pytest.mark.django_db(transaction=True)
def test_one_offer_is_taken_once_and_not_passed_on_as_well(ann: User, bea: User, cem: User, last: Ticket) -> None:
    for _ in range(5):
        sold = completed(ann, (last, 2))
        entry, next_in_line = waiting.join(last, 2, by=bea), waiting.join(last, 2, by=cem)
        cancel(sold)

        came = together(
            lambda entry=entry: waiting.take(entry, by=bea),
            lambda entry=entry: waiting.take(entry, by=bea),
            lambda entry=entry: waiting.leave(entry, by=bea),
        )

        done = [one for one in came if not isinstance(one, Exception)]
        assert len(done) == 1, came
        assert miscounted() == {}
        next_in_line.refresh_from_db()
        taken = isinstance(done[0], Order)
        assert next_in_line.status == ("waiting" if taken else "offered")
        waiting.leave(next_in_line, by=cem)
        if taken:
            cancel(done[0])


@pytest.mark.django_db(transaction=True)
def test_two_workers_that_sweep_at_once_pass_an_offer_on_once(ann: User, last: Ticket) -> None:
    sold = completed(ann, (last, 2))
    entries = [waiting.join(last, 2, by=account(f"guest{number}")) for number in range(3)]
    cancel(sold)
    late(entries[0])

    came = together(*[queueing.sweep] * 4)

    assert (sum(came), statuses()) == (1, ["passed", "offered", "waiting"])
    assert Letter.objects.filter(subject__startswith="A place for you").count() == 2


@pytest.mark.django_db(transaction=True)
def test_who_joins_in_the_moment_in_which_places_are_given_back_is_not_forgotten(
    ann: User, bea: User, last: Ticket
) -> None:
    for _ in range(5):
        sold = completed(ann, (last, 2))

        came = together(lambda sold=sold: cancel(sold), lambda: waiting.join(last, 1, by=bea))

        joined = came[1]
        assert came[0] is None
        if isinstance(joined, WaitingEntry):
            joined.refresh_from_db()
            assert joined.status == "offered"
            waiting.leave(joined, by=bea)
        else:
            assert isinstance(joined, StillThere)


@pytest.mark.django_db(transaction=True)
def test_orders_of_two_tickets_with_lists_wait_in_no_circle(
    olga: User, ann: User, bea: User, cem: User, fair: Event
) -> None:
    one, other = (ticket(fair, olga, name, quantity=2) for name in ("One", "Other"))
    for _ in range(4):
        orders = [completed(ann, (one, 1), (other, 1)), completed(ann, (other, 1), (one, 1))]
        entries = [
            waiting.join(kind, 1, by=user) for kind, user in ((one, bea), (other, bea), (one, cem), (other, cem))
        ]

        came = together(
            *[lambda made=made: cancel(made) for made in orders],
            queueing.sweep,
        )

        assert [one for one in came if isinstance(one, Exception)] == []
        assert miscounted() == {}
        assert statuses()[-4:] == ["offered"] * 4
        for entry in entries:
            assert entry.user is not None
            waiting.leave(entry, by=entry.user)


def test_what_a_code_opens_is_taken_with_a_code_only(ann: User, olga: User, fair: Event) -> None:
    hidden = ticket(fair, olga, "Crew", quantity=2, max_order=2, is_hidden=True)
    for word in ("one", "two"):
        coding.add(AccessCode(event=fair, code=word, is_active=True, tickets_number=1), tickets=[hidden], by=olga)
    bea = account("bea")
    one, two = order(ann, (hidden, 1), access_code="one"), order(bea, (hidden, 1), access_code="two")
    entry = waiting.join(hidden, by=ann)
    finishing.amend(two, by=bea, actors=BUYER, status="cancelled")
    entry.refresh_from_db()

    with pytest.raises(NoSuchTicket):
        waiting.take(entry, by=ann)

    made = waiting.take(entry, by=ann, access_code="two")
    assert (made.access_code, one.status) == (AccessCode.objects.get(code="two"), "initializing")
    assert miscounted() == {}


def test_a_ticket_with_no_least_number_is_waited_for_when_all_are_sold(ann: User, olga: User, fair: Event) -> None:
    last = ticket(fair, olga, "Last", quantity=1, min_order=0)
    completed(ann, (last, 1))

    assert waiting.join(last, by=account("bea")).status == "waiting"
