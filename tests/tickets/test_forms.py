"""What the form asks of attendees before an order is finished."""

from typing import Any

import pytest

from openevent.accounts.models import User
from openevent.events.models import Event
from openevent.tickets import asking, filling, finishing, forms
from openevent.tickets.forms import MissingFields
from openevent.tickets.models import Attendee, CustomForm, Order, Ticket
from tests.tickets.conftest import BUYER, order, ticket


def asks(event: Event, by: User, what: str, **facts: Any) -> None:
    asking.add(CustomForm(event=event, field_identifier=what, is_required=True, is_included=True, **facts), by=by)


def filled(made: Order, by: User, **facts: Any) -> None:
    for attendee in Attendee.objects.filter(order=made):
        filling.change(attendee, by=by, actors=BUYER, email="guest@example.org", **facts)


def complete(made: Order, by: User) -> str:
    return finishing.amend(made, by=by, actors=BUYER, status="completed").status


def test_members_and_answers_of_the_events_own_are_asked_for(ann: User, olga: User, fair: Event, free: Ticket) -> None:
    asks(fair, olga, "firstname")
    asks(fair, olga, "meal", name="Meal")
    made = order(ann, (free, 2))

    filled(made, ann)
    with pytest.raises(MissingFields, match=r"\['Firstname', 'Meal'\]"):
        complete(made, ann)
    filled(made, ann, firstname="Ann", complex_field_values={"meal": ""})
    with pytest.raises(MissingFields, match=r"\['Meal'\]"):
        complete(made, ann)
    filled(made, ann, complex_field_values={"meal": "soup"})

    assert complete(made, ann) == "completed"


def test_a_form_of_one_kind_of_tickets_is_not_asked_of_others(ann: User, olga: User, fair: Event, free: Ticket) -> None:
    special = ticket(fair, olga, "Special", form_id="special")
    asks(fair, olga, "company", form_id="special")
    one, both = order(ann, (free, 1)), order(ann, (free, 1), (special, 1))
    for made in (one, both):
        filled(made, ann)

    assert complete(one, ann) == "completed"
    with pytest.raises(MissingFields, match=r"\['Company'\]"):
        complete(both, ann)


def test_what_two_fields_ask_of_a_ticket_is_asked_once_and_required_if_either_says_so(
    olga: User, fair: Event, free: Ticket
) -> None:
    asks(fair, olga, "company")
    asking.add(
        CustomForm(event=fair, field_identifier="company", name="Club", is_included=True, form_id="vip"), by=olga
    )
    asks(fair, olga, "email", form_id="vip")

    known = forms.fields(fair)
    of_vip, of_others = (forms.asked(fair, known, form_id) for form_id in ("vip", ""))

    said = [[(one.identifier, one.is_required, str(one.field or "")) for one in found] for found in (of_vip, of_others)]
    names = [("firstname", False, ""), ("lastname", False, "")]
    assert said[0] == [*names, ("company", True, "Club"), ("email", True, "email")]
    assert said[1] == [*names, ("email", True, ""), ("company", True, "company")]


def test_a_form_that_is_switched_off_asks_nothing(ann: User, olga: User, fair: Event, free: Ticket) -> None:
    asks(fair, olga, "firstname")
    Event.objects.filter(pk=fair.pk).update(is_ticket_form_enabled=False)
    made = order(ann, (free, 1))

    assert complete(made, ann) == "completed"
