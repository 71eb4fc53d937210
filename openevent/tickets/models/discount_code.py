"""A code that makes tickets cheaper."""

from django.db import models
from django.db.models import Q

from openevent.lib.shares import PERCENT
from openevent.tickets.models.code import Code, CodeQuerySet, constraints
from openevent.tickets.models.ticket import Ticket


class DiscountCode(Code):
    """So much less for each of the linked tickets. `value`: minor units of an amount, or parts per million."""

    class Type(models.TextChoices):
        """What `value` is."""

        AMOUNT = "amount", "amount: so much money less"
        PERCENT = "percent", "percent: so big a part of the price less"

    type = models.CharField(max_length=7, choices=Type)
    value = models.BigIntegerField()
    is_active = models.BooleanField(default=True)
    discount_url = models.URLField(max_length=2000, blank=True)
    tickets = models.ManyToManyField(Ticket, related_name="discount_codes", blank=True)

    objects = CodeQuerySet["DiscountCode"].as_manager()

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            *constraints("discount_code"),
            models.CheckConstraint(condition=Q(type__in=["amount", "percent"]), name="discount_code_type_known"),
            models.CheckConstraint(
                condition=Q(value__gte=0) & (Q(type="amount") | Q(value__lte=100 * PERCENT)),
                name="discount_code_takes_at_most_all",
            ),
        ]
