"""What somebody leaves on the server in the course of an event: one row of everything, and then the event is over."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from openevent.accounts import factors, posting, proofs
from openevent.accounts.models import IdempotencyKey, Letter, Proof, User
from openevent.accounts.proofs import Purpose
from openevent.events import creating, favouring, inviting, issuing, publishing, team
from openevent.events.models import Change as EventChange
from openevent.events.models import Event, EventRole, RoleInvite
from openevent.exports import delivering
from openevent.holders.models import ToldSession
from openevent.jobs.models import Job
from openevent.program import favouring as starring
from openevent.program import rating, speaking, submitting
from openevent.program.models import Session, Speaker
from openevent.program.scheduling import Slot
from openevent.tickets import checking, finishing, waiting
from openevent.tickets.checking import Scan
from openevent.tickets.models import AccessCode, Attendee, CheckIn, DiscountCode, Order, Ticket
from openevent.tickets.paying import refunding
from tests.accounts.codes import code_now
from tests.conftest import accepted
from tests.tickets.conftest import BUYER, TEAM, completed, day, fill, order, ticket

WHERE = {"address": "1 Elm Street", "city": "Berlin", "zipcode": "10115", "country": "Germany", "company": "Ann Ltd"}


@dataclass(frozen=True, kw_only=True)
class Life:
    """Some of the rows."""

    event: Event
    free: Order
    paid: Order
    given: Attendee  # the person's ticket, by somebody else's order
    speaker: Speaker
    session: Session


def fair(owner: User, name: str) -> Event:
    """An event of the owner's that goes on, with tickets."""
    made = creating.create(
        by=owner,
        name=name,
        starts_at=day(0),
        ends_at=day(3),
        timezone="Europe/Berlin",
        owner_name="Olga & Friends",
        payment_currency="EUR",
        can_pay_by_bank=True,
        is_sessions_speakers_enabled=True,
    )
    return publishing.publish(made, by=owner)


def live(person: User, *, among: User, name: str = "Spring Fair") -> Life:
    """The person buys, gets a ticket, speaks, helps, likes and waits, at an event that somebody else owns."""
    event = fair(among, name)
    free, paid = sold(event, among, "Visitor"), sold(event, among, "Supporter", price=5000)
    team.appoint(person, EventRole.Name.REGISTRAR, event, by=among)
    life = Life(
        event=event,
        free=completed(person, (free, 2)),
        paid=buy(person, paid, team=among),
        given=give(person, free, by=among),
        speaker=speaking.add(event, by=among, name="Ann Onymous", email=person.email, user=person, mobile="+49 30 1"),
        session=talk(event, among),
    )
    Attendee.objects.filter(order__user=person).update(lastname="Brought")
    speaking.link(life.speaker, life.session, by=among)
    submitting.submit(event, by=person, state="draft", title="Soldering", is_proposal=True)
    mark(person, life, among)
    work(person, life, among)
    be_asked(person, life, among)
    return life


def sold(event: Event, by: User, name: str, **facts: Any) -> Ticket:
    return ticket(event, by, name, sales_ends_at=day(1), **facts)


def talk(event: Event, by: User) -> Session:
    return accepted(event, by, "Soldering for All", Slot(starts_at=day(1), ends_at=day(2), room=None))


def buy(person: User, paid: Ticket, *, team: User) -> Order:
    """A ticket that was paid by transfer, and one more that was given back."""
    for _ in range(2):
        made = order(person, (paid, 1))
        fill(made, person)
        finishing.amend(
            made, by=person, actors=BUYER, status="placed", payment_mode="bank", order_notes="Call Ann", **WHERE
        )
        finishing.amend(made, by=team, actors=TEAM, status="completed")
    refunding.refund(Order.objects.filter(user=person, amount__gt=0).latest("pk"), by=team, reason="Ann is ill")
    return Order.objects.filter(user=person, status="completed", amount__gt=0).latest("pk")


def give(person: User, free: Ticket, *, by: User) -> Attendee:
    """A ticket for the person, by somebody else's order."""
    made = completed(by, (free, 2))
    given = made.attendees.order_by("pk")[0]
    Attendee.objects.filter(pk=given.pk).update(
        email=person.email,
        firstname="Ann",
        phone="1",
        birth_date=timezone.now(),
        accept_share_details=True,
        attendee_notes="Is late",
        complex_field_values={"diet": "vegan"},
    )
    given.refresh_from_db()
    return given


def mark(person: User, life: Life, owner: User) -> None:
    """What the person likes, and what they think of it; and for what they wait."""
    favouring.add(life.event, person)
    starring.add(life.session, person)
    ToldSession.objects.create(user=person, session=life.session, told_sequence=1, known_sequence=1, is_invited=True)
    rating.rate_event(life.event, by=person, rating=4, comment="<p>Ann liked it.</p>")
    if not factors.is_on(person):  # there is one, whatever else there are three of
        factors.turn_on(person, (key := factors.new_key()), code_now(key))
    issuing.issue(person, name="Ann's telephone", scope="favourites", event=life.event)
    last = sold(life.event, owner, "Last", quantity=1)
    completed(owner, (last, 1))
    waiting.join(last, by=person)


def work(person: User, life: Life, owner: User) -> None:
    """What the person does for the team."""
    for kind, more in ((DiscountCode, {"type": "amount", "value": 100}), (AccessCode, {})):
        kind.objects.create(event=life.event, code="FRIEND", marketer=person, **more)
    scan = Scan(code=life.given.identifier, direction=CheckIn.Direction.IN, key="1", device="Ann's telephone")
    checking.check_in(life.event, scan, by=person)
    EventChange.objects.filter(event=life.event).update(by=person)
    others = completed(owner, (Ticket.objects.get(event=life.event, name="Visitor"), 1))
    others.changes.update(by=person)


def be_asked(person: User, life: Life, owner: User) -> None:
    """Letters to the person, with their secrets; and what the person asked for."""
    posting.post(person.email, subject="Hello Ann", text="A secret")
    proofs.offer(Purpose.VERIFY_EMAIL, person.email, person)
    invite = RoleInvite.objects.filter(event=life.event, email=person.email).first()
    if invite is None:
        inviting.invite(life.event, person.email, EventRole.Name.MODERATOR, by=owner)
    inviting.invite(life.event, "friend@example.org", EventRole.Name.MODERATOR, by=person)
    now = timezone.now()
    Letter.objects.filter(to="friend@example.org").end(sent_at=now)
    hashes: dict[str, Any] = {"key_hash": f"{Proof.objects.count():064x}", "request_hash": "0" * 64}
    IdempotencyKey.objects.create(user=person, expires_at=now, claimed_at=now, **hashes)
    Job.objects.create(task=delivering.TASK, kind="ical", event=life.event, asked_by=person, asked_at=now)


def over(event: Event) -> None:
    """The event has ended."""
    Event.objects.filter(pk=event.pk).update(starts_at=day(-9), ends_at=day(-7))
    Session.objects.filter(event=event, ends_at__isnull=False).update(starts_at=day(-9), ends_at=day(-8))
    event.refresh_from_db()
