"""Attendees as their event's team finds and changes them, and what they are asked."""

import pytest
from django.utils import translation

from openevent.accounts.models import Letter, User
from openevent.events.models import Event
from openevent.tickets import asking, filling
from openevent.tickets.models import Attendee, CustomForm, Ticket
from openevent.web.attendee_words import ages
from tests.tickets.conftest import TEAM, completed, order
from tests.web.pages import german, read, statements
from tests.web.selling.conftest import placed, sent, words


def at(fair: Event, path: str = "") -> str:
    return f"/manage/{fair.identifier}/attendees{path}"


def found(user: User, fair: Event, query: str = "") -> list[str]:
    return [" ".join(link.text_content().split()) for link in read(user, f"{at(fair)}?{query}").xpath("//tbody//th/a")]


def test_attendees_are_found_by_name_address_ticket_code_and_where_they_are(
    fair: Event, olga: User, rita: User, ann: User, free: Ticket, paid: Ticket
) -> None:
    made = completed(ann, (free, 2))
    placed(ann, (paid, 1))
    order(ann, (free, 1))  # not finished: nobody comes by it
    first, second = Attendee.objects.filter(order=made)
    filling.change(second, by=olga, actors=TEAM, firstname="Zoë", lastname="Quill")
    Attendee.objects.filter(pk=first.pk).update(is_checked_in=True)

    assert found(rita, fair) == ["Guest 0 Ann", "Guest 0 Ann", "Zoë Quill"]
    for query in ("q=quill+zo", f"q={second.identifier}", f"q={made.identifier}-{second.identifier}"):
        assert found(rita, fair, query) == ["Zoë Quill"], query
    assert found(rita, fair, f"ticket={paid.pk}") == ["Guest 0 Ann"]
    assert len(found(rita, fair, "is=in")) == 1
    assert len(found(rita, fair, "is=not-yet")) == 2
    assert len(found(rita, fair, f"q={str(made.identifier)[:8]}")) == 2


def test_the_team_changes_what_was_said_and_registrars_read_it(
    fair: Event, olga: User, rita: User, ann: User, free: Ticket
) -> None:
    asking.add(CustomForm(event=fair, field_identifier="company", is_included=True), by=olga)
    asking.add(CustomForm(event=fair, field_identifier="shirt", name="Shirt size", is_included=True), by=olga)
    attendee = Attendee.objects.get(order=completed(ann, (free, 1)))
    code = attendee.identifier
    said = {"firstname": "Ann", "lastname": "Lee", "email": attendee.email, "company": "Mill", "own-shirt": "M"}

    refused = sent(rita, at(fair, f"/{attendee.pk}"), **said)
    sent(olga, at(fair, f"/{attendee.pk}"), **said, attendee_notes="Vegan")

    now = Attendee.objects.get(pk=attendee.pk)
    assert refused.status_code == 403
    assert (now.full_name, now.company, now.complex_field_values) == ("Ann Lee", "Mill", {"shirt": "M"})
    assert (now.attendee_notes, now.identifier) == ("Vegan", code)
    assert "Company Mill Shirt size M Notes of the team Vegan" in words(read(rita, at(fair, f"/{attendee.pk}")))


def test_registrars_read_a_day_of_birth_as_a_day(fair: Event, olga: User, rita: User, ann: User, free: Ticket) -> None:
    asking.add(CustomForm(event=fair, field_identifier="birth_date", is_included=True), by=olga)
    attendee = Attendee.objects.get(order=completed(ann, (free, 1)))
    sent(olga, at(fair, f"/{attendee.pk}"), email=attendee.email, birth_date="1990-06-01")
    page = at(fair, f"/{attendee.pk}")

    facts = {words(one) for one in read(rita, page).xpath("//dl[@class='facts']/dd")}

    assert "June 1, 1990" in facts
    assert "1. Juni 1990" in words(read(german(rita), page))


def test_a_wrong_address_is_refused_beside_its_field(fair: Event, olga: User, ann: User, free: Ticket) -> None:
    attendee = Attendee.objects.get(order=completed(ann, (free, 1)))

    page = sent(olga, at(fair, f"/{attendee.pk}"), firstname="A", lastname="B", email="nowhere")

    assert 'aria-describedby="id_email_error"' in page.content.decode()
    assert Attendee.objects.get(pk=attendee.pk).email == attendee.email


def test_a_ticket_is_sent_again_to_who_holds_it_while_it_is_good(
    fair: Event, olga: User, rita: User, ann: User, free: Ticket, paid: Ticket
) -> None:
    good = Attendee.objects.get(order=completed(ann, (free, 1)))
    unpaid = Attendee.objects.get(order=placed(ann, (paid, 1)))

    sent(olga, at(fair, f"/{good.pk}/resend"))
    not_hers = sent(rita, at(fair, f"/{good.pk}/resend"))
    refused = sent(olga, at(fair, f"/{unpaid.pk}/resend"))

    (letter,) = Letter.objects.filter(to=good.email)
    assert "Visitor" in letter.text
    assert f"/v1/orders/attendees/{good.pk}.pdf" in letter.text
    assert "Only the event’s team sends letters again." in not_hers.content.decode()
    assert "This ticket is not good" in refused.content.decode()


def test_a_form_is_put_together_from_what_is_known_and_questions_of_one_s_own(fair: Event, olga: User) -> None:
    here = f"/manage/{fair.identifier}/form"
    sent(olga, f"{here}/new", what="company", type="text", is_included="on", is_required="on")
    sent(olga, f"{here}/new", what="own", name="What do you eat?", type="paragraph", is_included="on")
    again = sent(olga, f"{here}/new", what="company", type="text", is_included="on")
    wordless = sent(olga, f"{here}/new", what="own", type="text", is_included="on")
    company, own = CustomForm.objects.filter(event=fair)

    sent(olga, f"{here}/{own.pk}/move", to="up")
    sent(olga, f"{here}/{company.pk}", name="Firm", type="text", is_included="on")

    assert "The form asks for “company” already." in again.content.decode()
    assert "Write the question." in wordless.content.decode()
    assert [(row.field_identifier, row.name, row.type, row.is_required) for row in CustomForm.objects.all()] == [
        ("what_do_you_eat", "What do you eat?", "paragraph", False),
        ("company", "Firm", "text", False),
    ]
    sent(olga, f"{here}/{own.pk}/delete")
    assert "What do you eat?" not in words(read(olga, here)).partition("Question ")[2]


@pytest.mark.parametrize(("said", "kept"), [("2.5", 2.5), ("3", 3), ("3.000", 3), ("", None)])
def test_the_team_reads_and_writes_numbers_as_buyers_do(
    fair: Event, olga: User, ann: User, free: Ticket, said: str, kept: float | None
) -> None:
    asking.add(CustomForm(event=fair, field_identifier="hours", name="Hours", type="number", is_included=True), by=olga)
    attendee = Attendee.objects.get(order=completed(ann, (free, 1)))
    filling.change(attendee, by=olga, actors=TEAM, complex_field_values={"hours": 1.5})
    path = at(fair, f"/{attendee.pk}")

    sent(olga, path, email=attendee.email, attendee_notes="Eats no meat", **{"own-hours": "1.5"})
    attendee.refresh_from_db()
    before = (attendee.attendee_notes, attendee.complex_field_values)
    sent(olga, path, email=attendee.email, attendee_notes="", **{"own-hours": said})

    assert before == ("Eats no meat", {"hours": 1.5})
    attendee.refresh_from_db()
    assert attendee.complex_field_values == {"hours": kept}


def test_what_all_and_one_kind_of_tickets_are_asked_the_team_reads_in_the_words_of_the_kind(
    fair: Event, olga: User, ann: User, free: Ticket
) -> None:
    for form_id, name in (("crew", "Shirt of the crew"), ("", "Shirt")):
        row = CustomForm(
            event=fair, field_identifier="shirt", name=name, form_id=form_id, is_included=True, type="text"
        )
        asking.add(row, by=olga)
    Ticket.objects.update(form_id="crew")
    attendee = Attendee.objects.get(order=completed(ann, (free, 1)))

    page = read(olga, at(fair, f"/{attendee.pk}"))

    assert [one.strip() for one in page.xpath("//main//label/text()") if "Shirt" in one] == ["Shirt of the crew"]


def test_what_helps_to_answer_is_words_and_no_markup(fair: Event, olga: User, ann: User, free: Ticket) -> None:
    CustomForm.objects.create(
        event=fair,
        field_identifier="meal",
        name="Meal",
        is_included=True,
        description="What <a href='//x.example'>fits</a>",
    )
    attendee = Attendee.objects.get(order=completed(ann, (free, 1)))

    page = read(olga, f"/manage/{fair.identifier}/attendees/{attendee.pk}")

    assert page.xpath("//a[contains(@href, 'x.example')]") == []
    assert "What fits" in words(page)


def test_what_must_be_answered_is_asked(fair: Event, olga: User) -> None:
    here = f"/manage/{fair.identifier}/form"

    page = sent(olga, f"{here}/new", what="city", type="text", is_required="on").content.decode()

    assert "What is required is included in the form." in page
    assert not CustomForm.objects.exists()


def test_three_attendees_are_asked_for_as_often_as_one(fair: Event, olga: User, ann: User, free: Ticket) -> None:
    completed(ann, (free, 1))
    before = [statements(olga, path) for path in (at(fair), f"/manage/{fair.identifier}/door?q=ann")]
    completed(ann, (free, 2))

    assert [statements(olga, path) for path in (at(fair), f"/manage/{fair.identifier}/door?q=ann")] == before


def test_age_groups_are_called_something_in_every_language() -> None:
    assert [value for value, _ in ages()] == Attendee.Age.values
    with translation.override("de"):
        called = dict(ages())
    assert (called["Under 18"], called["18-24"]) == ("Unter 18", "18-24")
    assert not [word for word in called.values() if "prefer" in word]
