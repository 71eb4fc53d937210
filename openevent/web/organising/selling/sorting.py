"""Rows of a list in another order: one goes a place up or down."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from openevent.events import access
from openevent.events.models import Event
from openevent.web.organising.writing import working

M = TypeVar("M", bound=Model)


def moved(
    request: HttpRequest,
    event: Event,
    rows: Iterable[M],
    row: M,
    arrange: Callable[..., object],
    *,
    name: str | Promise,
) -> None:
    """Let the row go up, or down, as `to` says, and tell of it: `arrange` saves their order. Raises NoPage."""
    with working(request, event, access.may_edit) as (_now, user):
        before = list(rows)
        after = _moved(before, row, request.POST.get("to", ""))
        if after == before:
            return
        arrange(after, by=user)
    messages.success(request, _("“%(name)s” was moved.") % {"name": name})


def _moved(rows: Sequence[M], row: M, to: str) -> list[M]:
    """The rows with this one a place up, or `to` down; as they are where it is the first or last already, or gone."""
    found = list(rows)
    if row not in found:
        return found
    at = found.index(row)
    beside = at + (1 if to == "down" else -1)
    if 0 <= beside < len(found):
        found[at], found[beside] = found[beside], found[at]
    return found
