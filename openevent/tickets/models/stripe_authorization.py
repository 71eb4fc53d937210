"""The Stripe account of an event's team, which takes the payments for its tickets."""

from django.db import models
from django.db.models import Q

from openevent.events.models import Event


class StripeAuthorization(models.Model):
    """One an event. No secret of the account is here: the site acts for it with its own key and the account's id.

    (Stripe Connect, “Making API calls for connected accounts”: the header `Stripe-Account`.) So there is nothing to
    encrypt, and nothing that a copy of the database would open.
    """

    event = models.OneToOneField(Event, on_delete=models.CASCADE, related_name="stripe_authorization")
    account = models.CharField(max_length=255)  # acct_…
    stripe_publishable_key = models.CharField(max_length=255)  # for the buyers' clients: as public as its name says
    created_at = models.DateTimeField(editable=False)

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=~Q(account=""), name="stripe_authorization_has_an_account")]

    def __str__(self) -> str:
        return self.account
