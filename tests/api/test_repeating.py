"""Requests that are sent twice and done once: the Idempotency-Key header (draft-ietf-httpapi-idempotency-key-header).

What goes wrong, and a provider of payments, are played by a shop of the tests' own.
"""

import json
import threading
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, path
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from openevent.accounts.models import EndedSession, IdempotencyKey, User
from openevent.accounts.repeating import BIGGEST_ANSWER
from openevent.api import errors, reading
from openevent.api.jsonapi import documents
from openevent.api.permissions import Everyone, SignedIn
from openevent.api.repeating import KEY, Once, key, repeatable
from openevent.events import team
from openevent.events.models import Event, EventRole
from openevent.lib.errors import Conflicting, Malformed, Refused
from openevent.tickets.models import Order, Ticket
from tests.api.defects.documents import document, refusal, send
from tests.conftest import as_user
from tests.tickets.conftest import ticket

HEADER, REPLAYED = "Idempotency-Key", "Idempotent-Replayed"
Act = Callable[[], object]

# --- a shop -----------------------------------------------------------------------------------------------------------


class Declined(Refused):
    status = 402  # type: ignore[assignment]  # of the tests' shop alone


class Shop:
    """What the tests' views sell, and the provider outside who moves the money."""

    def __init__(self) -> None:
        self.charged: dict[str, str] = {}  # orders by the key that the provider was given
        self.asked: list[str] = []
        # What happens, once each, before an act writes, while it does, and when the provider has moved the money.
        self.before, self.inside, self.after = list[Act](), list[Act](), list[Act]()

    def charge(self, key: str, order: str) -> str:
        self.asked.append(key)
        self.charged.setdefault(key, order)
        happen(self.after)
        return self.charged[key]

    @property
    def sold(self) -> list[str]:
        return list(EndedSession.objects.order_by("id").values_list("session", flat=True))


def happen(waiting: list[Act]) -> None:
    while waiting:
        waiting.pop(0)()


SHOP = Shop()


@pytest.fixture(autouse=True)
def shop() -> Shop:
    SHOP.__init__()  # type: ignore[misc]  # as it was
    return SHOP


def sell(name: str) -> str:
    session = f"{name} {uuid.uuid4().hex[:8]}"
    EndedSession.objects.create(session=session, expires_at=timezone.now())
    return session


class Orders(APIView):
    """One transaction, with its answer."""

    permission_classes = [SignedIn]

    @repeatable
    def post(self, request: Request, *, once: Once) -> Response:
        wanted = reading.members(request)
        if not wanted.get("name"):
            raise Malformed("Say what you want.", pointer="/name")
        happen(SHOP.before)
        with transaction.atomic():
            sold = sell(wanted["name"])
            happen(SHOP.inside)
            if wanted.get("sold out"):
                raise Conflicting("Sold out.")
            body = {"sold": sold, "price": "€ 20", "words": "x" * wanted.get("words", 0)}
            headers = {"Location": f"/orders/{len(sold)}", "ETag": '"1"', "Cache-Control": "no-store"}
            return once.keep(Response(body, status=201, headers=headers))

    patch = post


class Payments(APIView):
    """Two transactions, and between them a provider who cannot be rolled back."""

    permission_classes = [SignedIn]

    @repeatable
    def post(self, request: Request, order: str, *, once: Once) -> Response:
        happen(SHOP.before)
        charged = SHOP.charge(once.bind(), order)
        with transaction.atomic():
            sold = sell(charged)
            if "declined" in reading.members(request):
                raise Declined("The card was declined.")
            if "kept" in reading.members(request):
                refused = errors.answer(Declined("The card was declined."), {"request": request})
                assert refused is not None
                return once.keep(refused)
            return once.keep(Response({"paid": sold}))


class Careless(APIView):
    """Keeps no answer."""

    permission_classes = [Everyone]

    @repeatable
    def post(self, *_: Any, **__: Any) -> Response:
        return Response({})


urlpatterns: list[URLPattern] = [
    path("orders", Orders.as_view()),
    path("orders/<str:order>/pay", Payments.as_view()),
    path("careless", Careless.as_view()),
]
handler404, handler500 = errors.not_found, errors.failed
in_the_shop = pytest.mark.urls(__name__)


def post(
    user: User | None, address: str = "/orders", body: Any = None, key: str | None = "k", method: str = "POST"
) -> Any:
    """The answer to a request of the shop."""
    said = json.dumps({"name": "a ticket"} if body is None else body)
    headers = {} if key is None else {HEADER: key}
    return as_user(user).generic(method, address, said, content_type="application/json", headers=headers)


def shown(answer: Any) -> tuple[Any, ...]:
    """All that counts of an answer, without whether it is given for the first time."""
    headers = {name: value for name, value in answer.headers.items() if name != REPLAYED}
    return answer.status_code, headers, answer.content


def is_replayed(answer: Any) -> bool:
    return dict(answer.headers).get(REPLAYED) == "true"


# --- once -------------------------------------------------------------------------------------------------------------


@in_the_shop
def test_the_same_request_is_done_once_and_answered_the_same(olga: User, shop: Shop) -> None:
    answers = [post(olga, key=key) for key in ("k", '"k"', " k\t")]

    first = answers[0]
    assert [is_replayed(answer) for answer in answers] == [False, True, True]
    assert [shown(answer) for answer in answers] == [shown(first)] * 3
    assert (first.status_code, first["Content-Type"], len(shop.sold)) == (201, "application/json", 1)
    assert (first["Location"].startswith("/orders/"), first["ETag"], first["Cache-Control"]) == (
        *(True, '"1"'),
        "no-store",
    )


@in_the_shop
def test_without_a_key_the_act_is_done_as_it_is(olga: User, shop: Shop) -> None:
    answers = [post(olga, key=None) for _ in range(2)]

    assert [is_replayed(answer) for answer in answers] == [False, False]
    assert (len(shop.sold), IdempotencyKey.objects.count()) == (2, 0)


@in_the_shop
@pytest.mark.parametrize(
    ("address", "body"), [("/orders", {"name": "two tickets"}), ("/orders?include=tickets", {"name": "a ticket"})]
)
def test_another_request_under_the_same_key_is_refused(olga: User, shop: Shop, address: str, body: Any) -> None:
    post(olga)

    assert refusal(post(olga, address, body)) == (422, HEADER)
    assert len(shop.sold) == 1


@in_the_shop
def test_a_key_is_of_one_address_and_one_method(olga: User, shop: Shop) -> None:
    answers = [post(olga), post(olga, method="PATCH"), post(olga, "/orders/1/pay"), post(olga, "/orders/2/pay")]

    assert [(answer.status_code, is_replayed(answer)) for answer in answers] == [
        *((201, False), (201, False)),
        *((200, False), (200, False)),
    ]
    assert len(shop.sold) == 4


@in_the_shop
def test_mallory_gets_her_own_under_olgas_key(olga: User, mallory: User, shop: Shop) -> None:
    hers = post(olga)

    answers = [post(mallory), post(mallory, body={"name": "another"}, key="k2"), post(olga)]

    assert [is_replayed(answer) for answer in answers] == [False, False, True]
    assert (len(shop.sold), answers[0].content != hers.content, shown(answers[2])) == (3, True, shown(hers))


@in_the_shop
@pytest.mark.parametrize("address", ["/orders", "/careless"])
def test_nobody_has_no_keys(db: None, address: str) -> None:
    assert refusal(post(None, address))[0] == 401
    assert IdempotencyKey.objects.count() == 0


@in_the_shop
def test_who_was_blocked_reads_no_kept_answer(olga: User) -> None:
    client = as_user(olga)
    client.post("/orders", {"name": "a ticket"}, "application/json", headers={HEADER: "k"})
    User.objects.filter(pk=olga.pk).update(is_blocked=True)

    answer = client.post("/orders", {"name": "a ticket"}, "application/json", headers={HEADER: "k"})

    assert refusal(answer)[0] == 401


@in_the_shop
@pytest.mark.parametrize("wrong", ["", '""', '"', '"k', '"a"b"', '"a\\b"', '"a", "b"', "schlüssel", "\x7f", "k" * 256])
def test_a_header_that_is_no_key_is_refused(olga: User, shop: Shop, wrong: str) -> None:
    assert refusal(post(olga, key=wrong)) == (400, HEADER)
    assert shop.sold == []


# --- in flight --------------------------------------------------------------------------------------------------------


@in_the_shop
def test_while_the_first_is_under_way_the_second_is_told_when_to_come_again(olga: User, shop: Shop) -> None:
    told: list[Any] = []
    shop.inside.append(lambda: told.append(post(olga)))

    first = post(olga)

    (second,) = told
    assert (first.status_code, refusal(second), second["Retry-After"]) == (201, (409, ""), "1")
    assert len(shop.sold) == 1


def given_up() -> None:
    """Whoever does something now is taken for dead."""
    IdempotencyKey.objects.update(claimed_at=timezone.now() - timedelta(minutes=2))


@in_the_shop
def test_what_a_dead_process_left_is_done_by_the_next(olga: User, shop: Shop) -> None:
    told: list[Any] = []
    shop.before += [given_up, lambda: told.append(post(olga))]

    late = post(olga)

    assert (refusal(late)[0], told[0].status_code, len(shop.sold)) == (409, 201, 1)
    assert shown(post(olga)) == shown(told[0])


# --- refused, failed --------------------------------------------------------------------------------------------------


@in_the_shop
@pytest.mark.parametrize(("body", "status"), [({"name": ""}, 400), ({"name": "a ticket", "sold out": True}, 409)])
def test_a_refusal_is_not_kept_and_the_request_may_be_corrected(olga: User, shop: Shop, body: Any, status: int) -> None:
    refused = post(olga, body=body)

    corrected = post(olga)

    assert (refused.status_code, corrected.status_code, is_replayed(corrected)) == (status, 201, False)
    assert len(shop.sold) == 1


def failing() -> None:
    raise ZeroDivisionError


@in_the_shop
def test_a_failure_is_not_kept(olga: User, shop: Shop) -> None:
    shop.inside.append(failing)
    failed = post(olga)

    again = post(olga)

    assert (failed.status_code, again.status_code, is_replayed(again), len(shop.sold)) == (500, 201, False, 1)


@in_the_shop
def test_a_body_that_cannot_be_read_takes_no_key(olga: User) -> None:
    client = as_user(olga)
    wrong = client.post("/orders", b"{", "application/json", headers={HEADER: "k"})
    big = client.post("/orders", b" " * 3 * 1024 * 1024, "application/json", headers={HEADER: "k"})

    assert (refusal(wrong)[0], refusal(big)[0], IdempotencyKey.objects.count()) == (400, 413, 0)


@in_the_shop
def test_an_answer_that_is_too_big_is_given_once_and_its_act_done_once(olga: User, shop: Shop) -> None:
    body = {"name": "a ticket", "words": BIGGEST_ANSWER}

    first, second = post(olga, body=body), post(olga, body=body)

    assert (first.status_code, len(first.content) > BIGGEST_ANSWER) == (201, True)
    assert (refusal(second)[0], len(shop.sold)) == (409, 1)


@in_the_shop
def test_a_handler_that_keeps_no_answer_is_noticed(olga: User) -> None:
    assert post(olga, "/careless").status_code == 500
    assert post(olga, "/careless", key=None).status_code == 200


# --- paying -----------------------------------------------------------------------------------------------------------


@in_the_shop
def test_a_payment_is_made_once(olga: User, shop: Shop) -> None:
    answers = [post(olga, "/orders/7/pay") for _ in range(2)]

    assert [(answer.status_code, is_replayed(answer)) for answer in answers] == [(200, False), (200, True)]
    assert (list(shop.charged.values()), len(shop.asked), len(shop.sold)) == (["7"], 1, 1)


@in_the_shop
def test_a_payment_that_failed_after_the_money_moved_is_completed_and_moves_none_again(olga: User, shop: Shop) -> None:
    shop.after.append(failing)
    failed = post(olga, "/orders/7/pay")
    other = post(olga, "/orders/7/pay", {"name": "with another card"})

    done = post(olga, "/orders/7/pay")

    assert (failed.status_code, refusal(other), done.status_code) == (500, (422, HEADER), 200)
    assert (len(shop.charged), len(shop.asked), len(set(shop.asked)), len(shop.sold)) == (1, 2, 1, 1)


@in_the_shop
def test_of_two_who_pay_at_once_one_settles_and_the_provider_knows_both_for_one(olga: User, shop: Shop) -> None:
    told: list[Any] = []
    shop.before += [given_up, lambda: told.append(post(olga, "/orders/7/pay"))]

    late = post(olga, "/orders/7/pay")

    assert (refusal(late)[0], told[0].status_code) == (409, 200)
    assert (len(shop.charged), len(shop.asked), len(shop.sold)) == (1, 2, 1)


@in_the_shop
def test_a_declined_card_is_asked_again_or_kept_as_the_act_wants_it(olga: User, shop: Shop) -> None:
    raised = [post(olga, "/orders/7/pay", {"declined": 1}, key="raised") for _ in range(2)]
    kept = [post(olga, "/orders/7/pay", {"kept": 1}, key="kept") for _ in range(2)]

    assert [(answer.status_code, is_replayed(answer)) for answer in (*raised, *kept)] == [
        *((402, False), (402, False)),
        *((402, False), (402, True)),
    ]
    assert (shown(kept[0]), len(shop.asked), len(shop.sold)) == (shown(kept[1]), 3, 1)


@in_the_shop
def test_a_provider_knows_payments_without_a_key_for_two(olga: User, shop: Shop) -> None:
    for _ in range(2):
        post(olga, "/orders/7/pay", key=None)

    assert len(shop.charged) == 2


# --- at once ----------------------------------------------------------------------------------------------------------


@in_the_shop
@pytest.mark.django_db(transaction=True)
def test_of_many_requests_at_once_exactly_one_is_done(olga: User, shop: Shop) -> None:
    clients, start, answers = [as_user(olga) for _ in range(10)], threading.Barrier(10), list[Any]()

    def ask(client: Client) -> None:
        try:
            start.wait()
            answers.append(client.post("/orders", {"name": "a ticket"}, "application/json", headers={HEADER: "k"}))
        finally:
            connection.close()

    threads = [threading.Thread(target=ask, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    made = [answer for answer in answers if answer.status_code == 201]
    assert (len(answers), len(shop.sold), sum(not is_replayed(answer) for answer in made)) == (10, 1, 1)
    assert [shown(answer) for answer in made] == [shown(made[0])] * len(made)
    assert {answer.status_code for answer in answers} <= {201, 409}


# --- events -----------------------------------------------------------------------------------------------------------

EVENT = document(
    "event",
    {
        "name": "Days",
        "timezone": "UTC",
        "starts-at": "2027-01-01T09:00:00Z",
        "ends-at": "2027-01-02T09:00:00Z",
    },
)


def test_an_event_is_made_once(olga: User, mallory: User) -> None:
    first, again = (send(olga, "POST", "/v1/events", EVENT, **{HEADER: "k"}) for _ in range(2))
    other = send(mallory, "POST", "/v1/events", EVENT, **{HEADER: "k"})

    assert (first.status_code, is_replayed(first), is_replayed(again)) == (201, False, True)
    assert shown(again) == shown(first)
    assert send(olga, "GET", again["Location"]).json()["data"]["attributes"]["name"] == "Days"
    assert (other.status_code, is_replayed(other), Event.objects.count()) == (201, False, 2)


def test_an_event_is_changed_under_the_tag_of_a_kept_answer(olga: User) -> None:
    for _ in range(2):
        made = send(olga, "POST", "/v1/events", EVENT, **{HEADER: "k"})
    said = {"data": {"type": "event", "id": made.json()["data"]["id"], "attributes": {"name": "Nights"}}}

    changed = send(olga, "PATCH", made["Location"], said, **{"If-Match": made["ETag"]})

    assert (changed.status_code, is_replayed(made)) == (200, True)


def test_an_event_that_was_refused_takes_no_key(olga: User) -> None:
    wrong = document("event", {**EVENT["data"]["attributes"], "ends-at": "2026-01-02T09:00:00Z"})

    refused = send(olga, "POST", "/v1/events", wrong, **{HEADER: "k"})
    made = send(olga, "POST", "/v1/events", EVENT, **{HEADER: "k"})

    assert (refused.status_code, made.status_code) == (422, 201)


def test_an_event_is_copied_once(olga: User, tom: User, mallory: User, event: Event) -> None:
    home = f"/v1/events/{event.identifier}/copy"

    first, again = (as_user(tom).post(home, headers={HEADER: "k"}) for _ in range(2))
    hidden = as_user(mallory).post(f"/v1/events/{first.json()['id']}/copy", headers={HEADER: "k"})

    assert (first.status_code, shown(again), is_replayed(again)) == (200, shown(first), True)
    assert (hidden.status_code, Event.objects.count()) == (404, 2)


def test_a_kept_answer_is_read_by_who_left_the_team_but_nothing_is_done_anew(
    olga: User, tom: User, event: Event
) -> None:
    home = f"/v1/events/{event.identifier}/copy"
    first = as_user(tom).post(home, headers={HEADER: "k"})
    team.dismiss(tom, EventRole.Name.COORGANIZER, event, by=olga)

    again, anew = as_user(tom).post(home, headers={HEADER: "k"}), as_user(tom).post(home, headers={HEADER: "k2"})

    assert (shown(again), anew.status_code, Event.objects.count()) == (shown(first), 403, 2)


def test_where_no_key_is_taken_it_does_not_count(olga: User, event: Event) -> None:
    said = document("track", {"name": "Track", "color": "#00ff00"}, event={"data": {"type": "event", "id": event.pk}})

    answers = [send(olga, "POST", "/v1/tracks", said, **{HEADER: "k"}) for _ in range(2)]

    assert [(answer.status_code, is_replayed(answer)) for answer in answers] == [(201, False), (201, False)]


# --- orders -----------------------------------------------------------------------------------------------------------


def buy(user: User, sold: Ticket, number: int = 1, key: str | None = "k") -> Any:
    """The answer to an order of so many of the ticket."""
    return post(user, "/v1/orders/create-order", {"tickets": [{"id": sold.pk, "quantity": number}]}, key)


def held(sold: Ticket) -> int:
    return Ticket.objects.get(pk=sold.pk).taken


def test_tickets_are_ordered_once(olga: User, ann: User, mallory: User, coming: Event) -> None:
    sold = ticket(coming, olga, "Visitor")

    first, again, other = buy(ann, sold, 2), buy(ann, sold, 2), buy(ann, sold, 3)
    hers, anew = buy(mallory, sold, 2), buy(ann, sold, 2, key=None)

    assert [(answer.status_code, is_replayed(answer)) for answer in (first, again, hers, anew)] == [
        *((201, False), (201, True)),
        *((201, False), (201, False)),
    ]
    assert (shown(again), refusal(other)) == (shown(first), (422, HEADER))
    assert send(ann, "GET", again["Location"]).json()["data"]["id"] == first.json()["data"]["id"]
    assert (Order.objects.count(), held(sold)) == (3, 6)


def test_who_was_too_late_orders_under_the_same_key_what_became_free(
    olga: User, ann: User, mallory: User, coming: Event
) -> None:
    last = ticket(coming, olga, "Last", quantity=1)
    buy(mallory, last)
    refused = buy(ann, last)
    Order.objects.update(expires_at=timezone.now() - timedelta(minutes=1))

    bought, again = buy(ann, last), buy(ann, last)

    assert (refusal(refused)[0], bought.status_code, shown(again), held(last)) == (409, 201, shown(bought), 1)


def test_who_was_taken_for_dead_holds_no_tickets(
    olga: User, ann: User, coming: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    sold, real = ticket(coming, olga, "Visitor"), documents.single

    def slow(*parts: Any, **how: Any) -> Any:
        IdempotencyKey.objects.update(claim=uuid.uuid4())
        return real(*parts, **how)

    monkeypatch.setattr(documents, "single", slow)
    late = buy(ann, sold)

    assert (refusal(late)[0], Order.objects.count(), held(sold)) == (409, 0, 0)


# --- the header -------------------------------------------------------------------------------------------------------

PRINTABLE = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), min_size=1, max_size=255)


def quoted(text: str) -> str:
    """As structured fields write a string (RFC 9651, 4.1.6)."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


@given(PRINTABLE)
def test_every_printable_text_can_be_a_key_in_quotes(text: str) -> None:
    assert key(quoted(text)) == text


@given(PRINTABLE.filter(lambda text: text.strip(" ") == text and text[0] != '"'))
def test_and_without_them(text: str) -> None:
    assert key(text) == text


def read(header: str) -> str | None:
    try:
        return key(header)
    except Malformed:
        return None


@given(st.text() | st.text(st.sampled_from('a"\\ ,;é\x00\x7f'), max_size=8))
def test_whatever_else_the_header_says_is_one_and_the_same_key_or_none(header: str) -> None:
    found = read(header)

    written = header.strip(" \t")
    if found is None:
        assert not written or written[0] == '"' or len(written) > 255 or not all(" " <= one <= "~" for one in written)
    else:
        assert written in (found, quoted(found))


# --- the description --------------------------------------------------------------------------------------------------


def test_the_description_says_where_a_key_is_taken(db: None) -> None:
    paths = Client().get("/v1/openapi.json").json()["paths"]
    taking = {
        (path, method): operation
        for path, item in paths.items()
        for method, operation in item.items()
        if HEADER in {parameter["name"] for parameter in operation.get("parameters", [])}
    }

    assert taking.keys() == {
        *(("/v1/events", "post"), ("/v1/events/{key}/copy", "post")),
        ("/v1/orders", "post"),
        ("/v1/orders/create-order", "post"),
        ("/v1/orders/{key}/charge", "post"),
        ("/v1/orders/{key}/refunds", "post"),
    }
    for operation in taking.values():
        (made,) = (answer for status, answer in operation["responses"].items() if status[0] == "2")
        (said,) = (parameter for parameter in operation["parameters"] if parameter["name"] == HEADER)
        assert operation["responses"].keys() >= {"400", "401", "409", "422"}
        assert REPLAYED in made["headers"]
        assert (said["in"], said["required"], said["schema"]["pattern"]) == ("header", False, f"^(?:{KEY.pattern})$")


def test_what_is_sold_at_the_door_is_sold_once(olga: User, coming: Event) -> None:
    sold = ticket(coming, olga, "Visitor")
    said = document("order", {"on-site-tickets": [{"id": sold.pk, "quantity": 1}]})

    answers = [send(olga, "POST", "/v1/orders", said, **{HEADER: "k"}) for _ in range(2)]

    assert [(answer.status_code, is_replayed(answer)) for answer in answers] == [(201, False), (201, True)]
    assert held(sold) == 1
