"""Something that holders of tickets are to be told: noted with the change itself, told afterwards."""

from django.db import models
from django.db.models import Q

from openevent.tickets.models.order import Order


class Notice(models.Model):
    """Waits until a worker has written the letters; once `done_at` is set they are on their way, each once."""

    class Kind(models.TextChoices):
        """What became of the order."""

        PLACED = "placed", "placed: to be paid later"
        COMPLETED = "completed", "completed: the tickets are good"
        CANCELLED = "cancelled", "cancelled: the tickets are good no more"
        REFUNDED = "refunded", "refunded: money went back, and some tickets are good no more"
        HANDED = "handed", "handed: a ticket is somebody else's now"

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=9, choices=Kind)
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["created_at"], name="notice_waiting", condition=Q(done_at=None))]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["placed", "completed", "cancelled", "refunded", "handed"]),
                name="notice_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.order_id}"
