"""The form of an order whose places are held."""

from typing import Any

import pytest
from django.utils import timezone

from openevent.accounts.models import User
from openevent.events import editing
from openevent.events.models import Event
from openevent.tickets import asking, filling, finishing
from openevent.tickets.models import Attendee, CustomForm, Notice, Order, Ticket
from tests.tickets import books
from tests.tickets.conftest import TEAM, completed, order, ticket
from tests.web.buying.conftest import Browser
from tests.web.buying.pages import fields, home, sent
from tests.web.pages import errors, parsed, read, words


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
    assert page.xpath("//*[@data-until]/@data-zone") == ["Europe/Berlin"]
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


def test_the_address_is_asked_also_of_tickets_with_another_form_than_that_which_asks_for_it(
    fair: Event, free: Ticket, olga: User, ann: User, browser: Browser
) -> None:
    ask(fair, olga, "email", type="email", is_required=True, form_id="vip")
    made, client = order(ann, (free, 1)), browser(ann)

    asked = fields(read(client, home(made)), home(made))
    sent(client, home(made), **asked)

    assert asked[f"a{made.attendees.get().pk}-email"] == "ann@example.org"
    assert (made.attendees.get().email, Order.objects.get().status) == ("ann@example.org", "completed")


def test_what_is_asked_of_all_and_of_one_kind_of_tickets_is_asked_once(
    fair: Event, olga: User, ann: User, browser: Browser
) -> None:
    special = ticket(fair, olga, "Special", form_id="vip")
    ask(fair, olga, "company", is_required=True)
    ask(fair, olga, "company", form_id="vip", name="Your club")
    ask(fair, olga, "diet", name="What do you eat?")
    own = ask(fair, olga, "diet", form_id="vip", is_required=True, name="Soup?")
    made, client = order(ann, (special, 1)), browser(ann)
    prefix = f"a{made.attendees.get().pk}"

    page = read(client, home(made))
    missing = sent(client, home(made), **filled(made))
    sent(client, home(made), **filled(made, **{f"{prefix}-company": "ACME", f"{prefix}-own{own.pk}": "Yes"}))

    asked = [f"{prefix}-{name}" for name in ("firstname", "lastname", "email", "company", f"own{own.pk}")]
    assert page.xpath("//fieldset[@class='person']//input[@type!='hidden']/@name") == asked
    assert "Your club" in words(page)
    assert "What do you eat?" not in words(page)
    assert errors(missing) == ["This field is required."] * 2
    found = made.attendees.get()
    assert (found.company, found.complex_field_values) == ("ACME", {"diet": "Yes"})


def test_who_is_the_same_answers_alike_what_both_forms_ask_in_words_of_their_own(
    fair: Event, free: Ticket, olga: User, ann: User, browser: Browser
) -> None:
    special = ticket(fair, olga, "Special", form_id="vip")
    diet = ask(fair, olga, "diet")
    ask(fair, olga, "diet", form_id="vip", is_required=True)
    made = order(ann, (free, 1), (special, 1))
    first, second = made.attendees.order_by("pk")

    sent(
        browser(ann),
        home(made),
        **{f"a{first.pk}-email": "ann@example.org", f"a{first.pk}-own{diet.pk}": "Soup", f"a{second.pk}-same": "on"},
    )

    assert list(made.attendees.values_list("complex_field_values", flat=True)) == [{"diet": "Soup"}] * 2
    assert Order.objects.get().status == "completed"


def test_that_somebody_agrees_to_a_policy_which_there_is_not_is_asked_like_anything_else(
    fair: Event, free: Ticket, olga: User, ann: User, browser: Browser
) -> None:
    ask(fair, olga, "is_consent_of_refund_policy", is_required=True)
    made, client = order(ann, (free, 1)), browser(ann)
    name = f"a{made.attendees.get().pk}-is_consent_of_refund_policy"

    missing = sent(client, home(made), **filled(made))
    sent(client, home(made), **filled(made, **{name: "yes"}))

    assert errors(missing) == ["This field is required."]
    assert (made.attendees.get().is_consent_of_refund_policy, Order.objects.get().status) == (True, "completed")


def test_what_the_team_fills_in_meanwhile_is_not_written_over_unseen(
    fair: Event, free: Ticket, olga: User, ann: User, browser: Browser
) -> None:
    ask(fair, olga, "lastname")
    made = order(ann, (free, 1))
    one, client = made.attendees.get(), browser(ann)
    left_alone, both = fields(read(client, home(made)), home(made)), {f"a{one.pk}-firstname": "Anna"}
    filling.change(one, by=olga, actors=TEAM, firstname="Ann", lastname="Onymous")

    told = sent(client, home(made), **{**left_alone, **both})
    made.refresh_from_db()
    is_held = made.status == "initializing"
    again = sent(client, home(made), **{**fields(parsed(told), home(made)), **both})

    assert "It says now: Ann" in errors(told)
    assert is_held
    assert again["Location"] == home(made)
    one.refresh_from_db()
    assert (one.firstname, one.lastname, one.email) == ("Anna", "Onymous", "ann@example.org")


def test_who_is_the_same_may_be_filled_in_by_the_team_meanwhile(free: Ticket, ann: User, browser: Browser) -> None:
    made = order(ann, (free, 2))
    first, second = made.attendees.order_by("pk")
    client = browser(ann)
    form = fields(read(client, home(made)), home(made))
    filling.change(first, by=ann, actors=TEAM, firstname="Ann")

    answer = sent(client, home(made), **{**form, f"a{second.pk}-same": "on"})

    assert answer["Location"] == home(made)
    assert set(made.attendees.values_list("firstname", "email")) == {("Ann", "ann@example.org")}


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
    assert "You chose: bank transfer." in words(page)
    assert "Please say with your payment:" in words(page)
    assert "IBAN DE02 1203 0000 0000 2020 51" in words(page)
    assert f"Please say with your payment: {str(made.identifier)[:8]}" in words(page).split(" Tickets ")[0]
    assert f"{made.identifier}" not in words(page).partition("How to pay")[2]
    assert page.xpath("//img[@class='code']") == []


def test_who_pays_at_the_door_is_asked_for_no_reference(
    fair: Event, paid: Ticket, ann: User, olga: User, browser: Browser
) -> None:
    editing.change(fair, by=olga, can_pay_onsite=True)
    made = order(ann, (paid, 1))
    client = browser(ann)

    sent(client, home(made), **filled(made), payment_mode="onsite")
    page = words(read(client, home(made)))

    assert "Please pay €50.00." in page
    assert "You chose: at the door." in page
    assert "Please say with your payment" not in page


def labels(page: Any) -> dict[str, str]:
    """What stands beside the labels of the address on the invoice."""
    fields = page.xpath("//fieldset[@class='address']//label")
    return {label.get("for")[3:]: " ".join(label.xpath("./small/text()")) for label in fields}


def test_the_address_on_an_invoice_says_what_it_needs(
    fair: Event, paid: Ticket, ann: User, olga: User, browser: Browser
) -> None:
    made, client = order(ann, (paid, 1)), browser(ann)
    needs = ("company", "address", "zipcode", "city", "country")
    wished = labels(read(client, home(made)))
    editing.change(fair, by=olga, is_billing_info_mandatory=True)

    page = read(client, home(made))
    answer = sent(client, home(made), **filled(made), payment_mode="bank")

    others = {"state": "optional", "tax_business_info": "optional"}
    assert wished == {**dict.fromkeys(needs, "needed for an invoice"), **others}
    assert labels(page) == {**dict.fromkeys(needs, ""), **others}
    assert (answer.status_code, errors(answer)) == (422, ["An invoice needs this."] * 5)


def test_no_way_to_pay_is_taken_that_the_event_does_not_take(paid: Ticket, ann: User, browser: Browser) -> None:
    made = order(ann, (paid, 1))

    for mode in ("stripe", "free", "onsite", ""):
        answer = sent(browser(ann), home(made), **filled(made), payment_mode=mode)
        assert (answer.status_code, Order.objects.get().status) == (422, "initializing")


def test_an_order_that_cannot_be_paid_any_more_says_so_and_can_be_given_back(
    fair: Event, paid: Ticket, ann: User, browser: Browser
) -> None:
    made, client = order(ann, (paid, 1)), browser(ann)
    Event.objects.filter(pk=fair.pk).update(
        can_pay_by_bank=False, can_pay_by_stripe=True
    )  # nobody has linked an account
    sentence = "This cannot be paid for now: the event has no way to take the money. Please ask its organiser."

    page, answer = read(client, home(made)), sent(client, home(made), **filled(made), payment_mode="bank")

    assert words(page).count(sentence) == 1
    assert "How do you pay?" not in words(page)
    assert page.xpath("//main//div[@class='actions']/*/text()") == ["Give them back"]
    assert (answer.status_code, errors(answer)) == (422, [sentence])
    assert Order.objects.get().status == "initializing"


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
