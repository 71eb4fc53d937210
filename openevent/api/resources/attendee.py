"""Ticket holders. /v1/attendees."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers as rest

from openevent.accounts.models import User
from openevent.api.jsonapi.members import Computed, Serializer, Text
from openevent.api.jsonapi.relations import ToOne
from openevent.api.jsonapi.resource import Facts, NotAllowed, Resource
from openevent.events.access import Asker
from openevent.tickets import access, filling, marking, papers, presence
from openevent.tickets.marking import MARKS
from openevent.tickets.models import Attendee, Order

LONGEST_LOG = 10_000


class Log(Text):
    """Times of scans, or names of devices, with commas between them; a new one among them is a new scan."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, allow_blank=True, max_length=LONGEST_LOG, **kwargs)

    def of_row(self) -> Callable[[Any], Any]:
        """What the log of the attendee comes to; null for nothing."""
        name = str(self.field_name)

        def read(row: Attendee) -> str | None:
            return marking.shown(presence.replayed(row.check_ins.all()))[name] or None

        return read


class AttendeeSerializer(Serializer[Attendee]):
    """An attendee's members; which ticket it is, is not said here, and who has come by those at the door alone."""

    ticket_id = rest.CharField(read_only=True)
    pdf_url = Computed(schema={"type": ["string", "null"]}, help_text="Of a ticket that is good, on paper.")
    checkin_times = Log(help_text="When they came in; a time that is not in it yet checks them in.")
    checkout_times = Log(help_text="When they went out, likewise.")
    register_times = Log(help_text="When they got what is handed out, likewise.")
    device_name_checkin = Log(help_text="Which device checked them in, a name for each of checkin-times.")

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
            *("complex_field_values", "is_checked_in", "is_checked_out", "is_registered", "checkin_times"),
            *("checkout_times", "register_times", "device_name_checkin", "attendee_notes"),
            *("is_badge_printed", "badge_printed_at", "is_discount_applied", "is_access_code_applied", "ticket_id"),
            *("identifier", "pdf_url", "created_at", "deleted_at"),
        ]
        read_only_fields = [
            *("is_discount_applied", "is_access_code_applied", "identifier", "created_at", "deleted_at"),
        ]
        private = ["device_name_checkin"]
        says = {
            "email": "Where the ticket’s letters go. What else is needed, the event’s custom-forms say.",
            "identifier": "With the order’s it is the ticket’s QR code: <order>-<attendee>.",
            "complex_field_values": "A flat object of at most 30 texts, numbers, truth values.",
            "attendee_notes": "Written by the event’s team.",
            "is_checked_in": "Whether they are in. Registrars set it: true with a time in checkin-times, false is out.",
            "is_checked_out": "Whether they came, and went.",
            "is_registered": "Whether they got what is handed out; it stays so.",
        }

    def get_pdf_url(self, row: Attendee) -> str | None:
        """Where the ticket is had on paper."""
        return papers.ticket_url(row)


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
        joined: QuerySet[Any] = rows.select_related("order", "order__event", "event").prefetch_related("check_ins")
        return joined

    def may_edit(self, asker: Asker, row: Attendee) -> bool:
        """Who only holds the ticket reads it; registrars mark who came."""
        if isinstance(asker, User) and super().may_edit(asker, row) and access.actors(asker, row.order):
            return True
        return access.may_check_in(asker, row.event)

    def held(self, row: Attendee) -> Order:
        """The order's lock is its attendees', as in every act."""
        return row.order

    def change(self, row: Attendee, facts: Facts, *, by: User) -> Attendee:
        """The person who comes, and whether they did: the former by buyers and the team, the latter at the door."""
        marks = {name: facts.pop(name) for name in MARKS & facts.keys()}
        if any(getattr(row, name) != value for name, value in facts.items()):
            actors = access.actors(by, row.order)
            if not actors:
                raise NotAllowed(
                    "Registrars mark who came; the rest is changed by the buyer and by coorganizers and up."
                )
            row = filling.change(row, by=by, actors=actors, **facts)
        return marking.mark(row, by=by, **marks) if marks else row


ATTENDEES = Attendees()
