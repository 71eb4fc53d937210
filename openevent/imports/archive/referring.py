"""Which track, room, type and speakers each session has."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext

from openevent.imports.archive import gathering
from openevent.imports.archive.dialects import understood
from openevent.imports.archive.leftovers import Leftovers
from openevent.imports.archive.listing import Entry, Listing, reference_key
from openevent.imports.archive.refusals import TooBig, Unusable

MAX_REFERENCES = 50_000
MANY = frozenset({"speakers"})


def references(member: str, listing: Listing, sessions: Listing, leftovers: Leftovers) -> list[Sequence[int]]:
    """For each session the rows that it names in this member; where it names none, those that name it."""
    named_by = _named_by(listing, sessions, leftovers)
    if sum(1 for _ in gathering.nested(sessions, member)) + sum(map(len, named_by)) > MAX_REFERENCES:
        raise TooBig(
            gettext("Sessions and “%(file)s” name each other more than %(most)s times.")
            % {"file": listing.file, "most": MAX_REFERENCES}
        )
    found: list[Sequence[int]] = []
    for entry, backwards in zip(sessions.entries, named_by, strict=True):
        own = dict.fromkeys(_own(entry, member, listing, leftovers))
        for number in backwards if own else ():
            if number not in own:
                place = listing.entries[number].place.at("sessions")
                leftovers.note(
                    place, gettext("names session {value}, which names others; the session counts"), entry.key
                )
        found.append(list(own or backwards))
    return found


def _own(entry: Entry, member: str, listing: Listing, leftovers: Leftovers) -> Iterable[int]:
    spelled = entry.members.get(member)
    if spelled is None:
        return
    place = entry.place.at(spelled.spelling)
    named = [spelled.value] if member not in MANY else spelled.value
    if not isinstance(named, list):
        raise Unusable(gettext("%(place)s should be a list.") % {"place": place})
    for reference in named:
        number = listing.find(reference, place, leftovers)
        if number is not None:
            yield number


def _named_by(listing: Listing, sessions: Listing, leftovers: Leftovers) -> list[dict[int, None]]:
    """For each session the rows whose own list of sessions names it."""
    found: list[dict[int, None]] = [{} for _ in sessions.entries]
    for number, entry in enumerate(listing.entries if listing.is_complete else ()):
        for key in _named_sessions(entry):
            if key in sessions.numbers:
                found[sessions.numbers[key][0]][number] = None
            else:
                place = entry.place.at("sessions")
                leftovers.note(place, gettext("names session {value}, which the archive does not have"), key)
    return found


def _named_sessions(entry: Entry) -> Iterable[str]:
    spelled = entry.members.get("sessions")
    if spelled is None:
        return
    place = entry.place.at(spelled.spelling)
    if not isinstance(spelled.value, list):
        raise Unusable(gettext("%(place)s should be a list.") % {"place": place})
    for reference in spelled.value:
        copy = understood(reference, of="sessions") if isinstance(reference, dict) else {}
        if key := reference_key(reference, copy, place):
            yield key
