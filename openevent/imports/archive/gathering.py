"""The rows of each kind: from their own file or, where the archive has none, from their copies inside sessions."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from openevent.imports.archive.dialects import understood
from openevent.imports.archive.leftovers import Leftovers
from openevent.imports.archive.listing import MAX_ROWS, Entry, Listing, key_of, rows_of
from openevent.imports.archive.parsing import Json
from openevent.imports.archive.places import Place, quoted
from openevent.imports.archive.refusals import TooBig, Unusable

MOST_OF_ONE_ID = 10  # people; more are no mistake of somebody who numbered speakers


def sessions(content: Json, leftovers: Leftovers) -> Listing:
    """The rows of the file “sessions”; none where the archive has no such file."""
    return _listing("sessions", rows_of("sessions", [] if content is None else content, leftovers), leftovers)


def listing(file: str, content: Json, nested: Iterable[tuple[Place, Json]], leftovers: Leftovers) -> Listing:
    """The rows of a file, or (where `content` is None) those that are nested at these places."""
    if content is not None:
        return _listing(file, rows_of(file, content, leftovers), leftovers)
    return _listing(file, _copies(file, nested), leftovers, is_complete=False)


def nested(sessions: Listing, member: str) -> Iterator[tuple[Place, Json]]:
    """What stands in this member of each session, with its place: one value, or each of a list."""
    for entry in sessions.entries:
        if member in entry.members:
            spelled = entry.members[member]
            found = spelled.value if isinstance(spelled.value, list) else [spelled.value]
            yield from ((entry.place.at(spelled.spelling), value) for value in found)


def _copies(file: str, nested: Iterable[tuple[Place, Json]]) -> Iterator[Entry]:
    """The rows that are described inside sessions; a bare id describes nothing."""
    for place, copy in nested:
        members = understood(copy, of=file) if isinstance(copy, dict) else {}
        key = key_of(members["id"].value, place) if "id" in members else ""
        if key:
            yield Entry(key=key, place=place, members=members)


def _listing(file: str, rows: Iterable[Entry], leftovers: Leftovers, *, is_complete: bool = True) -> Listing:
    entries: list[Entry] = []
    numbers: dict[str, list[int]] = {}
    for row in rows:
        earlier = [entries[number] for number in numbers.get(row.key, ())]
        if earlier and not _is_another(row, earlier, file, leftovers, is_complete=is_complete):
            continue
        numbers.setdefault(row.key, []).append(len(entries))
        entries.append(row)
    if len(entries) > MAX_ROWS:
        raise TooBig(
            _("The sessions name %(count)s different “%(file)s”; at most %(most)s are taken.")
            % {"count": len(entries), "file": file, "most": MAX_ROWS}
        )
    return Listing(file=file, is_complete=is_complete, entries=entries, numbers=numbers)


def _is_another(row: Entry, earlier: list[Entry], file: str, leftovers: Leftovers, *, is_complete: bool) -> bool:
    """Whether a row whose id was there before is somebody else. Raises Unusable where that cannot be."""
    if any(_facts(row) == _facts(before) for before in earlier):
        if is_complete:
            leftovers.note(row.place, _("stands in the archive twice in the same words; taken once"))
        return False
    # Archives exist in which two people share an id. Their names tell them apart, in sessions as well.
    names = {before.name for before in earlier}
    if file == "speakers" and row.name and row.name not in names and len(names) < MOST_OF_ONE_ID:
        reason = _("the id belongs to several people; all are taken, sessions find them by their names")
        leftovers.note(row.place, reason)
        return True
    if is_complete:
        raise Unusable(
            _("%(place)s stands there twice and differently, as %(first)s and as %(second)s.")
            % {"place": row.place, "first": quoted(_said(earlier[0])), "second": quoted(_said(row))}
        )
    return False  # the first copy counts; the reference that holds the other one is noted where it is followed


def _facts(entry: Entry) -> dict[str, Json]:
    return {member: spelled.value for member, spelled in entry.members.items()}


def _said(entry: Entry) -> Json:
    """What names the row to a reader."""
    return next((entry.members[member].value for member in ("title", "name") if member in entry.members), "")
