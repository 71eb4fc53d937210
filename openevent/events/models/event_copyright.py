"""Who holds the rights to an event's texts and recordings, and what others may do with them."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from openevent.events.models.event import Event

FIRST_YEAR = 1900
UNSPECIFIED = "Unspecified"  # what an archive says that names no licence


class EventCopyright(models.Model):
    """The licence of an event, at most one at a time."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="copyrights")
    licence = models.CharField(max_length=255)
    licence_url = models.URLField(max_length=2000, blank=True)
    holder = models.CharField(max_length=255, blank=True)
    holder_url = models.URLField(max_length=2000, blank=True)
    year = models.IntegerField(null=True, blank=True, validators=[MinValueValidator(FIRST_YEAR)])
    logo_url = models.URLField(max_length=2000, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["event"], condition=Q(deleted_at=None), name="copyright_one_per_event"),
            models.CheckConstraint(condition=~Q(licence=""), name="copyright_has_a_licence"),
            models.CheckConstraint(condition=Q(year=None) | Q(year__gte=FIRST_YEAR), name="copyright_year_is_modern"),
        ]
        verbose_name = "copyright"

    def __str__(self) -> str:
        return self.licence

    @property
    def told_licence(self) -> str:
        """The licence as readers are told it; empty where an archive named none."""
        return "" if self.licence == UNSPECIFIED else self.licence
