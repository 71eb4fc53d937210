"""Events that people keep an eye on."""

from django.db import models

from openevent.accounts.models import User
from openevent.events.models.event import Event


class FavouriteEvent(models.Model):
    """An event that a user marked."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="favourite_events")
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="favourites")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["user", "event"], name="favourite_event_once_per_user")]

    def __str__(self) -> str:
        return f"{self.event} is a favourite of {self.user}"
