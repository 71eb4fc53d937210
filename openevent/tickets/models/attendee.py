"""Who comes: one place of an order, with the person who takes it."""

import secrets
import uuid

from django.db import models
from django.db.models import F, Q

from openevent.events.models import Event
from openevent.tickets.models.order import Order
from openevent.tickets.models.ticket import Ticket


def new_identifier() -> str:
    """24 hex characters, 96 bits: whoever does not have the ticket does not guess it."""
    return secrets.token_hex(12)


def new_uid() -> str:
    """A calendar uid that no other server has given (RFC 7986, 5.3)."""
    return str(uuid.uuid4())


class AttendeeQuerySet(models.QuerySet["Attendee"]):
    """Questions about attendees."""

    def living(self) -> "AttendeeQuerySet":
        """Attendees whose places are taken: not given back."""
        return self.filter(deleted_at=None)

    def admitted(self) -> "AttendeeQuerySet":
        """Attendees whose tickets are good."""
        return self.living().filter(order__status=Order.Status.COMPLETED)

    def expected(self) -> "AttendeeQuerySet":
        """Attendees whose tickets were ordered for good, paid or not."""
        return self.living().filter(order__status__in=(Order.Status.PLACED, Order.Status.COMPLETED))

    def arrived(self) -> "AttendeeQuerySet":
        """Attendees who have used their tickets, be they in now or out again."""
        return self.filter(Q(is_checked_in=True) | Q(is_checked_out=True) | Q(is_registered=True))

    def unscanned(self) -> "AttendeeQuerySet":
        """Attendees with tickets that need no scan, and who were not scanned either."""
        return self.filter(ticket__auto_checkin_enabled=True).exclude(check_ins__direction__in=("in", "out"))


class Attendee(models.Model):
    """A ticket holder. A row whose place was given back stays, with `deleted_at`: nothing is lost to the books."""

    class Age(models.TextChoices):
        """Of which age somebody is."""

        UNDER_18 = "Under 18"
        FROM_18 = "18-24"
        FROM_25 = "25-34"
        FROM_35 = "35-44"
        FROM_45 = "45-54"
        FROM_55 = "55-64"
        FROM_65 = "65-74"
        FROM_75 = "75-84"
        FROM_85 = "85+"
        UNSAID = "I prefer not to say"

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="attendees")
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="attendees")
    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="attendees")
    identifier = models.CharField(max_length=24, unique=True, default=new_identifier, editable=False)
    # Who calendars take the ticket's entry for: written once, never computed again (RFC 5545, 3.8.4.7).
    uid = models.CharField("calendar uid", max_length=255, default=new_uid, editable=False)

    firstname = models.CharField(max_length=255, blank=True)
    lastname = models.CharField(max_length=255, blank=True)
    email = models.EmailField(max_length=254, blank=True)
    address = models.CharField(max_length=500, blank=True)
    city = models.CharField(max_length=255, blank=True)
    state = models.CharField(max_length=255, blank=True)
    country = models.CharField(max_length=255, blank=True)
    job_title = models.CharField(max_length=255, blank=True)
    phone = models.CharField(max_length=255, blank=True)
    company = models.CharField(max_length=255, blank=True)
    tax_business_info = models.CharField(max_length=255, blank=True)
    billing_address = models.CharField(max_length=500, blank=True)
    home_address = models.CharField(max_length=500, blank=True)
    shipping_address = models.CharField(max_length=500, blank=True)
    work_address = models.CharField(max_length=500, blank=True)
    work_phone = models.CharField(max_length=255, blank=True)
    gender = models.CharField(max_length=255, blank=True)
    home_wiki = models.CharField(max_length=255, blank=True)
    wiki_scholarship = models.CharField(max_length=255, blank=True)
    native_language = models.CharField(max_length=255, blank=True)
    fluent_language = models.CharField(max_length=255, blank=True)
    website = models.URLField(max_length=2000, blank=True)
    blog = models.URLField(max_length=2000, blank=True)
    twitter = models.URLField(max_length=2000, blank=True)
    facebook = models.URLField(max_length=2000, blank=True)
    github = models.URLField(max_length=2000, blank=True)
    instagram = models.URLField(max_length=2000, blank=True)
    linkedin = models.URLField(max_length=2000, blank=True)
    age_group = models.CharField(max_length=25, choices=Age, blank=True)
    birth_date = models.DateTimeField(null=True, blank=True)
    accept_video_recording = models.BooleanField(null=True, blank=True)
    accept_share_details = models.BooleanField(null=True, blank=True)
    accept_receive_emails = models.BooleanField(null=True, blank=True)
    is_consent_form_field = models.BooleanField(null=True, blank=True)
    is_consent_form_field_photo = models.BooleanField(null=True, blank=True)
    is_consent_form_field_email = models.BooleanField(null=True, blank=True)
    is_consent_of_refund_policy = models.BooleanField(default=False)
    complex_field_values = models.JSONField(null=True, blank=True)
    attendee_notes = models.TextField(blank=True)
    is_badge_printed = models.BooleanField(default=False)
    badge_printed_at = models.DateTimeField(null=True, blank=True)

    # What the log of scans comes to (`presence`).
    is_checked_in = models.BooleanField(default=False)
    is_checked_out = models.BooleanField(default=False)
    is_registered = models.BooleanField(default=False)
    is_discount_applied = models.BooleanField(default=False)
    is_access_code_applied = models.BooleanField(default=False)
    # What calendars have of the ticket: how often its standing changed, and when; and what its holder was told last.
    sequence = models.PositiveIntegerField(default=0, editable=False)
    revised_at = models.DateTimeField(editable=False)
    told_sequence = models.PositiveIntegerField(null=True, blank=True, editable=False)  # of the last message
    known_sequence = models.PositiveIntegerField(null=True, blank=True, editable=False)  # of the entry that it told of
    is_invited = models.BooleanField(default=False, editable=False)  # told last that they are to come
    has_left_mail = models.BooleanField(default=False, editable=False)  # wants no more letters about it
    created_at = models.DateTimeField(editable=False)
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = AttendeeQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["event", "id"], name="attendee_by_event"),
            models.Index(fields=["email"], name="attendee_by_email", condition=~Q(email="")),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(uid=""), name="attendee_has_a_uid"),
            models.CheckConstraint(
                condition=Q(told_sequence=None, known_sequence=None, is_invited=False)
                | Q(told_sequence__isnull=False, known_sequence__isnull=False, told_sequence__gte=F("known_sequence")),
                name="attendee_invited_by_something",
            ),
            models.CheckConstraint(condition=~Q(is_checked_in=True, is_checked_out=True), name="attendee_in_or_out"),
        ]

    def __str__(self) -> str:
        return f"{self.firstname} {self.lastname}".strip() or self.identifier

    @property
    def is_admitted(self) -> bool:
        """Whether the ticket is good (`AttendeeQuerySet.admitted`, of one whose order is loaded)."""
        return self.deleted_at is None and self.order.status == Order.Status.COMPLETED

    @property
    def full_name(self) -> str:
        """First and last name, as far as they are known."""
        return f"{self.firstname} {self.lastname}".strip()
