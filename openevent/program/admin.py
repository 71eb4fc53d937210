"""The programme on the admin pages: what staff saves goes through the acts, as everything else does."""

from typing import Any

from django.contrib import admin
from django.db import models, transaction
from django.db.models import Q
from django.http import HttpRequest

from openevent.accounts.models import User
from openevent.events.acting import ActAdmin, ActForm, ActFormSet, ActInline, local, staff
from openevent.lib.errors import Refused
from openevent.program import arranging, editing, removing, reviewing, scheduling, speaking, submitting
from openevent.program.arranging import Part
from openevent.program.models import Microlocation, Session, SessionSpeaker, SessionType, Speaker, Track
from openevent.program.scheduling import Slot
from openevent.program.states import Side

SLOT = ("starts_at", "ends_at", "microlocation")
PARTS = ("track", "session_type", "microlocation")


class HalfASlot(Refused):
    """A session has a start and an end, or neither; a room belongs to a time."""


class PartForm(ActForm[Part]):
    """A track, room or session type."""

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


class SessionForm(ActForm[Session]):
    """What a session says, when and where it is, its state and its lock."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in PARTS:
            if name in self.fields:
                self._limit(self.fields[name], getattr(self.instance, f"{name}_id"))

    def _limit(self, field: Any, present: int | None) -> None:
        """Offer the parts of the session's own event; a removed one only where the session has it still."""
        field.queryset = field.queryset.filter(Q(deleted_at=None) | Q(pk=present), event=self.instance.event_id)

    def clean_slides(self) -> list[Any]:
        """A list, also where the field was emptied."""
        return self.cleaned_data["slides"] or []

    def act(self) -> Session:
        """Submit the session, or change, move, decide on and lock it."""
        facts = self.facts(editing.CHANGEABLE)
        if self.is_new:
            event, state = self.cleaned_data["event"], self.cleaned_data["state"]
            return submitting.submit(event, by=self.by, state=state, **facts)
        session = editing.change(Session.objects.get(pk=self.instance.pk), by=self.by, **facts)
        if set(self.changed_data) & set(SLOT):
            self._move(session)
        if "state" in self.changed_data:
            reviewing.change_state(session, to=self.cleaned_data["state"], side=Side.ORGANIZER, by=self.by)
        if "is_locked" in self.changed_data:
            (reviewing.lock if self.cleaned_data["is_locked"] else reviewing.unlock)(session, by=self.by)
        return session

    def _move(self, session: Session) -> None:
        starts_at, ends_at, room = (self.cleaned_data[name] for name in SLOT)
        if starts_at is not None and ends_at is not None:
            scheduling.move(session, to=Slot(starts_at=starts_at, ends_at=ends_at, room=room), by=self.by)
        elif starts_at is None and ends_at is None and room is None:
            scheduling.unschedule(session, by=self.by)
        else:
            missing = "starts-at" if starts_at is None else "ends-at"
            raise HalfASlot(
                "A session has a start and an end; without them it has no room either.",
                pointer=f"/data/attributes/{missing}",
            )


class SpeakingFormSet(ActFormSet[SessionSpeaker, Session]):
    """Speakers who are given the session, or from whom it is taken."""

    def add(self, line: dict[str, Any]) -> None:
        """Put the speaker behind those who are there; raises ForeignPart."""
        speaking.link(line["speaker"], self.instance, by=self.by)

    def remove(self, row: SessionSpeaker) -> None:
        """Take the session from the speaker."""
        speaking.unlink(row.speaker, self.instance, by=self.by)


class SpeakingInline(ActInline[SessionSpeaker, Session]):
    """Who speaks in the session."""

    model = SessionSpeaker
    formset = SpeakingFormSet
    fields = ["speaker"]
    verbose_name = "speaker"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[SessionSpeaker]:
        """The lines with what they name."""
        return super().get_queryset(request).select_related("session", "speaker")

    def get_formset(self, request: HttpRequest, obj: Session | None = None, **kwargs: Any) -> Any:
        """The lines; their choice is the event's own speakers."""
        formset = super().get_formset(request, obj, **kwargs)
        if obj is not None and "speaker" in formset.form.base_fields:
            own = Speaker.objects.filter(event=obj.event_id, deleted_at=None)
            formset.form.base_fields["speaker"].queryset = own
        return formset


@admin.register(Session)
class SessionAdmin(ActAdmin[Session]):
    """Find, submit, change, schedule, decide on, delete and restore sessions."""

    form = SessionForm
    inlines = [SpeakingInline]
    actions = ["restore"]
    fixed = ("event",)
    # Rooms, tracks and types are an event's: they can be chosen once the session has one.
    fields_of_new = ["event", "state", "title", "subtitle", "language", "level", "short_abstract", "long_abstract"]
    readonly_fields = [
        *("creator", "is_mail_sent", "submitted_at", "uid", "sequence", "revised_at", "created_at", "deleted_at"),
    ]
    autocomplete_fields = ["event"]
    list_display = ["title", "event", "state", "starts", "ends", "microlocation", "track", "is_locked"]
    list_filter = ["state", "is_locked", ("deleted_at", admin.EmptyFieldListFilter), "starts_at"]
    list_select_related = ["event", "microlocation", "track"]
    search_fields = ["title", "=uid", "speakers__name", "event__name", "=event__identifier"]
    ordering = ["event", "starts_at", "id"]

    @admin.display(description="starts (there)", ordering="starts_at")
    def starts(self, row: Session) -> str:
        """When it starts, as the event's clocks show it."""
        return local(row.starts_at, row.event)

    @admin.display(description="ends (there)", ordering="ends_at")
    def ends(self, row: Session) -> str:
        """When it ends, as the event's clocks show it."""
        return local(row.ends_at, row.event)

    def get_fields(self, request: HttpRequest, obj: Session | None = None) -> Any:
        """Of a new session its words; the rest is decided afterwards."""
        return self.fields_of_new if obj is None else super().get_fields(request, obj)

    def remove(self, row: Session, by: User) -> None:
        """Hide the session; it can be restored."""
        removing.delete(row, by=by)

    @admin.action(description="Restore selected sessions", permissions=["change"])
    def restore(self, request: HttpRequest, queryset: models.QuerySet[Session]) -> None:
        """Bring deleted sessions back."""
        with transaction.atomic():
            for session in queryset:
                removing.restore(session, by=staff(request))
