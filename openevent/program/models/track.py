"""A track: sessions that belong together by subject."""

import re

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from openevent.events.models import Event

COLOR = RegexValidator(r"^#[0-9a-f]{6}\Z", "A colour is written #rrggbb in lower case.")
SHORT = re.compile(r"#[0-9a-f]{3}")


def six_digits(color: str) -> str:
    """The colour in lower case with two digits for each part, as it is stored; #0f0 is #00ff00."""
    word = color.strip().lower()
    return "#" + "".join(digit * 2 for digit in word[1:]) if SHORT.fullmatch(word) else word


class Track(models.Model):
    """A subject of the event with a name and a colour."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="tracks")
    name = models.CharField(max_length=255)
    color = models.CharField(max_length=7, validators=[COLOR])
    description = models.TextField(blank=True)
    position = models.IntegerField(default=0)
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="track_has_a_name"),
            models.CheckConstraint(condition=Q(color__regex=r"^#[0-9a-f]{6}$"), name="track_color_is_hex"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def font_color(self) -> str:
        """Black on bright colours, white on dark ones (luma of ITU-R BT.601)."""
        red, green, blue = (int(self.color[at : at + 2], 16) for at in (1, 3, 5))
        return "#000000" if 0.299 * red + 0.587 * green + 0.114 * blue > 127.5 else "#ffffff"
