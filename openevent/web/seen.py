"""What a form showed when its page was made, as marks that it carries: so one tells what its sender changed."""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

LEFT_OUT = (forms.CheckboxInput, forms.SelectMultiple, forms.CheckboxSelectMultiple)  # not sent where nothing is chosen


class Marks(forms.CharField):
    """The marks of the other fields."""

    widget = forms.HiddenInput

    def __init__(self, **further: object) -> None:
        super().__init__(required=False, **further)  # type: ignore[arg-type]  # what any field takes

    def has_changed(self, initial: object, data: object) -> bool:  # noqa: ARG002 - what Django asks any field
        """It says nothing of its own."""
        return False


def is_marked(field: forms.Field) -> bool:
    """Whether what it shows can be told: not of files, nor of what people do not see."""
    return not (field.widget.is_hidden or field.widget.needs_multipart_form or field.disabled)


def shown(bound: forms.BoundField) -> list[str]:
    """What the field shows of what there is now, as a browser sends it."""
    value, widget = bound.field.prepare_value(bound.initial), bound.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return ["on"] if widget.check_test(value) else []
    return _said(widget.format_value(value))


def sent(bound: forms.BoundField) -> list[str]:
    """What was sent as the field."""
    is_box = isinstance(bound.field.widget, forms.CheckboxInput)
    return (["on"] if bound.data else []) if is_box else _said(bound.data)


def _said(value: object) -> list[str]:
    values = value if isinstance(value, (list, tuple)) else [value]
    return [str(one) for one in values if one is not None and one != ""]


def mark(said: Sequence[str]) -> str:
    """The same for the same words, in whatever way browsers end lines, and in whatever order several are."""
    plain = sorted("\n".join(one.splitlines()).strip() for one in said)
    return blake2b("\0".join(filter(None, plain)).encode(errors="replace"), digest_size=8).hexdigest()


def put(data: QueryDict, bound: forms.BoundField, said: list[str]) -> None:
    """Let the data say this of the field, as a browser would."""
    if said or not isinstance(bound.field.widget, LEFT_OUT):
        data.setlist(bound.html_name, said or [""])
    else:
        data.pop(bound.html_name, None)


def written(fields: Iterable[forms.BoundField]) -> str:
    """The marks of what these fields show, as one line."""
    return urlencode({bound.name: mark(shown(bound)) for bound in fields})


def read(line: str) -> dict[str, str]:
    """The marks by the names of fields."""
    return dict(parse_qsl(line))


def words(bound: forms.BoundField, value: object) -> str:
    """What it means where the field has this value, for people."""
    present = bound.field.prepare_value(value)
    if isinstance(bound.field.widget, forms.CheckboxInput):
        return _("yes") if bound.field.widget.check_test(present) else _("no")
    if not isinstance(bound.field, forms.ChoiceField):
        return str(present or "–")
    names = dict(_flat(bound.field.choices))
    return ", ".join(names.get(one, one) for one in _said(present)) or "–"


def _flat(choices: Any) -> Iterator[tuple[str, str]]:
    """The choices without their groups."""
    for key, name in choices:
        if isinstance(name, (list, tuple)):
            yield from _flat(name)
        else:
            yield str(key), str(name)
