"""What all tables share: refusing values that their fields do not take, and what those hold that nobody has filled."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from openevent.lib.errors import Refused
from openevent.lib.text import storable


class WrongValue(Refused):
    """A field of a row cannot hold this value."""


def check(row: models.Model, *, members: set[str] | None = None) -> None:
    """Raise WrongValue, with the member's pointer, if a field's own rules refuse what the row holds.

    Looks at these members, or at all that are not relations; asks the database nothing.
    """
    checked = {field.name for field in row._meta.concrete_fields if not field.is_relation and not field.generated}
    if members is not None:
        checked &= members
    for name in sorted(checked):
        if not _is_storable(getattr(row, name)):
            raise WrongValue(
                _("%(member)s: It holds a character that cannot be stored.") % {"member": _member(name)},
                pointer=_pointer(name),
            )
    others = {field.name for field in row._meta.concrete_fields} - checked
    try:
        row.clean_fields(exclude=others)
    except ValidationError as error:
        member, reasons = next(iter(error.message_dict.items()))
        raise WrongValue(f"{_member(member)}: {' '.join(reasons)}", pointer=_pointer(member)) from error


def unsaid(model: type[models.Model], names: Iterable[str]) -> dict[str, Any]:
    """What these columns of a table hold where nobody has said anything."""
    fields = {field.name: field for field in model._meta.concrete_fields}
    return {name: fields[name].get_default() for name in names}


def _is_storable(value: object) -> bool:
    """Whether every character in the value, which may be one for a JSON column, can be stored."""
    if isinstance(value, str):
        return storable(value) == value
    if isinstance(value, dict):
        return all(map(_is_storable, (*value.keys(), *value.values())))
    return all(map(_is_storable, value)) if isinstance(value, list) else True


def _member(name: str) -> str:
    return name.replace("_", "-")


def _pointer(name: str) -> str:
    return f"/data/attributes/{_member(name)}"
