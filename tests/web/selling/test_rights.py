"""Who sees the pages of what is sold, and what comes of nonsense."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from openevent.accounts.models import User
from openevent.events import revising
from openevent.events.models import Event, EventRole
from openevent.tickets import asking, coding, finishing, moving
from openevent.tickets.models import Attendee, CheckIn, CustomForm, DiscountCode, Order, Refund, Ticket
from openevent.tickets.states import Actor
from tests.tickets.conftest import completed
from tests.web.pages import signed_in
from tests.web.selling.conftest import placed

TEAM_ONLY = (
    *("tickets", "tickets/new", "tickets/{ticket}", "tickets/{ticket}/delete", "tax"),
    *("codes", "codes/discount/new", "codes/access/new", "codes/discount/{code}", "codes/discount/{code}/delete"),
    *("orders", "orders/{order}", "orders/{order}/paid", "orders/{given}/cancel", "orders/{bought}/refund"),
    *("form", "form/new", "form/{field}", "form/{field}/delete", "sales"),
)
AT_THE_DOOR = ("attendees", "attendees/{attendee}", "door", "door?q=guest")
ACTS = (
    *("tickets/{ticket}/move", "codes/discount/{code}/switch", "orders/{order}/notes", "orders/{order}/resend"),
    "form/{field}/move",
)
# What comes of a form that a registrar sends: the list takes none, attendees are changed by the team, letters of theirs
# are refused on their page; all else is not there.
OF_REGISTRARS = {"attendees": 200, "attendees/{attendee}": 403, "attendees/{attendee}/resend": 302}
FORM = "application/x-www-form-urlencoded"
NONSENSE = ("\x00", "\ud800", "9" * 400, "1e999", "2028-13-45T99:99")


def body(said: dict[str, str]) -> str:
    """A form as programs send it that do not look at what they send."""
    return urlencode(said, errors="surrogatepass")


@pytest.fixture
def paths(fair: Event, free: Ticket, paid: Ticket, olga: User, ann: User) -> dict[str, Any]:
    given, made, bought = completed(ann, (free, 1)), placed(ann, (paid, 2)), placed(ann, (paid, 1))
    finishing.amend(bought, by=olga, actors={Actor.TEAM}, status="completed")
    code = coding.add(
        DiscountCode(event=fair, code="SPRING", type="percent", value=10 * 10_000), by=olga, tickets=[paid]
    )
    field = asking.add(CustomForm(event=fair, field_identifier="company", is_included=True), by=olga)
    return {
        "ticket": free.pk,
        "paid": paid.pk,
        "order": made.identifier,
        "given": given.identifier,
        "bought": bought.identifier,
        "code": code.pk,
        "field": field.pk,
        "attendee": Attendee.objects.filter(order=made).values_list("pk", flat=True)[0],
    }


def at(fair: Event, path: str, paths: dict[str, Any]) -> str:
    return f"/manage/{fair.identifier}/{path.format(**paths)}"


@pytest.mark.parametrize("path", [*TEAM_ONLY, *AT_THE_DOOR])
def test_each_page_is_its_team_s_and_nobody_else_s(
    fair: Event, tom: User, rita: User, mallory: User, ann: User, paths: dict[str, Any], path: str
) -> None:
    here = at(fair, path, paths)

    answers = {user.email: signed_in(user).get(here).status_code for user in (tom, rita, mallory, ann)}

    door = 200 if path in AT_THE_DOOR else 404
    assert answers == {tom.email: 200, rita.email: door, mallory.email: 404, ann.email: 404}
    assert Client().get(here)["Location"].startswith("/account/sign-in?next=")


@pytest.mark.parametrize("path", [*TEAM_ONLY, *AT_THE_DOOR, *ACTS, "attendees/{attendee}/resend"])
def test_a_stranger_s_form_changes_nothing(
    fair: Event, mallory: User, rita: User, paths: dict[str, Any], path: str
) -> None:
    said = {"code": Attendee.objects.values_list("identifier", flat=True)[0], "to": "up", "active": "0"}

    answer = signed_in(mallory).post(at(fair, path, paths), said)
    nobodys = Client().post(at(fair, path, paths), said)
    registrars = signed_in(rita).post(at(fair, path, paths), {**said, "code": "?"})

    assert (answer.status_code, nobodys.status_code) == (404, 302)
    assert registrars.status_code == OF_REGISTRARS.get(path, 404)
    assert not CheckIn.objects.exists()
    assert Order.objects.filter(status="placed").count() == 1


TICKET = {
    "name": "Late",
    "type": "free",
    "quantity": "5",
    "min_order": "1",
    "max_order": "2",
    "sales_starts_at": "2026-01-01T10:00",
    "sales_ends_at": "2026-01-02T10:00",
}
CODE = {"code": "LATE", "type": "percent", "value": "10", "min_quantity": "1"}
WRITTEN: tuple[tuple[str, dict[str, str]], ...] = (
    *(("tickets/new", TICKET), ("tickets/{ticket}", TICKET), ("tickets/{ticket}/delete", {})),
    *(("tickets/{ticket}/move", {"to": "down"}), ("codes/discount/{code}/switch", {"active": "0"})),
    *(
        ("codes/discount/new", {**CODE, "tickets": "{paid}"}),
        ("codes/discount/{code}/delete", {}),
    ),
    *(("form/new", {"what": "city", "type": "text"}), ("form/{field}", {"type": "text"}), ("form/{field}/delete", {})),
    *(("tax", {"name": "VAT", "tax_id": "DE 1", "rate": "19"}),),
)


@pytest.mark.parametrize(("path", "said"), WRITTEN)
def test_who_has_lost_the_role_while_a_form_waited_changes_nothing(
    fair: Event, tom: User, paths: dict[str, Any], path: str, said: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    Event.objects.filter(pk=fair.pk).update(is_tax_enabled=True)
    real, before = revising.locked, Event.objects.get(pk=fair.pk).revision

    @contextmanager
    def locked(event_id: int, *, deleted: bool = False) -> Iterator[Event]:
        EventRole.objects.filter(event=fair, user=tom).delete()
        with real(event_id, deleted=deleted) as event:
            yield event

    monkeypatch.setattr(revising, "locked", locked)
    answer = signed_in(tom).post(at(fair, path, paths), {name: one.format(**paths) for name, one in said.items()})

    assert not EventRole.objects.filter(event=fair, user=tom).exists(), answer.content.decode()
    assert (answer.status_code, Event.objects.get(pk=fair.pk).revision) == (404, before)


OF_ORDERS: tuple[tuple[str, dict[str, str]], ...] = (
    ("orders/{order}/paid", {"payment_mode": "bank"}),
    ("orders/{order}/cancel", {"cancel_note": "Late"}),
    ("orders/{order}/notes", {"order_notes": "Late"}),
    ("attendees/{attendee}", {"firstname": "Late"}),
)


@pytest.fixture
def losing(fair: Event, tom: User, paths: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever waits for an order from here on finds Tom without his role."""
    real = moving.locked

    @contextmanager
    def locked(order_id: int) -> Iterator[Order]:
        EventRole.objects.filter(event=fair, user=tom).delete()
        with real(order_id) as found:
            yield found

    monkeypatch.setattr(moving, "locked", locked)


@pytest.mark.usefixtures("losing")
@pytest.mark.parametrize(("path", "said"), OF_ORDERS)
def test_who_has_lost_the_role_while_a_form_waited_for_an_order_changes_nothing(
    fair: Event, tom: User, paths: dict[str, Any], path: str, said: dict[str, str]
) -> None:
    before = stand()

    answer = signed_in(tom).post(at(fair, path, paths), said)

    assert not EventRole.objects.filter(event=fair, user=tom).exists(), answer.content.decode()
    assert (answer.status_code, stand()) == (404, before)


def test_who_has_lost_the_role_while_a_refund_waited_for_its_order_gives_nothing_back(
    fair: Event, olga: User, tom: User, paths: dict[str, Any], request: pytest.FixtureRequest
) -> None:
    made = Order.objects.get(identifier=paths["order"])
    finishing.amend(made, by=olga, actors={Actor.TEAM}, status="completed")
    said, before = {"what": "all", "sure": str(made.amount)}, stand()
    request.getfixturevalue("losing")

    answer = signed_in(tom).post(at(fair, "orders/{order}/refund", paths), said)

    assert not EventRole.objects.filter(event=fair, user=tom).exists(), answer.content.decode()
    assert (answer.status_code, stand()) == (403, before)


def stand() -> list[list[Any]]:
    """How all orders stand, who comes, and what went back."""
    orders = Order.objects.order_by("pk").values_list("status", "cancel_note", "order_notes", "refunded")
    return [[*orders], [*Attendee.objects.order_by("pk").values_list("firstname", flat=True)], [*Refund.objects.all()]]


def test_what_is_of_another_event_is_not_here(event: Event, olga: User, fair: Event, paths: dict[str, Any]) -> None:
    of_one = ("tickets/{ticket}", "codes/discount/{code}", "orders/{order}", "form/{field}", "attendees/{attendee}")

    answers = [signed_in(olga).get(at(event, path, paths)).status_code for path in of_one]

    assert answers == [404] * len(of_one)


@pytest.mark.parametrize("nonsense", NONSENSE)
def test_nonsense_is_refused_and_breaks_nothing(fair: Event, olga: User, paths: dict[str, Any], nonsense: str) -> None:
    client = signed_in(olga)
    names = (
        *("name", "type", "price", "min_price", "quantity", "min_order", "max_order", "sales_starts_at", "tags"),
        *("sales_ends_at", "code", "tickets", "value", "valid_from", "valid_till", "tickets_number", "rate", "tax_id"),
        *("payment_mode", "cancel_note", "what", "attendees", "amount", "identifier", "reason", "direction", "device"),
        *("key", "email", "firstname", "company", "attendee_notes", "form_id", "to", "active", "order_notes"),
    )
    dates = {"sales_starts_at": "2026-01-01T10:00", "sales_ends_at": "2026-01-02T10:00", "quantity": "5"}
    almost = {"what": "amount", "type": "paid", "min_order": "1", "max_order": "2", "min_quantity": "1", **dates}

    for path in (*TEAM_ONLY, *AT_THE_DOOR, *ACTS):
        here = at(fair, path, paths)
        for better in ({}, almost, {**almost, "what": "own", "payment_mode": "bank"}):
            said = {**dict.fromkeys(names, nonsense), **better}
            assert client.post(here, body(said), content_type=FORM).status_code < 500, here
            query = body({**said, "q": nonsense, "page": nonsense[:9]})
            answer = client.get(f"{here.partition('?')[0]}?{query}")
            is_over = (
                answer.status_code == 302 and answer["Location"] == here.rpartition("/")[0]
            )  # led back to the order
            assert is_over or answer.status_code in {200, 404, 405, 409, 422}, here
    for path in TEAM_ONLY:
        assert client.post(at(fair, path, paths), {}).status_code < 500


@pytest.mark.parametrize("end", ["tickets/999999999999999999", "codes/access/1", "orders/" + "0" * 8 + "-0000" * 3])
def test_what_is_not_there_is_not_found(fair: Event, olga: User, end: str) -> None:
    assert signed_in(olga).get(f"/manage/{fair.identifier}/{end}").status_code == 404
