"""An order: what somebody buys at once, how far it is, and what became of it when."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import F, Q

from openevent.accounts.models import User
from openevent.events.models import Event
from openevent.tickets.models.access_code import AccessCode
from openevent.tickets.models.discount_code import DiscountCode
from openevent.tickets.models.ticket import Ticket


class OrderQuerySet(models.QuerySet["Order"]):
    """Questions about orders."""

    def live(self) -> "OrderQuerySet":
        """Orders that hold places: neither cancelled nor expired."""
        return self.filter(status__in=Order.LIVE)

    def paid(self) -> "OrderQuerySet":
        """Live orders that cost something, and whose buyers were told that they have their places."""
        return self.filter(status__in=(Order.Status.PLACED, Order.Status.COMPLETED), amount__gt=0)

    def owing(self) -> "OrderQuerySet":
        """Orders for which money is still to come, or to go back."""
        paying = Q(payments__status__in=("open", "clearing")) | Q(refunds__status="asked")
        return self.filter(paying | Q(status=Order.Status.PLACED, amount__gt=0)).distinct()

    def due(self, now: datetime) -> "OrderQuerySet":
        """Orders whose hold is over."""
        return self.filter(expires_at__lte=now)


class Order(models.Model):
    """Money is in minor units of `currency`, which is the event's at the time; the prices are those of that time."""

    class Status(models.TextChoices):
        """How far the order is."""

        INITIALIZING = "initializing", "initializing: places are held while the buyer fills the form"
        PENDING = "pending", "pending: the buyer is paying"
        PLACED = "placed", "placed: ordered, and paid later: by bank transfer, on site, against an invoice"
        COMPLETED = "completed", "completed: paid, or free; the tickets are good"
        CANCELLED = "cancelled", "cancelled: taken back, or refunded; its places are free again"
        EXPIRED = "expired", "expired: not finished in time; its places are free again"

    LIVE = (Status.INITIALIZING, Status.PENDING, Status.PLACED, Status.COMPLETED)
    HELD = (Status.INITIALIZING, Status.PENDING)  # live for a time only

    class Mode(models.TextChoices):
        """How it is paid."""

        FREE = "free", "free: it costs nothing"
        STRIPE = "stripe", "stripe: by card and what else Stripe takes"
        BANK = "bank", "bank: by transfer"
        CHEQUE = "cheque", "cheque"
        ONSITE = "onsite", "onsite: at the door"
        INVOICE = "invoice", "invoice: against an invoice"

    OFFLINE = (Mode.BANK, Mode.CHEQUE, Mode.ONSITE, Mode.INVOICE)
    PROVIDERS = (Mode.STRIPE, *OFFLINE)  # through which money comes

    identifier = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    # The row stays as long as bookkeeping needs it, whatever becomes of the event or the account.
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="orders")
    user = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="orders")
    status = models.CharField(max_length=12, choices=Status, default=Status.INITIALIZING)
    payment_mode = models.CharField(max_length=8, choices=Mode, blank=True)
    language = models.CharField(max_length=35, blank=True)  # in which the buyer reads (BCP 47)

    currency = models.CharField(max_length=3, blank=True)
    amount = models.BigIntegerField(default=0)  # what is to be paid in all
    discount = models.BigIntegerField(default=0)  # already off the lines
    fee = models.BigIntegerField(default=0)  # the site's, in `amount`
    tax_amount = models.BigIntegerField(default=0)
    tax_name = models.CharField(max_length=255, blank=True)
    tax_rate = models.PositiveIntegerField(null=True, blank=True)  # parts per million; none: no tax
    is_tax_included = models.BooleanField(default=False)
    refunded = models.BigIntegerField(default=0)  # what was paid back of `amount`

    address = models.CharField(max_length=500, blank=True)
    city = models.CharField(max_length=255, blank=True)
    state = models.CharField(max_length=255, blank=True)
    country = models.CharField(max_length=255, blank=True)
    zipcode = models.CharField(max_length=255, blank=True)
    company = models.CharField(max_length=255, blank=True)
    tax_business_info = models.CharField(max_length=255, blank=True)
    is_billing_enabled = models.BooleanField(default=False)

    discount_code = models.ForeignKey(
        DiscountCode, on_delete=models.SET_NULL, null=True, blank=True, related_name="orders"
    )
    access_code = models.ForeignKey(AccessCode, on_delete=models.SET_NULL, null=True, blank=True, related_name="orders")
    cancel_note = models.TextField(blank=True)
    order_notes = models.TextField(blank=True)
    paid_via = models.CharField(max_length=50, blank=True)
    transaction_id = models.CharField(max_length=255, blank=True)
    brand = models.CharField(max_length=50, blank=True)
    exp_month = models.PositiveSmallIntegerField(null=True, blank=True)
    exp_year = models.PositiveSmallIntegerField(null=True, blank=True)
    last4 = models.CharField(max_length=4, blank=True)

    created_at = models.DateTimeField(editable=False)
    expires_at = models.DateTimeField(null=True, blank=True)  # of a held order: when its places are given back
    placed_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)  # cancelled or expired
    # Of a buyer whose personal data is erased: until when the books need what is left of it here.
    books_until = models.DateTimeField(null=True, blank=True, editable=False)

    objects = OrderQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["expires_at"], name="order_hold", condition=Q(expires_at__isnull=False)),
            models.Index(fields=["event", "status"], name="order_by_status"),
            models.Index(fields=["books_until"], name="order_in_books", condition=Q(books_until__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["initializing", "pending", "placed", "completed", "cancelled", "expired"]),
                name="order_status_known",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["initializing", "pending"], expires_at__isnull=False)
                | (~Q(status__in=["initializing", "pending"]) & Q(expires_at=None)),
                name="order_hold_ends",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["cancelled", "expired"], ended_at__isnull=False)
                | (~Q(status__in=["cancelled", "expired"]) & Q(ended_at=None)),
                name="order_ended_when",
            ),
            models.CheckConstraint(
                condition=~Q(status="completed") | Q(completed_at__isnull=False), name="order_completed_when"
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0, discount__gte=0, fee__gte=0, tax_amount__gte=0), name="order_owes_nothing"
            ),
            models.CheckConstraint(
                condition=Q(refunded__gte=0) & Q(refunded__lte=F("amount")), name="order_refunds_at_most_all"
            ),
            models.CheckConstraint(condition=Q(amount=0) | ~Q(currency=""), name="order_money_has_a_currency"),
            # Free is only what costs nothing (the published server let buyers complete what they had not paid).
            models.CheckConstraint(condition=Q(amount=0) | ~Q(payment_mode="free"), name="order_free_costs_nothing"),
        ]

    def __str__(self) -> str:
        return str(self.identifier)

    @property
    def short(self) -> str:
        """The beginning of its identifier, for people to read and to type: its team finds it by that."""
        return str(self.identifier)[:8]

    @property
    def is_in_books(self) -> bool:
        """Whether bookkeeping needs it: it costs something, and was more than begun."""
        return self.amount > 0 and (self.placed_at is not None or self.completed_at is not None)

    @property
    def is_live(self) -> bool:
        """Whether it holds places."""
        return self.status in self.LIVE


class OrderLine(models.Model):
    """So many of one ticket, at the price of the time; all amounts are for one ticket but `sub_total` and `fee`."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="lines")
    quantity = models.PositiveIntegerField()
    price = models.BigIntegerField()
    discount = models.BigIntegerField(default=0)
    fee = models.BigIntegerField(default=0)
    sub_total = models.BigIntegerField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["order", "ticket"], name="order_line_once_a_ticket"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="order_line_has_tickets"),
            models.CheckConstraint(
                condition=Q(discount__gte=0) & Q(discount__lte=F("price")) & Q(fee__gte=0),
                name="order_line_price_never_negative",
            ),
            models.CheckConstraint(
                condition=Q(sub_total=F("quantity") * (F("price") - F("discount")) + F("fee")),
                name="order_line_adds_up",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.ticket_id}"


class OrderChange(models.Model):
    """What happened to an order, when, and who did it; rows are added and never changed."""

    class Kind(models.TextChoices):
        """What happened."""

        STATUS = "status", "it got another status"
        BILLING = "billing", "what the buyer said of paying changed"
        PAYMENT = "payment", "money came"
        REFUND = "refund", "money went back"
        ATTENDEE = "attendee", "a ticket was taken back, or its holder changed"
        NOTE = "note", "something was noted"

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=8, choices=Kind)
    before = models.CharField(max_length=12, blank=True)  # the statuses, of a change of status
    after = models.CharField(max_length=12, blank=True)
    note = models.CharField(max_length=500, blank=True)  # in English, and in the words of whoever did it
    said = models.JSONField(default=list, blank=True)  # the same, to be told in any language (lib.sentences)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.before} {self.after}".strip()
