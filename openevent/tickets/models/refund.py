"""Money that goes back."""

import uuid

from django.db import models
from django.db.models import Q, Sum

from openevent.accounts.models import User
from openevent.tickets.models.attendee import Attendee
from openevent.tickets.models.order import Order
from openevent.tickets.models.payment import Payment


class RefundQuerySet(models.QuerySet["Refund"]):
    """Questions about refunds."""

    def given_back(self, order: Order) -> int:
        """How much went back to the order's buyer in all, in the order's currency."""
        done = self.filter(order=order, payment__currency=order.currency, status=Refund.Status.DONE)
        return int(done.aggregate(total=Sum("amount"))["total"] or 0)


class Refund(models.Model):
    """A part of a payment, or all of it, that goes back; in minor units of the payment's currency.

    The row is there before the provider hears of it. The attendees hold no places any more once it is done.
    """

    class Status(models.TextChoices):
        """How far it is."""

        ASKED = "asked", "asked: the provider has not said yes or no"
        DONE = "done", "done: the money is on its way back, or there"
        FAILED = "failed", "failed: the money was not taken back"

    identifier = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)  # as the provider is told it
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="refunds")
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="refunds")
    amount = models.BigIntegerField()
    reason = models.CharField(max_length=500, blank=True)
    attendees = models.ManyToManyField(Attendee, related_name="refunds", blank=True)  # who loses the ticket with it
    reference = models.CharField(max_length=255, blank=True)  # the provider's number of it
    status = models.CharField(max_length=6, choices=Status, default=Status.ASKED)
    failure = models.CharField(max_length=500, blank=True)
    # What of these two the server itself says (the failure, where it failed), for any language (lib.sentences).
    said = models.JSONField(default=list, blank=True)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")  # none: the server
    at = models.DateTimeField(editable=False)
    done_at = models.DateTimeField(null=True, blank=True)
    try_at = models.DateTimeField(null=True, blank=True)  # of one that is asked: when the provider is told again

    objects = RefundQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["try_at"], name="refund_to_try", condition=Q(try_at__isnull=False))]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=["asked", "done", "failed"]), name="refund_status_known"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="refund_is_money"),
            models.CheckConstraint(condition=~Q(status="done") | Q(done_at__isnull=False), name="refund_done_when"),
            models.CheckConstraint(
                condition=Q(status="asked", try_at__isnull=False) | (~Q(status="asked") & Q(try_at=None)),
                name="refund_is_tried_until_it_is_decided",
            ),
            models.UniqueConstraint(
                fields=["payment", "reference"], condition=~Q(reference=""), name="refund_reference_once_a_payment"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.status} {self.reference or self.identifier}"

    @property
    def attendee_ids(self) -> list[str]:
        """Whose tickets go with it."""
        return [str(attendee.pk) for attendee in self.attendees.all()]
