"""The event of an archive."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from openevent.calendars import timezones
from openevent.events import facts as rules
from openevent.events import revising, zones
from openevent.imports.archive import subjects
from openevent.imports.archive.columns import EVENT
from openevent.imports.archive.dialects import note_contradictions, understood
from openevent.imports.archive.facts import Cleaner
from openevent.imports.archive.leftovers import Leftovers
from openevent.imports.archive.listing import Entry
from openevent.imports.archive.parsing import Json
from openevent.imports.archive.places import Place, shown
from openevent.imports.archive.refusals import Unusable
from openevent.imports.archive.rows import EventRow

NEEDED = {
    "name": gettext_noop("The archive's event has no name."),
    "starts_at": gettext_noop("The archive's event has no start that can be read."),
    "ends_at": gettext_noop("The archive's event has no end that can be read."),
}


def read(entry: Entry, contents: Mapping[str, Json], leftovers: Leftovers) -> EventRow:
    """The event's facts, checked by the rules that hold for every event. Raises Refused."""
    zone = _zone(entry)
    facts = Cleaner(zone=zone, leftovers=leftovers).row(entry, EVENT)
    for member, sentence in NEEDED.items():
        if member not in facts:
            raise Unusable(_(sentence))
    identifier = facts.pop("identifier", "")
    return EventRow(
        facts=_ruled(facts | {"timezone": zone.key} | subjects.found(entry, leftovers)),
        identifier=identifier,
        source=identifier or _digest(contents),
    )


def entry_of(content: Json, leftovers: Leftovers) -> Entry:
    """The event as it stands in the archive. Raises Unusable."""
    if content is None:
        raise Unusable(_("The archive has no file “event” (at its top, not in a folder)."))
    if not isinstance(content, dict):
        raise Unusable(_("“event” should be an object."))
    place = Place(file="event")
    note_contradictions(content, place=place, leftovers=leftovers)
    return Entry(key="", place=place, members=understood(content, of="event"))


def _zone(entry: Entry) -> ZoneInfo:
    """The event's zone, by which all times are read; raises Unusable, UnknownZone."""
    spelled = entry.members.get("timezone")
    if spelled is None:
        raise Unusable(_("The archive's event has no timezone."))
    return timezones.zone(zones.recognised(shown(spelled.value)))


def _ruled(facts: dict[str, Any]) -> dict[str, Any]:
    """The facts as the rules for every event want them, and when the event was made."""
    now = revising.now()
    made_at = facts.pop("created_at", now)
    ruled = rules.checked(facts)
    rules.check_dates(ruled["starts_at"], ruled["ends_at"])
    return {**ruled, "created_at": made_at, "revised_at": now}


def _digest(contents: Mapping[str, Json]) -> str:
    """What stands for an archive without an identifier: the same content, in whatever order, has the same."""
    canonical = json.dumps(contents, sort_keys=True, separators=(",", ":"))
    return f"sha256:{hashlib.sha256(canonical.encode()).hexdigest()}"
