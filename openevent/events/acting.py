"""Admin pages that save through acts: forms that rehearse an act, lines that act, pages to look at."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, tzinfo
from typing import Any, TypeVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import timezone

from openevent.accounts.admin import staff
from openevent.accounts.models import User
from openevent.calendars.timezones import zone
from openevent.calendars.wallclock import is_doubled
from openevent.events.models import Event
from openevent.lib.errors import Refused

Row = TypeVar("Row", bound=models.Model)
Part = TypeVar("Part", bound=models.Model)


def is_living(row: models.Model | None) -> bool:
    """Whether the row is not deleted."""
    return getattr(row, "deleted_at", None) is None


def local(moment: datetime | None, event: Event) -> str:
    """The moment as the event's clocks show it, for lists: 2026-10-24 10:00."""
    return moment.astimezone(zone(event.timezone)).strftime("%Y-%m-%d %H:%M") if moment else "-"


def rehearse(act: Callable[[], object]) -> None:
    """Do the act and take it back: what it refuses is known before anything is saved."""
    with transaction.atomic():
        act()
        transaction.set_rollback(True)


class ActForm(forms.ModelForm[Row]):
    """A form that hands its values to acts; what they refuse becomes an error of the form."""

    by: User  # who saves; set for each request

    @property
    def is_new(self) -> bool:
        """Whether the form makes a row."""
        return self.instance.pk is None

    def act(self) -> Row:
        """Carry out what the form asks for; raises Refused."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any] | None:
        """Rehearse the act once the fields are in order."""
        cleaned = super().clean()
        if not self.errors:
            try:
                rehearse(self.act)
            except Refused as refusal:
                member = refusal.pointer.rpartition("/")[2].replace("-", "_")
                self.add_error(member if member in self.fields else None, str(refusal))
        return cleaned

    def facts(self, names: Iterable[str]) -> dict[str, Any]:
        """What the form says of these members: of a new row all of them, of another one what was changed."""
        said = self.fields.keys() if self.is_new else set(self.changed_data)
        return {name: self.cleaned_data[name] for name in said & set(names)}


class ActFormSet(forms.BaseInlineFormSet[Part, Row, forms.ModelForm[Part]]):
    """Lines below a form that are added and removed by acts; what they refuse becomes an error above the lines."""

    by: User  # who saves; set for each request

    def act(self) -> None:
        """Carry out what the lines ask for; raises Refused."""
        for form in self.deleted_forms:
            if form in self.initial_forms:
                self.remove(form.instance)
        for form in self.extra_forms:
            if form.has_changed() and form not in self.deleted_forms:
                self.add(form.cleaned_data)

    def add(self, line: dict[str, Any]) -> None:
        """Carry out a new line."""
        raise NotImplementedError

    def remove(self, row: Part) -> None:
        """Carry out that a line was taken away."""
        raise NotImplementedError

    def clean(self) -> None:
        """Rehearse the acts once the lines are in order."""
        super().clean()
        if not any(self.errors):
            try:
                rehearse(self.act)
            except Refused as refusal:
                raise forms.ValidationError(str(refusal)) from refusal


class ActAdmin(admin.ModelAdmin[Row]):
    """Pages whose forms are ActForms and whose inlines are ActFormSets; deleting is an act, too."""

    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    fixed: tuple[str, ...] = ()  # what is said once, when the row is made

    def remove(self, row: Row, by: User) -> None:
        """Delete the row as the domain does."""
        raise NotImplementedError

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The page of one row, with times as the event's clocks show them.

        If somebody else's change came between rehearsal and act, nothing is saved.
        """
        with timezone.override(self.clock(request, object_id)):
            try:
                response = super().changeform_view(request, object_id, form_url, extra_context)
            except Refused as refusal:
                return self.say(refusal, request)
            return response.render() if isinstance(response, TemplateResponse) else response

    def say(self, refusal: Refused, request: HttpRequest) -> HttpResponse:
        """The same page again, with what the act refused above it."""
        self.message_user(request, str(refusal), messages.ERROR)
        return HttpResponseRedirect(request.get_full_path())

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The page that asks before deleting; what the act refuses is said."""
        try:
            return super().delete_view(request, object_id, extra_context)
        except Refused as refusal:
            return self.say(refusal, request)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The list; what an act refuses for the chosen rows is said."""
        try:
            return super().changelist_view(request, extra_context)
        except Refused as refusal:
            return self.say(refusal, request)

    def clock(self, request: HttpRequest, object_id: str | None) -> tzinfo:
        """The time zone in which the page shows and takes times: the event's.

        UTC where a time of the row happens twice there (the night back to winter time), so that saving keeps it.
        """
        row = self.get_object(request, unquote(object_id)) if object_id else None
        event = row if isinstance(row, Event) else getattr(row, "event", None)
        if not isinstance(event, Event):
            return UTC
        here = zone(event.timezone)
        times = (getattr(row, name, None) for name in ("starts_at", "ends_at"))
        return UTC if any(is_doubled(moment.astimezone(here)) for moment in times if moment) else here

    def get_form(
        self, request: HttpRequest, obj: Row | None = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm[Row]]:
        """The form, told who saves."""
        form = super().get_form(request, obj, change=change, **kwargs)
        form.by = request.user  # type: ignore[attr-defined]  # an ActForm, made for this request alone
        for field in form.base_fields.values():
            if isinstance(field, forms.SplitDateTimeField):
                field.help_text = f"In {timezone.get_current_timezone_name()}."
        return form

    def get_readonly_fields(self, request: HttpRequest, obj: Row | None = None) -> list[str] | tuple[Any, ...]:
        """What an act never changes, and what is said once only."""
        fields = super().get_readonly_fields(request, obj)
        return (*fields, *self.fixed) if obj is not None else tuple(fields)

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> forms.ModelChoiceField[Any] | None:
        """Only events that are not deleted get something new."""
        if db_field.name == "event":
            kwargs["queryset"] = Event.objects.living()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_change_permission(self, request: HttpRequest, obj: Row | None = None) -> bool:
        """What is deleted is looked at only."""
        return super().has_change_permission(request, obj) and is_living(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Row | None = None) -> bool:
        """What is deleted stays so."""
        return super().has_delete_permission(request, obj) and is_living(obj)

    def save_model(self, request: HttpRequest, obj: Row, form: forms.ModelForm[Row], change: bool) -> None:  # noqa: ARG002 - Django's signature
        """Let the form act; the row is then as the act left it."""
        obj.pk = form.act().pk  # type: ignore[attr-defined]  # an ActForm
        obj.refresh_from_db()

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:  # noqa: ARG002 - Django's signature
        """Let the lines act."""
        formset.save(commit=False)  # notes what is new and what is gone, for the page's own history
        formset.act()

    def delete_model(self, request: HttpRequest, obj: Row) -> None:
        """Delete by the act: the row stays, hidden."""
        self.remove(obj, staff(request))

    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet[Row]) -> None:
        """Delete each by the act; all of them or none."""
        with transaction.atomic():
            for row in queryset:
                self.remove(row, staff(request))

    def get_deleted_objects(
        self,
        objs: Iterable[Any],
        request: HttpRequest,  # noqa: ARG002 - Django's signature
    ) -> tuple[list[str], dict[str, int], set[str], list[str]]:
        """What deleting hides: the rows themselves, and nothing that hangs on them."""
        names = [str(row) for row in objs]
        return names, {str(self.opts.verbose_name_plural): len(names)}, set(), []


class ReadOnlyAdmin(admin.ModelAdmin[Row]):
    """Pages to look at."""

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002 - Django's signature
        """Nobody adds."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Row | None = None) -> bool:  # noqa: ARG002 - Django's signature
        """Nobody changes."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Row | None = None) -> bool:  # noqa: ARG002 - Django's signature
        """Nobody deletes."""
        return False


class ActInline(admin.TabularInline[Part, Row]):
    """Lines that are added and removed, never rewritten."""

    extra = 0

    def get_formset(self, request: HttpRequest, obj: Row | None = None, **kwargs: Any) -> Any:
        """The lines, told who saves."""
        formset = super().get_formset(request, obj, **kwargs)
        formset.by = request.user  # type: ignore[attr-defined]  # an ActFormSet, made for this request alone
        return formset

    def has_add_permission(self, request: HttpRequest, obj: Row | None = None) -> bool:
        """Lines are for rows that are there, and not deleted."""
        return super().has_add_permission(request, obj) and obj is not None and is_living(obj)

    def has_change_permission(self, request: HttpRequest, obj: Row | None = None) -> bool:  # noqa: ARG002 - Django's signature
        """A line is taken away and a new one made."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Row | None = None) -> bool:
        """As for adding."""
        return super().has_delete_permission(request, obj) and is_living(obj)
