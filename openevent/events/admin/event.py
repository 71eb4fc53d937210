"""Events on the admin pages: what staff saves goes through the acts, as everything else does."""

from contextlib import suppress
from datetime import tzinfo
from typing import Any

from django.contrib import admin
from django.db import models, transaction
from django.http import HttpRequest

from openevent.accounts.admin import staff
from openevent.accounts.models import User
from openevent.calendars.timezones import zone
from openevent.events import creating, editing, publishing, removing, team
from openevent.events.acting import ActAdmin, ActForm, ActFormSet, ActInline, ReadOnlyAdmin, local
from openevent.events.facts import ADDRESSES, CHANGEABLE, PAYMENT
from openevent.events.models import Change, Event, EventRole
from openevent.events.zones import UnknownZone, recognised

PLACE = (
    *("online", "location_name", "searchable_location_name", "latitude", "longitude", "is_map_shown"),
    *("public_stream_link", "stream_loop", "stream_autoplay"),
)
TICKETS = tuple(sorted(PAYMENT))
SWITCHES = tuple(sorted(name for name in CHANGEABLE - PAYMENT if name.startswith("is_") and name not in PLACE))


class EventForm(ActForm[Event]):
    """An event's facts, and whether everyone sees it."""

    def clean_document_links(self) -> list[Any]:
        """A list, also where the field was emptied."""
        return self.cleaned_data["document_links"] or []

    def act(self) -> Event:
        """Make or change the event, then publish it or take it back."""
        facts = self.facts(CHANGEABLE)
        if self.is_new:
            event = creating.create(by=self.by, **facts)
        else:
            event = editing.change(self.instance, by=self.by, **facts)
        if "state" not in self.changed_data:
            return event
        show = self.cleaned_data["state"] == Event.State.PUBLISHED
        return publishing.publish(event, by=self.by) if show else publishing.unpublish(event, by=self.by)


class RoleFormSet(ActFormSet[EventRole, Event]):
    """Roles that are given and taken."""

    def add(self, line: dict[str, Any]) -> None:
        """Give the role; raises OneOwner."""
        team.appoint(line["user"], EventRole.Name(line["role"]), self.instance, by=self.by)

    def remove(self, row: EventRole) -> None:
        """Take the role; raises OwnerStays."""
        team.dismiss(row.user, EventRole.Name(row.role), self.instance, by=self.by)


class RoleInline(ActInline[EventRole, Event]):
    """Who is what in the event."""

    model = EventRole
    formset = RoleFormSet
    autocomplete_fields = ["user"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[EventRole]:
        """The lines with what they name."""
        return super().get_queryset(request).select_related("event", "user")


@admin.register(Event)
class EventAdmin(ActAdmin[Event]):
    """Find, make, change, publish, delete and restore events; give and take roles."""

    form = EventForm
    inlines = [RoleInline]
    actions = ["restore"]
    list_display = ["name", "identifier", "state", "privacy", "starts", "ends", "timezone", "revision"]
    list_filter = ["state", "privacy", ("deleted_at", admin.EmptyFieldListFilter), "starts_at"]
    search_fields = ["name", "=identifier", "owner_name", "location_name"]
    readonly_fields = ["identifier", "revision", "revised_at", "sequence", "source", "created_at", "deleted_at"]
    fieldsets = [
        (None, {"fields": ["name", "state", "privacy", "starts_at", "ends_at", "timezone", "description"]}),
        ("Organiser", {"fields": ["owner_name", "has_owner_info", "owner_description", "code_of_conduct"]}),
        ("Subject", {"fields": ["event_type", "event_topic", "event_sub_topic"]}),
        ("Place", {"fields": PLACE}),
        ("Addresses", {"fields": sorted(ADDRESSES - set(PLACE))}),
        ("Switches", {"fields": SWITCHES}),
        ("Tickets", {"fields": ["after_order_message", "refund_policy", *TICKETS]}),
        ("Documents and chat", {"fields": ["document_links", "chat_room_name", "schedule_published_on"]}),
        ("Kept by the server", {"fields": (*readonly_fields,)}),
    ]

    @admin.display(description="starts (there)", ordering="starts_at")
    def starts(self, row: Event) -> str:
        """When it starts, as clocks there show it."""
        return local(row.starts_at, row)

    @admin.display(description="ends (there)", ordering="ends_at")
    def ends(self, row: Event) -> str:
        """When it ends, as clocks there show it."""
        return local(row.ends_at, row)

    def clock(self, request: HttpRequest, object_id: str | None) -> tzinfo:
        """Of a new event the zone that is being given to it."""
        if object_id is None and request.method == "POST":
            with suppress(UnknownZone):
                return zone(recognised(request.POST.get("timezone", "")))
        return super().clock(request, object_id)

    def remove(self, row: Event, by: User) -> None:
        """Hide the event; it can be restored."""
        removing.delete(row, by=by)

    @admin.action(description="Restore selected events", permissions=["change"])
    def restore(self, request: HttpRequest, queryset: models.QuerySet[Event]) -> None:
        """Bring deleted events back."""
        with transaction.atomic():
            for event in queryset:
                removing.restore(event, by=staff(request))


@admin.register(Change)
class ChangeAdmin(ReadOnlyAdmin[Change]):
    """Look up what changed in which event, when, and by whom."""

    list_display = ["event", "revision", "kind", "object_type", "object_id", "by", "at"]
    list_filter = ["kind", "object_type", "at"]
    list_select_related = ["event", "by"]
    search_fields = ["event__name", "=event__identifier", "=object_id", "by__email"]
    ordering = ["-at", "-id"]
