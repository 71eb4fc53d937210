"""Linking an event with the Stripe account of its team: acts behind the lock of the event.

The code is exchanged before, outside any transaction: Stripe may take long to answer.
"""

from django.utils import timezone
from django.utils.translation import gettext as _

from openevent.accounts.models import User
from openevent.events import revising
from openevent.events.models import Event
from openevent.lib.errors import Conflicting, Forbidden
from openevent.tickets.models import Order, StripeAuthorization
from openevent.tickets.paying.providers import provider

MEMBERS = ("account", "stripe_publishable_key")


class NotByStripe(Forbidden):
    """The event takes no payments by Stripe."""


class LinkedAlready(Conflicting):
    """An event has one account."""


def check(event: Event) -> None:
    """Raise NotByStripe, LinkedAlready where no account can be linked with the event."""
    if not event.can_pay_by_stripe:
        raise NotByStripe(_("Paying by Stripe is switched off for this event: switch it on first."))
    if StripeAuthorization.objects.filter(event=event).exists():
        raise LinkedAlready(
            _("The event is linked with a Stripe account already. Change the link, or delete it first.")
        )


def exchange(code: str) -> dict[str, str]:
    """The facts of the account whose owner got this code from Stripe. Raises Refused."""
    found = provider(Order.Mode.STRIPE).link(code)
    return {"account": found.account, "stripe_publishable_key": found.publishable_key}


def link(event: Event, *, account: str, stripe_publishable_key: str, by: User) -> StripeAuthorization:
    """Let the account take the event's payments. Raises NotByStripe, LinkedAlready."""
    with revising.locked(event.pk) as event:
        check(event)
        made = StripeAuthorization.objects.create(
            event=event,
            account=account,
            stripe_publishable_key=stripe_publishable_key,
            created_at=timezone.now(),
        )
        revising.bump(event, revising.Kind.CREATED, made, by=by, revised=[event])
    return made


def relink(link: StripeAuthorization, *, account: str, stripe_publishable_key: str, by: User) -> StripeAuthorization:
    """Let another account take the event's payments from now on; what came stays where it is."""
    with revising.locked(link.event_id) as event:
        link.account, link.stripe_publishable_key = account, stripe_publishable_key
        link.save(update_fields=list(MEMBERS))
        revising.bump(event, revising.Kind.CHANGED, link, by=by, members=MEMBERS)
    return link


def unlink(link: StripeAuthorization, *, by: User | None) -> None:
    """Take no more payments for the event there; what came can be given back still."""
    with revising.locked(link.event_id, deleted=True) as event:
        revising.bump(event, revising.Kind.DELETED, link, by=by, revised=[event])
        link.delete()


def forget(account: str) -> None:
    """The account's owner lets this site act for it no more."""
    for link in StripeAuthorization.objects.filter(account=account).exclude(account=""):
        unlink(link, by=None)
