"""How forms look and what they say: one look for every field, an act's refusal beside the field that it is about."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from openevent.calendars.timezones import zone
from openevent.calendars.wallclock import is_doubled
from openevent.lib import text
from openevent.lib.errors import Refused


class Renderer(TemplatesSetting):
    """Our templates of forms and fields."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"


class Form(forms.Form):
    """A form of a page."""

    default_renderer = Renderer
    required_css_class = "required"
    error_css_class = "wrong"

    def refuse(self, refusal: Refused) -> None:
        """Show why an act did not do what was asked: beside the field that the refusal points to, or above all."""
        name = refusal.pointer.rpartition("/")[2].replace("-", "_")
        self.add_error(name if name in self.fields else None, str(refusal))


def sent(request: HttpRequest) -> QueryDict | None:
    """What was sent as a form, be it nothing; None where one only looks."""
    return request.POST if request.method == "POST" else None


def sent_files(request: HttpRequest) -> MultiValueDict[str, UploadedFile[bytes]] | None:
    """The files that came with it."""
    return request.FILES if request.method == "POST" else None


class Line(forms.CharField):
    """A line of text that any of our databases stores."""

    def to_python(self, value: Any) -> str:
        """The line without what is not text."""
        return text.storable(super().to_python(value) or "").strip()


class Words(Line):
    """Text of several lines."""

    widget = forms.Textarea

    def __init__(self, *, rows: int = 8, **further: Any) -> None:
        super().__init__(**further)
        self.widget.attrs["rows"] = rows


class Moment(forms.DateTimeField):
    """An instant, written and shown as clocks in a zone have it (`datetime-local`, HTML 4.10.5.1.11)."""

    default_error_messages = {"skipped": _("Clocks in %(zone)s skip this time: they are put forward over it.")}

    def __init__(self, *, timezone: str = "UTC", **further: Any) -> None:
        shown = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(**{"widget": shown, **further})
        self.timezone = timezone

    @property
    def here(self) -> ZoneInfo:
        """The zone whose clocks are meant."""
        return zone(self.timezone)

    def prepare_value(self, value: Any) -> Any:
        """What clocks there show."""
        return (
            value.astimezone(self.here).replace(tzinfo=None) if isinstance(value, datetime) and value.tzinfo else value
        )

    def to_python(self, value: Any) -> datetime | None:
        """The instant in UTC: of a time that comes twice the first (RFC 5545, 3.3.5). What never comes is refused."""
        try:
            local = datetime.fromisoformat(value) if isinstance(value, str) and value else value or None
        except ValueError as error:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from error
        if local is None:
            return None
        if not 1900 <= local.year <= 9000:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        meant = local.replace(tzinfo=self.here) if local.tzinfo is None else local
        there = meant.astimezone(ZoneInfo("UTC"))
        if is_doubled(meant) and there.astimezone(self.here).replace(tzinfo=None) != local.replace(tzinfo=None):
            raise forms.ValidationError(self.error_messages["skipped"], code="skipped", params={"zone": self.timezone})
        return there
