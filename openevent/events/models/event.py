"""The event: a conference, a meetup, a fair."""

import re
import secrets
import uuid
from datetime import datetime

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from openevent.accounts.models import User
from openevent.events.models.event_sub_topic import EventSubTopic
from openevent.events.models.event_topic import EventTopic
from openevent.events.models.event_type import EventType
from openevent.lib import addresses, urls

IDENTIFIER = re.compile(r"(?!\d+$)[0-9a-f]{8}")  # never all digits: an identifier is told from an id by its letters


def new_identifier() -> str:
    """Eight lowercase hex characters, at least one of them a letter."""
    while True:
        identifier = secrets.token_hex(4)
        if IDENTIFIER.fullmatch(identifier):
            return identifier


def new_uid() -> str:
    """A calendar uid that no other server has given (RFC 7986, 5.3)."""
    return str(uuid.uuid4())


class EventQuerySet(models.QuerySet["Event"]):
    """Questions about events."""

    def living(self) -> "EventQuerySet":
        """Events that are not deleted."""
        return self.filter(deleted_at=None)

    def listed(self) -> "EventQuerySet":
        """Events that everyone finds in lists: published, and not only for those who know their address."""
        return self.living().filter(state=Event.State.PUBLISHED, privacy=Event.Privacy.PUBLIC)

    def upcoming(self, now: datetime) -> "EventQuerySet":
        """Listed events that have not ended, the next one first."""
        return self.listed().filter(ends_at__gt=now).order_by("starts_at", "id")

    def by_key(self, key: str) -> "Event | None":
        """The living event with this id or identifier, if there is one."""
        if IDENTIFIER.fullmatch(key):
            return self.living().filter(identifier=key).first()
        if key.isascii() and key.isdigit() and len(key) < 19:  # ids have 63 bits
            return self.living().filter(pk=int(key)).first()
        return None

    def run_by(self, user: User) -> "EventQuerySet":
        """Events in which the user has a role."""
        return self.filter(pk__in=models.Subquery(user.event_roles.values("event_id")))


class Event(models.Model):
    """What organisers run and calendars show; times are instants, `timezone` says how clocks there read them."""

    class State(models.TextChoices):
        """Whether the public sees the event."""

        DRAFT = "draft", "draft: seen by its team only"
        PUBLISHED = "published", "published: seen by everyone"

    class Privacy(models.TextChoices):
        """Whether a published event is listed."""

        PUBLIC = "public", "public: listed"
        PRIVATE = "private", "private: reached by its address, not listed"

    identifier = models.CharField(max_length=8, unique=True, default=new_identifier, editable=False)
    name = models.CharField(max_length=255)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    timezone = models.CharField("time zone", max_length=64, help_text="A name of the IANA time-zone database.")
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)
    privacy = models.CharField(max_length=7, choices=Privacy, default=Privacy.PUBLIC)

    description = models.TextField(blank=True)
    description_text = models.TextField(blank=True, editable=False)  # the description without HTML
    owner_name = models.CharField("organiser's name", max_length=255, blank=True)
    owner_description = models.TextField("about the organiser", blank=True)
    has_owner_info = models.BooleanField(null=True, blank=True)
    code_of_conduct = models.TextField(blank=True)

    online = models.BooleanField(default=False)
    location_name = models.CharField(max_length=500, blank=True)
    searchable_location_name = models.CharField(max_length=500, blank=True)
    latitude = models.FloatField(null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)])
    longitude = models.FloatField(null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)])
    is_map_shown = models.BooleanField(null=True, blank=True)

    public_stream_link = models.URLField(max_length=2000, blank=True)
    stream_loop = models.BooleanField(default=False)
    stream_autoplay = models.BooleanField(default=False)

    # What the event is and what it is about. The site's list may lose a row; the event then is without.
    event_type = models.ForeignKey(
        EventType,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="events",
        limit_choices_to={"deleted_at": None},
    )
    event_topic = models.ForeignKey(
        EventTopic,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="events",
        limit_choices_to={"deleted_at": None},
    )
    event_sub_topic = models.ForeignKey(
        EventSubTopic, on_delete=models.SET_NULL, null=True, blank=True, related_name="events"
    )

    external_event_url = models.URLField(max_length=2000, blank=True)
    ticket_url = models.URLField(max_length=2000, blank=True)
    logo_url = models.URLField(max_length=2000, blank=True)
    original_image_url = models.URLField(max_length=2000, blank=True)
    large_image_url = models.URLField(max_length=2000, blank=True)
    thumbnail_image_url = models.URLField(max_length=2000, blank=True)
    icon_image_url = models.URLField(max_length=2000, blank=True)

    is_sessions_speakers_enabled = models.BooleanField(default=False)
    is_cfs_enabled = models.BooleanField("call for speakers", default=False)
    is_sponsors_enabled = models.BooleanField(default=False)
    is_oneclick_signup_enabled = models.BooleanField(null=True, blank=True)
    is_featured = models.BooleanField(default=False)
    is_promoted = models.BooleanField(default=False)
    is_demoted = models.BooleanField(default=False)
    is_announced = models.BooleanField(default=False)
    is_chat_enabled = models.BooleanField(default=False)
    is_videoroom_enabled = models.BooleanField(default=False)
    is_document_enabled = models.BooleanField(default=False)
    document_links = models.JSONField(default=list, blank=True)
    chat_room_name = models.CharField(max_length=255, blank=True)
    after_order_message = models.TextField(blank=True)  # HTML
    refund_policy = models.TextField(blank=True)
    schedule_published_on = models.DateTimeField(null=True, blank=True)

    # How tickets are paid for. Details are for buyers of a placed order, and the team.
    payment_country = models.CharField(max_length=2, blank=True, help_text="A code of ISO 3166.")
    payment_currency = models.CharField(max_length=3, blank=True, help_text="A code of ISO 4217.")
    paypal_email = models.EmailField(max_length=254, blank=True)
    can_pay_by_paypal = models.BooleanField(default=False)
    can_pay_by_stripe = models.BooleanField(default=False)
    can_pay_by_cheque = models.BooleanField(default=False)
    can_pay_by_bank = models.BooleanField(default=False)
    can_pay_by_invoice = models.BooleanField(default=False)
    can_pay_onsite = models.BooleanField(default=False)
    can_pay_by_omise = models.BooleanField(default=False)
    can_pay_by_alipay = models.BooleanField(default=False)
    can_pay_by_paytm = models.BooleanField(default=False)
    cheque_details = models.TextField(blank=True)
    bank_details = models.TextField(blank=True)
    onsite_details = models.TextField(blank=True)
    invoice_details = models.TextField(blank=True)
    is_tax_enabled = models.BooleanField(default=False)
    is_billing_info_mandatory = models.BooleanField(default=False)
    is_donation_enabled = models.BooleanField(default=False)
    is_ticket_form_enabled = models.BooleanField(default=True)
    show_remaining_tickets = models.BooleanField(default=False)
    is_badges_enabled = models.BooleanField(default=False)
    # Whether ticket holders are told by letter, for their calendars, when the event moves.
    is_calendar_mail_enabled = models.BooleanField(default=True)
    # Whether its team is told by letter of proposals and orders that came in.
    is_team_mail_enabled = models.BooleanField(default=True)

    # Who calendars take the event's own entry for: written once, never computed again (RFC 5545, 3.8.4.7).
    uid = models.CharField("calendar uid", max_length=255, default=new_uid, editable=False)
    # Grows with every act that changes what a calendar, page or answer about the event says (`events.revising`).
    revision = models.PositiveBigIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(null=True, blank=True, editable=False)  # when it last grew
    # Grows with what API answers show and calendars do not: favourites and feedback.
    reactions = models.PositiveBigIntegerField(default=0, editable=False)
    # What all entries of the event's calendar share: when their common facts last changed (place, time zone,
    # organiser), and how often their common place did. Entries add these to their own.
    revised_at = models.DateTimeField(editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    # What the event's own entry has beyond that: its dates and words changed.
    own_revised_at = models.DateTimeField(null=True, blank=True, editable=False)
    own_sequence = models.PositiveIntegerField(default=0, editable=False)
    # An import remembers where the event came from, so that a second one is noticed.
    source = models.CharField(max_length=255, blank=True, editable=False, db_index=True)
    created_at = models.DateTimeField(editable=False)
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["state", "starts_at"], name="event_public_by_start", condition=Q(deleted_at=None))
        ]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=models.F("starts_at")), name="event_ends_after_it_starts"),
            models.CheckConstraint(condition=~Q(name=""), name="event_has_a_name"),
            models.CheckConstraint(condition=~Q(uid=""), name="event_has_a_uid"),
            models.CheckConstraint(condition=~Q(timezone=""), name="event_has_a_time_zone"),
            models.CheckConstraint(condition=Q(state__in=["draft", "published"]), name="event_state_known"),
            models.CheckConstraint(condition=Q(privacy__in=["public", "private"]), name="event_privacy_known"),
            models.CheckConstraint(
                condition=Q(latitude=None) | Q(latitude__range=(-90, 90)), name="event_latitude_on_earth"
            ),
            models.CheckConstraint(
                condition=Q(longitude=None) | Q(longitude__range=(-180, 180)), name="event_longitude_on_earth"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_public(self) -> bool:
        """Whether everyone may see the event."""
        return self.state == self.State.PUBLISHED and self.deleted_at is None

    def feed_url(self, extension: str) -> str | None:
        """Where the schedule can be followed in a format; None as long as the team has not published it."""
        if not self.is_public or self.schedule_published_on is None:
            return None
        return urls.absolute(addresses.schedule_feed(self.identifier, extension))

    @property
    def ical_url(self) -> str | None:
        """Where the schedule is as iCalendar."""
        return self.feed_url("ics")

    @property
    def xcal_url(self) -> str | None:
        """Where the schedule is as xCal."""
        return self.feed_url("xcs")

    @property
    def pentabarf_url(self) -> str | None:
        """Where the schedule is as schedule.xml."""
        return self.feed_url("xml")
