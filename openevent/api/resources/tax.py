"""Taxes. /v1/taxes."""

from openevent.api.jsonapi.amounts import Percent
from openevent.api.jsonapi.members import Serializer
from openevent.api.jsonapi.relations import ToOne
from openevent.api.jsonapi.resource import Part
from openevent.tickets import access, taxing
from openevent.tickets.models import Tax


class TaxSerializer(Serializer[Tax]):
    """A tax' members; what invoices say of the seller is the team's."""

    rate = Percent(min_value=0, max_value=100, help_text="Percent.")

    class Meta:
        model = Tax
        resource_name = "tax"
        fields = [
            *("name", "rate", "is_tax_included_in_price", "country", "tax_id", "registered_company", "contact_name"),
            *("phone", "email", "address", "city", "state", "zip", "invoice_footer", "should_send_invoice"),
            *("is_invoice_sent", "deleted_at"),
        ]
        read_only_fields = ["deleted_at"]
        private = [
            *("country", "tax_id", "registered_company", "contact_name", "phone", "email", "address", "city", "state"),
            *("zip", "invoice_footer", "should_send_invoice", "is_invoice_sent"),
        ]
        says = {
            "is_tax_included_in_price": "Whether prices contain it, or it is added to them.",
            "tax_id": "The seller’s, for invoices.",
        }


class Taxes(Part):
    """The tax on what an event sells; one an event."""

    type, path, noun = "tax", "taxes", "tax"
    serializer, reach, acts = TaxSerializer, access.TAX, taxing
    relations = {
        "event": ToOne(resource="event", column="event", needed=True, fixed=True),
    }
