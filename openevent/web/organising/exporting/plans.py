"""What a calendar would change, or has changed, as pages say it: codes in words, moments as they are read here."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Any

from babel.dates import format_date, format_time
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from openevent.imports.calendar import What
from openevent.lib.spoken import locale
from openevent.web.session_forms import OfTheTeam

BECOMES: Mapping[str, str | Promise] = {
    What.NEW: _("new"),
    What.MOVED: _("moved"),
    What.CHANGED: _("changed"),
    What.CANCELLED: pgettext_lazy("sessions", "cancelled"),
    What.REVIVED: _("takes place after all"),
    What.SAME: _("as it is here"),
    What.OUTDATED: _("older than what is here"),
    What.LEFT_OUT: _("cannot be taken over"),
    What.MISSING: _("missing in the file: it stays"),
}
# What is made for sessions, by what the API calls it.
KINDS: Mapping[str, str | Promise] = {
    "microlocation": _("Rooms"),
    "track": _("Tracks"),
    "session-type": _("Session types"),
    "speaker": _("Speakers"),
}
# The plan's moments are those of the wire: 2026-10-24 10:00.
DAY = re.compile(r"\b[0-9]{4}-[0-9]{2}-[0-9]{2}\b")
CLOCK = re.compile(r"\b[0-9]{2}:[0-9]{2}(?::[0-9]{2})?\b")


def shown(plan: Mapping[str, Any]) -> dict[str, Any]:
    """The plan (as JSON has it) for a page: its steps in words, and what is made for it by kinds."""
    steps = [_step(step) for step in plan.get("steps", ())]
    return {**plan, "steps": steps, "made": _made(plan.get("parts", ()))}


def _made(parts: Iterable[Mapping[str, Any]]) -> list[tuple[str | Promise, str]]:
    """The names of what is made, below what their kind is called."""
    names: dict[str, list[str]] = {}
    for part in parts:
        names.setdefault(part["type"], []).append(part["name"])
    return [(KINDS.get(kind, kind), ", ".join(called)) for kind, called in names.items()]


def _step(step: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "title": step["title"] or step["uid"],
        "becomes": BECOMES.get(step["what"], step["what"]),
        "move": moved(step["move"]),
        "why": step["reason"] or _members(step["members"]),
    }


def moved(move: str) -> str:
    """When it was and will be: “Oct 24, 2026 10:00 AM–11:00 AM → Oct 25, 2026 …”."""
    days = DAY.sub(lambda found: format_date(date.fromisoformat(found[0]), "medium", locale=locale()), move)
    return CLOCK.sub(lambda found: _clock(time.fromisoformat(found[0])), days)


def _clock(at: time) -> str:
    return str(format_time(at, "medium" if at.second else "short", locale=locale()))


def _members(members: Iterable[str]) -> str:
    return ", ".join(str(_label(member)) for member in members)


def _label(member: str) -> str | Promise:
    """What the form of a session calls the member."""
    if member == "speakers":
        return _("Speakers")
    field = OfTheTeam.base_fields.get(member.replace("-", "_"))
    return member if field is None or not field.label else field.label
