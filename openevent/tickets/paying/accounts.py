"""Whose Stripe account takes the money for an event: its team's, where it is linked, or the site's own."""

from dataclasses import dataclass

from django.conf import settings

from openevent.events.models import Event
from openevent.tickets.models import StripeAuthorization


@dataclass(frozen=True, kw_only=True)
class Account:
    """An account at Stripe; the site's own has no id here."""

    id: str
    publishable_key: str


def account(event: Event) -> Account | None:
    """The account that takes the event's payments; None where there is none."""
    if not settings.STRIPE_SECRET_KEY:
        return None
    linked = StripeAuthorization.objects.filter(event=event).first()
    if linked is not None:
        return Account(id=linked.account, publishable_key=linked.stripe_publishable_key)
    if settings.STRIPE_FOR_ALL_EVENTS:
        return Account(id="", publishable_key=settings.STRIPE_PUBLISHABLE_KEY)
    return None
