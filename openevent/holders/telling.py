"""Telling the people of an order what became of it: letters, posted in the transaction that notes that they are."""

from copy import copy
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from openevent.accounts import holding, posting
from openevent.accounts.enclosures import CalendarPart
from openevent.accounts.models import User
from openevent.calendars.itip import Message, Method
from openevent.events import sharing
from openevent.events.models import Event
from openevent.holders import advising, choosing, inviting, leaving, letters, pacing
from openevent.holders.choosing import Reader
from openevent.tickets import moving, papers, press
from openevent.tickets.models import Attendee, FormerHolder, Notice, Order
from openevent.tickets.papers import Paper

Kind = Notice.Kind
STANDING = (Kind.PLACED, Kind.COMPLETED)  # of which nobody is told once the order stands otherwise


def tell(notice_id: int) -> None:
    """Write the letters of a notice, if nobody has yet. Running it twice does no harm.

    Whoever kills the worker before the transaction is through has written none; afterwards the letters are rows, and
    are sent as such, each once.
    """
    notice = Notice.objects.filter(pk=notice_id, done_at=None).first()
    if notice is None:
        return
    with moving.locked(notice.order_id) as order:
        sharing.hold(order.event_id)  # whoever moves it now finds afterwards what its people were told
        now = timezone.now()
        people = _held(order)
        if Notice.objects.filter(pk=notice_id, done_at=None).update(done_at=now):
            _tell(order, Kind(notice.kind), people, now)


def _held(order: Order) -> list[User]:
    """The accounts that hear of the locked order; nobody else tells them anything meanwhile (`accounts.holding`)."""
    holding.all_held([user.pk for user in choosing.people(order)])
    return choosing.people(order)


def _tell(order: Order, kind: Notice.Kind, people: list[User], now: datetime) -> None:
    """A letter to the buyer, with an invitation where the buyer comes, and one to everybody else who holds a ticket.

    Of further tickets that buyers keep for themselves their own letter tells. What the letters lead to is printed
    meanwhile.
    """
    if kind in STANDING and order.status != kind.value:
        return  # what came after it is told
    if kind == Kind.HANDED:
        _tell_of_hand_over(order, people, now)
        return
    printed = papers.of_order(order)
    for paper in printed:
        press.ask(paper, by=None)
    buyer = order.user if order.user is not None and order.user.is_active else None
    holders = Attendee.objects.filter(order=order).exclude(email="").select_related("order", "ticket", "event")
    told = [attendee for attendee in holders if attendee.deleted_at is None or attendee.is_invited]
    mine = next((one for one in told if buyer is not None and one.email == buyer.email), None)
    if buyer is not None:
        _tell_buyer(order, kind, buyer, mine, now, printed)
    if kind == Kind.PLACED:
        return  # who only holds a ticket hears of it when it is good
    is_led = kind == Kind.COMPLETED  # the buyer's letter leads to all tickets
    for attendee in told:
        if attendee is not mine and not _is_further(attendee, told, buyer, is_led=is_led):
            tell_holder(attendee, now)
    for user in people:
        advising.tell(user, order.event_id, now)


def _is_further(attendee: Attendee, told: list[Attendee], buyer: User | None, *, is_led: bool = False) -> bool:
    """Whether the buyer, who holds this ticket, has the event in the calendar by another one, or wants no calendar.

    Four tickets for one address are one letter, and the event is once in the calendar; should the ticket go by which
    it is there, the next one tells of it.
    """
    if buyer is None or attendee.email != buyer.email or attendee.is_invited or attendee.deleted_at is not None:
        return False
    others = [one for one in told if one.email == buyer.email and one.pk != attendee.pk]
    is_there = any(one.is_invited and one.deleted_at is None for one in others)
    return is_there or is_led or not attendee.event.is_calendar_mail_enabled


def _tell_of_hand_over(order: Order, people: list[User], now: datetime) -> None:
    """A cancellation to who held a ticket before, an invitation to who holds it now, if the tickets are good."""
    formers = {}
    held = FormerHolder.objects.filter(attendee__order=order)
    for gone in held.select_related("attendee__order", "attendee__ticket", "attendee__event"):
        former = _as_it_was(gone)
        if gone.has_left_mail:
            choosing.forget(gone.email, order.event)
        else:
            formers[gone.email] = former
            if message := inviting.due(former, now):
                _write(former, message, now)
        gone.delete()
    if order.status == Order.Status.COMPLETED:
        living = Attendee.objects.living().filter(order=order).exclude(email="")
        told = list(living.select_related("order", "ticket", "event"))
        buyer = order.user if order.user is not None and order.user.is_active else None
        for attendee in told:
            if not attendee.is_invited and not _is_further(attendee, told, buyer):
                tell_holder(attendee, now)
    for user in people:
        was_buyers = user.pk == order.user_id  # who holds what has no other address
        advising.tell(user, order.event_id, now, former=formers.get(user.email), has_ended=was_buyers)


def _as_it_was(gone: FormerHolder) -> Attendee:
    """The attendee as who held the ticket before knows it: no row of its own, and good for nothing."""
    found = copy(gone.attendee)
    for name in ("firstname", "lastname", "email", "identifier", "uid", "told_sequence", "known_sequence"):
        setattr(found, name, getattr(gone, name))
    found.deleted_at, found.is_invited, found.has_left_mail, found.pk = found.revised_at, True, False, None
    return found


def _tell_buyer(
    order: Order, kind: Notice.Kind, buyer: User, mine: Attendee | None, now: datetime, printed: list[Paper]
) -> None:
    message = inviting.due(mine, now) if mine is not None and mine.event.is_calendar_mail_enabled else None
    if message is not None and mine is not None and mine.has_left_mail and message.method is Method.REQUEST:
        message = None  # what is taken out of the calendar goes along with a letter that is written anyway
    chosen = _chosen(choosing.reader(buyer, order.event), now)
    letter = letters.to_buyer(
        order,
        kind,
        name=buyer.full_name or (mine.full_name if mine is not None else ""),
        calendar=message.method if message else None,
        printed=printed,
        sessions=[one.entry for one in chosen],
        leave_url=leaving.url(mine) if mine is not None and not mine.has_left_mail else "",
    )
    posting.post(
        buyer.email,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        calendars=_parts([*([message] if message else ()), *chosen]),
        unsubscribe_url=leaving.url(mine) if mine is not None else "",
        once=True,
        language=letter.language,
        paced_for=pacing.by(order),
    )
    if message is not None and mine is not None:
        inviting.note(mine, message)


def tell_holder(attendee: Attendee, now: datetime) -> bool:
    """Tell the holder what is new about the ticket; whether anything was. Behind the lock of its order."""
    if attendee.has_left_mail:
        return False
    message = inviting.due(attendee, now)
    if message is None:
        return False
    _write(attendee, message, now)
    inviting.note(attendee, message)
    return True


def _write(attendee: Attendee, message: Message, now: datetime) -> None:
    account = User.objects.active_by_email(attendee.email)
    chosen = _chosen(choosing.reader(account, attendee.event), now)
    letter = letters.to_holder(
        attendee,
        _kind(attendee, message),
        leave_url=leaving.url(attendee),
        sessions=[one.entry for one in chosen],
    )
    posting.post(
        attendee.email,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        calendars=_parts([message, *chosen]) if _wants_calendar(attendee) else (),
        unsubscribe_url=leaving.url(attendee),
        once=True,
        language=letter.language,
        paced_for=pacing.by(attendee.order),
    )


def _chosen(reader: Reader | None, now: datetime) -> list[Message]:
    """The sessions that the reader chose, as far as they are news: they go along with the letter about the ticket."""
    return advising.enclosed(reader, now) if reader is not None else []


def _parts(messages: list[Message]) -> list[CalendarPart]:
    return [inviting.part(message, number) for number, message in enumerate(messages, start=1)]


def _kind(attendee: Attendee, message: Message) -> str:
    if message.method is Method.CANCEL:
        return "off" if attendee.event.deleted_at is not None else "ended"
    return "moved" if attendee.is_invited else "ticket"


def _wants_calendar(attendee: Attendee) -> bool:
    """Whether the event's team, and the holder, want letters with something for calendars."""
    return attendee.event.is_calendar_mail_enabled and not attendee.has_left_mail


def tell_of_move(event: Event, attendee_id: int) -> bool:
    """Tell one holder that the event has another time or place; whether it was news."""
    order_id = Attendee.objects.filter(pk=attendee_id).values_list("order_id", flat=True).first()
    if order_id is None:
        return False
    with moving.locked(order_id):
        sharing.hold(event.pk)
        attendee = Attendee.objects.select_related("order", "ticket", "event").get(pk=attendee_id)
        holding.all_held(User.objects.filter(email=attendee.email).values_list("pk", flat=True))
        if attendee.told_sequence is None or not event.is_calendar_mail_enabled:
            return False
        return tell_holder(attendee, timezone.now())


def resend(order: Order) -> None:
    """Post the buyer's letter once more, as the order is now; without anything for the calendar."""
    buyer = order.user
    if buyer is None:
        return
    kind = Kind.COMPLETED if order.status == Order.Status.COMPLETED else Kind.PLACED
    printed = papers.of_order(order)
    letter = letters.to_buyer(order, kind, name=buyer.full_name, calendar=None, printed=printed)
    with transaction.atomic():
        posting.post(
            buyer.email, subject=letter.subject, text=letter.text, html=letter.html, once=True, language=letter.language
        )


def resend_ticket(attendee: Attendee) -> None:
    """Post the holder's letter once more, as the ticket is now; without anything for the calendar."""
    letter = letters.to_holder(attendee, "ticket", leave_url=leaving.url(attendee), enclosed=False)
    with transaction.atomic():
        posting.post(
            attendee.email,
            subject=letter.subject,
            text=letter.text,
            html=letter.html,
            unsubscribe_url=leaving.url(attendee),
            once=True,
            language=letter.language,
        )
