"""Linking the Stripe account of an event's team (https://docs.stripe.com/connect/oauth-standard-accounts)."""

from django.utils.translation import gettext as _
from stripe.oauth_error import InvalidGrantError, InvalidRequestError

from openevent.lib.errors import Refused
from openevent.tickets.paying.provider import Linked
from openevent.tickets.paying.stripe.client import asking, client


class WrongCode(Refused):
    """Stripe does not know the code, or not any more."""

    def __init__(self, reason: str) -> None:
        sentence = _("Stripe does not take this code: %(reason)s. Begin again at Stripe, which gives another.")
        super().__init__(sentence % {"reason": reason}, pointer="/data/attributes/stripe-auth-code")


def exchange(code: str) -> Linked:
    """The account whose owner got this code from Stripe. Raises WrongCode, Unreachable."""
    with asking():
        try:
            found = client().oauth.token({"grant_type": "authorization_code", "code": code})
        except (InvalidGrantError, InvalidRequestError) as error:
            raise WrongCode(str(error.user_message or error.code).rstrip(".")) from error
    return Linked(account=found.stripe_user_id or "", publishable_key=found.stripe_publishable_key or "")
