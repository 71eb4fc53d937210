"""Invoices. /v1/order-invoices."""

from django.db.models import QuerySet

from openevent.api.jsonapi.amounts import Amount
from openevent.api.jsonapi.members import Computed, Serializer
from openevent.api.jsonapi.relations import Reverse, ToOne
from openevent.api.jsonapi.resource import Resource
from openevent.lib import urls
from openevent.tickets import access, papers
from openevent.tickets.models import Invoice


class InvoiceSerializer(Serializer[Invoice]):
    """What was given out; money in whole units of `currency`."""

    total = Amount(currency="currency", read_only=True, help_text="Of a correction what changes, below zero mostly.")
    tax = Amount(currency="currency", read_only=True, help_text="In the total.")
    pdf_url = Computed(schema={"type": "string"}, help_text="Where it is had on paper.")

    class Meta:
        model = Invoice
        resource_name = "order-invoice"
        fields = ["number", "issued_on", "currency", "total", "tax", "pdf_url", "created_at"]
        read_only_fields = ["number", "issued_on", "currency", "created_at"]
        says = {"number": "Without a gap in each event and year."}

    def get_pdf_url(self, row: Invoice) -> str:
        """Where it is had on paper."""
        return urls.absolute(papers.invoice_path(row))


class Invoices(Resource):
    """Invoices of orders, given out when they are placed or paid, and corrections of them. Buyer and team read them."""

    type, path, noun = "order-invoice", "order-invoices", "invoice"
    serializer, reach = InvoiceSerializer, access.INVOICE
    collection = frozenset()
    detail = frozenset({"GET"})
    is_counted = False
    relations = {
        "order": ToOne(resource="order", column="order"),
        "corrects": ToOne(resource="order-invoice", column="corrects"),
        "corrections": Reverse(resource="order-invoice", column="corrects", many=True),
    }

    def prepared(self, rows: QuerySet[Invoice]) -> QuerySet[Invoice]:
        """Each with its event, which says who may."""
        return rows.select_related("event")
