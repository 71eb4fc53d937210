"""Ticket holders. /v1/attendees."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers as rest

from openevent.accounts.models import User
from openevent.api.jsonapi.members import Serializer
from openevent.api.jsonapi.relations import ToOne
from openevent.api.jsonapi.resource import Facts, NotAllowed, Resource
from openevent.events.access import Asker
from openevent.events.policy import Act, aloud
from openevent.tickets import access, filling
from openevent.tickets.models import Attendee, Order


class AttendeeSerializer(Serializer[Attendee]):
    """An attendee's members; which ticket it is, and who has come, is not said here."""

    ticket_id = rest.CharField(read_only=True)

    class Meta:
        model = Attendee
        resource_name = "attendee"
        fields = [
            *("firstname", "lastname", "email", "address", "city", "state", "country", "job_title", "phone", "company"),
            *("tax_business_info", "billing_address", "home_address", "shipping_address", "work_address"),
            *("work_phone", "gender", "home_wiki", "wiki_scholarship", "native_language", "fluent_language"),
            *("website", "blog", "twitter", "facebook", "github", "instagram", "linkedin", "age_group", "birth_date"),
            *("accept_video_recording", "accept_share_details", "accept_receive_emails", "is_consent_form_field"),
            *("is_consent_form_field_photo", "is_consent_form_field_email", "is_consent_of_refund_policy"),
            *("complex_field_values", "is_checked_in", "is_checked_out", "is_registered", "attendee_notes"),
            *("is_badge_printed", "badge_printed_at", "is_discount_applied", "is_access_code_applied", "ticket_id"),
            *("identifier", "created_at", "deleted_at"),
        ]
        read_only_fields = [
            *("is_checked_in", "is_checked_out", "is_registered", "is_discount_applied", "is_access_code_applied"),
            *("identifier", "created_at", "deleted_at"),
        ]
        says = {
            "email": "Where the ticket’s letters go. What else is needed, the event’s custom-forms say.",
            "identifier": "With the order’s it is the ticket’s QR code: <order>-<attendee>.",
            "complex_field_values": "A flat object of at most 30 texts, numbers, truth values.",
            "attendee_notes": "Written by the event’s team.",
        }


class Attendees(Resource):
    """Who comes. Who bought the ticket, who holds it and the team read it; the buyer fills it in."""

    type, path, noun = "attendee", "attendees", "attendee"
    serializer, reach = AttendeeSerializer, access.ATTENDEE
    collection = frozenset()
    detail = frozenset({"GET", "PATCH"})
    is_counted = False
    relations = {
        "event": ToOne(resource="event", column="event"),
        "order": ToOne(resource="order", column="order"),
        "ticket": ToOne(resource="ticket", column="ticket"),
    }
    elsewhere = frozenset({"user", "tag"})

    def prepared(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Each with its order, which says who may."""
        joined: QuerySet[Any] = rows.select_related("order", "order__event", "event")
        return joined

    def may_edit(self, asker: Asker, row: Attendee) -> bool:
        """Who only holds the ticket reads it."""
        return isinstance(asker, User) and super().may_edit(asker, row) and bool(access.actors(asker, row.order))

    def held(self, row: Attendee) -> Order:
        """The order's lock is its attendees', as in every act."""
        return row.order

    def change(self, row: Attendee, facts: Facts, *, by: User) -> Attendee:
        """The person who comes."""
        actors = access.actors(by, row.order)
        if not actors:
            raise NotAllowed(aloud(self.type, Act.EDIT))
        return filling.change(row, by=by, actors=actors, **facts)


ATTENDEES = Attendees()
