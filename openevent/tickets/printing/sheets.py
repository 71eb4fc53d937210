"""Tickets: a page for each who comes, with the code that is read at the entrance."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from pathlib import Path

from openevent.lib import money, text, typesetting
from openevent.tickets.printing.codes import drawing
from openevent.tickets.printing.labels import labels
from openevent.tickets.printing.languages import isolated, locale, voice
from openevent.tickets.printing.moments import span

TEMPLATE = Path(str(files(__package__) / "ticket.typ"))


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """What is on one ticket; the price is in minor units, 0 is free."""

    event: str
    starts_at: datetime
    ends_at: datetime
    zone: str  # of the event, in which its hours are told (IANA)
    place: str = ""
    organiser: str = ""
    holder: str
    ticket: str
    price: int
    currency: str
    order: str
    attendee: str
    code: str  # what the QR code says
    message: str = ""  # for after the order: plain text, which may go on on another page
    language: str = "en"  # of who reads it (BCP 47)

    def __post_init__(self) -> None:
        if self.starts_at.tzinfo is None or self.ends_at.tzinfo is None:
            raise ValueError("When an event is needs a time zone: its hours are told in the event's own.")
        if not self.code:
            raise ValueError("A ticket without a code lets nobody in.")


def tickets(sheets: Sequence[Sheet]) -> bytes:
    """The tickets, at least one, as one PDF: a page each, unless a message is too long for it."""
    return typesetting.pdf(TEMPLATE, content(sheets))


def content(sheets: Sequence[Sheet]) -> dict[str, object]:
    """What the template is told."""
    if not sheets:
        raise ValueError("There is no ticket to print.")
    words = labels(locale(sheets[0].language))
    return {"title": f"{text.one_line(sheets[0].event)}: {words['ticket']}", "sheets": [*map(_page, sheets)]}


def _page(sheet: Sheet) -> dict[str, object]:
    language = locale(sheet.language)
    words = labels(language)
    price = money.words(sheet.price, sheet.currency, str(language)) if sheet.price else words["free"]
    told: dict[str, object] = {
        "labels": words,
        "event": text.one_line(sheet.event),
        "organiser": text.one_line(sheet.organiser),
        "when": "\n".join(span(sheet.starts_at, sheet.ends_at, sheet.zone, language)),
        "where": text.one_line(sheet.place),
        "holder": text.one_line(sheet.holder),
        "ticket": f"{text.one_line(sheet.ticket)} · {price}",
        "identifiers": text.one_line(f"{words['order']} {sheet.order} · {words['attendee']} {sheet.attendee}"),
        "message": sheet.message.strip(),
    }
    says = words["code"].format(holder=told["holder"])
    code = {"drawing": drawing(sheet.code), "says": says}
    return {**isolated(told, language), "voice": voice(language), "code": code}
