"""The tax on what an event sells."""

from django.db import models
from django.db.models import Q

from openevent.events.models import Event
from openevent.lib.shares import PERCENT


class Tax(models.Model):
    """One an event; `rate` in parts per million. What invoices say of the seller is here, too."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="taxes")
    name = models.CharField(max_length=255)
    rate = models.PositiveIntegerField()
    is_tax_included_in_price = models.BooleanField(default=False)
    country = models.CharField(max_length=255, blank=True)
    tax_id = models.CharField("tax ID", max_length=255)
    registered_company = models.CharField(max_length=255, blank=True)
    contact_name = models.CharField(max_length=255, blank=True)
    phone = models.CharField(max_length=255, blank=True)
    email = models.EmailField(max_length=254, blank=True)
    address = models.CharField(max_length=500, blank=True)
    city = models.CharField(max_length=255, blank=True)
    state = models.CharField(max_length=255, blank=True)
    zip = models.CharField(max_length=255, blank=True)
    invoice_footer = models.TextField(blank=True)
    should_send_invoice = models.BooleanField(default=False)
    is_invoice_sent = models.BooleanField(default=False)
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "taxes"
        constraints = [
            models.UniqueConstraint(fields=["event"], condition=Q(deleted_at=None), name="tax_one_an_event"),
            models.CheckConstraint(condition=Q(rate__lte=100 * PERCENT), name="tax_takes_at_most_all"),
            models.CheckConstraint(condition=~Q(name=""), name="tax_has_a_name"),
            models.CheckConstraint(condition=~Q(tax_id=""), name="tax_has_an_id"),
        ]

    def __str__(self) -> str:
        return self.name
