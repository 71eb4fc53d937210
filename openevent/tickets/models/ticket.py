"""A kind of ticket: what it costs, how many there are, who may buy it when."""

from collections.abc import Collection
from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest

from openevent.events.models import Event


class TicketQuerySet(models.QuerySet["Ticket"]):
    """Questions about tickets."""

    def living(self) -> "TicketQuerySet":
        """Tickets that are not deleted."""
        return self.filter(deleted_at=None)

    def on_sale(self, now: datetime) -> "TicketQuerySet":
        """Living tickets in their time of sale."""
        return self.living().filter(sales_starts_at__lte=now, sales_ends_at__gt=now)

    def take(self, ticket_id: int, places: int) -> bool:
        """Take so many places, if there are so many and nobody waits for them; whether it did.

        One statement, right beside any other.
        """
        free = self.living().filter(pk=ticket_id, waiting=0, taken__lte=F("quantity") - places)
        return bool(free.update(taken=F("taken") + places))

    def queue(self, ticket_id: int) -> bool:
        """Count somebody who waits, if nobody can buy any or others wait: one statement; whether it did."""
        gone = Q(waiting__gt=0) | Q(taken__gt=F("quantity") - Greatest(F("min_order"), 1))
        return bool(self.living().filter(gone, pk=ticket_id).update(waiting=F("waiting") + 1))

    def hold(self, ticket_id: int, places: int) -> bool:
        """Take so many places for somebody who has waited for them, if there are so many; whether it did."""
        free = self.living().filter(pk=ticket_id, waiting__gt=0, taken__lte=F("quantity") - places)
        return bool(free.update(taken=F("taken") + places, waiting=F("waiting") - 1))

    def give_back(self, ticket_id: int, places: int) -> None:
        """Give places back; the database refuses to give back more than were taken."""
        self.filter(pk=ticket_id).update(taken=F("taken") - places)

    def priced(self) -> "TicketQuerySet":
        """Tickets with an amount of money in them."""
        return self.filter(Q(price__gt=0) | Q(min_price__gt=0) | Q(max_price__gt=0))

    def of(self, event: Event, ids: Collection[int]) -> "TicketQuerySet":
        """The event's living tickets among these."""
        return self.living().filter(event=event, pk__in=ids)


class Ticket(models.Model):
    """What one buys. Money is in minor units of the event's currency.

    `taken` counts places that are sold, or held for a buyer or for somebody who has waited; `waiting` who waits still.
    """

    class Type(models.TextChoices):
        """What decides about the price."""

        FREE = "free", "free: costs nothing"
        PAID = "paid", "paid: has a price"
        DONATION = "donation", "donation: the buyer says the price, within a range"

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="tickets")
    name = models.CharField(max_length=255)
    type = models.CharField(max_length=8, choices=Type)
    price = models.BigIntegerField(default=0)
    min_price = models.BigIntegerField(default=0)
    max_price = models.BigIntegerField(null=True, blank=True, default=0)  # of a donation; none: without a limit
    quantity = models.PositiveIntegerField(default=100)
    taken = models.PositiveIntegerField(default=0, editable=False)
    waiting = models.PositiveIntegerField(default=0, editable=False)
    min_order = models.PositiveIntegerField(default=1)
    max_order = models.PositiveIntegerField(default=10)
    sales_starts_at = models.DateTimeField()
    sales_ends_at = models.DateTimeField()
    description = models.TextField(blank=True)
    is_description_visible = models.BooleanField(default=False)
    is_hidden = models.BooleanField(default=False)  # bought with an access code only
    auto_checkin_enabled = models.BooleanField(default=False)
    is_fee_absorbed = models.BooleanField(default=False)  # the organiser bears the site's fee
    is_checkin_restricted = models.BooleanField(default=True)
    position = models.IntegerField(default=1)
    form_id = models.CharField(max_length=255, blank=True)
    badge_id = models.CharField(max_length=255, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = TicketQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "name"], condition=Q(deleted_at=None), name="ticket_name_once_an_event"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="ticket_has_a_name"),
            models.CheckConstraint(condition=Q(type__in=["free", "paid", "donation"]), name="ticket_type_known"),
            # Nobody oversells: whatever the code does, the counter never passes the quantity.
            models.CheckConstraint(condition=Q(taken__lte=F("quantity")), name="ticket_not_oversold"),
            models.CheckConstraint(condition=Q(taken__gte=0), name="ticket_taken_is_counted_up"),
            models.CheckConstraint(condition=Q(waiting__gte=0), name="ticket_waiting_is_counted_up"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="ticket_has_places"),
            models.CheckConstraint(
                condition=Q(type="paid", price__gt=0) | (~Q(type="paid") & Q(price=0)), name="ticket_price_by_type"
            ),
            models.CheckConstraint(
                condition=Q(min_price__gte=0) & (Q(max_price=None) | Q(max_price__gte=F("min_price"))),
                name="ticket_range_of_prices",
            ),
            models.CheckConstraint(
                condition=Q(min_order__lte=F("max_order")) & Q(max_order__gte=1) & Q(max_order__lte=F("quantity")),
                name="ticket_range_of_orders",
            ),
            models.CheckConstraint(
                condition=Q(sales_starts_at__lt=F("sales_ends_at")), name="ticket_sales_end_after_they_start"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def available(self) -> int:
        """How many places everybody can buy: neither sold nor held, and nobody waits for them."""
        return 0 if self.waiting else self.quantity - self.taken

    def is_orderable(self, quantity: int) -> bool:
        """Whether one order may have so many."""
        return self.min_order <= quantity <= self.max_order
