"""What somebody is told for whom places are held."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from babel.dates import format_date, format_time

from openevent.accounts import languages
from openevent.calendars.timezones import zone
from openevent.lib import addresses, text, urls
from openevent.tickets.models import WaitingEntry

ENGLISH = "en"
LONGEST_NAME = 150  # of an event, in a subject


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A letter as it is posted."""

    to: str
    subject: str
    text: str
    language: str


@dataclass(frozen=True, kw_only=True)
class Words:
    """One language; what stands in braces is filled in."""

    subject: str
    one: str
    many: str
    rest: str


TRANSLATED: Mapping[str, Words] = {
    ENGLISH: Words(
        subject="A place for you: {event}",
        one="you waited for a ticket “{ticket}” of {event}. Now there is a place for you.",
        many="you waited for {quantity} tickets “{ticket}” of {event}. Now there are places for you.",
        rest="""\
Hello,

{main}

It is held until {until} ({zone}). Take it here:

    {page}

You finish the order then as any other. After that time it goes to the next in
line. If you do not want it any more, say so on the same page, and somebody else
has it sooner.
""",
    ),
    "de": Words(
        subject="Ein Platz für Sie: {event}",
        one="Sie haben auf ein Ticket „{ticket}“ für {event} gewartet. Jetzt ist ein Platz für Sie da.",
        many="Sie haben auf {quantity} Tickets „{ticket}“ für {event} gewartet. Jetzt sind Plätze für Sie da.",
        rest="""\
Hallo,

{main}

Das ist reserviert bis {until} ({zone}). Hier nehmen Sie es an:

    {page}

Die Bestellung schließen Sie dann wie jede andere ab. Nach dieser Zeit kommt zum
Zug, wer als Nächstes wartet. Möchten Sie nicht mehr, dann sagen Sie es auf
derselben Seite, und jemand anderes ist früher dran.
""",
    ),
}


def letter(entry: WaitingEntry) -> Letter:
    """To whom the entry is, in their language: what is held, until when, and how it is taken."""
    user, ticket, event = entry.user, entry.ticket, entry.ticket.event
    if user is None or entry.offered_until is None:
        raise ValueError("Only who is offered something is told so.")
    wanted = languages.of(user, otherwise=ENGLISH)  # whoever frees the place is somebody else
    language = wanted if wanted in TRANSLATED else ENGLISH
    said, name = TRANSLATED[language], text.one_line(event.name)
    main = (said.one if entry.quantity == 1 else said.many).format(
        ticket=text.one_line(ticket.name), event=name, quantity=entry.quantity
    )
    return Letter(
        to=user.email,
        subject=said.subject.format(event=name[:LONGEST_NAME]),
        text=said.rest.format(
            main=main,
            until=_moment(entry.offered_until, event.timezone, language),
            zone=event.timezone,
            page=urls.absolute(addresses.waiting_page(entry.pk)),
        ),
        language=language,
    )


def _moment(at: datetime, timezone: str, language: str) -> str:
    there = at.astimezone(zone(timezone))
    return f"{format_date(there, 'full', locale=language)}, {format_time(there, 'short', locale=language)}"
