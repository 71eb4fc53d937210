"""A piece of slow work that somebody asked for."""

import uuid

from django.db import models
from django.db.models import Q

from openevent.accounts.models import User
from openevent.events.models import Event


class Job(models.Model):
    """Asked for, claimed by one worker, done or failed. The row is the truth; the queue only carries its id."""

    class State(models.TextChoices):
        """Where the work is."""

        QUEUED = "queued", "queued: nobody has begun"
        STARTED = "started", "started: a worker is at it, and shows every now and then that it lives"
        SUCCESS = "success", "success: done, `result` says what came of it"
        FAILURE = "failure", "failure: given up, `error` says why in one sentence"

    UNFINISHED = (State.QUEUED, State.STARTED)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    task = models.CharField("Celery task", max_length=100)
    kind = models.CharField(max_length=30)  # what is made or read: "ical", "archive"
    # None for an import, and for an event that is gone for good: the row stays until the files are swept.
    event = models.ForeignKey(Event, on_delete=models.SET_NULL, null=True, blank=True, related_name="jobs")
    asked_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    parameters = models.JSONField(default=dict, blank=True)
    # In which it was asked for: what it tells is told in it, whoever reads it later. "" was asked for before we knew.
    language = models.CharField(max_length=35, blank=True)
    # The event's revision of which the result tells; an export of an unchanged revision is used again.
    revision = models.PositiveBigIntegerField(null=True, blank=True)

    state = models.CharField(max_length=7, choices=State, default=State.QUEUED)
    progress = models.PositiveSmallIntegerField(default=0)  # percent
    result = models.JSONField(null=True, blank=True)
    error = models.CharField(max_length=500, blank=True)
    file = models.CharField(max_length=255, blank=True)  # name in the storage of its kind

    # The claim under which a worker holds the job: whoever lost it can change nothing any more.
    claim = models.UUIDField(null=True, blank=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    sends = models.PositiveSmallIntegerField(default=0)  # how often it was sent again
    seen_at = models.DateTimeField(null=True, blank=True)  # when its worker was last heard of
    finished_at = models.DateTimeField(null=True, blank=True)
    # Nobody gets what came of it any more: row and files go with the next sweep, or when its worker is done.
    is_void = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ["asked_at"]
        indexes = [
            models.Index(fields=["event", "kind", "revision"], name="job_to_use_again"),
            models.Index(
                fields=["state", "seen_at"], name="job_unfinished", condition=Q(state__in=["queued", "started"])
            ),
            models.Index(fields=["finished_at"], name="job_by_end"),
            models.Index(fields=["task"], name="job_void", condition=Q(is_void=True)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["queued", "started", "success", "failure"]), name="job_state_known"
            ),
            models.CheckConstraint(condition=Q(progress__range=(0, 100)), name="job_progress_in_percent"),
            models.CheckConstraint(
                condition=Q(state__in=["queued", "started"], finished_at=None)
                | Q(state__in=["success", "failure"], finished_at__isnull=False),
                name="job_finished_when_it_ended",
            ),
            models.CheckConstraint(condition=~Q(state="failure", error=""), name="job_failure_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"
