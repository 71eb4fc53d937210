"""Which entry of a file is about which session."""

from collections.abc import Collection, Iterable, Iterator

from django.utils.translation import gettext as _

from openevent.calendars.document import Entry
from openevent.imports.calendar.plans import Step, What
from openevent.imports.calendar.programme import Programme
from openevent.program.models import Session


def known_as(here: Programme, entry: Entry) -> str:
    """The uid of the session that the entry is about; its own, where there is none."""
    session = here.sessions.get(entry.uid)
    return entry.uid if session is None else session.uid


def latest(here: Programme, entries: Iterable[Entry]) -> dict[str, Entry]:
    """Of each uid the entry that counts: the one with the highest sequence, revised last, or else the first."""
    found: dict[str, Entry] = {}
    for entry in entries:
        before = found.setdefault(known_as(here, entry), entry)
        if (entry.sequence, entry.revised_at) > (before.sequence, before.revised_at):
            found[known_as(here, entry)] = entry
    return found


def missing(here: Programme, uids: Collection[str]) -> Iterator[Step]:
    """What an earlier calendar brought, takes place, and is not among these."""
    for uid, session in here.sessions.items():
        came = uid == session.uid and session.imported_sequence is not None
        takes_place = session.deleted_at is None and session.state in Session.PUBLIC_STATES
        if came and takes_place and uid not in uids:
            reason = _("It stays as it is here.")
            yield Step(what=What.MISSING, uid=uid, title=session.title, session=session, reason=reason)
