"""The form of an order whose places are held."""

from typing import Any

import pytest
from django.utils import timezone

from openevent.accounts.models import User
from openevent.events.models import Event
from openevent.tickets import asking, finishing
from openevent.tickets.models import Attendee, CustomForm, Notice, Order, Ticket
from tests.tickets import books
from tests.tickets.conftest import TEAM, completed, order, ticket
from tests.web.buying.conftest import Browser
from tests.web.buying.pages import fields, home, sent
from tests.web.pages import errors, read, words


def ask(event: Event, by: User, identifier: str, **facts: Any) -> CustomForm:
    return asking.add(CustomForm(event=event, field_identifier=identifier, is_included=True, **facts), by=by)


def filled(made: Order, **said: str) -> dict[str, str]:
    """Who comes, each with an address."""
    found = {f"a{one.pk}-email": "ann@example.org" for one in Attendee.objects.filter(order=made)}
    return {**found, **said}


def test_buyers_are_asked_in_words_and_not_by_identifiers(
    fair: Event, olga: User, free: Ticket, ann: User, browser: Browser
) -> None:
    for name in ("birth_date", "wiki_scholarship", "accept_share_details"):
        ask(fair, olga, name)
    ask(fair, olga, "phone", name="Where we reach you")
    made = order(ann, (free, 1))

    page = browser(ann).get(home(made), headers={"accept-language": "de"}).content.decode()

    for called in ("Geburtsdatum", "Wiki-Stipendium", "Weitergabe der Angaben an Sponsoren", "Where we reach you"):
        assert called in page
    assert "Birth date" not in page


def test_a_free_order_is_complete_when_it_says_who_comes(free: Ticket, ann: User, browser: Browser) -> None:
    made = order(ann, (free, 2))
    client = browser(ann)
    first, second = made.attendees.order_by("pk")

    page = read(client, home(made))
    answer = sent(
        client,
        home(made),
        **fields(page, home(made)),
        **{f"a{first.pk}-firstname": "Ann", f"a{second.pk}-email": "bea@example.org"},
    )

    assert answer["Location"] == home(made)
    made.refresh_from_db()
    assert made.status == "completed"
    assert list(made.attendees.order_by("pk").values_list("firstname", "email")) == [
        ("Ann", "ann@example.org"),
        ("", "bea@example.org"),
    ]
    assert Notice.objects.get().kind == "completed"
    assert "Your tickets are good" in words(read(client, home(made)))


def test_the_page_says_until_when_the_tickets_are_held(free: Ticket, ann: User, browser: Browser) -> None:
    made = order(ann, (free, 1))

    page = read(browser(ann), home(made))

    assert made.expires_at is not None
    assert page.xpath("//*[@data-until]/@data-until") == [made.expires_at.isoformat()]
    assert "(Central European Standard Time)" in words(page) or "Summer" in words(page)


def test_what_the_event_asks_is_asked_and_kept(
    fair: Event, free: Ticket, olga: User, ann: User, browser: Browser
) -> None:
    ask(fair, olga, "birth_date", type="date")
    ask(fair, olga, "accept_video_recording", type="boolean", is_required=True, name="May we film you?")
    diet = ask(fair, olga, "diet", type="text", is_required=True, name="What do you eat?", description="<b>Or not?</b>")
    years = ask(fair, olga, "years", type="number")
    other = ask(fair, olga, "shirt", type="text", form_id="crew", is_required=True)
    made = order(ann, (free, 1))
    one = made.attendees.get()
    client, prefix = browser(ann), f"a{one.pk}"

    page = read(client, home(made))
    missing = sent(client, home(made), **filled(made))
    said = {"birth_date": "1990-05-06", "accept_video_recording": "no", f"own{diet.pk}": "Pasta", f"own{years.pk}": "3"}
    sent(client, home(made), **filled(made, **{f"{prefix}-{name}": value for name, value in said.items()}))

    assert "Or not?" in words(page)
    assert f"{prefix}-own{other.pk}" not in fields(page, home(made))
    assert errors(missing) == ["This field is required."] * 2
    one.refresh_from_db()
    assert (one.birth_date and one.birth_date.isoformat(), one.accept_video_recording) == (
        "1990-05-06T00:00:00+00:00",
        False,
    )
    assert one.complex_field_values == {"diet": "Pasta", "years": 3}
    assert Order.objects.get().status == "completed"


def test_who_is_the_same_is_not_asked_again(fair: Event, free: Ticket, olga: User, ann: User, browser: Browser) -> None:
    ask(fair, olga, "company", is_required=True)
    made = order(ann, (free, 2))
    first, second = made.attendees.order_by("pk")

    sent(
        browser(ann),
        home(made),
        **{f"a{first.pk}-email": "ann@example.org", f"a{first.pk}-company": "Mill", f"a{second.pk}-same": "on"},
    )

    assert set(made.attendees.values_list("email", "company")) == {("ann@example.org", "Mill")}
    assert Order.objects.get().status == "completed"


def test_nothing_is_kept_of_a_form_that_is_refused(
    fair: Event, paid: Ticket, free: Ticket, ann: User, browser: Browser
) -> None:
    Event.objects.filter(pk=fair.pk).update(is_billing_info_mandatory=True)
    made = order(ann, (free, 1), (paid, 1))

    answer = sent(browser(ann), home(made), **filled(made), payment_mode="bank", company="Mill")

    assert answer.status_code == 422
    assert errors(answer) == ["An invoice needs this."] * 4
    assert set(made.attendees.values_list("email", flat=True)) == {""}
    assert Order.objects.get().status == "initializing"


@pytest.mark.parametrize("address", ["", "nobody", "a@b\x00", "x" * 300 + "@example.org", "a\ud800@b.org"])
def test_no_address_is_a_fault_of_the_server(free: Ticket, ann: User, browser: Browser, address: str) -> None:
    made = order(ann, (free, 1))
    wrong = address.encode("utf-8", "surrogatepass").decode("utf-8", "replace")

    answer = sent(browser(ann), home(made), **{f"a{made.attendees.get().pk}-email": wrong})

    assert (answer.status_code, Order.objects.get().status) == (422, "initializing")


def test_an_order_by_bank_transfer_says_how_to_pay(fair: Event, paid: Ticket, ann: User, browser: Browser) -> None:
    made = order(ann, (paid, 1))
    client = browser(ann)
    said = {"is_billing_enabled": "on", "company": "Mill", "address": "Road 1", "city": "Ham", "zipcode": "1"}

    sent(client, home(made), **filled(made), payment_mode="bank", **said, country="DE")
    page = read(client, home(made))

    made.refresh_from_db()
    assert (made.status, made.payment_mode, made.company) == ("placed", "bank", "Mill")
    assert "Please pay €50.00." in words(page)
    assert "IBAN DE02 1203 0000 0000 2020 51" in words(page)
    assert str(made.identifier) in words(page)
    assert page.xpath("//img[@class='code']") == []


def test_no_way_to_pay_is_taken_that_the_event_does_not_take(paid: Ticket, ann: User, browser: Browser) -> None:
    made = order(ann, (paid, 1))

    for mode in ("stripe", "free", "onsite", ""):
        answer = sent(browser(ann), home(made), **filled(made), payment_mode=mode)
        assert (answer.status_code, Order.objects.get().status) == (422, "initializing")


def test_terms_are_agreed_to_where_there_are_some(fair: Event, free: Ticket, ann: User, browser: Browser) -> None:
    Event.objects.filter(pk=fair.pk).update(refund_policy="No <money> back.")
    made = order(ann, (free, 1))
    client = browser(ann)

    page, refused = read(client, home(made)), sent(client, home(made), **filled(made))
    before = Order.objects.get().status
    sent(client, home(made), **filled(made), terms="on")

    assert "No" in words(page)
    assert (refused.status_code, before, Order.objects.get().status) == (422, "initializing", "completed")
    assert made.attendees.get().is_consent_of_refund_policy


def test_a_second_click_changes_nothing(free: Ticket, ann: User, browser: Browser) -> None:
    made = order(ann, (free, 1))
    client = browser(ann)

    first, second = (sent(client, home(made), **filled(made)) for _ in range(2))

    assert (first.status_code, second.status_code, Notice.objects.count()) == (303, 303, 1)


def test_when_the_time_is_over_the_page_says_how_to_begin_again(
    fair: Event, free: Ticket, ann: User, browser: Browser
) -> None:
    made = order(ann, (free, 2))
    Order.objects.update(expires_at=timezone.now())
    client = browser(ann)

    page, late = read(client, home(made)), sent(client, home(made), **filled(made))

    assert "Nobody finished this order in time" in words(page)
    assert page.xpath("//main//a[@class='button']/@href") == [f"/e/{fair.identifier}/tickets?q{free.pk}=2#price"]
    assert (late.status_code, late["Location"]) == (303, home(made))


def test_an_order_is_nobody_else_s(
    fair: Event, free: Ticket, ann: User, mallory: User, olga: User, browser: Browser
) -> None:
    made = order(ann, (free, 1))
    done = completed(ann, (free, 1))

    for one in (made, done):
        number = one.attendees.get().pk
        ends = ("", "/cancel", "/paid", "/tickets.pdf", "/tickets.ics", "/invoices/1.pdf")
        reads = [*ends, f"/tickets/{number}.pdf", f"/tickets/{number}.svg"]
        for user in (mallory, olga):
            assert {browser(user).get(f"{home(one)}{end}").status_code for end in reads} == {404}
            assert {
                browser(user).post(f"{home(one)}{end}").status_code for end in ("", "/cancel", "/pay", "/calendar")
            } == {404}
        assert {browser(None).get(f"{home(one)}{end}").status_code for end in reads} == {302}
        assert {
            browser(None).post(f"{home(one)}{end}").status_code for end in ("", "/cancel", "/pay", "/calendar")
        } == {302}
    assert set(Order.objects.values_list("status", flat=True)) == {"initializing", "completed"}
    assert books.faults() == []


def test_what_is_cancelled_says_what_happens_with_the_money(
    paid: Ticket, free: Ticket, ann: User, browser: Browser
) -> None:
    cheap, dear = completed(ann, (free, 1)), order(ann, (paid, 1))
    client = browser(ann)
    sent(client, home(dear), **filled(dear), payment_mode="bank")

    asked = [words(read(client, f"{home(one)}/cancel")) for one in (cheap, dear)]
    answers = [sent(client, f"{home(one)}/cancel")["Location"] for one in (cheap, dear, dear)]

    assert "It cost nothing, so no money goes back." in asked[0]
    assert "you need not pay the €50.00" in asked[1]
    assert answers == [home(cheap), home(dear), home(dear)]
    assert set(Order.objects.values_list("status", flat=True)) == {"cancelled"}


def test_what_is_paid_is_given_back_by_the_organiser(
    fair: Event, olga: User, paid: Ticket, ann: User, browser: Browser
) -> None:
    made = order(ann, (paid, 1))
    client = browser(ann)
    sent(client, home(made), **filled(made), payment_mode="bank")
    finishing.amend(Order.objects.get(), by=olga, actors=TEAM, status="completed")

    page = read(client, f"{home(made)}/cancel")
    sent(client, f"{home(made)}/cancel")

    assert "This order is paid (€50.00)" in words(page)
    assert page.xpath("//main//form") == []
    assert Order.objects.get().status == "completed"


def test_a_ticket_of_few_is_given_back_when_its_order_is_cancelled_while_it_is_filled(
    fair: Event, olga: User, ann: User, browser: Browser
) -> None:
    last = ticket(fair, olga, "Last", quantity=1)
    made = order(ann, (last, 1))

    sent(browser(ann), f"{home(made)}/cancel")

    assert Ticket.objects.get(pk=last.pk).taken == 0
