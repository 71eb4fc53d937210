"""The roles that every site has, in its table from the first migration on."""

from collections.abc import Mapping
from typing import Any

from django.apps import apps as installed

# What programs call a role, and what people call it; `events.models.EventRole.Name` says what each may do.
TITLES: Mapping[str, str] = {
    "owner": "Owner",
    "organizer": "Organizer",
    "coorganizer": "Co-organizer",
    "track_organizer": "Track organizer",
    "registrar": "Registrar",
    "moderator": "Moderator",
    "attendee": "Attendee",
}


def seed(*, using: str, apps: Any = installed, **_signal: Any) -> None:
    """Put the built-in roles that are missing into the table; asks one question where none is.

    Django calls this after each migration and each flush. Half-way through the migrations there is no such table.
    """
    try:
        roles = apps.get_model("events", "Role")._default_manager.using(using)
    except LookupError:
        return
    present = set(roles.filter(name__in=TITLES).values_list("name", flat=True))
    missing = [roles.model(name=name, title_name=title) for name, title in TITLES.items() if name not in present]
    if missing:
        roles.bulk_create(missing, ignore_conflicts=True)  # another process may do the same
