"""Groups of questions: getting there, food, tickets."""

from django.db import models
from django.db.models import Q

from openevent.events.models.event import Event


class FaqType(models.Model):
    """A group of an event's questions."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="faq_types")
    name = models.CharField(max_length=255)

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="faq_type_has_a_name")]
        verbose_name = "FAQ type"

    def __str__(self) -> str:
        return self.name
