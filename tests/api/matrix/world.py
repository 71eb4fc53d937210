"""An event with one row of every resource, and everybody who could ask for it."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils import timezone

from openevent.accounts import joining
from openevent.accounts.models import User
from openevent.events import cataloguing, creating, favouring, furnishing, inviting, issuing, publishing, removing, team
from openevent.events.models import (
    Event,
    EventCopyright,
    EventLocation,
    EventRole,
    EventSubTopic,
    EventTopic,
    EventType,
    Faq,
    FaqType,
    Role,
    SocialLink,
    Sponsor,
)
from openevent.program import arranging, calling, rating, speaking
from openevent.program import favouring as starring
from openevent.program.models import Microlocation, Session, SessionType, SpeakersCall, Track
from openevent.program.scheduling import Slot
from openevent.tickets import asking, coding, finishing, offering, ordering, tagging, taxing
from openevent.tickets.models import (
    AccessCode,
    Attendee,
    CheckIn,
    CustomForm,
    DiscountCode,
    Invoice,
    Order,
    Payment,
    Tax,
    Ticket,
    TicketTag,
    WaitingEntry,
)
from openevent.tickets.paying import authorizing, refunding
from openevent.tickets.quoting import Basket, Item
from openevent.tickets.states import Actor as Side
from tests.api.matrix.expected import Actor, State
from tests.conftest import PASSWORD, accepted, account

ORDER = "11111111-1111-4111-8111-111111111111"  # the identifier of the world's order
ROLES = (Actor.ORGANIZER, Actor.COORGANIZER, Actor.TRACK_ORGANIZER, Actor.REGISTRAR, Actor.MODERATOR)


@dataclass(kw_only=True)
class World:
    """The event, its rows by resource, and the accounts by actor."""

    event: Event
    users: dict[Actor, User | None]
    rows: dict[str, Any] = field(default_factory=dict)


def people() -> dict[Actor, User | None]:
    """Every actor's account."""
    users: dict[Actor, User | None] = {
        actor: account(actor.value.replace(" ", "-")) for actor in Actor if actor not in (Actor.ANONYMOUS, Actor.STAFF)
    }
    users[Actor.ANONYMOUS] = None
    users[Actor.STAFF] = joining.join("staff@example.org", PASSWORD, verified=True, admin=True)
    return users


def made(state: State) -> World:
    """The world, with the event in this state."""
    users = people()
    owner, speaker, staff = (users[actor] for actor in (Actor.OWNER, Actor.SPEAKER, Actor.STAFF))
    assert owner is not None
    assert speaker is not None
    assert staff is not None
    event = conference(owner)
    another_owner = users[Actor.OTHER_OWNER]
    assert another_owner is not None
    publishing.publish(conference(another_owner), by=another_owner)
    for role in ROLES:
        somebody = users[role]
        assert somebody is not None
        team.appoint(somebody, EventRole.Name(role.value), event, by=owner)
    publishing.publish(event, by=owner)
    world = World(event=event, users=users)
    fill(world, owner, speaker, staff)
    if state is State.DRAFT:
        publishing.unpublish(event, by=owner)
    elif state is State.DELETED:
        removing.delete(event, by=owner)
    event.refresh_from_db()
    return world


def conference(owner: User) -> Event:
    """An event that goes on at this moment: it can be rated already, and its sessions are still to come."""
    begins = timezone.now().replace(microsecond=0) - timedelta(hours=1)
    return creating.create(
        by=owner,
        name="Autumn Conference",
        starts_at=begins,
        ends_at=begins + timedelta(days=3),
        timezone="Europe/Berlin",
        is_sessions_speakers_enabled=True,
        is_sponsors_enabled=True,
        payment_currency="EUR",
        can_pay_by_bank=True,
        can_pay_by_stripe=True,
        is_tax_enabled=True,
    )


def fill(world: World, owner: User, speaker: User, staff: User) -> None:
    """One row of every resource."""
    event, rows = world.event, world.rows
    rows["event"] = rows["event-statistics-general"] = event
    rows["track"] = arranging.add(Track(event=event, name="Open Hardware", color="#ff0000"), by=owner)
    rows["microlocation"] = arranging.add(Microlocation(event=event, name="Blue Hall"), by=owner)
    rows["session-type"] = arranging.add(SessionType(event=event, name="Talk", length="00:30"), by=owner)
    rows["sponsor"] = furnishing.add(Sponsor(event=event, name="Sponsor"), by=owner)
    rows["social-link"] = furnishing.add(
        SocialLink(event=event, name="Site", link="https://example.org/", identifier="abcdef01"), by=owner
    )
    rows["faq-type"] = furnishing.add(FaqType(event=event, name="Travel"), by=owner)
    rows["faq"] = furnishing.add(
        Faq(event=event, question="Where?", answer="Here.", faq_type=rows["faq-type"]), by=owner
    )
    rows["event-copyright"] = furnishing.add(EventCopyright(event=event, licence="CC BY 4.0"), by=owner)
    # A call that has begun and, as calls do, ends before its event; written by hand, since this event goes on already.
    rows["speakers-call"] = open_call(event)
    rows["speaker"] = speaking.add(event, by=owner, name="Ann Onymous", email=speaker.email, user=speaker)
    slot = Slot(
        starts_at=event.starts_at + timedelta(hours=5),
        ends_at=event.starts_at + timedelta(hours=6),
        room=rows["microlocation"],
    )
    rows["session"] = accepted(
        event, owner, "Soldering for All", slot, track=rows["track"], session_type=rows["session-type"]
    )
    speaking.link(rows["speaker"], rows["session"], by=owner)
    rows["session"] = Session.objects.get(pk=rows["session"].pk)
    rows["feedback"] = rating.rate_event(event, by=speaker, rating=4, comment="Good.")
    rows["user-favourite-event"] = favouring.add(event, user=speaker)
    rows["user-favourite-session"] = starring.add(rows["session"], user=speaker)
    rows["users-events-roles"] = EventRole.objects.get(event=event, role="registrar")
    rows["role-invite"] = inviting.invite(event, "invited@example.org", EventRole.Name.MODERATOR, by=owner)
    rows["role"] = cataloguing.add(Role(name="caterer", title_name="Caterer"), by=staff)
    rows["event-type"] = cataloguing.add(EventType(name="Symposium of the Matrix"), by=staff)
    rows["event-topic"] = cataloguing.add(EventTopic(name="Matrices"), by=staff)
    rows["event-location"] = cataloguing.add(EventLocation(name="Berlin"), by=staff)
    rows["event-sub-topic"] = cataloguing.add(EventSubTopic(name="Rows", event_topic=rows["event-topic"]), by=staff)
    rows["user"] = speaker
    sell(world, owner, speaker)
    rows["feed-token"], _ = issuing.issue(speaker, name="Mine", scope="favourites")


def sell(world: World, owner: User, buyer: User) -> None:
    """Tickets, codes and a tax; and an order of the buyer's, which is being filled in."""
    event, rows = world.event, world.rows
    now = timezone.now()
    kept: dict[str, Any] = {"event": event, "quantity": 20, "sales_starts_at": now - timedelta(days=1)}
    kept["sales_ends_at"] = now + timedelta(days=1)
    rows["ticket"] = offering.add(Ticket(name="Supporter", type="paid", price=5000, **kept), by=owner)
    sold = offering.add(Ticket(name="Visitor", type="free", **kept), by=owner)
    dear = offering.add(Ticket(name="Patron", type="paid", price=9000, **kept), by=owner)
    hidden = offering.add(Ticket(name="Friends", type="free", is_hidden=True, **kept), by=owner)
    rows["ticket-tag"] = tagging.add(TicketTag(event=event, name="Adults"), by=owner, tickets=[rows["ticket"]])
    rows["discount-code"] = coding.add(
        DiscountCode(event=event, code="EARLY", type="amount", value=500), by=owner, tickets=[rows["ticket"]]
    )
    rows["access-code"] = coding.add(
        AccessCode(event=event, code="FRIEND", is_active=True, valid_from=now), by=owner, tickets=[hidden]
    )
    rows["tax"] = taxing.add(Tax(event=event, name="VAT", rate=190_000, tax_id="DE1"), by=owner)
    rows["custom-form"] = asking.add(CustomForm(event=event, field_identifier="firstname", is_included=True), by=owner)
    rows["order"] = ordering.order(Basket(items=(Item(ticket=sold.pk),)), by=buyer)
    Order.objects.filter(pk=rows["order"].pk).update(identifier=ORDER)
    rows["order"].refresh_from_db()
    rows["attendee"] = Attendee.objects.get(order=rows["order"])
    rows["waiting-list-entry"] = WaitingEntry.objects.create(ticket=sold, user=buyer, joined_at=now)
    Ticket.objects.filter(pk=sold.pk).update(waiting=1)
    rows["check-in"] = CheckIn.objects.create(
        event=event, attendee=rows["attendee"], direction="in", outcome="counted", key="1", at=now, by=owner
    )
    Attendee.objects.filter(pk=rows["attendee"].pk).update(is_checked_in=True)
    pay(world, dear, owner, buyer)
    rows["order-statistics-event"], rows["order-statistics-ticket"] = event, rows["ticket"]


def pay(world: World, ticket: Ticket, owner: User, buyer: User) -> None:
    """Another order of the buyer's, which was paid and given back: paid ones stand against the event's going."""
    event, rows = world.event, world.rows
    made = ordering.order(Basket(items=(Item(ticket=ticket.pk),)), by=buyer)
    Attendee.objects.filter(order=made).update(email=buyer.email)
    finishing.amend(made, by=buyer, actors={Side.BUYER}, payment_mode="bank", status="placed")
    made = finishing.amend(made, by=owner, actors={Side.TEAM}, status="completed")
    rows["payment"] = Payment.objects.get(order=made)
    rows["refund"] = refunding.refund(made, by=owner)
    rows["order-invoice"] = Invoice.objects.get(order=made, corrects=None)
    rows["stripe-authorization"] = authorizing.link(event, account="acct_1", stripe_publishable_key="pk_1", by=owner)


def open_call(event: Event) -> SpeakersCall:
    """A call that is open now."""
    call = SpeakersCall(
        event=event,
        announcement="Come!",
        starts_at=timezone.now() - timedelta(days=1),
        ends_at=timezone.now() + timedelta(days=1),
    )
    call.save()
    assert calling.is_open(call, timezone.now())
    return call
