"""Money for an order: asked for, on its way, received, or given back."""

import uuid

from django.db import models
from django.db.models import F, Q

from openevent.accounts.models import User
from openevent.tickets.models.order import Order


class PaymentQuerySet(models.QuerySet["Payment"]):
    """Questions about payments."""

    def undecided(self) -> "PaymentQuerySet":
        """Payments of which something may still come."""
        return self.filter(status__in=Payment.UNDECIDED)

    def with_money(self) -> "PaymentQuerySet":
        """Payments of which we hold something that nobody has asked back; what pays for an order comes first."""
        held = self.filter(status__in=(Payment.Status.RECEIVED, Payment.Status.SURPLUS), refunded__lt=F("amount"))
        return held.order_by("status", "id")

    def reserve(self, payment_id: int, amount: int) -> bool:
        """Set so much of the payment aside for a refund, if so much is left: one statement; whether it did."""
        left = self.filter(pk=payment_id, refunded__lte=F("amount") - amount)
        return bool(left.update(refunded=F("refunded") + amount))

    def release(self, payment_id: int, amount: int) -> None:
        """The refund came to nothing."""
        self.filter(pk=payment_id).update(refunded=F("refunded") - amount)


class Payment(models.Model):
    """One attempt to pay for an order. Money is in minor units of `currency`; `refunded` is what is asked or went back.

    The row is there before the provider hears of it, and `reference` is stored before anybody can pay: so no money
    comes that we know nothing of, however a process ends.
    """

    class Status(models.TextChoices):
        """How far it is."""

        OPEN = "open", "open: asked for, and nothing came yet"
        CLEARING = "clearing", "clearing: the buyer has paid, and the money is on its way"
        RECEIVED = "received", "received: it pays for the order"
        REFUNDED = "refunded", "refunded: it paid for the order, and all of it went back"
        SURPLUS = "surplus", "surplus: it came too late, twice, or was another amount; it goes back"
        FAILED = "failed", "failed: nothing came of it"

    UNDECIDED = (Status.OPEN, Status.CLEARING)
    PAYING = (Status.RECEIVED, Status.REFUNDED)  # one of an order, ever

    class Way(models.TextChoices):
        """How the buyer pays it online."""

        CHECKOUT = "checkout", "checkout: on a page of the provider"
        INTENT = "intent", "intent: in the client, with the provider's own form"

    identifier = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)  # as the provider is told it
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="payments")
    provider = models.CharField(max_length=8, choices=[(mode.value, mode.label) for mode in Order.PROVIDERS])
    way = models.CharField(max_length=8, choices=Way, blank=True)
    account = models.CharField(
        max_length=255, blank=True
    )  # the provider's, that takes the money; empty: the site's own
    reference = models.CharField(max_length=255, blank=True)  # the provider's number of it
    transaction_id = models.CharField(max_length=255, blank=True)  # the provider's number of the money that came
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    refunded = models.BigIntegerField(default=0)
    status = models.CharField(max_length=8, choices=Status)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(editable=False)
    received_at = models.DateTimeField(null=True, blank=True)
    ask_at = models.DateTimeField(null=True, blank=True)  # of an undecided one: when the provider is asked again

    objects = PaymentQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["ask_at"], name="payment_to_ask", condition=Q(ask_at__isnull=False))]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["open", "clearing", "received", "refunded", "surplus", "failed"]),
                name="payment_status_known",
            ),
            models.CheckConstraint(
                condition=Q(provider__in=["stripe", "bank", "cheque", "onsite", "invoice"]),
                name="payment_provider_known",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0) & ~Q(currency=""), name="payment_is_money"),
            models.CheckConstraint(
                condition=Q(refunded__gte=0) & Q(refunded__lte=F("amount")), name="payment_refunds_at_most_all"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["received", "refunded", "surplus"], received_at__isnull=False)
                | (~Q(status__in=["received", "refunded", "surplus"]) & Q(received_at=None, refunded=0)),
                name="payment_received_when",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["open", "clearing"], ask_at__isnull=False)
                | (~Q(status__in=["open", "clearing"]) & Q(ask_at=None)),
                name="payment_is_asked_for_until_it_is_decided",
            ),
            models.UniqueConstraint(
                fields=["order"], condition=Q(status__in=["received", "refunded"]), name="payment_one_pays_an_order"
            ),
            models.UniqueConstraint(
                fields=["order"], condition=Q(status__in=["open", "clearing"]), name="payment_one_at_a_time"
            ),
            models.UniqueConstraint(
                fields=["provider", "reference"], condition=~Q(reference=""), name="payment_reference_once_a_provider"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.reference or self.identifier}"

    @property
    def is_undecided(self) -> bool:
        """Whether something may still come of it."""
        return self.status in self.UNDECIDED

    @property
    def left(self) -> int:
        """What of the money is neither given back nor asked back."""
        return self.amount - self.refunded
