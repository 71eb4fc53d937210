"""A copied event sells the same, and has sold nothing."""

from openevent.accounts.models import User
from openevent.events.models import Event
from openevent.tickets import asking, coding, tagging, taxing
from openevent.tickets.models import AccessCode, CustomForm, DiscountCode, Tax, Ticket, TicketTag
from tests.conftest import as_user
from tests.tickets.conftest import order, ticket


def test_a_copy_sells_the_same_and_has_sold_nothing(fair: Event, olga: User, ann: User, paid: Ticket) -> None:
    Event.objects.filter(pk=fair.pk).update(is_tax_enabled=True)
    hidden = ticket(fair, olga, "Friends", is_hidden=True)
    tagging.add(TicketTag(event=fair, name="Adults"), by=olga, tickets=[paid, hidden])
    code = coding.add(
        DiscountCode(event=fair, code="EARLY", type="percent", value=100_000, tickets_number=20),
        by=olga,
        tickets=[paid],
    )
    coding.add(AccessCode(event=fair, code="FRIEND", is_active=True), by=olga, tickets=[hidden])
    taxing.add(Tax(event=fair, name="VAT", rate=190_000, tax_id="DE1"), by=olga)
    asking.add(CustomForm(event=fair, field_identifier="company", is_included=True), by=olga)
    order(ann, (paid, 2), discount_code="early")

    answer = as_user(olga).post(f"/v1/events/{fair.identifier}/copy", {}, "application/json")

    made = Event.objects.get(pk=answer.json()["id"])
    kept = ("name", "type", "price", "quantity", "is_hidden")
    assert list(made.tickets.values(*kept)) == list(fair.tickets.values(*kept))
    assert list(made.tickets.values_list("taken", flat=True)) == [0, 0]
    assert [tag.tickets.count() for tag in made.ticket_tags.all()] == [2]
    (copied,) = made.discountcodes.all()
    assert (copied.code, copied.value, copied.taken, copied.tickets.get().event_id) == ("EARLY", 100_000, 0, made.pk)
    assert copied.pk not in (code.pk, code.pk + 1)
    assert (made.taxes.get().rate, CustomForm.objects.get(event=made).field_identifier) == (190_000, "company")
    assert (made.accesscodes.exists(), made.orders.exists()) == (False, False)
