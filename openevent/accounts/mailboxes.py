"""E-mail addresses, as accounts have them."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from openevent.accounts.models import User
from openevent.accounts.models.user import normal_email
from openevent.lib.errors import Refused

LONGEST = 254  # of an address that mail can be sent to (RFC 5321, 4.5.3.1.3, with its angle brackets taken off)
DELETED = ".deleted"  # ends the addresses of deleted accounts; no address in the world ends so


class NotAnAddress(Refused):
    """The text is no e-mail address."""


def checked_email(email: str) -> str:
    """The address as it is stored; raises NotAnAddress."""
    address = normal_email(email)
    refusal = NotAnAddress(
        _("“%(address)s” is not an e-mail address.") % {"address": address[:100]}, pointer="/data/attributes/email"
    )
    if len(address) > LONGEST or address.endswith(DELETED):
        raise refusal
    try:
        validate_email(address)  # of an empty text, too
    except ValidationError as error:
        raise refusal from error
    return address


def former_email(user: User) -> str:
    """The address of an account before it was deleted."""
    address = user.email
    while address.endswith(DELETED):
        address = address.removesuffix(DELETED)
    return address
