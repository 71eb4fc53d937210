"""Giving a ticket to somebody else: it is good by another code then, and another entry in another calendar."""

from openevent.tickets import moving, telling
from openevent.tickets.models import Attendee, FormerHolder, Notice, Order
from openevent.tickets.models.attendee import new_identifier, new_uid

TOLD = ("told_sequence", "known_sequence", "is_invited", "has_left_mail")
NEEDED = ("identifier", "uid", "firstname", "lastname", "email", "sequence", "revised_at", *TOLD)


def to_other(attendee: Attendee, order: Order, former: Attendee) -> None:
    """Make the attendee of a finished order another one for calendars, links and the door; behind the order's lock.

    `former` is the attendee as it was. Whoever was invited is told that they do not come any more; a letter tells the
    new holder what a letter told the one before.
    """
    if former.is_invited and not former.has_left_mail:
        FormerHolder.objects.create(
            attendee=attendee,
            **{name: getattr(former, name) for name in ("firstname", "lastname", "email", "identifier", "uid")},
            told_sequence=former.told_sequence or 0,
            known_sequence=former.known_sequence or 0,
        )
    Attendee.objects.filter(pk=attendee.pk).update(
        identifier=new_identifier(),
        uid=new_uid(),
        told_sequence=None,
        known_sequence=None,
        is_invited=False,
        has_left_mail=False,
    )
    moving.restand(Attendee.objects.filter(pk=attendee.pk))
    telling.note(order, Notice.Kind.HANDED)
