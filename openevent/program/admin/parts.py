"""Tracks, rooms and session types."""

from django.contrib import admin

from openevent.accounts.models import User
from openevent.events.acting import ActAdmin, ActForm
from openevent.program import arranging
from openevent.program.arranging import Part
from openevent.program.models import Microlocation, SessionType, Track
from openevent.program.models.track import six_digits


class PartForm(ActForm[Part]):
    """A track, room or session type."""

    def clean_color(self) -> str:
        """The colour as it is stored, also of three digits."""
        return six_digits(self.cleaned_data["color"])

    def act(self) -> Part:
        """Make or change the part."""
        facts = self.facts(self.fields)
        if self.is_new:
            return arranging.add(type(self.instance)(**facts), by=self.by)
        return arranging.change(type(self.instance).objects.get(pk=self.instance.pk), by=self.by, **facts)


class PartAdmin(ActAdmin[Part]):
    """Pages of tracks, rooms or session types."""

    form = PartForm  # type: ignore[assignment]  # one form for three kinds of part
    fixed = ("event",)
    readonly_fields = ["deleted_at"]
    autocomplete_fields = ["event"]
    list_select_related = ["event"]
    list_filter = [("deleted_at", admin.EmptyFieldListFilter)]
    search_fields = ["name", "event__name", "=event__identifier"]
    ordering = ["event", "position", "id"]

    def remove(self, row: Part, by: User) -> None:
        """Hide the part; its sessions stay, without it."""
        arranging.remove(row, by=by)


@admin.register(Track)
class TrackAdmin(PartAdmin[Track]):
    """Find, make, change and delete tracks."""

    list_display = ["name", "event", "color", "position"]


@admin.register(Microlocation)
class MicrolocationAdmin(PartAdmin[Microlocation]):
    """Find, make, change and delete rooms."""

    list_display = ["name", "event", "room", "floor", "position", "hidden_in_scheduler"]


@admin.register(SessionType)
class SessionTypeAdmin(PartAdmin[SessionType]):
    """Find, make, change and delete session types."""

    list_display = ["name", "event", "length", "position"]
