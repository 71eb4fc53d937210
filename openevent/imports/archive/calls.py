"""The call for speakers of an archive's event."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from openevent.imports.archive.belongings import nested
from openevent.imports.archive.columns import SPEAKERS_CALL
from openevent.imports.archive.facts import Cleaner
from openevent.imports.archive.leftovers import Leftovers, left_out
from openevent.imports.archive.listing import Entry
from openevent.imports.archive.parsing import Json
from openevent.imports.archive.places import Place
from openevent.imports.archive.refusals import Unusable
from openevent.imports.archive.rows import Facts
from openevent.imports.archive.values import LeftOut
from openevent.program import calling
from openevent.program.models import SpeakersCall

PUBLIC = SpeakersCall.Privacy.PUBLIC
RENEWED = gettext_noop(
    "is missing, or not of 16 to 64 letters, digits, hyphens and underscores; the private call has a new secret"
)
NEEDED = {
    "starts_at": gettext_noop("it has no start that can be read"),
    "ends_at": gettext_noop("it has no end that can be read"),
}


def call_of(event: Entry, cleaner: Cleaner, *, event_starts_at: datetime) -> Facts | None:
    """The call's facts, if the archive has one that can be; what cannot be is noted, and the rest is taken over."""
    spelled = event.members.get("speakers_call")
    if spelled is None:
        return None
    place = event.place.at(spelled.spelling)
    try:
        return _call(spelled.value, place, event, cleaner, event_starts_at)
    except (LeftOut, Unusable, calling.NoWindow) as reason:
        cleaner.leftovers.note(place, left_out(reason))
        return None


def _call(written: Json, place: Place, event: Entry, cleaner: Cleaner, event_starts_at: datetime) -> Facts | None:
    """The facts of what is written at the place. Raises LeftOut, Unusable, NoWindow."""
    entry = nested(written, place, SPEAKERS_CALL, cleaner.leftovers)
    if not entry.members:
        return None
    _note_other_zone(entry, event, cleaner.leftovers)
    facts = cleaner.row(entry, SPEAKERS_CALL)
    for member, sentence in NEEDED.items():
        if member not in facts:
            raise LeftOut(_(sentence))
    calling.check_window(SpeakersCall(**facts), event_starts_at)
    return {**facts, "hash": _secret(facts, place, cleaner.leftovers)}


def _note_other_zone(entry: Entry, event: Entry, leftovers: Leftovers) -> None:
    zone = entry.members.get("timezone")
    if zone is not None and zone.value != event.members["timezone"].value:
        place = entry.place.at(zone.spelling)
        reason = _("is not the event's zone, in which times without an offset are read")
        leftovers.note(place, reason, zone.value)


def _secret(facts: Facts, place: Place, leftovers: Leftovers) -> str:
    """What opens a private call: the archive's word, where it is one that this server takes."""
    written = facts.get("hash", "")
    if facts.get("privacy", PUBLIC) == PUBLIC:
        return ""
    if calling.SECRET.fullmatch(written):
        return str(written)
    leftovers.note(place.at("hash"), _(RENEWED))
    return calling.new_secret()
