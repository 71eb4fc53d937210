"""Rows of a list in another order."""

from collections.abc import Sequence
from typing import TypeVar

from django.db.models import Model

M = TypeVar("M", bound=Model)


def moved(rows: Sequence[M], row: M, to: str) -> list[M]:
    """The rows with this one a place up, or `to` down; as they are where it is the first or last already."""
    found = list(rows)
    at = found.index(row)
    beside = at + (1 if to == "down" else -1)
    if 0 <= beside < len(found):
        found[at], found[beside] = found[beside], found[at]
    return found
