"""A field of the form that attendees fill."""

from django.db import models
from django.db.models import Q

from openevent.events.models import Event


class CustomForm(models.Model):
    """What is asked of each attendee: a member of `attendee`, or one of the event's own, by its identifier."""

    class Form(models.TextChoices):
        """Of whom it is asked."""

        ATTENDEE = "attendee", "attendee"

    class Type(models.TextChoices):
        """What is typed into it, for whoever shows the form."""

        TEXT = "text"
        PARAGRAPH = "paragraph"
        EMAIL = "email"
        NUMBER = "number"
        SELECT = "select"
        CHECKBOX = "checkbox"
        BOOLEAN = "boolean"
        DATE = "date"
        PHONE = "phone"
        URL = "url"
        YEAR = "year"

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="custom_forms")
    form = models.CharField(max_length=8, choices=Form, default=Form.ATTENDEE)
    field_identifier = models.CharField(max_length=100)
    type = models.CharField(max_length=9, choices=Type, default=Type.TEXT)
    name = models.CharField(max_length=255, blank=True)
    description = models.TextField(blank=True)
    is_required = models.BooleanField(default=False)
    is_included = models.BooleanField(default=False)
    is_fixed = models.BooleanField(default=False, editable=False)  # the address, without which nobody hears anything
    is_public = models.BooleanField(default=False)
    is_complex = models.BooleanField(default=False, editable=False)  # the event's own: in complex-field-values
    position = models.PositiveIntegerField(default=0)
    form_id = models.CharField(max_length=255, blank=True)  # of one kind of tickets; empty: of all
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "form", "form_id", "field_identifier"],
                condition=Q(deleted_at=None),
                name="custom_form_field_once",
            ),
            models.CheckConstraint(condition=~Q(field_identifier=""), name="custom_form_has_an_identifier"),
            models.CheckConstraint(condition=Q(is_included=True) | Q(is_required=False), name="custom_form_asks_first"),
        ]

    def __str__(self) -> str:
        return self.name or self.field_identifier
