"""A session: a talk, a workshop, a break; what a calendar shows."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import models
from django.db.models import Case, F, Q, When
from django.db.models.functions import Cast

from openevent.accounts.models import User
from openevent.calendars.timezones import zone
from openevent.events.models import Event
from openevent.program.models.microlocation import Microlocation
from openevent.program.models.session_type import SessionType
from openevent.program.models.speaker import Speaker
from openevent.program.models.track import Track

SCHEDULED = Q(starts_at__isnull=False, ends_at__isnull=False)


def _takes_place() -> Q:
    return Q(deleted_at=None, state__in=Session.PUBLIC_STATES)


def _departed() -> Q:
    """What calendars may have, and what does not take place after all, or nobody knows when."""
    gone = ~Q(state__in=Session.PUBLIC_STATES) | Q(deleted_at__isnull=False) | ~SCHEDULED
    return gone & Q(public_starts_at__isnull=False)


class SessionQuerySet(models.QuerySet["Session"]):
    """Questions about sessions."""

    def living(self) -> "SessionQuerySet":
        """Sessions that are not deleted."""
        return self.filter(deleted_at=None)

    def taking_place(self) -> "SessionQuerySet":
        """Sessions that the public sees: accepted or confirmed, not deleted."""
        return self.filter(_takes_place())

    def of_feed(self, *, tells_cancelled: bool = True) -> "SessionQuerySet":
        """What a calendar that follows the programme shows: what takes place, and that something does not any more.

        The latter as long as that is told (`events.freshness`).
        """
        if not tells_cancelled:
            return self.taking_place().filter(SCHEDULED | Q(public_starts_at=None))
        return self.filter(_takes_place() | _departed())

    def of_team_feed(self) -> "SessionQuerySet":
        """What the team's calendar shows beside that: what waits for a decision, as far as it has a time."""
        waiting = Q(deleted_at=None, state__in=(Session.State.DRAFT, Session.State.PENDING)) & SCHEDULED
        return self.filter(_takes_place() | _departed() | waiting)

    def standing(self) -> "SessionQuerySet":
        """Of these sessions those that have not left the programme."""
        return self.filter(~_departed())

    def cancelled(self) -> "SessionQuerySet":
        """Of these sessions those that were in the published programme and take place no more, as everybody is told."""
        return self.filter(_departed() & ~_takes_place())

    def shown_titles(self) -> list[str]:
        """Their titles, as calendars show them."""
        shown = Case(When(_departed(), then="public_title"), default="title", output_field=models.CharField())
        return list(self.annotate(shown_title=shown).values_list("shown_title", flat=True))

    def saying(self, phrases: Iterable[str], event: Event) -> "SessionQuerySet":
        """Of these sessions of the event those that say all words of one of the phrases.

        Title, subtitle, short abstract and speakers are looked at; of what has left the programme only the title that
        was public, for no more of it is shown.
        """
        gone, said = _departed(), Q()
        for phrase in phrases:
            ours, theirs = ~gone, gone
            for word in phrase.split():
                speaking = SessionSpeaker.objects.filter(
                    speaker__event=event, speaker__deleted_at=None, speaker__name__icontains=word
                )
                ours &= (
                    Q(title__icontains=word)
                    | Q(subtitle__icontains=word)
                    | Q(short_abstract_text__icontains=word)
                    | Q(pk__in=speaking.values("session_id"))
                )
                theirs &= Q(public_title__icontains=word)
            said |= ours | theirs
        return self.filter(said)

    def with_entries(self) -> "SessionQuerySet":
        """Of these sessions those of which an entry can be made."""
        return self.filter(SCHEDULED & Q(ends_at__gt=F("starts_at")) | _departed())

    def between(self, start: datetime | None, end: datetime | None) -> "SessionQuerySet":
        """Of these sessions those whose entries overlap the span, which may be open."""
        shown, was = Q(), Q()
        if start is not None:
            shown, was = shown & Q(ends_at__gt=start), was & Q(public_ends_at__gt=start)
        if end is not None:
            shown, was = shown & Q(starts_at__lt=end), was & Q(public_starts_at__lt=end)
        return self.filter((_departed() & was) | (~_departed() & shown)) if start or end else self

    def scheduled(self) -> "SessionQuerySet":
        """Living sessions that have a time, whatever was decided on them."""
        return self.living().filter(SCHEDULED)

    def dates_of(self, event: Event) -> list[date]:
        """The days, as the event's clocks have them, on which sessions that the public sees begin."""
        here = zone(event.timezone)
        begun = self.taking_place().filter(event=event, starts_at__isnull=False).order_by()
        return sorted(
            {moment.astimezone(here).date() for moment in begun.values_list("starts_at", flat=True) if moment}
        )

    def languages_of(self, event: Event) -> list[str]:
        """The languages of the sessions that the public sees, each once."""
        spoken = self.taking_place().filter(event=event).exclude(language="").order_by()
        return sorted(set(spoken.values_list("language", flat=True).distinct()))


class Session(models.Model):
    """A part of the programme; times are instants. With both of them it has a slot, with less it is not scheduled."""

    class State(models.TextChoices):
        """How far the proposal has come."""

        DRAFT = "draft", "draft: its author still writes"
        PENDING = "pending", "pending: waits for a decision"
        ACCEPTED = "accepted", "accepted: will take place"
        CONFIRMED = "confirmed", "confirmed: accepted, and the speaker said yes"
        REJECTED = "rejected", "rejected: will not take place"
        CANCELED = "canceled", "canceled: was to take place, and will not"
        WITHDRAWN = "withdrawn", "withdrawn: taken back by its speaker"

    class Level(models.TextChoices):
        """For whom it is."""

        BEGINNER = "Beginner"
        INTERMEDIATE = "Intermediate"
        ADVANCED = "Advanced"
        EXPERT = "Expert"

    PUBLIC_STATES = (State.ACCEPTED, State.CONFIRMED)

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="sessions")
    # Who handed it in, or entered it for the team; only what was handed in is its creator's own.
    creator = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    is_proposal = models.BooleanField(default=True, editable=False)
    track = models.ForeignKey(Track, on_delete=models.SET_NULL, null=True, blank=True, related_name="sessions")
    session_type = models.ForeignKey(
        SessionType, on_delete=models.SET_NULL, null=True, blank=True, related_name="sessions"
    )
    microlocation = models.ForeignKey(
        Microlocation, on_delete=models.SET_NULL, null=True, blank=True, related_name="sessions", verbose_name="room"
    )
    speakers = models.ManyToManyField(Speaker, through="SessionSpeaker", related_name="sessions")

    title = models.CharField(max_length=1000)
    subtitle = models.CharField(max_length=1000, blank=True)
    language = models.CharField(max_length=255, blank=True)
    level = models.CharField(max_length=12, choices=Level, blank=True)
    short_abstract = models.TextField(blank=True)
    short_abstract_text = models.TextField(blank=True, editable=False)  # the short abstract without HTML
    long_abstract = models.TextField(blank=True)
    comments = models.TextField(blank=True)

    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)
    is_locked = models.BooleanField(default=False)
    is_mail_sent = models.BooleanField(default=False)
    submitted_at = models.DateTimeField(null=True, blank=True)

    slides_url = models.URLField(max_length=2000, blank=True)
    video_url = models.URLField(max_length=2000, blank=True)
    audio_url = models.URLField(max_length=2000, blank=True)
    signup_url = models.URLField(max_length=2000, blank=True)
    # A live stream of its own; else the room's is meant.
    stream_url = models.URLField("address of the live stream", max_length=2000, blank=True)
    website = models.URLField(max_length=2000, blank=True)
    twitter = models.URLField(max_length=2000, blank=True)
    facebook = models.URLField(max_length=2000, blank=True)
    github = models.URLField(max_length=2000, blank=True)
    linkedin = models.URLField(max_length=2000, blank=True)
    instagram = models.URLField(max_length=2000, blank=True)
    gitlab = models.URLField(max_length=2000, blank=True)
    mastodon = models.URLField(max_length=2000, blank=True)
    slides = models.JSONField(default=list, blank=True)
    complex_field_values = models.JSONField(null=True, blank=True)

    # Kept by the acts that rate and mark, in their transactions: lists show them without counting rows.
    favourite_count = models.PositiveIntegerField(default=0, editable=False)
    rating_count = models.PositiveIntegerField(default=0, editable=False)
    rating_sum = models.DecimalField(max_digits=12, decimal_places=1, default=0, editable=False)
    average_rating = models.GeneratedField(
        expression=Case(
            When(rating_count__gt=0, then=Cast("rating_sum", models.FloatField()) / F("rating_count")), default=0.0
        ),
        output_field=models.FloatField(),
        db_persist=True,
    )

    # Who a calendar takes this for: written once, never computed again (RFC 5545, 3.8.4.7).
    uid = models.CharField("calendar uid", max_length=255, editable=False)
    # What it was in the published programme when it left that: calendars may have it, and must hear of it. What is
    # made of it afterwards is nobody's business; without a start it never was there.
    public_title = models.CharField(max_length=1000, blank=True, editable=False)
    public_place = models.CharField(max_length=1000, blank=True, editable=False)
    public_room = models.CharField(max_length=255, blank=True, editable=False)
    public_starts_at = models.DateTimeField(null=True, blank=True, editable=False)
    public_ends_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Grows when time, place or status change (RFC 5545, 3.8.7.4).
    sequence = models.PositiveIntegerField(default=0, editable=False)
    # What the calendar file that brought it counted last, and when it was revised there, if the file said so.
    imported_sequence = models.PositiveIntegerField(null=True, blank=True, editable=False)
    imported_revised_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Its `revised_at` when a calendar file brought it last: what is later was changed here.
    brought_at = models.DateTimeField(null=True, blank=True, editable=False)
    # When something that a calendar shows of it last changed, to the second.
    revised_at = models.DateTimeField(editable=False)
    created_at = models.DateTimeField(editable=False)
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "id"]
        indexes = [
            models.Index(fields=["event", "state", "starts_at"], name="session_by_event_and_start"),
            # What else is in a room at a time; the end is there so that the rows themselves need not be read.
            models.Index(fields=["microlocation", "starts_at", "ends_at"], name="session_by_room_and_start"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="session_has_a_title"),
            models.CheckConstraint(condition=~Q(uid=""), name="session_has_a_uid"),
            models.UniqueConstraint(fields=["event", "uid"], name="session_uid_once_per_event"),
            models.CheckConstraint(
                condition=Q(
                    state__in=["draft", "pending", "accepted", "confirmed", "rejected", "canceled", "withdrawn"]
                ),
                name="session_state_known",
            ),
            models.CheckConstraint(
                condition=Q(level__in=["", "Beginner", "Intermediate", "Advanced", "Expert"]),
                name="session_level_known",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def shown_track(self) -> Track | None:
        """Its track, as long as that is not deleted."""
        return self.track if self.track is not None and self.track.deleted_at is None else None

    @property
    def shown_type(self) -> SessionType | None:
        """Its type, likewise."""
        return self.session_type if self.session_type is not None and self.session_type.deleted_at is None else None

    @property
    def shown_room(self) -> Microlocation | None:
        """Its room, likewise."""
        return self.microlocation if self.microlocation is not None and self.microlocation.deleted_at is None else None


class SessionSpeaker(models.Model):
    """That a speaker gives a session, and in which place of its list of speakers."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="speaking")
    speaker = models.ForeignKey(Speaker, on_delete=models.CASCADE, related_name="speaking")
    position = models.IntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["session", "speaker"], name="speaker_once_per_session"),
        ]

    def __str__(self) -> str:
        return f"{self.speaker} speaks in {self.session}"
