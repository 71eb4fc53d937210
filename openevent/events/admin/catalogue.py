"""What the staff keeps for all events: types, topics, sub-topics and the names of roles."""

from django.contrib import admin
from django.db import models, transaction
from django.http import HttpRequest

from openevent.accounts.admin import staff
from openevent.accounts.models import User
from openevent.events import cataloguing
from openevent.events.acting import ActAdmin, ActForm
from openevent.events.cataloguing import Entry, SoftEntry
from openevent.events.models import EventLocation, EventSubTopic, EventTopic, EventType, Role


class EntryForm(ActForm[Entry]):
    """An entry of the catalogue."""

    def act(self) -> Entry:
        """Make or change the entry."""
        facts = self.facts(self.fields)
        if self.is_new:
            return cataloguing.add(type(self.instance)(**facts), by=self.by)
        return cataloguing.change(self.instance, by=self.by, **facts)


class EntryAdmin(ActAdmin[Entry]):
    """Pages of one kind of entry."""

    form = EntryForm  # type: ignore[assignment]  # one form for four kinds of entry
    search_fields = ["name"]

    def remove(self, row: Entry, by: User) -> None:
        """Delete the entry; events that have it go on without."""
        cataloguing.remove(row, by=by)


class SoftEntryAdmin(EntryAdmin[SoftEntry]):
    """Pages of entries that are hidden and brought back."""

    actions = ["restore"]
    list_display = ["name", "slug"]
    list_filter = [("deleted_at", admin.EmptyFieldListFilter)]
    readonly_fields = ["slug", "deleted_at"]

    @admin.action(description="Restore what is selected", permissions=["change"])
    def restore(self, request: HttpRequest, queryset: models.QuerySet[SoftEntry]) -> None:
        """Bring deleted entries back."""
        with transaction.atomic():
            for entry in queryset:
                cataloguing.restore(entry, by=staff(request))


@admin.register(EventType)
class EventTypeAdmin(SoftEntryAdmin[EventType]):
    """Find, make, change, delete and restore kinds of events."""


@admin.register(EventTopic)
class EventTopicAdmin(SoftEntryAdmin[EventTopic]):
    """Find, make, change, delete and restore subjects of events."""


@admin.register(EventSubTopic)
class EventSubTopicAdmin(EntryAdmin[EventSubTopic]):
    """Find, make, change and delete parts of subjects."""

    autocomplete_fields = ["event_topic"]
    list_display = ["name", "event_topic", "slug"]
    list_select_related = ["event_topic"]
    readonly_fields = ["slug"]


@admin.register(Role)
class RoleAdmin(EntryAdmin[Role]):
    """Find and name roles; the built-in names stay."""

    list_display = ["name", "title_name"]


@admin.register(EventLocation)
class EventLocationAdmin(EntryAdmin[EventLocation]):
    """Places that people look for events in."""

    list_display = ["name", "slug"]
