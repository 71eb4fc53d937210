"""How forms look and what they say: one look for every field, an act's refusal beside the field that it is about."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from openevent.calendars.timezones import zone
from openevent.calendars.wallclock import is_doubled
from openevent.lib import text
from openevent.lib.errors import Refused
from openevent.web.refusing import Refusing
from openevent.web.watching import Watching

# What libraries say in forms, which our catalogues say otherwise: in German, not as to a friend.
OF_LIBRARIES = (
    gettext_noop("Enter a valid email address."),
    gettext_noop("Enter a valid URL."),
    gettext_noop("This field is required."),
    gettext_noop("Upload a valid image. The file you uploaded was either not an image or a corrupted image."),
)


class Renderer(TemplatesSetting):
    """Our templates of forms and fields."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"


class Asked(forms.BoundField):
    """A field of a form of ours."""

    @property
    def need(self) -> str | Promise:
        """What stands beside its label: that it may be left empty, or when it may not; nothing where it never may."""
        if self.field.required:
            return ""
        needed = self.form.needed if isinstance(self.form, Form) else {}
        return needed.get(self.name, _("optional"))


class Form(Watching):
    """A form of a page; `needed` says of fields when they are, of which that depends on others."""

    default_renderer = Renderer
    bound_field_class = Asked
    needed: Mapping[str, str | Promise] = MappingProxyType({})
    required_css_class = "required"
    error_css_class = "wrong"

    def clean(self) -> dict[str, Any]:
        """What stayed as it was shown is what it was: texts say less of instants than there is to them."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        for name, field in self.fields.items():
            if isinstance(field, Moment) and name in said and name in self.initial and name not in self.changed_data:
                said[name] = self.initial[name]
        return said

    def refuse(self, refusal: Refused) -> None:
        """Show why an act did not do what was asked: beside the field that the refusal points to, or above all."""
        self.add_error(self.about(refusal), str(refusal))

    def about(self, refusal: Refused) -> str | None:
        """The name of the field that it points to, if this form has it."""
        name = refusal.pointer.rpartition("/")[2].replace("-", "_")
        return name if name in self.fields else None

    @classmethod
    def known(cls, row: object) -> dict[str, Any]:
        """What the row says of that which the form asks."""
        return {name: getattr(row, name) for name in cls.base_fields if hasattr(row, name)}

    def refusing(self) -> Refusing:
        """`with form.refusing():` for what is done with it; after a refusal it goes on behind the block."""
        return Refusing(self.refuse)


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


class Number(forms.DecimalField):
    """A number that programs read exactly (RFC 7493, 2.2), with up to three digits behind the point."""

    def __init__(self, **further: Any) -> None:
        super().__init__(min_value=-(2**53) + 1, max_value=2**53 - 1, decimal_places=3, **further)

    def clean(self, value: Any) -> int | float | None:
        """As it is kept: a whole one as such."""
        number = super().clean(value)
        if number is None:
            return None
        return int(number) if number == number.to_integral_value() else float(number)


class Year(forms.IntegerField):
    """A year of our era, in four digits at most."""

    def __init__(self, **further: Any) -> None:
        super().__init__(min_value=1, max_value=9999, **further)


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

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether it says something else than the instant is shown as."""
        try:
            return self.to_python(self.widget.format_value(self.prepare_value(initial))) != self.to_python(data)
        except forms.ValidationError:
            return True

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
