"""What letters about tickets say, in each language that there is: English, and what was translated."""

from collections.abc import Mapping
from dataclasses import dataclass

ENGLISH = "en"


@dataclass(frozen=True, kw_only=True)
class Words:
    """One language. What stands in braces is filled in, such as {event}."""

    hello: str = "Hello {name},"
    hello_nobody: str = "Hello,"
    confirmed_subject: str = "Your tickets: {event}"
    confirmed: str = "your order is complete, and your tickets are good. See you there!"
    ticket_subject: str = "Your ticket: {event}"
    ticket: str = "there is a ticket for you: it was ordered for this address. See you there!"
    placed_subject: str = "Your order: {event}"
    placed: str = "your order is noted. Your tickets are good as soon as it is paid."
    pay: str = "To be paid: {amount} ({way})"
    reference: str = "Please say with your payment: {order}"
    cancelled_subject: str = "Cancelled: {event}"
    cancelled: str = "your order has been cancelled. Its tickets are not good any more."
    refunded_subject: str = "Refunded: {event}"
    refunded: str = "money of your order goes back to you: {amount} in all."
    cancelled_too: str = "With that your order has been cancelled."
    ended_subject: str = "Your ticket is not good any more: {event}"
    ended: str = "your ticket is not good any more. The event is taken out of your calendar."
    off_subject: str = "Does not take place: {event}"
    off: str = "the event does not take place. It is taken out of your calendar."
    moved_subject: str = "Changed: {event}"
    moved: str = "the time or the place of the event has changed. Your ticket stays good."
    event_line: str = "Event: {event}"
    when_line: str = "When: {when}"
    where_line: str = "Where: {where}"
    order_line: str = "Order: {order}"
    ticket_line: str = "Ticket: {ticket}"
    gone_line: str = "Not good any more: {tickets}"
    total_line: str = "In all: {amount}"
    calendar: str = "The event is enclosed for your calendar."
    out: str = "The event is taken out of your calendar."
    reason: str = "Reason: {reason}"
    sessions: str = "The sessions that you marked are enclosed for your calendar, too:"
    sessions_subject: str = "Your sessions: {event}"
    sessions_main: str = "the sessions that you marked are enclosed for your calendar:"
    changed_subject: str = "Another time or place: {session}"
    changed_main: str = "a session that you marked has another time or another place:"
    called_off_subject: str = "Does not take place: {session}"
    called_off_main: str = (
        "a session that you marked does not take place, or not then. It is taken out of your calendar:"
    )
    dropped_subject: str = "Out of your calendar: {session}"
    dropped_main: str = "this session is taken out of your calendar:"
    page: str = "Your order on the web: {url}"
    download: str = "Your tickets to print or to show: {url}"
    show: str = "Your ticket on your phone: {page}\nYour ticket to print: {url}"
    invoice: str = "Invoice {number}: {url}"
    correction: str = "Correction {number}: {url}"
    note: str = "From the organiser:"
    leave: str = "No more letters about this ticket: {url}"
    regards: str = "{organiser}"


TRANSLATED: Mapping[str, Words] = {
    ENGLISH: Words(),
    "de": Words(
        hello="Hallo {name},",
        hello_nobody="Hallo,",
        confirmed_subject="Ihre Tickets: {event}",
        confirmed="Ihre Bestellung ist abgeschlossen, und Ihre Tickets sind gültig. Bis dann!",
        ticket_subject="Ihr Ticket: {event}",
        ticket="es gibt ein Ticket für Sie: Es wurde für diese Adresse bestellt. Bis dann!",
        placed_subject="Ihre Bestellung: {event}",
        placed="Ihre Bestellung ist vorgemerkt. Ihre Tickets sind gültig, sobald sie bezahlt ist.",
        pay="Zu zahlen: {amount} ({way})",
        reference="Bitte geben Sie bei der Zahlung an: {order}",
        cancelled_subject="Storniert: {event}",
        cancelled="Ihre Bestellung ist storniert. Ihre Tickets sind nicht mehr gültig.",
        refunded_subject="Erstattet: {event}",
        refunded="Sie bekommen Geld aus Ihrer Bestellung zurück: insgesamt {amount}.",
        cancelled_too="Damit ist Ihre Bestellung storniert.",
        ended_subject="Ihr Ticket ist nicht mehr gültig: {event}",
        ended="Ihr Ticket ist nicht mehr gültig. Die Veranstaltung wird aus Ihrem Kalender genommen.",
        off_subject="Findet nicht statt: {event}",
        off="die Veranstaltung findet nicht statt. Sie wird aus Ihrem Kalender genommen.",
        moved_subject="Geändert: {event}",
        moved="Zeit oder Ort der Veranstaltung haben sich geändert. Ihr Ticket bleibt gültig.",
        event_line="Veranstaltung: {event}",
        when_line="Wann: {when}",
        where_line="Wo: {where}",
        order_line="Bestellung: {order}",
        ticket_line="Ticket: {ticket}",
        gone_line="Nicht mehr gültig: {tickets}",
        total_line="Insgesamt: {amount}",
        calendar="Die Veranstaltung liegt für Ihren Kalender bei.",
        out="Die Veranstaltung wird aus Ihrem Kalender genommen.",
        reason="Grund: {reason}",
        sessions="Auch die Programmpunkte, die Sie sich gemerkt haben, liegen für Ihren Kalender bei:",
        sessions_subject="Ihre Programmpunkte: {event}",
        sessions_main="die Programmpunkte, die Sie sich gemerkt haben, liegen für Ihren Kalender bei:",
        changed_subject="Andere Zeit oder anderer Ort: {session}",
        changed_main="ein Programmpunkt, den Sie sich gemerkt haben, hat eine andere Zeit oder einen anderen Ort:",
        called_off_subject="Findet nicht statt: {session}",
        called_off_main="ein Programmpunkt, den Sie sich gemerkt haben, findet nicht statt, oder nicht dann. Er wird"
        " aus Ihrem Kalender genommen:",
        dropped_subject="Nicht mehr in Ihrem Kalender: {session}",
        dropped_main="dieser Programmpunkt wird aus Ihrem Kalender genommen:",
        page="Ihre Bestellung im Netz: {url}",
        download="Ihre Tickets zum Drucken oder Vorzeigen: {url}",
        show="Ihr Ticket auf dem Telefon: {page}\nIhr Ticket zum Drucken: {url}",
        invoice="Rechnung {number}: {url}",
        correction="Rechnungskorrektur {number}: {url}",
        note="Vom Veranstalter:",
        leave="Keine E-Mails mehr zu diesem Ticket: {url}",
    ),
}


def language(wanted: str) -> str:
    """The language that there is for this wish (BCP 47, such as de-AT), or English."""
    first = wanted.replace("_", "-").partition("-")[0].lower()
    return first if first in TRANSLATED else ENGLISH


def words(wanted: str) -> Words:
    """The words in this language, or in English."""
    return TRANSLATED[language(wanted)]
