"""What all tables share: refusing values that their fields do not take."""

from django.core.exceptions import ValidationError
from django.db import models

from openevent.lib.errors import Refused


class WrongValue(Refused):
    """A field of a row cannot hold this value."""


def check(row: models.Model, *, members: set[str] | None = None) -> None:
    """Raise WrongValue, with the member's pointer, if a field's own rules refuse what the row holds.

    Looks at these members, or at all that are not relations; asks the database nothing.
    """
    checked = {field.name for field in row._meta.concrete_fields if not field.is_relation}
    if members is not None:
        checked &= members
    others = {field.name for field in row._meta.concrete_fields} - checked
    try:
        row.clean_fields(exclude=others)
    except ValidationError as error:
        member, reasons = next(iter(error.message_dict.items()))
        name = member.replace("_", "-")
        raise WrongValue(f"{name}: {' '.join(reasons)}", pointer=f"/data/attributes/{name}") from error
