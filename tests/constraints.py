"""Writes that go round the code, straight to the rows of a table."""

from collections.abc import Iterable
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction


def twice(row: models.Model, **other: Any) -> None:
    """Write the row again, with these other values."""
    copy = type(row)._base_manager.get(pk=row.pk)
    copy.pk = None
    for name, value in other.items():
        setattr(copy, name, value)
    type(row)._base_manager.bulk_create([copy])


def check_refused(model: type[models.Model], wrong: Iterable[dict[str, Any]], *, by: str) -> None:
    """The table's last row takes none of these values; `by` is what the refusal names, a regular expression."""
    row = model._base_manager.filter(pk=model._base_manager.latest("pk").pk)
    before = list(row.values())
    for values in wrong:
        with pytest.raises(IntegrityError, match=by), transaction.atomic():
            row.update(**values)

    assert list(row.values()) == before


def check_refused_twice(model: type[models.Model], other: dict[str, Any]) -> None:
    """The table takes no second row like its last one, though it differs so."""
    row, before = model._base_manager.latest("pk"), list(model._base_manager.values())
    with pytest.raises(IntegrityError), transaction.atomic():
        twice(row, **other)

    assert list(model._base_manager.values()) == before
