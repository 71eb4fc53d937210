"""What the history of an order tells, in the reader's words: acts note there which members they wrote."""

import re
from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from openevent.lib import sentences
from openevent.lib.sentences import Said
from openevent.tickets.models import OrderChange
from openevent.web.attendee_words import LABELS

MEMBERS = {
    **LABELS,
    "attendee_notes": _("Notes of the team"),
    "cancel_note": _("Reason of the cancellation"),
    "company": _("Company or name"),
    "complex_field_values": _("Answers to the event’s own questions"),
    "is_billing_enabled": _("Address on the invoice"),
    "order_notes": _("Notes"),
    "payment_mode": _("Way of paying"),
    "zipcode": _("Postal code"),
}
LISTING = (OrderChange.Kind.ATTENDEE, OrderChange.Kind.BILLING)
NOTED = re.compile(r"(?:(?P<attendee>[0-9]+): )?(?P<members>[a-z_]+(?:, [a-z_]+)*)", re.ASCII)


def told(change: OrderChange, people: Mapping[int, str]) -> str:
    """What a line says of the change: members by what they are called, attendees by these names."""
    if change.kind not in LISTING:
        return sentences.told(change.said, change.note)
    return " ".join(_told(part, people) for part in sentences.read(change.said) or [change.note])


def _told(part: Said, people: Mapping[int, str]) -> str:
    """A sentence, or the members that are listed."""
    found = NOTED.fullmatch(part) if isinstance(part, str) else None
    if found is None:
        return str(part)
    members = ", ".join(str(MEMBERS.get(one, one)) for one in found["members"].split(", "))
    name = people.get(int(found["attendee"]), "") if found["attendee"] else ""
    return f"{name}: {members}" if name else members
