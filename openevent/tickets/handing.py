"""Giving a ticket to somebody else: it is good by another code then, and another entry in another calendar."""

from collections.abc import Collection

from django.utils import timezone

from openevent.lib import models
from openevent.tickets import moving, telling
from openevent.tickets.forms import OF_PERSON
from openevent.tickets.models import Attendee, FormerHolder, Notice, Order
from openevent.tickets.models.attendee import new_identifier, new_uid

NAMES = frozenset({"firstname", "lastname", "email"})
OF_HOLDER = OF_PERSON | {"is_badge_printed", "badge_printed_at"}  # a badge has a name
TOLD = ("told_sequence", "known_sequence", "is_invited", "has_left_mail")
NEEDED = ("identifier", "uid", "firstname", "lastname", "email", "sequence", "revised_at", *TOLD)


def to_other(
    attendee: Attendee, order: Order, former: Attendee, *, given: Collection[str], changed: Collection[str]
) -> None:
    """Make the attendee of a finished order another one for calendars, links and the door; behind the order's lock.

    `former` is the attendee as it was, `given` what was said of the new holder, `changed` what of it is new. Whoever
    was invited is told that they do not come any more; a letter tells the new holder what a letter told the one
    before. With another name, too, it is another person, who gets nothing that the former one said of themselves, or
    was said about them.
    """
    if former.is_invited:
        FormerHolder.objects.create(
            attendee=attendee,
            **{name: getattr(former, name) for name in ("firstname", "lastname", "email", "identifier", "uid")},
            told_sequence=former.told_sequence or 0,
            known_sequence=former.known_sequence or 0,
            has_left_mail=former.has_left_mail,
            created_at=timezone.now(),
        )
    Attendee.objects.filter(pk=attendee.pk).update(
        identifier=new_identifier(),
        uid=new_uid(),
        told_sequence=None,
        known_sequence=None,
        is_invited=False,
        has_left_mail=False,
        **(models.unsaid(Attendee, OF_HOLDER - NAMES - set(given)) if {"firstname", "lastname"} & set(changed) else {}),
    )
    moving.restand(Attendee.objects.filter(pk=attendee.pk))
    telling.note(order, Notice.Kind.HANDED)
