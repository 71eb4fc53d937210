"""Somebody who gives sessions at an event."""

from django.db import models
from django.db.models import Q

from openevent.accounts.models import User
from openevent.events.models import Event


class Speaker(models.Model):
    """A person as presented at one event; the account behind it is optional."""

    class Gender(models.TextChoices):
        """How somebody wants to be counted."""

        MAN = "Man"
        WOMAN = "Woman"
        TRANSGENDER = "Transgender"
        NON_BINARY = "Non-binary", "Non-binary"
        GENDERQUEER = "Genderqueer"
        ANOTHER = "An identity not listed here", "An identity not listed here"
        UNSAID = "I prefer not to say", "I prefer not to say"

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="speakers")
    user = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="speakers")
    name = models.CharField(max_length=255)
    email = models.EmailField(max_length=254, blank=True)  # for the team only; in no calendar, page or public answer
    is_email_overridden = models.BooleanField(default=False)
    photo_url = models.URLField(max_length=2000, blank=True)
    thumbnail_image_url = models.URLField(max_length=2000, blank=True)
    small_image_url = models.URLField(max_length=2000, blank=True)
    icon_image_url = models.URLField(max_length=2000, blank=True)
    short_biography = models.TextField(blank=True)
    long_biography = models.TextField(blank=True)
    speaking_experience = models.TextField(blank=True)
    sponsorship_required = models.TextField(blank=True)
    organisation = models.CharField(max_length=500, blank=True)
    position = models.CharField(max_length=500, blank=True)
    country = models.CharField(max_length=255, blank=True)
    city = models.CharField(max_length=255, blank=True)
    address = models.CharField(max_length=500, blank=True)
    mobile = models.CharField(max_length=50, blank=True)
    heard_from = models.CharField(max_length=255, blank=True)
    website = models.URLField(max_length=2000, blank=True)
    twitter = models.URLField(max_length=2000, blank=True)
    facebook = models.URLField(max_length=2000, blank=True)
    github = models.URLField(max_length=2000, blank=True)
    mastodon = models.URLField(max_length=2000, blank=True)
    linkedin = models.URLField(max_length=2000, blank=True)
    instagram = models.URLField(max_length=2000, blank=True)
    gender = models.CharField(max_length=50, choices=Gender, blank=True)
    is_featured = models.BooleanField(default=False)
    order = models.IntegerField(default=0)
    complex_field_values = models.JSONField(null=True, blank=True)
    speaker_positions = models.JSONField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="speaker_has_a_name"),
            models.UniqueConstraint(
                fields=["event", "email"],
                condition=~Q(email="") & Q(deleted_at=None),
                name="speaker_email_once_per_event",
            ),
        ]

    def __str__(self) -> str:
        return self.name
