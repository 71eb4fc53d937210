"""An invoice, or the correction of one, as it was given out."""

from django.db import models
from django.db.models import F, Q

from openevent.events.models import Event
from openevent.tickets.models.order import Order


class InvoiceSeries(models.Model):
    """How many invoices an event has given out in a year: counted in the transaction of each, so there are no gaps."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="+")  # its invoices keep it
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "invoice series"
        constraints = [models.UniqueConstraint(fields=["event", "year"], name="invoice_series_one_a_year")]

    def __str__(self) -> str:
        return f"{self.event_id} {self.year}: {self.last}"

    def next(self) -> int:
        """The next number; whoever needs another waits until the transaction of this one ends."""
        type(self).objects.filter(pk=self.pk).update(last=F("last") + 1)
        self.refresh_from_db(fields=["last"])
        return self.last


class Invoice(models.Model):
    """What it says is kept as it was printed, whatever becomes of the event, the account and the order.

    Money is in minor units of `currency`; the total of a correction is what changes: negative for what is given back.
    """

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="invoices")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    number = models.CharField(max_length=40, unique=True)
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrections")
    refund = models.UUIDField(null=True, blank=True, editable=False)  # for which money that went back, or did not
    issued_on = models.DateField()
    currency = models.CharField(max_length=3)
    total = models.BigIntegerField()
    tax = models.BigIntegerField(default=0)  # in the total
    content = models.JSONField()  # what `tickets.bills` writes and reads
    created_at = models.DateTimeField(editable=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["event", "year", "serial"], name="invoice_number_once"),
            models.UniqueConstraint(fields=["order"], condition=Q(corrects=None), name="invoice_one_an_order"),
            models.UniqueConstraint(
                fields=["order", "refund"], condition=Q(refund__isnull=False), name="invoice_corrected_once_a_refund"
            ),
            models.CheckConstraint(condition=Q(serial__gte=1), name="invoice_numbers_from_one"),
            models.CheckConstraint(
                condition=Q(corrects=None, refund=None, total__gt=0) | Q(corrects__isnull=False) & ~Q(total=0),
                name="invoice_owes_and_correction_changes",
            ),
        ]

    def __str__(self) -> str:
        return self.number
