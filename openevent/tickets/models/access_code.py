"""A code that opens hidden tickets."""

from django.db import models

from openevent.tickets.models.code import Code, CodeQuerySet, constraints
from openevent.tickets.models.ticket import Ticket


class AccessCode(Code):
    """Whoever has it buys the linked tickets, which are hidden from others."""

    is_active = models.BooleanField(default=False)
    access_url = models.URLField(max_length=2000, blank=True)
    tickets = models.ManyToManyField(Ticket, related_name="access_codes", blank=True)

    objects = CodeQuerySet["AccessCode"].as_manager()

    class Meta:
        ordering = ["created_at", "id"]
        constraints = constraints("access_code")
