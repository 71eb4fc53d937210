"""Orders as their event's team finds them and moves them on."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.utils import timezone

from openevent.accounts.models import Letter, User
from openevent.events import editing
from openevent.events.models import Event
from openevent.tickets import finishing, moving
from openevent.tickets.models import Attendee, Order, Payment, Refund, Ticket
from openevent.tickets.paying import refunding
from openevent.tickets.states import Actor
from tests.tickets.conftest import BUYER, completed, fill, order
from tests.web.pages import german, parsed, read, signed_in, statements
from tests.web.selling.conftest import placed, sent, words
from tests.web.team import fields, send


def at(fair: Event, made: Order | None = None, path: str = "") -> str:
    return f"/manage/{fair.identifier}/orders" + (f"/{made.identifier}{path}" if made else "")


def found(user: User, fair: Event, query: str) -> list[str]:
    page = read(user, f"{at(fair)}?{query}")
    return [link.split("/")[-1] for link in page.xpath("//tbody/tr/th/a/@href")]


def test_orders_are_found_by_what_people_know_of_them(
    fair: Event, olga: User, ann: User, mallory: User, free: Ticket, paid: Ticket
) -> None:
    anns, other = completed(ann, (free, 1)), placed(mallory, (paid, 1))
    holder = Attendee.objects.get(order=other)
    Attendee.objects.filter(pk=holder.pk).update(firstname="Zoë", lastname="Quill")

    identifier = str(anns.identifier)
    for query in (
        "q=ann@example",
        f"q={identifier}",
        f"q={identifier[:8]}",
        f"q={identifier}-{'a' * 24}",
        "status=completed",
    ):
        assert found(olga, fair, query) == [identifier], query
    for query in ("q=quill+zo", "q=mallory", "status=placed"):
        assert found(olga, fair, query) == [str(other.identifier)], query
    assert found(olga, fair, "q=nobody") == []
    assert len(found(olga, fair, "status=nonsense")) == 2


@pytest.mark.parametrize(("path", "told"), [("orders", "has ordered anything"), ("attendees", "has a ticket")])
def test_where_nothing_is_yet_it_says_so_and_else_how_many_were_found(
    fair: Event, olga: User, ann: User, free: Ticket, path: str, told: str
) -> None:
    here = f"/manage/{fair.identifier}/{path}"
    assert read(olga, here).xpath("//p[@role='status']/text()") == [f"Nobody {told} yet."]
    assert read(olga, f"{here}?q=zo").xpath("//p[@role='status']/text()") == [f"0 {path}"]

    completed(ann, (free, 1))

    assert read(olga, here).xpath("//p[@role='status']/text()") == [f"1 {path.removesuffix('s')}"]


def test_an_order_says_who_bought_what_for_whom_and_what_happened(
    fair: Event, olga: User, ann: User, paid: Ticket
) -> None:
    made = placed(ann, (paid, 2))

    page = words(read(olga, at(fair, made)))

    assert "waits for its payment €100.00 · ann@example.org" in page
    assert "Supporter 2 €50.00" in page
    assert "Guest 0 Ann · guest0@example.org · Supporter · €50.00" in page
    assert "Status: waits for its payment · ann@example.org" in page


def test_who_comes_with_an_order_that_is_being_filled_in_is_not_named_yet(
    fair: Event, olga: User, ann: User, free: Ticket
) -> None:
    made = order(ann, (free, 1))

    page = words(read(olga, at(fair, made)))

    assert "Who comes nobody named yet · Visitor" in page
    assert Attendee.objects.get(order=made).identifier not in page


def test_a_payment_that_came_is_confirmed_and_completes_the_order(
    fair: Event, olga: User, ann: User, paid: Ticket
) -> None:
    made = placed(ann, (paid, 1))
    asked = words(read(olga, at(fair, made, "/paid")))

    answer = sent(olga, at(fair, made, "/paid"), payment_mode="bank")

    payment = Payment.objects.get(order=made)
    assert "This order costs €50.00." in asked
    assert "The order is completed." in answer.content.decode()
    assert (payment.amount, payment.by, Order.objects.get(pk=made.pk).status) == (5000, olga, "completed")
    again = sent(olga, at(fair, made, "/paid"), payment_mode="bank")
    assert Payment.objects.filter(order=made).count() == 1
    assert again.status_code == 200


def test_what_happened_to_an_order_is_told_in_the_readers_language(
    fair: Event, olga: User, ann: User, paid: Ticket
) -> None:
    made = placed(ann, (paid, 2))
    german(olga).post(at(fair, made, "/paid"), {"payment_mode": "bank"})
    refunding.refund(made, by=olga, attendees=[min(made.attendees.values_list("pk", flat=True))], reason="Is ill")

    page = words(read(german(olga), at(fair, made)))

    assert "Zahlung: 100,00\N{NO-BREAK SPACE}€ per Überweisung." in page.replace(" €", "\N{NO-BREAK SPACE}€")
    assert "von Hand. Zurückgenommene Tickets: Guest 0 Ann. Is ill" in page
    papers = [text.split(" ")[0] for text in read(german(olga), at(fair, made)).xpath("//a[contains(., 'PDF')]/text()")]
    assert papers == ["Rechnung", "Rechnungskorrektur", "Tickets"]
    assert "Payment: €100.00 by bank transfer." in words(read(olga, at(fair, made)))


def test_a_page_that_can_do_nothing_of_an_order_leads_back_to_it_and_says_why(
    fair: Event, olga: User, ann: User, free: Ticket, paid: Ticket
) -> None:
    done, held, begun = completed(ann, (free, 1)), placed(ann, (paid, 1)), order(ann, (free, 1))
    sent(olga, at(fair, held, "/cancel"))

    def told(made: Order, path: str) -> tuple[list[tuple[str, int]], str]:
        answer = signed_in(olga).get(at(fair, made, path), follow=True)
        return answer.redirect_chain, words(parsed(answer).xpath("//*[contains(@class, 'messages')]")[0])

    for made, path, sentence in (
        (done, "/paid", "This order waits for no payment. Its status: completed."),
        (begun, "/paid", "This order waits for no payment. Its status: being filled in."),
        (held, "/paid", "This order waits for no payment. Its status: cancelled."),
        (held, "/cancel", "This order cannot be cancelled any more. Its status: cancelled."),
        (done, "/refund", "There is no money of this order that could go back."),
    ):
        assert told(made, path) == ([(at(fair, made), 302)], sentence)


def test_who_confirms_a_payment_that_somebody_else_has_confirmed_reads_a_plain_sentence(
    fair: Event, olga: User, ann: User, paid: Ticket, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, real = placed(ann, (paid, 1)), moving.locked

    @contextmanager
    def locked(order_id: int) -> Iterator[Order]:
        monkeypatch.setattr(moving, "locked", real)
        finishing.amend(made, by=olga, actors={Actor.TEAM}, status="completed")
        with real(order_id) as found:
            yield found

    editing.change(fair, by=olga, can_pay_by_cheque=True)
    monkeypatch.setattr(moving, "locked", locked)
    answer = sent(olga, at(fair, made, "/paid"), payment_mode="cheque")

    assert "The order was changed meanwhile: this is not possible any more." in words(parsed(answer))
    assert "payment-mode" not in answer.content.decode()


def test_money_comes_only_in_a_way_that_the_event_takes(fair: Event, olga: User, ann: User, paid: Ticket) -> None:
    made = placed(ann, (paid, 1))

    answer = sent(olga, at(fair, made, "/paid"), payment_mode="cheque")

    assert "Select a valid choice" in answer.content.decode()
    assert Order.objects.get(pk=made.pk).status == "placed"


def test_money_comes_as_was_thought_also_when_the_event_takes_none_so_any_more(
    fair: Event, olga: User, ann: User, paid: Ticket
) -> None:
    both, none = placed(ann, (paid, 1)), placed(ann, (paid, 1))
    editing.change(fair, by=olga, can_pay_by_bank=False, can_pay_by_cheque=True)
    offered = read(olga, at(fair, both, "/paid")).xpath("//select/option/@value")
    send(olga, at(fair, both, "/paid"), fields(olga, at(fair, both, "/paid")))
    Event.objects.filter(pk=fair.pk).update(can_pay_by_cheque=False)  # as at an event that asks no money any more
    send(olga, at(fair, none, "/paid"), fields(olga, at(fair, none, "/paid")))

    assert offered == ["bank", "cheque"]
    for made in (both, none):
        made.refresh_from_db()
        assert (made.status, made.payment_mode, made.payments.get().amount) == ("completed", "bank", 5000)


def test_who_waits_for_money_that_comes_online_alone_reads_what_to_do_if_it_came_otherwise(
    fair: Event, olga: User, ann: User, paid: Ticket
) -> None:
    made = placed(ann, (paid, 1))
    waits = {"status": "pending", "payment_mode": "stripe", "expires_at": timezone.now()}
    Order.objects.filter(pk=made.pk).update(**waits)
    Event.objects.filter(pk=fair.pk).update(can_pay_by_bank=False, can_pay_by_stripe=True)

    page = words(parsed(signed_in(olga).get(at(fair, made, "/paid"), follow=True)))

    assert "This order is paid online. If its money came otherwise, first switch that way on in the settings." in page


def test_an_order_is_cancelled_with_a_reason_once_somebody_said_yes(
    fair: Event, olga: User, ann: User, paid: Ticket
) -> None:
    made = placed(ann, (paid, 1))

    read(olga, at(fair, made, "/cancel"))
    assert Order.objects.get(pk=made.pk).status == "placed"
    sent(olga, at(fair, made, "/cancel"), cancel_note="Nobody paid.")

    now = Order.objects.get(pk=made.pk)
    assert (now.status, now.cancel_note) == ("cancelled", "Nobody paid.")
    assert "Nobody paid." in words(read(olga, at(fair, made)))


def test_what_is_paid_is_not_cancelled_but_refunded(fair: Event, olga: User, ann: User, paid: Ticket) -> None:
    made = placed(ann, (paid, 1))
    sent(olga, at(fair, made, "/paid"), payment_mode="bank")

    answer = sent(olga, at(fair, made, "/cancel"))

    assert "has been paid" in answer.content.decode()
    assert Order.objects.get(pk=made.pk).status == "completed"
    links = read(olga, at(fair, made)).xpath("//div[@class='actions']//a/@href")
    assert links == [f"{at(fair, made)}/refund"]


def confirmed(fair: Event, olga: User, made: Order, query: dict[str, Any]) -> dict[str, Any]:
    """What the page that says what will be done sends, when somebody agrees."""
    page = signed_in(olga).get(at(fair, made, "/refund"), query)
    assert page.status_code == 200, page.content.decode()
    form = parsed(page).xpath("//main//form")[0]
    return dict(form.form_values())


def test_one_of_two_gets_the_money_back_after_one_read_what_that_does(
    fair: Event, olga: User, ann: User, paid: Ticket
) -> None:
    made = placed(ann, (paid, 2))
    sent(olga, at(fair, made, "/paid"), payment_mode="bank")
    first, second = Attendee.objects.filter(order=made)
    query = {"what": "people", "attendees": [first.pk], "reason": "Is ill"}
    page = words(read(olga, f"{at(fair, made, '/refund')}?what=people&attendees={first.pk}&reason=Is+ill"))
    assert "€50.00 is noted as given back to ann@example.org." in page
    assert "These people lose their tickets: Guest 0 Ann." in page
    assert not Refund.objects.exists()

    said = confirmed(fair, olga, made, query)
    for _twice in range(2):
        sent(olga, at(fair, made, "/refund"), **said)

    (refund,) = Refund.objects.all()
    assert (refund.amount, refund.reason, list(refund.attendees.all())) == (5000, "Is ill", [first])
    assert list(Attendee.objects.living().filter(order=made)) == [second]
    assert Order.objects.get(pk=made.pk).status == "completed"


def test_all_of_it_back_cancels_the_order(fair: Event, olga: User, ann: User, paid: Ticket) -> None:
    made = placed(ann, (paid, 2))
    sent(olga, at(fair, made, "/paid"), payment_mode="bank")

    page = words(read(olga, f"{at(fair, made, '/refund')}?what=all"))
    sent(olga, at(fair, made, "/refund"), **confirmed(fair, olga, made, {"what": "all"}))

    assert "the order is cancelled, and its tickets are good no more." in page
    assert Order.objects.get(pk=made.pk).status == "cancelled"
    assert "Refund: went back −€100.00 olga@example.org" in words(read(olga, at(fair, made)))


def test_more_than_was_paid_does_not_go_back_nor_what_changed_meanwhile(
    fair: Event, olga: User, ann: User, paid: Ticket
) -> None:
    made = placed(ann, (paid, 2))
    sent(olga, at(fair, made, "/paid"), payment_mode="bank")
    page = signed_in(olga).get(at(fair, made, "/refund"), {"what": "amount", "amount": "100.01"})
    assert (page.status_code, "There is €100.00 left of this payment." in page.content.decode()) == (409, True)

    agreed = confirmed(fair, olga, made, {"what": "all"})
    sent(olga, at(fair, made, "/refund"), **confirmed(fair, olga, made, {"what": "amount", "amount": "30"}))
    answer = sent(olga, at(fair, made, "/refund"), **agreed)

    assert "€70.00 is noted as given back" in words(parsed(answer))
    assert [refund.amount for refund in Refund.objects.all()] == [3000]


def test_the_letter_goes_out_once_more_and_notes_are_kept(fair: Event, olga: User, ann: User, free: Ticket) -> None:
    made = completed(ann, (free, 1))
    before = Letter.objects.filter(to=ann.email).count()

    sent(olga, at(fair, made, "/resend"))
    sent(olga, at(fair, made, "/notes"), order_notes="Comes by train")

    assert Letter.objects.filter(to=ann.email).count() == before + 1
    assert Order.objects.get(pk=made.pk).order_notes == "Comes by train"


def test_the_history_calls_things_by_the_names_that_pages_have(
    fair: Event, olga: User, ann: User, free: Ticket
) -> None:
    made = completed(ann, (free, 1))
    holder = Attendee.objects.get(order=made)

    sent(
        olga, f"/manage/{fair.identifier}/attendees/{holder.pk}", firstname="Zoë", lastname="Quill", email=holder.email
    )
    sent(olga, at(fair, made, "/notes"), order_notes="Comes by train")

    page = words(read(olga, at(fair, made)))
    assert "Attendee: Zoë Quill: First name, Last name ·" in page
    assert "Billing: Notes ·" in page


def test_the_history_and_the_order_say_which_way_of_paying_was_chosen(
    fair: Event, olga: User, ann: User, paid: Ticket
) -> None:
    made = order(ann, (paid, 1))
    fill(made, ann)
    finishing.amend(made, by=ann, actors=BUYER, status="placed", payment_mode="bank", company="Mill", city="Ham")
    waiting = words(read(olga, at(fair, made)))

    german(olga).post(at(fair, made, "/paid"), {"payment_mode": "bank"})
    done = words(read(olga, at(fair, made)))

    assert "Billing: To be paid by bank transfer. City, Company or name · ann@example.org" in waiting
    assert ("Way of paying bank transfer" in waiting, "Paid by" in waiting) == (True, False)
    assert ("Paid by bank transfer" in done, "Way of paying bank transfer" in done) == (True, False)


def test_an_order_that_is_not_finished_has_no_letter(fair: Event, olga: User, ann: User, free: Ticket) -> None:
    answer = sent(olga, at(fair, order(ann, (free, 1)), "/resend"))

    assert "Only orders that are placed or completed have a letter." in answer.content.decode()


def test_a_page_of_orders_leads_to_the_next_with_what_was_asked_for(
    fair: Event, olga: User, ann: User, free: Ticket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("openevent.web.organising.selling.orders.AT_ONCE", 1)
    for _ in range(3):
        completed(ann, (free, 1))

    page = read(olga, f"{at(fair)}?q=ann&page=2")

    assert page.xpath("//a[@rel='prev']/@href") == ["?q=ann&page=1"]
    assert page.xpath("//a[@rel='next']/@href") == ["?q=ann&page=3"]
    assert "Page 2 of 3" in words(page)


def test_three_orders_are_asked_for_as_often_as_one(fair: Event, olga: User, ann: User, free: Ticket) -> None:
    first = completed(ann, (free, 1))
    before = statements(olga, at(fair)), statements(olga, at(fair, first))
    made = completed(ann, (free, 3))
    completed(ann, (free, 1))

    assert (statements(olga, at(fair)), statements(olga, at(fair, made))) == before
