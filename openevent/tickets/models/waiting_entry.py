"""Somebody who waits for places of a ticket that is sold out."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from openevent.accounts.models import User
from openevent.tickets.models.order import Order
from openevent.tickets.models.ticket import Ticket


class WaitingEntryQuerySet(models.QuerySet["WaitingEntry"]):
    """Questions about waiting lists."""

    def open(self) -> "WaitingEntryQuerySet":
        """Entries that still can come to places."""
        return self.filter(status__in=WaitingEntry.OPEN)

    def waiting(self) -> "WaitingEntryQuerySet":
        """Those that wait for an offer, the first in line first."""
        return self.filter(status=WaitingEntry.Status.WAITING).order_by("pk")

    def due(self, now: datetime) -> "WaitingEntryQuerySet":
        """Those whose offer was not taken in its time."""
        return self.filter(offered_until__lte=now)

    def over(self, now: datetime) -> "WaitingEntryQuerySet":
        """Open ones that cannot come to places any more: what they wait for is not sold again, or they are gone."""
        gone = Q(user=None) | Q(user__is_blocked=True) | Q(user__deleted_at__isnull=False)
        ended = Q(ticket__deleted_at__isnull=False) | Q(ticket__event__deleted_at__isnull=False)
        return self.open().filter(gone | ended | Q(ticket__sales_ends_at__lte=now))


class WaitingEntry(models.Model):
    """In line by id. An offer holds its places: `Ticket.taken` counts them; `Ticket.waiting` counts who waits."""

    class Status(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", "waiting: in line"
        OFFERED = "offered", "offered: places are held for a time"
        TAKEN = "taken", "taken: the offer became an order"
        LEFT = "left", "left: they do not want to wait any more"
        PASSED = "passed", "passed: the offer was not taken in its time"
        ENDED = "ended", "ended: nothing is sold any more, or not to them"

    OPEN = (Status.WAITING, Status.OFFERED)

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="waiting_list")
    # Whose account is erased leaves the row behind: its offer holds places that have to be given back.
    user = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="waiting_list")
    quantity = models.PositiveIntegerField(default=1)
    status = models.CharField(max_length=7, choices=Status, default=Status.WAITING)
    joined_at = models.DateTimeField(editable=False)
    offered_at = models.DateTimeField(null=True, blank=True)
    offered_until = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    order = models.ForeignKey(Order, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = WaitingEntryQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "waiting entries"
        indexes = [
            models.Index(fields=["ticket", "id"], name="waiting_in_line", condition=Q(status="waiting")),
            models.Index(fields=["offered_until"], name="waiting_offer", condition=Q(offered_until__isnull=False)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["ticket", "user"],
                condition=Q(status__in=["waiting", "offered"]),
                name="waiting_once_a_ticket",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["waiting", "offered", "taken", "left", "passed", "ended"]),
                name="waiting_status_known",
            ),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="waiting_for_places"),
            models.CheckConstraint(
                condition=Q(status="offered", offered_until__isnull=False, offered_at__isnull=False)
                | (~Q(status="offered") & Q(offered_until=None)),
                name="waiting_offer_ends",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["waiting", "offered"], ended_at=None)
                | (~Q(status__in=["waiting", "offered"]) & Q(ended_at__isnull=False)),
                name="waiting_ended_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.ticket_id} {self.status}"
