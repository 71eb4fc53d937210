"""Who held a ticket before it was given to somebody else."""

from django.db import models
from django.db.models import F, Q

from openevent.tickets.models.attendee import Attendee


class FormerHolder(models.Model):
    """Whoever was invited with a ticket that is somebody else's by now; gone once a letter has told them."""

    attendee = models.ForeignKey(Attendee, on_delete=models.CASCADE, related_name="former_holders")
    firstname = models.CharField(max_length=255, blank=True)
    lastname = models.CharField(max_length=255, blank=True)
    email = models.EmailField(max_length=254)
    identifier = models.CharField(max_length=24)
    uid = models.CharField("calendar uid", max_length=255)  # of the entry in their calendar
    told_sequence = models.PositiveIntegerField()
    known_sequence = models.PositiveIntegerField()
    has_left_mail = models.BooleanField(default=False)  # wanted no more letters about it
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["email"], name="former_holder_by_email")]
        constraints = [
            models.CheckConstraint(condition=~Q(email=""), name="former_holder_can_be_told"),
            models.CheckConstraint(
                condition=Q(told_sequence__gte=F("known_sequence")), name="former_holder_knows_what_it_was_told"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} held {self.attendee_id}"
