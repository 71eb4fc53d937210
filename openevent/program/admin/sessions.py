"""Sessions, and who speaks in them."""

from typing import Any

from django.contrib import admin
from django.db import models, transaction
from django.db.models import Q
from django.http import HttpRequest

from openevent.accounts.admin import staff
from openevent.accounts.models import User
from openevent.events.acting import ActAdmin, ActForm, ActFormSet, ActInline, local
from openevent.program import amending, editing, removing, scheduling, speaking, submitting
from openevent.program.models import Session, SessionSpeaker, Speaker
from openevent.program.states import Side

PARTS = ("track", "session_type", "microlocation")


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
        if self.is_new:
            event, state = self.cleaned_data["event"], self.cleaned_data["state"]
            facts = self.facts(editing.CHANGEABLE)
            return submitting.submit(event, by=self.by, state=state, is_proposal=False, **facts)
        facts = self.facts(editing.CHANGEABLE | scheduling.SLOT.keys() | {"state", "is_locked"})
        session = Session.objects.get(pk=self.instance.pk)
        return amending.amend(session, by=self.by, side=Side.ORGANIZER, may_lock=True, **facts)


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
