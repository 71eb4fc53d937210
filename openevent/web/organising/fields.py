"""Fields of organisers' forms: zones, HTML, pictures, what is chosen from the world's lists."""

import re
from functools import cache
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from openevent.calendars import timezones
from openevent.events import zones
from openevent.lib import money
from openevent.lib.countries import COUNTRIES
from openevent.lib.spoken import locale
from openevent.web import pictures
from openevent.web.forms import Line
from openevent.web.passages import Passage
from openevent.web.zones import called

NOTHING = ("", "–")
HOURS_MINUTES = re.compile(r"([0-9]{1,2}):([0-9]{2})")
HTML_HELP = _(
    "Write plain text, or HTML: paragraphs, headings, lists, tables, links, bold and italic. Anything else is taken "
    "out when you save."
)


@cache
def zone_names() -> tuple[str, ...]:
    """The zones that one chooses from: the present names of places, and UTC."""
    return ("UTC", *sorted(name for name in timezones.names() if name.startswith(zones.REGIONS)))


def zone_options() -> list[tuple[str, str]]:
    """The same with what readers call them, by which browsers find them, too: who writes “Wien” is offered Vienna."""
    return [(name, called(name)) for name in zone_names()]


class Zone(Line):
    """A time zone by its name, or by its city; browsers offer those of the list `zones` (organising/_zones.html)."""

    def __init__(self, **further: Any) -> None:
        super().__init__(max_length=64, **further)
        self.widget.attrs |= {"list": "zones", "autocomplete": "off", "spellcheck": "false"}

    def to_python(self, value: Any) -> str:
        """The name as the database of zones has it."""
        said = super().to_python(value)
        if not said:
            return said
        try:
            return zones.of_city(said)
        except zones.UnknownZone as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class Html(Passage):
    """A longer text of an event, with the sentence that says what may stand in it."""

    def __init__(self, **further: Any) -> None:
        super().__init__(**{"help_text": HTML_HELP, **further})


class Address(Line):
    """An address of the web; acts refuse those that lead nowhere."""

    widget = forms.URLInput

    def __init__(self, **further: Any) -> None:
        super().__init__(max_length=2000, **further)
        self.widget.attrs |= {"placeholder": "https://", "inputmode": "url"}


class Picture(forms.FileField):
    """A picture from the reader's computer; `cleaned_data` has its bytes."""

    widget = forms.FileInput

    def __init__(self, **further: Any) -> None:
        super().__init__(**further)
        self.widget.attrs["accept"] = pictures.TYPES
        megabytes = settings.UPLOAD_MAX_BYTES // 1024**2
        self.help_text = self.help_text or format_lazy(
            _("PNG, JPEG, WebP or GIF, at most {megabytes} MB."), megabytes=megabytes
        )

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The content; files that are too big are not read."""
        file = super().clean(data, initial)
        if not isinstance(file, UploadedFile):
            return file
        if (file.size or 0) > settings.UPLOAD_MAX_BYTES:
            raise forms.ValidationError(_("This picture is too big. Save a smaller one, and try again."))
        return file.read()


class Minutes(forms.IntegerField):
    """A length, in minutes for people and as HH:MM in the row."""

    def __init__(self, **further: Any) -> None:
        super().__init__(min_value=1, max_value=99 * 60 + 59, **further)

    def prepare_value(self, value: Any) -> Any:
        """Minutes."""
        kept = HOURS_MINUTES.fullmatch(value) if isinstance(value, str) else None
        return int(kept[1]) * 60 + int(kept[2]) if kept else value

    def clean(self, value: Any) -> Any:
        """HH:MM."""
        minutes = super().clean(value)
        return minutes if minutes is None else f"{minutes // 60:02}:{minutes % 60:02}"


def countries() -> list[tuple[str, str]]:
    """Countries in the reader's language."""
    names = locale().territories
    return [NOTHING, *sorted(((code, names.get(code, code)) for code in COUNTRIES), key=lambda pair: pair[1])]


def currencies(now: str = "") -> list[tuple[str, str]]:
    """Currencies that people pay with today, in the reader's language; and the one that there is now."""
    names, offered = locale().currencies, money.tender() | ({now} if now else set())
    return [NOTHING, *((code, f"{code} – {names.get(code, code)}") for code in sorted(offered))]
