"""Sponsors, links, questions and licences on the admin pages."""

from django.contrib import admin
from django.db import models, transaction
from django.http import HttpRequest

from openevent.accounts.admin import staff
from openevent.accounts.models import User
from openevent.events import furnishing
from openevent.events.acting import ActAdmin, ActForm
from openevent.events.furnishing import Part, SoftPart
from openevent.events.models import EventCopyright, Faq, FaqType, SocialLink, Sponsor


class PartForm(ActForm[Part]):
    """A part of an event."""

    def act(self) -> Part:
        """Make or change the part."""
        facts = self.facts(self.fields)
        if self.is_new:
            return furnishing.add(type(self.instance)(**facts), by=self.by)
        return furnishing.change(self.instance, by=self.by, **facts)


class PartAdmin(ActAdmin[Part]):
    """Pages of one kind of part."""

    form = PartForm  # type: ignore[assignment]  # one form for five kinds of part
    fixed = ("event",)
    autocomplete_fields = ["event"]
    list_select_related = ["event"]
    ordering = ["event", "id"]

    def remove(self, row: Part, by: User) -> None:
        """Delete the part as the domain does."""
        furnishing.remove(row, by=by)


class SoftPartAdmin(PartAdmin[SoftPart]):
    """Pages of parts that are hidden and brought back."""

    actions = ["restore"]
    readonly_fields = ["deleted_at"]
    list_filter = [("deleted_at", admin.EmptyFieldListFilter)]

    @admin.action(description="Restore what is selected", permissions=["change"])
    def restore(self, request: HttpRequest, queryset: models.QuerySet[SoftPart]) -> None:
        """Bring deleted parts back."""
        with transaction.atomic():
            for part in queryset:
                furnishing.restore(part, by=staff(request))


@admin.register(Sponsor)
class SponsorAdmin(SoftPartAdmin[Sponsor]):
    """Find, make, change, delete and restore sponsors."""

    list_display = ["name", "event", "type", "level"]
    search_fields = ["name", "type", "event__name", "=event__identifier"]


@admin.register(SocialLink)
class SocialLinkAdmin(SoftPartAdmin[SocialLink]):
    """Find, make, change, delete and restore links to an event's pages elsewhere."""

    list_display = ["name", "event", "link"]
    search_fields = ["name", "link", "event__name", "=event__identifier"]


@admin.register(FaqType)
class FaqTypeAdmin(PartAdmin[FaqType]):
    """Find, make, change and delete kinds of questions."""

    list_display = ["name", "event"]
    search_fields = ["name", "event__name", "=event__identifier"]


@admin.register(Faq)
class FaqAdmin(SoftPartAdmin[Faq]):
    """Find, make, change, delete and restore questions."""

    autocomplete_fields = ["event", "faq_type"]
    list_display = ["question", "event", "faq_type"]
    list_select_related = ["event", "faq_type"]
    search_fields = ["question", "answer", "event__name", "=event__identifier"]


@admin.register(EventCopyright)
class EventCopyrightAdmin(SoftPartAdmin[EventCopyright]):
    """Find, make, change, delete and restore licences."""

    list_display = ["licence", "event", "holder", "year"]
    search_fields = ["licence", "holder", "event__name", "=event__identifier"]
