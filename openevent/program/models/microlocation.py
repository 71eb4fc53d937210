"""A room, hall, stage or stand of the venue (the API calls it a microlocation)."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from openevent.events.models import Event


class Microlocation(models.Model):
    """A place within the event's place; coordinates of its own are for wide venues."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="microlocations")
    name = models.CharField(max_length=255)
    latitude = models.FloatField(null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)])
    longitude = models.FloatField(null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)])
    floor = models.IntegerField(null=True, blank=True)
    room = models.CharField(max_length=255, blank=True)
    stream_url = models.URLField("address of the live stream", max_length=2000, blank=True)
    hidden_in_scheduler = models.BooleanField(default=False)
    is_chat_enabled = models.BooleanField(default=False)
    is_global_event_room = models.BooleanField(default=False)
    chat_room_name = models.CharField(max_length=255, blank=True)
    position = models.IntegerField(default=0)
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["position", "id"]
        verbose_name = "room"
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="microlocation_has_a_name"),
            models.CheckConstraint(
                condition=Q(latitude=None) | Q(latitude__range=(-90, 90)), name="microlocation_latitude_on_earth"
            ),
            models.CheckConstraint(
                condition=Q(longitude=None) | Q(longitude__range=(-180, 180)), name="microlocation_longitude_on_earth"
            ),
        ]

    def __str__(self) -> str:
        return self.name
