"""What an event's form asks its attendees. /v1/custom-forms."""

from openevent.api.jsonapi.members import Serializer
from openevent.api.jsonapi.relations import ToOne
from openevent.api.jsonapi.resource import Part
from openevent.tickets import access, asking
from openevent.tickets.models import CustomForm


class CustomFormSerializer(Serializer[CustomForm]):
    """A field's members."""

    class Meta:
        model = CustomForm
        resource_name = "custom-form"
        fields = [
            *("form", "field_identifier", "type", "name", "description", "is_required", "is_included", "is_fixed"),
            *("is_public", "is_complex", "position", "form_id", "deleted_at"),
        ]
        read_only_fields = ["is_fixed", "is_complex", "deleted_at"]
        says = {
            "field_identifier": "A member of attendee, such as “firstname”, or one of the event’s own.",
            "is_fixed": "The address: it is asked always.",
            "is_complex": "The event’s own: what is said is in complex-field-values.",
            "form_id": "Of the tickets with this form-id alone; null: of all.",
            "is_required": "An order is finished only when each of its attendees has said it.",
        }


class CustomForms(Part):
    """What is asked of each attendee."""

    type, path, noun = "custom-form", "custom-forms", "field of the form"
    serializer, reach, acts = CustomFormSerializer, access.CUSTOM_FORM, asking
    relations = {
        "event": ToOne(resource="event", column="event", needed=True, fixed=True),
    }
