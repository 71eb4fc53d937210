"""The admin pages of the programme: where they are, and what sending them has changed."""

from typing import Any

from django.db import models

from openevent.events.models import Change, Event

PROGRAM = "/admin/program/"


def page(row: models.Model) -> str:
    return f"{PROGRAM}{row._meta.model_name}/{row.pk}/change/"


def values(row: models.Model) -> dict[str, Any]:
    return type(row)._base_manager.filter(pk=row.pk).values().get()


def log(event: Event, after: int) -> list[tuple[str, str, int, str]]:
    rows = Change.objects.filter(event=event, revision__gt=after).select_related("by")
    return [(row.kind, row.object_type, row.object_id, str(row.by)) for row in rows]


def revision(event: Event) -> int:
    event.refresh_from_db()
    return event.revision


def changed(before: dict[str, Any], row: models.Model) -> dict[str, Any]:
    """What the row holds otherwise than before."""
    return {name: value for name, value in values(row).items() if before[name] != value}
