"""Speakers, and the call for them."""

from django.contrib import admin
from django.db import models, transaction
from django.http import HttpRequest

from openevent.accounts.admin import staff
from openevent.accounts.models import User
from openevent.events.acting import ActAdmin, ActForm
from openevent.program import calling, speaking
from openevent.program.models import Speaker, SpeakersCall


class SpeakerForm(ActForm[Speaker]):
    """A speaker."""

    def act(self) -> Speaker:
        """Make or change the speaker."""
        facts = self.facts(self.fields)
        if self.is_new:
            return speaking.add(by=self.by, **facts)
        return speaking.change(Speaker.objects.get(pk=self.instance.pk), by=self.by, **facts)


@admin.register(Speaker)
class SpeakerAdmin(ActAdmin[Speaker]):
    """Find, make, change and delete speakers."""

    form = SpeakerForm
    fixed = ("event",)
    readonly_fields = ["deleted_at"]
    autocomplete_fields = ["event", "user"]
    list_display = ["name", "event", "email", "organisation", "country", "is_featured"]
    list_filter = ["is_featured", ("deleted_at", admin.EmptyFieldListFilter)]
    list_select_related = ["event"]
    search_fields = ["name", "email", "organisation", "event__name", "=event__identifier"]
    ordering = ["event", "order", "id"]

    def remove(self, row: Speaker, by: User) -> None:
        """Hide the speaker; the sessions stay, without the name."""
        speaking.remove(row, by=by)


class SpeakersCallForm(ActForm[SpeakersCall]):
    """When, and from whom, an event takes proposals."""

    def act(self) -> SpeakersCall:
        """Open or change the call."""
        facts = self.facts(calling.CHANGEABLE)
        if self.is_new:
            return calling.add(self.cleaned_data["event"], by=self.by, **facts)
        return calling.change(SpeakersCall.objects.get(pk=self.instance.pk), by=self.by, **facts)


@admin.register(SpeakersCall)
class SpeakersCallAdmin(ActAdmin[SpeakersCall]):
    """Find, open, change, delete and restore calls for speakers."""

    form = SpeakersCallForm
    actions = ["restore"]
    fixed = ("event",)
    readonly_fields = ["hash", "deleted_at"]
    autocomplete_fields = ["event"]
    list_display = ["event", "privacy", "starts_at", "ends_at"]
    list_filter = ["privacy", ("deleted_at", admin.EmptyFieldListFilter)]
    list_select_related = ["event"]
    search_fields = ["event__name", "=event__identifier"]
    ordering = ["event", "id"]

    def remove(self, row: SpeakersCall, by: User) -> None:
        """Close the call; the team alone hands in then."""
        calling.remove(row, by=by)

    @admin.action(description="Restore selected calls", permissions=["change"])
    def restore(self, request: HttpRequest, queryset: models.QuerySet[SpeakersCall]) -> None:
        """Bring deleted calls back."""
        with transaction.atomic():
            for call in queryset:
                calling.restore(call, by=staff(request))
