"""Letters about tickets: as text, and as HTML of the same words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from babel.dates import format_date, format_time
from django.utils import translation

from openevent.calendars.document import Entry
from openevent.calendars.itip import Method
from openevent.calendars.timezones import zone
from openevent.events.models import Event
from openevent.holders.words import Words, language, words
from openevent.lib import addresses, money, sentences, text, urls
from openevent.tickets import bills, papers, press
from openevent.tickets.models import Attendee, Order, Refund
from openevent.tickets.naming import MODES
from openevent.tickets.papers import Paper

LONGEST_NAME = 150  # of an event or a session, in a subject


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A letter as it is posted."""

    subject: str
    text: str
    html: str
    language: str


def to_buyer(
    order: Order,
    kind: str,
    *,
    name: str,
    calendar: Method | None,
    printed: Iterable[Paper],
    sessions: Sequence[Entry] = (),
    leave_url: str = "",
) -> Letter:
    """What the buyer is told of the order: `kind` is one of its notices, `printed` what there is of it on paper.

    `calendar` is what the message for calendars does that the letter encloses, where it encloses one about the ticket;
    `sessions` are those that it tells of, too; `leave_url` ends the letters of the buyer's own ticket.
    """
    said = words(order.language)
    back = Refund.objects.given_back(order) if kind == "refunded" else 0
    lines = [
        *_about(order.event, said, order.language),
        said.order_line.format(order=order.identifier),
        *([said.total_line.format(amount=_money(order.amount, order))] if order.amount else ()),
    ]
    main = {
        "completed": said.confirmed,
        "placed": said.placed,
        "cancelled": said.cancelled,
        "refunded": said.refunded.format(amount=_money(back, order)),
    }[kind]
    more: list[str] = []
    if kind == "placed" and order.amount:
        with translation.override(language(order.language)):
            way = str(MODES[order.payment_mode])
        more = [said.pay.format(amount=_money(order.amount, order), way=way), bills.details(order)]
        if order.payment_mode in bills.REFERRED:
            more.append(said.reference.format(order=order.short))
    if kind == "refunded":
        more += _refunded(order, said)
    if order.user_id is not None:
        more.append(said.page.format(url=urls.absolute(addresses.order_page(order.identifier))))
    more += [_where(paper, said) for paper in printed]
    if kind == "completed" and (note := text.plain(order.event.after_order_message)):
        more += [said.note, note]
    if kind == "cancelled" and order.cancel_note:
        more.append(said.reason.format(reason=text.one_line(order.cancel_note)))
    if calendar is not None:
        more.append(said.out if calendar is Method.CANCEL else said.calendar)
    if sessions:
        more.append(_listed(sessions, order.event, order.language))
    if leave_url:
        more.append(said.leave.format(url=leave_url))
    subject = getattr(said, {"completed": "confirmed"}.get(kind, kind) + "_subject")
    return _letter(subject, order.event, said, order.language, name, main, lines, more)


def _refunded(order: Order, said: Words) -> list[str]:
    """What a refund has ended, and why."""
    last = Refund.objects.filter(order=order, status=Refund.Status.DONE).order_by("done_at", "pk").last()
    return [
        *([said.cancelled_too] if order.status == Order.Status.CANCELLED else ()),
        *([said.gone_line.format(tickets=gone)] if (gone := _gone(order)) else ()),
        *([said.reason.format(reason=text.one_line(why))] if (why := _why(last, language(order.language))) else ()),
    ]


def _why(refund: Refund | None, spoken: str) -> str:
    return "" if refund is None else sentences.told_in(spoken, refund.said, refund.reason)


def _gone(order: Order) -> str:
    """The tickets of the order that are good no more, each with its holder."""
    gone = Attendee.objects.filter(order=order, deleted_at__isnull=False).select_related("ticket")
    named = [(one.ticket.name, one.full_name) for one in gone.order_by("pk")]
    return ", ".join(text.one_line(f"{ticket} ({holder})" if holder else ticket) for ticket, holder in named)


def _where(paper: Paper, said: Words) -> str:
    """Where the tickets, or an invoice, are had on paper."""
    line = said.correction if paper.is_correction else said.invoice
    if paper.kind == papers.TICKETS:
        line = said.download
    return line.format(number=paper.number, url=press.letter_url(paper))


def to_holder(
    attendee: Attendee, kind: str, *, leave_url: str, sessions: Sequence[Entry] = (), enclosed: bool = True
) -> Letter:
    """What a holder is told of the ticket: `ticket`, `moved`, `ended` or `off`; and of sessions enclosed."""
    order = attendee.order
    said = words(order.language)
    lines = [*_about(order.event, said, order.language), said.ticket_line.format(ticket=attendee.ticket.name)]
    is_good = kind in ("ticket", "moved")
    more = [said.calendar] if is_good and enclosed else []
    if sessions:
        more.append(_listed(sessions, attendee.event, order.language))
    if is_good and papers.ticket_url(attendee):
        more.append(_shown(attendee, said))
    more.append(said.leave.format(url=leave_url))
    subject, main = getattr(said, f"{kind}_subject"), getattr(said, kind)
    return _letter(subject, order.event, said, order.language, attendee.full_name, main, lines, more)


def _shown(attendee: Attendee, said: Words) -> str:
    """Where the holder has the ticket, without an account."""
    return said.show.format(page=press.shown_url(attendee), url=press.letter_url(papers.ticket(attendee)))


def _listed(sessions: Sequence[Entry], event: Event, wanted: str) -> str:
    """The sessions that are enclosed, a line each: programs show the first calendar of a letter only."""
    lines = [f"- {_session(entry, event, wanted)}" for entry in sessions]
    return "\n".join([words(wanted).sessions, *lines])


def _session(entry: Entry, event: Event, wanted: str) -> str:
    said = (entry.summary, when(entry.starts_at, entry.ends_at, event.timezone, wanted), entry.location)
    return ", ".join(text.one_line(part) for part in said if part)


def of_sessions(
    event: Event, sessions: Sequence[Entry], kind: str, *, name: str, wanted: str, leave_url: str
) -> Letter:
    """What somebody is told of sessions they chose: several that are new (`sessions`), or one.

    That has `changed`, is `called_off`, or is `dropped` because they do not come to it. In the `wanted` language;
    without a ticket there are no letters to leave, and no address for it.
    """
    said = words(wanted)
    subject, main = getattr(said, f"{kind}_subject"), getattr(said, f"{kind}_main")
    lines = [said.event_line.format(event=text.one_line(event.name))]
    lines += [_session(entry, event, wanted) for entry in sessions]
    more = [said.leave.format(url=leave_url)] if leave_url else []
    return _letter(subject, event, said, wanted, name, main, lines, more, session=sessions[0].summary)


def _short(name: str) -> str:
    return text.one_line(name)[:LONGEST_NAME]


def _letter(
    subject: str,
    event: Event,
    said: Words,
    wanted: str,
    name: str,
    main: str,
    lines: Iterable[str],
    more: Iterable[str],
    session: str = "",
) -> Letter:
    """The letter of these paragraphs: `lines` are one, each of `more` is another."""
    greeting = said.hello.format(name=text.one_line(name)) if name.strip() else said.hello_nobody
    organiser = said.regards.format(organiser=text.one_line(event.owner_name or event.name))
    parts = [greeting, main, "\n".join(lines), *filter(None, more), f"-- \n{organiser}"]
    return Letter(
        subject=subject.format(event=_short(event.name), session=_short(session)),
        text="\n\n".join(parts) + "\n",
        html="".join(f"<p>{_html(part)}</p>\n" for part in parts),
        language=language(wanted),
    )


def _html(part: str) -> str:
    """The part as HTML: what somebody wrote stays words; our own addresses can be followed."""
    found = escape(part).replace("\n", "<br>\n")
    here = escape(urls.absolute("/"))
    return "".join(
        f'{before}<a href="{word}">{word}</a>' if word.startswith(here) else f"{before}{word}"
        for before, word in _by_blanks(found)
    )


def _by_blanks(html: str) -> Iterable[tuple[str, str]]:
    """Words, each with the blank before it."""
    for number, word in enumerate(html.split(" ")):
        yield ("" if number == 0 else " ", word)


def _about(event: Event, said: Words, wanted: str) -> list[str]:
    """What the event is, when and where."""
    where = event.location_name.strip() or event.public_stream_link
    return [
        said.event_line.format(event=text.one_line(event.name)),
        said.when_line.format(when=when(event.starts_at, event.ends_at, event.timezone, wanted)),
        *([said.where_line.format(where=text.one_line(where))] if where else ()),
    ]


def when(starts_at: datetime, ends_at: datetime, timezone: str, wanted: str) -> str:
    """From when to when, as clocks there show it and the language writes it."""
    here, locale = zone(timezone), language(wanted)
    start, end = starts_at.astimezone(here), ends_at.astimezone(here)
    begins, ends = (format_time(moment, "short", locale=locale) for moment in (start, end))
    if start.date() != end.date():
        ends = f"{format_date(end, 'full', locale=locale)}, {ends}"
    return f"{format_date(start, 'full', locale=locale)}, {begins} – {ends} ({timezone})"


def _money(units: int, order: Order) -> str:
    return money.words(units, order.currency, language(order.language)) if order.currency else str(units)
