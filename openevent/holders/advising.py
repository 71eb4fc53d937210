"""Telling people of the sessions they chose: that they are to come, that one has moved, that one is no more.

What is new is enclosed together, in the letter about the ticket where there is one: nobody is flooded with letters.
Programs show and take the first calendar of a letter only, and files by hand (so Gmail; Outlook, MS-STANOICAL
2.2.175). What corrects a session that a calendar may have is therefore a letter of its own, so that all take it. One
iTIP message never tells of two (RFC 5546, 3.2.2: all components have one UID).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from openevent.accounts import holding, languages, posting
from openevent.accounts.models import User
from openevent.calendars.document import Person, Status
from openevent.calendars.itip import Message, Method
from openevent.events import sharing
from openevent.events.models import Event
from openevent.holders import choosing, inviting, knowing, leaving, letters, pacing
from openevent.holders.choosing import Reader
from openevent.holders.knowing import Known
from openevent.holders.models import ToldSession
from openevent.program import calendar
from openevent.program.models import Session
from openevent.tickets.models import Attendee

UNKNOWN = Known()


@dataclass(frozen=True, kw_only=True)
class News:
    """What the reader does not know of a session yet, and what they know."""

    session: int
    known: Known
    message: Message

    @property
    def is_new(self) -> bool:
        """Whether the session is not in the reader's calendar."""
        return not self.known.is_invited


def enclosed(reader: Reader, now: datetime) -> list[Message]:
    """What is new, for the letter about the ticket; noted as told, in the transaction in which that is posted."""
    return [one.message for one in news(reader, now) if one.is_new and note(reader, one)]


def tell(user: User, event_id: int, now: datetime, *, former: Attendee | None = None, has_ended: bool = False) -> int:
    """Post what the account does not know yet of the event's sessions; says how many letters.

    Twice at once does no harm: the event stands still meanwhile, and one after the other looks what there is to tell.
    `former` is a ticket that it held, and that somebody else has by now; `has_ended` says that there was one.
    """
    with transaction.atomic():
        sharing.hold(event_id)  # whoever moves a session now finds afterwards what was told of it
        if not holding.all_held([user.pk]):
            return 0
        event = Event.objects.get(pk=event_id)
        reader = choosing.reader(User.objects.get(pk=user.pk), event, former=former, has_ended=has_ended)
        if reader is None:
            return 0
        found = news(reader, now)
        new = [one.message for one in found if one.is_new and note(reader, one)]
        posted = [new] if new else []
        posted += [[one.message] for one in found if not one.is_new and note(reader, one)]
        for messages in posted:
            _post(reader, messages, "sessions" if messages is new else _kind(messages[0]))
    return len(posted)


def tell_of_end(session: Session, now: datetime) -> int:
    """Tell everybody who was told to come to it that it does not take place, while that is still known."""
    told = ToldSession.objects.filter(session=session, is_invited=True).select_related("user").order_by("user")
    return sum(tell(one.user, session.event_id, now) for one in told)


def _kind(message: Message) -> str:
    if message.method is Method.REQUEST:
        return "changed"
    return "called_off" if message.entry.status is Status.CANCELLED else "dropped"


def _post(reader: Reader, messages: Sequence[Message], kind: str) -> None:
    ticket = reader.ticket
    leave_url = leaving.url(ticket) if ticket is not None else ""
    letter = letters.of_sessions(
        reader.event,
        [message.entry for message in messages],
        kind,
        name=reader.user.full_name,
        wanted=languages.known(reader.user.language_prefrence) or (ticket.order.language if ticket is not None else ""),
        leave_url=leave_url,
    )
    posting.post(
        reader.user.email,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        calendars=[inviting.part(message, number) for number, message in enumerate(messages, start=1)],
        unsubscribe_url=leave_url,
        once=True,
        language=letter.language,
        paced_for=pacing.by(ticket.order) if ticket is not None else pacing.to(reader.user),
    )


def news(reader: Reader, now: datetime) -> list[News]:
    """What the reader is to be told, by start (4 queries)."""
    event = reader.event
    if not event.is_public and event.deleted_at is None:
        return []  # of a draft nobody is told anything
    known = _known(reader)
    comes = reader.comes and event.is_public
    wanted = set(choosing.chosen(reader.user, event, now).values_list("pk", flat=True)) if comes else set()
    sessions = Session.objects.filter(pk__in=wanted | {session for session, one in known.items() if one.is_invited})
    person = Person(name=reader.user.full_name, address=reader.user.email)
    found = []
    for number, _, entry in calendar.numbered([event], sessions):
        is_due = number in wanted and entry.status is not Status.CANCELLED
        before = known.get(number, UNKNOWN)
        method = Method.REQUEST if is_due else Method.CANCEL
        message = inviting.news(entry, method, before, event=event, attendee=person, now=now)
        if message is not None and entry.ends_at > now:
            found.append(News(session=number, known=before, message=message))
    return found


def _known(reader: Reader) -> dict[int, Known]:
    rows = ToldSession.objects.filter(user=reader.user, session__event=reader.event)
    return {
        row.session_id: Known(told=row.told_sequence, entry=row.known_sequence, is_invited=row.is_invited)
        for row in rows
    }


def note(reader: Reader, told: News) -> bool:
    """Note that the reader is told this, if nobody else has told them anything of the session meanwhile."""
    known = knowing.after(told.message)
    facts = {"told_sequence": known.told, "known_sequence": known.entry, "is_invited": known.is_invited}
    if told.known.told is not None:
        mine = ToldSession.objects.filter(user=reader.user, session=told.session)
        return bool(mine.filter(told_sequence=told.known.told).update(**facts))
    try:
        with transaction.atomic():
            ToldSession.objects.create(user=reader.user, session_id=told.session, **facts)
    except IntegrityError:  # another worker is telling it
        return False
    return True
