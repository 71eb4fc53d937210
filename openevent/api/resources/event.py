"""Events. /v1/events."""

from functools import partial
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from rest_framework import serializers as rest

from openevent.accounts.models import User
from openevent.api.jsonapi.members import Serializer, Truth
from openevent.api.jsonapi.relations import Reverse, Same, Through, ToOne
from openevent.api.jsonapi.resource import Facts, Resource
from openevent.calendars import subscribing
from openevent.events import access, amending, removing
from openevent.events.access import Asker
from openevent.events.models import Event, EventRole
from openevent.events.models.event import IDENTIFIER
from openevent.lib import addresses, urls
from openevent.lib.errors import Forbidden
from openevent.tickets.models import StripeAuthorization

PATCHED = frozenset({"PATCH", "DELETE"})


def holders(*roles: str) -> QuerySet[EventRole]:
    """Who has one of these roles in which event."""
    return EventRole.objects.filter(role__in=roles).order_by("id")


def people(*roles: str, many: bool = True) -> Through:
    """The relationship with those who have one of these roles."""
    return Through(resource="user", links=partial(holders, *roles), here="event", there="user", many=many)


def parts(resource: str) -> Reverse:
    """The relationship with the parts of a kind."""
    return Reverse(resource=resource, column="event", many=True)


class EventSerializer(Serializer[Event]):
    """An event's members."""

    ical_url = rest.CharField(read_only=True, allow_null=True)
    xcal_url = rest.CharField(read_only=True, allow_null=True)
    pentabarf_url = rest.CharField(read_only=True, allow_null=True)
    is_stripe_linked = Truth(read_only=True, help_text="Whether its team has linked a Stripe account.")

    class Meta:
        model = Event
        resource_name = "event"
        fields = [
            *("identifier", "name", "starts_at", "ends_at", "timezone", "state", "privacy", "description"),
            *("owner_name", "owner_description", "has_owner_info", "code_of_conduct", "after_order_message"),
            *("refund_policy", "online", "location_name", "searchable_location_name", "latitude", "longitude"),
            *("is_map_shown", "public_stream_link", "stream_loop", "stream_autoplay", "external_event_url"),
            *("ticket_url", "logo_url", "original_image_url", "large_image_url", "thumbnail_image_url"),
            *("icon_image_url", "is_sessions_speakers_enabled", "is_cfs_enabled", "is_sponsors_enabled"),
            *("is_oneclick_signup_enabled", "is_featured", "is_promoted", "is_demoted", "is_announced"),
            *("is_chat_enabled", "is_videoroom_enabled", "is_document_enabled", "document_links"),
            *("chat_room_name", "schedule_published_on", "ical_url", "xcal_url", "pentabarf_url"),
            *("payment_country", "payment_currency", "paypal_email", "can_pay_by_paypal", "can_pay_by_stripe"),
            *("can_pay_by_cheque", "can_pay_by_bank", "can_pay_by_invoice", "can_pay_onsite", "can_pay_by_omise"),
            *("can_pay_by_alipay", "can_pay_by_paytm", "cheque_details", "bank_details", "onsite_details"),
            *(
                "invoice_details",
                "is_stripe_linked",
                "is_tax_enabled",
                "is_billing_info_mandatory",
                "is_donation_enabled",
            ),
            *("is_ticket_form_enabled", "show_remaining_tickets", "is_badges_enabled", "is_calendar_mail_enabled"),
            "is_team_mail_enabled",
            *("created_at", "deleted_at"),
        ]
        read_only_fields = [
            *("identifier", "large_image_url", "thumbnail_image_url", "icon_image_url", "chat_room_name"),
            *("created_at", "deleted_at"),
        ]
        private = [
            *("paypal_email", "cheque_details", "bank_details", "onsite_details", "invoice_details"),
            *("is_calendar_mail_enabled", "is_team_mail_enabled"),
        ]
        says = {
            "payment_currency": "A code of ISO 4217, such as EUR; what tickets cost is in it.",
            "payment_country": "A code of ISO 3166, such as DE.",
            "bank_details": "Told to the buyer of an order that is placed so; as the other details.",
            "can_pay_by_paypal": "This server takes no payments so: it stays false, as for omise, alipay and paytm.",
            "is_tax_enabled": "Whether the event’s tax counts.",
            "is_ticket_form_enabled": "Whether the form for attendees is asked; without it, their address alone.",
            "is_calendar_mail_enabled": "Whether ticket holders’ calendars are told by letter when the event moves.",
            "is_team_mail_enabled": "Whether the team is told by letter of proposals and orders, hourly at most.",
            "ends_at": "After starts-at, and at most 20 days.",
            "timezone": "A name of the IANA time-zone database. Instants stay when it changes.",
            "privacy": "private: in no list but its team’s; whoever has the address reads it.",
            "schedule_published_on": "Once it is set, ical-url, xcal-url and pentabarf-url say where it is followed.",
            "state": "published: everybody sees it; draft: coorganizers and up.",
            "is_cfs_enabled": "A note for clients; whether proposals are taken, the speakers’ call says.",
            "is_sessions_speakers_enabled": "Whether sessions and speakers can be added; those that are there stay.",
            "is_sponsors_enabled": "Whether sponsors can be added; those that are there stay.",
            "is_featured": "Set by the staff of the site.",
            "is_promoted": "Set by the staff of the site.",
            "is_demoted": "Set by the staff of the site.",
            "document_links": "A list of objects with “name” and “link”.",
            "original_image_url": "One that was uploaded here has its other sizes beside it.",
        }


class Events(Resource):
    """What organisers run; at home under its id and under its identifier."""

    type, path, noun = "event", "events", "event"
    serializer, reach = EventSerializer, access.EVENT
    collection = frozenset({"GET", "POST"})
    is_repeatable = True
    private = frozenset(
        {
            *("roles", "role-invites", "track-organizers", "moderators", "registrars", "general-statistics"),
            *("order-statistics", "orders", "attendees", "discount-codes", "access-codes", "waiting-list-entries"),
            "stripe-authorization",
        }
    )
    relations = {
        "event-type": ToOne(resource="event-type", column="event_type", settable=True),
        "event-topic": ToOne(resource="event-topic", column="event_topic", settable=True),
        "event-sub-topic": ToOne(resource="event-sub-topic", column="event_sub_topic", settable=True),
        "event-copyright": Reverse(resource="event-copyright", column="event", writes=PATCHED),
        "speakers-call": Reverse(resource="speakers-call", column="event", writes=PATCHED),
        "tracks": parts("track"),
        "microlocations": parts("microlocation"),
        "session-types": parts("session-type"),
        "sessions": parts("session"),
        "speakers": parts("speaker"),
        "sponsors": parts("sponsor"),
        "social-links": parts("social-link"),
        "faqs": parts("faq"),
        "faq-types": parts("faq-type"),
        "feedbacks": parts("feedback"),
        "tickets": parts("ticket"),
        "ticket-tags": parts("ticket-tag"),
        "tax": Reverse(resource="tax", column="event", writes=PATCHED),
        "custom-forms": parts("custom-form"),
        "stripe-authorization": Reverse(resource="stripe-authorization", column="event", writes=PATCHED),
        "discount-codes": parts("discount-code"),
        "access-codes": parts("access-code"),
        "orders": parts("order"),
        "attendees": parts("attendee"),
        "waiting-list-entries": Reverse(resource="waiting-list-entry", column="ticket__event", many=True),
        "check-ins": Reverse(resource="check-in", column="event", many=True, writes=frozenset({"POST"})),
        "order-statistics": Same(resource="order-statistics-event"),
        "session-favourites": Reverse(
            resource="user-favourite-session", column="session__event", many=True, at="user-favourite-sessions"
        ),
        "owner": people("owner", many=False),
        "organizers": people("organizer"),
        "coorganizers": people("coorganizer"),
        "track-organizers": people("track_organizer"),
        "moderators": people("moderator"),
        "registrars": people("registrar"),
        "general-statistics": Same(resource="event-statistics-general"),
        "roles": Reverse(resource="users-events-roles", column="event", many=True, at="users-events-roles"),
        "role-invites": parts("role-invite"),
    }
    elsewhere = frozenset(
        {
            *("group", "video-stream", "exhibitors", "speaker-invites", "station"),
            *("badge-forms", "tags", "event-invoices"),
        }
    )

    def more_links(self, row: Event) -> dict[str, str]:
        """Addresses that make calendar programs follow the event, and their QR code; a draft has none yet."""
        if not row.is_public:
            return {}
        calendar = subscribing.links(urls.absolute(addresses.schedule_feed(row.identifier)), row.name)
        return {**calendar, "qr": urls.absolute(addresses.schedule_code(row.identifier))}

    def prepared(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Each knowing whether a Stripe account takes its payments."""
        linked = StripeAuthorization.objects.filter(event=OuterRef("pk"))
        found: QuerySet[Any] = rows.annotate(is_stripe_linked=Exists(linked))
        return found

    def where(self, key: str, asker: Asker) -> Q:
        """An event is found by its id and by its identifier."""
        return Q(identifier=key) if IDENTIFIER.fullmatch(key) else super().where(key, asker)

    def listed(self, asker: Asker, *, trashed: bool = False) -> QuerySet[Any]:
        """The public ones, and those that the asker helps to run; staff's list has all."""
        found = access.listed(asker)
        if trashed:
            found |= access.rows(asker, self.reach, access.Act.RESTORE)
        return self.rows(asker, trashed=trashed).filter(found)

    def may_create(self, asker: Asker, facts: Facts) -> bool:
        """Verified accounts; others are told what to do about it."""
        if not super().may_create(asker, facts) and access.somebody(asker) is not None:
            raise Forbidden("Please verify your Email: only verified accounts make events.")
        return super().may_create(asker, facts)

    def create(self, facts: Facts, *, by: Any) -> Event:
        """A new event of the asker's own."""
        return amending.create(by=by, **facts)

    def change(self, row: Event, facts: Facts, *, by: User) -> Event:
        """New facts, published or taken back."""
        return amending.change(row, by=by, **facts)

    def delete(self, row: Event, *, by: User) -> None:
        """Hidden from everyone."""
        removing.delete(row, by=by)

    def restore(self, row: Event, *, by: User) -> Event:
        """Back in the state that it had."""
        return removing.restore(row, by=by)


EVENTS = Events()
