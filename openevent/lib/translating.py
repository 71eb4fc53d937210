"""Sentences of the calendars, which know no Django, in the language of whoever reads them now."""

from collections.abc import Mapping
from typing import Protocol, runtime_checkable

from django.utils.translation import gettext, ngettext


@runtime_checkable
class Made(Protocol):
    """A text that knows its pattern and values, such as `calendars.saying.Said`."""

    pattern: str
    values: Mapping[str, str | int]
    many: str
    number: int


def translated(text: str) -> str:
    """The sentence in the language that is active, its values that are such texts, too; any other text as it is."""
    if not isinstance(text, Made):
        return text
    pattern = ngettext(text.pattern, text.many, text.number) if text.many else gettext(text.pattern)
    return pattern % {
        name: translated(value) if isinstance(value, str) else value for name, value in text.values.items()
    }
