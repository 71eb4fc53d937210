"""The words that documents bring along themselves, in every language that they speak."""

from collections.abc import Mapping

from babel import Locale

ENGLISH = {
    # on a ticket
    "ticket": "Ticket",
    "when": "When",
    "where": "Where",
    "free": "Free",
    "show": "Show this code at the entrance, on paper or on a screen.",
    "code": "QR code of the ticket of {holder}",
    "attendee": "Attendee",
    # on an invoice
    "invoice": "Invoice",
    "correction": "Correction",
    "of_invoice": "Correction of invoice {number}",
    "number": "Number",
    "date": "Date",
    "order": "Order",
    "event": "Event",
    "buyer": "To",
    "tax_id": "Tax ID",
    "item": "Item",
    "quantity": "Quantity",
    "price": "Unit price",
    "discount": "Discount",
    "fee": "Fee",
    "sub_total": "Amount",
    "net": "Net amount",
    "tax_added": "{name} {percent}",
    "tax_included": "{name} {percent}, included",
    "total": "Total",
    "paid": "Payment",
    "paid_by": "Paid by {way} on {day}.",
    "to_be_paid": "To be paid by {way}.",
    "refund": "Refund",
    "way_bank": "bank transfer",
    "way_cheque": "cheque",
    "way_onsite": "cash or card on site",
    "way_invoice": "this invoice",
    "way_stripe": "online payment",
    "given_back": "Given back on {day}.",
    "not_given_back": "The money could not be given back.",
    "withdrawn": "The order was cancelled before it was paid.",
    # on a list
    "nothing": "There is nothing to list.",
}
GERMAN = {
    "ticket": "Ticket",
    "when": "Wann",
    "where": "Wo",
    "free": "Kostenlos",
    "show": "Bitte am Einlass vorzeigen, auf Papier oder auf dem Bildschirm.",
    "code": "QR-Code des Tickets von {holder}",
    "attendee": "Teilnahme",
    "invoice": "Rechnung",
    "correction": "Korrektur",
    "of_invoice": "Korrektur der Rechnung {number}",
    "number": "Nummer",
    "date": "Datum",
    "order": "Bestellung",
    "event": "Veranstaltung",
    "buyer": "An",
    "tax_id": "Steuernummer",
    "item": "Posten",
    "quantity": "Anzahl",
    "price": "Einzelpreis",
    "discount": "Rabatt",
    "fee": "Gebühr",
    "sub_total": "Betrag",
    "net": "Nettobetrag",
    "tax_added": "{name} {percent}",
    "tax_included": "{name} {percent}, enthalten",
    "total": "Gesamtbetrag",
    "paid": "Zahlung",
    "paid_by": "Bezahlt am {day}: {way}.",
    "to_be_paid": "Zu zahlen: {way}.",
    "refund": "Erstattung",
    "way_bank": "Überweisung",
    "way_cheque": "Scheck",
    "way_onsite": "bar oder mit Karte vor Ort",
    "way_invoice": "gegen diese Rechnung",
    "way_stripe": "online",
    "given_back": "Erstattet am {day}.",
    "not_given_back": "Das Geld konnte nicht erstattet werden.",
    "withdrawn": "Die Bestellung wurde storniert, bevor sie bezahlt war.",
    "nothing": "Es gibt nichts aufzuführen.",
}
# By the code of the language (ISO 639); any other reads English.
LABELS: dict[str, dict[str, str]] = {"en": ENGLISH, "de": GERMAN}


def labels(locale: Locale) -> Mapping[str, str]:
    """The words in the language of the locale, in English where there are none."""
    return LABELS.get(locale.language, ENGLISH)
