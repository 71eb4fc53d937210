"""Entries made into facts: every member read into its column, or noted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from openevent.events import revising
from openevent.imports.archive.columns import NO_PLACE, SESSIONS, SPEAKERS, Resource
from openevent.imports.archive.leftovers import Leftovers
from openevent.imports.archive.listing import Entry
from openevent.imports.archive.parsing import Json
from openevent.imports.archive.places import Place
from openevent.imports.archive.rows import Facts
from openevent.imports.archive.values import Cell, LeftOut
from openevent.lib import text


@dataclass(frozen=True, kw_only=True)
class Cleaner:
    """Makes facts of the rows of one archive: times are read in its zone, all rows are made at one moment."""

    zone: ZoneInfo
    leftovers: Leftovers
    now: datetime = field(default_factory=revising.now)
    _emails: set[str] = field(default_factory=set, init=False)

    def row(self, entry: Entry, resource: Resource) -> dict[str, Any]:
        """The row's facts by column; what has no column, or no value for it, is noted. Raises Unusable."""
        facts: dict[str, Any] = {}
        for member, spelled in entry.members.items():
            place = entry.place.at(spelled.spelling)
            if member in resource.columns:
                value = self._value(place, member, spelled.value, resource)
                facts |= {} if value is None else {member: value}
            elif member not in resource.redundant:
                told = spelled.value if isinstance(spelled.value, list) else None
                self.leftovers.note(place, _(resource.homeless.get(member, NO_PLACE)), told)
        if resource.named in resource.otherwise and resource.named not in entry.members:
            reason = _replaced(_("is empty"), resource.instead(resource.named))
            self.leftovers.note(entry.place.at(resource.named), reason)
        return {**resource.otherwise, **facts}

    def _value(self, place: Place, member: str, value: Json, resource: Resource) -> object | None:
        try:
            return resource.columns[member](value, Cell(place=place, zone=self.zone, leftovers=self.leftovers))
        except LeftOut as reason:
            self.leftovers.note(place, _replaced(str(reason), resource.instead(member)), value)
            return None

    def speaker(self, entry: Entry) -> Facts:
        """The speaker's facts; an address that an earlier speaker has is left out, for it is unique in an event."""
        facts = self.row(entry, SPEAKERS)
        email = facts.get("email")
        if email in self._emails:
            self.leftovers.note(
                entry.place.at("email"), _("belongs to another speaker, too; left out"), facts.pop("email")
            )
        elif email:
            self._emails.add(email)
        return facts

    def session(self, entry: Entry) -> Facts:
        """The session's facts, with its abstract as plain text, and when it was made and last revised."""
        facts = self.row(entry, SESSIONS)
        self._note_times(facts, entry)
        known = [facts[member] for member in ("created_at", "submitted_at") if member in facts]
        made_at = [at for at in known if at <= self.now]
        return {
            **facts,
            "short_abstract_text": text.plain(facts.get("short_abstract") or facts.get("long_abstract", "")),
            "created_at": next(iter(made_at), facts.get("revised_at", self.now)),
            "revised_at": facts.get("revised_at", max(made_at, default=self.now)),
        }

    def _note_times(self, facts: Mapping[str, Any], entry: Entry) -> None:
        """Note a session that cannot stand in a calendar; its times stay as they are."""
        starts_at, ends_at = facts.get("starts_at"), facts.get("ends_at")
        if starts_at and ends_at and ends_at <= starts_at:
            self._note_unshown(entry, _("ends when it starts, or before"))
        elif starts_at and not ends_at:
            self._note_unshown(entry, _("has a start, but no end"))
        elif ends_at and not starts_at:
            self._note_unshown(entry, _("has an end, but no start"))

    def _note_unshown(self, entry: Entry, why: str) -> None:
        spelled = entry.members["ends_at" if "ends_at" in entry.members else "starts_at"]
        reason = _("%(reason)s; its times are kept, but no calendar can show it") % {"reason": why}
        self.leftovers.note(entry.place.at(spelled.spelling), reason, spelled.value)


def _replaced(why: str, fate: str) -> str:
    return _("%(reason)s; %(fate)s") % {"reason": why, "fate": fate}
