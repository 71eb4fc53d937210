"""The list of who comes: what the event asks is in columns of its own."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from openevent.accounts.models import User
from openevent.events.models import Event
from openevent.exports import kinds
from openevent.lib.structures import answers
from openevent.tickets import asking, filling, finishing
from openevent.tickets.models import Attendee, CustomForm, Order, Ticket
from tests import documents, spreadsheets
from tests.conftest import account
from tests.exports.lists import ask, exported, listed, work_off
from tests.tickets.conftest import BUYER, TEAM, completed, fair, order, ticket

ORIGINAL = [
    *("Order#", "Order Date", "Status", "Payment Type", "Payment Mode", "Ticket Name", "Ticket ID", "Ticket Price"),
    *("Ticket Type", "Tax ID", "Address", "Company", "Country", "State", "City", "Zipcode", "Email"),
]


def form(event: Event, by: User, identifier: str, name: str = "", **facts: Any) -> CustomForm:
    return asking.add(CustomForm(event=event, field_identifier=identifier, name=name, is_included=True, **facts), by=by)


@pytest.fixture
def coming(ann: User, free: Ticket, paid: Ticket) -> Order:
    """Ann and bob come; ann has said more than was asked."""
    made = order(ann, (free, 1), (paid, 1))
    first, second = Attendee.objects.filter(order=made).order_by("pk")
    said = {"is_consent_of_refund_policy": True, "company": "Archer Ltd", "phone": "+49 30 1234"}
    filling.change(
        first,
        by=ann,
        actors=BUYER,
        firstname="Ann",
        lastname="Archer",
        email="ann@example.org",
        complex_field_values={"t_shirt": "=M", "vegan": True, "age": 30, "left": "x"},
        **said,
    )
    filling.change(second, by=ann, actors=BUYER, firstname="Bob", lastname="aBerg", email="bob@example.org")
    return finishing.amend(made, by=ann, actors=BUYER, status="placed", payment_mode="bank", company="Payer Ltd")


def test_who_comes_is_a_row_with_what_was_asked(coming: Order, fair: Event, olga: User, queue: list[str]) -> None:
    form(fair, olga, "t_shirt", "Size of shirt")
    form(fair, olga, "vegan", "", type="boolean")
    form(fair, olga, "birth_date", "Born")
    asking.remove(form(fair, olga, "age", "How old"), by=olga)

    ann, bob = listed(olga, fair, "attendees/csv")

    assert list(ann)[: len(ORIGINAL)] == ORIGINAL
    assert {head: ann[head] for head in list(ann)[len(ORIGINAL) - 1 :]} == {
        "Email": "ann@example.org",
        "First Name": "Ann",
        "Last Name": "Archer",
        "Born": "",
        "Attendee Company": "Archer Ltd",
        "Is Consent Of Refund Policy": "Yes",
        "Phone": "'+49 30 1234",
        "Size of shirt": "'=M",
        "Vegan": "Yes",
        "How old": Decimal(30),
        "Other Answers": "left: x",
        "Checked In": "No",
        "Checked Out": "No",
        "Registered": "No",
        "Badge Printed": "No",
        "Attendee Notes": "",
    }
    assert {head: bob[head] for head in ORIGINAL if bob[head] != ""} == {
        "Order#": str(coming.identifier),
        "Order Date": ann["Order Date"],
        "Status": "placed",
        "Payment Mode": "bank",
        "Ticket Name": "Supporter",
        "Ticket ID": Attendee.objects.get(email="bob@example.org").identifier,
        "Ticket Price": Decimal("50.00"),
        "Ticket Type": "paid",
        "Company": "Payer Ltd",
        "Email": "bob@example.org",
    }
    assert ann["Ticket Price"] == 0


def test_columns_of_one_name_are_told_apart(coming: Order, fair: Event, olga: User, queue: list[str]) -> None:
    form(fair, olga, "a", "Status")
    form(fair, olga, "b", "Status")
    form(fair, olga, "c", "Checked In")
    form(fair, olga, "d", "Status (b)")
    form(fair, olga, "lastname", "Family name")

    (row, _) = listed(olga, fair, "attendees/csv")

    assert {"Attendee Status", "Status (b)", "Attendee Checked In", "Attendee Status (b)", "Last Name"} < row.keys()
    assert (row["Status"], row["Checked In"]) == ("placed", "No")


def test_one_question_of_two_kinds_of_tickets_is_one_column(
    coming: Order, fair: Event, olga: User, queue: list[str]
) -> None:
    form(fair, olga, "t_shirt", "Shirt", form_id="a")
    form(fair, olga, "t_shirt", "Shirt of helpers", form_id="b")

    ann, bob = listed(olga, fair, "attendees/csv")

    assert ("Shirt of helpers" in ann, ann["Shirt"], bob["Shirt"]) == (False, "'=M", "")


def test_only_whose_order_is_finished_and_whose_place_was_not_given_back_comes(
    coming: Order, fair: Event, free: Ticket, ann: User, olga: User, queue: list[str]
) -> None:
    order(ann, (free, 1))
    Attendee.objects.filter(email="bob@example.org").update(deleted_at=timezone.now())

    assert [row["First Name"] for row in listed(olga, fair, "attendees/csv")] == ["Ann"]
    finishing.amend(coming, by=olga, actors=TEAM, status="cancelled")
    assert listed(olga, fair, "attendees/csv") == []


def test_the_list_on_paper_is_by_last_names(coming: Order, fair: Event, olga: User, queue: list[str]) -> None:
    (page,) = documents.pages(exported(olga, fair, "attendees/pdf"))

    lines = page.splitlines()
    assert lines[0] == "Attendees: Spring Fair"
    assert lines[1] == "Last name First name E-mail Ticket Order Status Has come"
    number = str(coming.identifier)[:8]
    assert lines[2:4] == [
        f"aBerg Bob bob@example.org Supporter {number} waits for its payment no",
        f"Archer Ann ann@example.org Visitor {number} waits for its payment no",
    ]


def test_the_database_is_asked_as_often_for_three_who_come_as_for_one(
    ann: User, fair: Event, free: Ticket, olga: User, queue: list[str]
) -> None:
    form(fair, olga, "t_shirt")
    completed(ann, (free, 1))
    ask(olga, fair, "attendees/csv")
    with CaptureQueriesContext(connection) as for_one:
        work_off()
    completed(ann, (free, 2))
    ask(olga, fair, "attendees/csv")

    with CaptureQueriesContext(connection) as for_three:
        work_off()

    assert len(for_one) == len(for_three) <= 9


WORDS = st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)
ANSWERS = st.dictionaries(
    WORDS.filter(bool), WORDS | st.integers(-(10**9), 10**9) | st.booleans() | st.none(), max_size=4
)


class TestAnything(TestCase):
    """Whatever attendees say and organisers ask."""

    def setUp(self) -> None:
        olga, tom = account("olga"), account("tom")
        self.olga, self.event = olga, fair.__wrapped__(olga, tom)  # type: ignore[attr-defined]  # the fixture's function
        completed(olga, (ticket(self.event, olga, "Visitor"), 2))
        self.queryset = Attendee.objects.filter(event=self.event)

    @hypothesis_settings(max_examples=60, deadline=None)
    @given(name=WORDS, said=ANSWERS, asked=st.lists(st.tuples(WORDS.filter(str.strip), WORDS), max_size=3))
    def test_every_row_has_a_cell_under_every_head_and_nothing_is_reckoned(
        self, name: str, said: dict[str, Any], asked: list[tuple[str, str]]
    ) -> None:
        try:
            kept = answers(said, "complex_field_values")
        except Exception:  # noqa: BLE001 - what is refused is never listed
            kept = {}
        self.queryset.update(firstname=name, city=name, complex_field_values=kept, attendee_notes=name)
        for identifier, shown in asked:
            CustomForm.objects.get_or_create(
                event=self.event, field_identifier=identifier, form="attendee", form_id="", defaults={"name": shown}
            )

        made = b"".join(kinds.TABLES["attendees/csv"].make(self.event, "").stream)

        heads, *rows = spreadsheets.opened(made)
        assert len(set(map(str, heads))) == len(heads)
        assert [len(row) for row in rows] == [len(heads)] * 2
        assert [spreadsheets.formulas(made, separator=one) for one in ",;\t"] == [[], [], []]
