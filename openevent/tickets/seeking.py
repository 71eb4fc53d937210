"""Finding orders and attendees by what people know of them: words of names, addresses, numbers."""

import re
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from openevent.lib.text import storable
from openevent.tickets.models import Attendee, Invoice

MOST_WORDS = 8
# The beginning of an order's identifier, or of the code of a ticket, which begins with it.
IDENTIFIER = re.compile(r"[0-9a-f]{8}[0-9a-f-]{0,28}(?:-[0-9a-f]{24})?", re.IGNORECASE)


def orders(written: str) -> Q:
    """The orders that these words mean: by identifier, invoice, and the buyer's and holders' names and addresses."""
    found = Q()
    for word in _words(written):
        holders = Attendee.objects.filter(_person(word), order=OuterRef("pk"))
        bills = Invoice.objects.filter(order=OuterRef("pk"), number__iexact=word)
        buyer = (
            Q(user__first_name__icontains=word) | Q(user__last_name__icontains=word) | Q(user__email__icontains=word)
        )
        found &= buyer | Q(company__icontains=word) | Q(Exists(holders)) | Q(Exists(bills))
    return found | _begins(written.strip()) if IDENTIFIER.fullmatch(written.strip()) else found


def attendees(written: str) -> Q:
    """The attendees that these words mean: by name, address, order, or the code of the ticket."""
    said = written.strip().lower()
    if IDENTIFIER.fullmatch(said):
        code = said.rpartition("-")[2]
        return Q(identifier=code) if len(code) == 24 else _begins(said, "order__")
    found = Q()
    for word in _words(written):
        found &= _person(word) | Q(identifier=word.lower())
    return found


def _person(word: str) -> Q:
    """The attendees with this word in their names or their address."""
    return Q(firstname__icontains=word) | Q(lastname__icontains=word) | Q(email__icontains=word)


def _words(written: str) -> list[str]:
    return storable(written).split()[:MOST_WORDS]


def _begins(written: str, path: str = "") -> Q:
    """Orders whose identifiers begin so; more than an identifier has is left out."""
    digits = written.replace("-", "")[:32]
    least, most = UUID(digits.ljust(32, "0")), UUID(digits.ljust(32, "f"))
    return Q(**{f"{path}identifier__gte": least, f"{path}identifier__lte": most})
