"""No more letters about a ticket: one click in a letter, without signing in (RFC 8058)."""

import hmac
from hashlib import sha256

from django.conf import settings
from django.utils.translation import gettext as _

from openevent.lib import urls
from openevent.lib.errors import Unknown
from openevent.tickets.models import Attendee


class NoSuchTicket(Unknown):
    """The address is none of ours."""

    def __init__(self) -> None:
        super().__init__(_("This address is not complete, or was changed. Take it from the letter as it is."))


def url(attendee: Attendee) -> str:
    """The address in the attendee's letters; it opens nothing but this."""
    return urls.absolute(f"/v1/attendees/{attendee.identifier}/leave-mail/{_signature(attendee.identifier)}")


def check(identifier: str, signature: str) -> None:
    """Raise NoSuchTicket unless the address is one of ours."""
    if not hmac.compare_digest(_signature(identifier).encode(), signature.encode(errors="replace")):
        raise NoSuchTicket


def leave(identifier: str, signature: str) -> None:
    """Send no more letters about this ticket; doing so twice changes nothing. Raises NoSuchTicket.

    Of a ticket that is somebody else's by now, who held it before gets no more anyway.
    """
    check(identifier, signature)
    Attendee.objects.filter(identifier=identifier).update(has_left_mail=True)


def is_good(identifier: str) -> bool:
    """Whether the ticket opens the door."""
    return Attendee.objects.admitted().filter(identifier=identifier, event__deleted_at=None).exists()


def _signature(identifier: str) -> str:
    message = f"openevent.holders.leaving\n{identifier}".encode(errors="replace")
    return hmac.new(settings.SECRET_KEY.encode(), message, sha256).hexdigest()[:32]
