"""What a calendar would change in an event: the plan that is shown first, and then carried out."""

from dataclasses import replace
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from openevent.calendars import cleaning
from openevent.calendars.document import Entry, Status
from openevent.calendars.timestamps import hours
from openevent.events.models import Event
from openevent.imports.calendar import matching, moves, names, parts
from openevent.imports.calendar.incoming import Incoming
from openevent.imports.calendar.plans import ACTS, Plan, Step, Wanted, What
from openevent.imports.calendar.programme import Programme, key
from openevent.imports.calendar.wording import words
from openevent.lib.errors import Refused
from openevent.lib.text import one_line
from openevent.lib.translating import translated
from openevent.program.models import Session
from openevent.program.scheduling import Slot

MINUTE = timedelta(minutes=1)
SHOWN = 300
State = Session.State
OPEN = frozenset({State.DRAFT, State.PENDING})
NOT_ACCEPTED = {
    State.DRAFT: gettext_noop("It is draft here: accept it first."),
    State.PENDING: gettext_noop("It is pending here: accept it first."),
    State.REJECTED: gettext_noop("It was rejected here: accept it first."),
    State.WITHDRAWN: gettext_noop("It was withdrawn here: accept it first."),
}


def compare(event: Event, incoming: Incoming, *, may_lock: bool = True) -> Plan:
    """What the calendar would change in the event, whose deleted sessions are known, too (6 queries).

    Without `may_lock` locked sessions stay as they are.
    """
    return planned(Programme.of(event), incoming, may_lock=may_lock)


def planned(here: Programme, incoming: Incoming, *, may_lock: bool) -> Plan:
    """What the calendar would change in this programme (no query)."""
    unread = [
        Step(what=What.LEFT_OUT, uid=shown(one.uid), title=shown(one.summary), reason=shown(translated(one.reason)))
        for one in incoming.left_out
    ]
    latest = matching.latest(here, incoming.calendar.entries)
    steps = [
        _planned(entry, here, incoming, may_lock=may_lock)
        if latest[matching.known_as(here, entry)] is entry
        else _step(What.LEFT_OUT, entry, here.sessions.get(entry.uid), reason=_twice())
        for entry in incoming.calendar.entries
    ]
    all_steps = (*steps, *unread, *matching.missing(here, latest.keys()))
    return Plan(steps=all_steps, parts=parts.missing(here, [step for step in steps if step.what in ACTS]))


def _planned(entry: Entry, here: Programme, incoming: Incoming, *, may_lock: bool) -> Step:
    session = here.sessions.get(entry.uid)
    step = _compared(entry, session, here, counts_changes=incoming.counts_changes)
    if step.what in ACTS and session is not None and session.is_locked and not may_lock:
        return _step(What.LEFT_OUT, entry, session, reason=_("It is locked here: only organizers change it."))
    return step


def _twice() -> str:
    return _("The file holds it twice: the later state counts, or the first one.")


def shown(unread: str) -> str:
    """What stands in a file, as a line that every database and terminal takes."""
    return one_line(cleaning.line(unread))[:SHOWN]


def _compared(entry: Entry, session: Session | None, here: Programme, *, counts_changes: bool) -> Step:
    try:
        step = _new(entry, here) if session is None else _known(entry, session, here)
    except Refused as refusal:
        return _step(What.LEFT_OUT, entry, session, reason=str(refusal))
    if step.what is What.SAME or session is None or not counts_changes or not _is_outdated(entry, session, here.event):
        return step
    return _step(What.OUTDATED, entry, session, reason=_("The event knows a later state of it than the file."))


def _step(
    what: What, entry: Entry, session: Session | None = None, *, reason: str = "", wanted: Wanted | None = None
) -> Step:
    wanted = wanted or Wanted()
    return Step(
        what=what,
        uid=entry.uid,
        title=entry.summary or (session.title if session is not None else ""),
        reason=reason,
        move=moves.told(session, wanted),
        entry=entry,
        session=session,
        wanted=wanted,
    )


def _new(entry: Entry, here: Programme) -> Step:
    if entry.status is Status.CANCELLED:
        return _step(What.LEFT_OUT, entry, reason=_("It is cancelled, and the event never had it."))
    if not entry.summary:
        return _step(What.LEFT_OUT, entry, reason=_("It has no title."))
    Slot(starts_at=entry.starts_at, ends_at=entry.ends_at).must_fit(here.event)
    track, session_type = names.filing(entry, here, None)
    wanted = Wanted(
        starts_at=entry.starts_at,
        ends_at=entry.ends_at,
        room=names.room(entry, here) or None,
        track=track,
        session_type=session_type,
        speakers=names.speakers(entry, here, None),
        words=words(entry, here, None),
    )
    return replace(_step(What.NEW, entry, wanted=wanted), move=moves.when(entry, here.event))


def _known(entry: Entry, session: Session, here: Programme) -> Step:
    takes_place = session.deleted_at is None and session.state in Session.PUBLIC_STATES
    if entry.status is Status.CANCELLED:
        return _step(What.CANCELLED if takes_place else What.SAME, entry, session)
    if session.deleted_at is not None:  # the team's decision, which no file overrules
        return _step(What.LEFT_OUT, entry, session, reason=_("It was deleted here: restore it first."))
    is_open = session.state in OPEN
    if takes_place or (is_open and entry.status is Status.TENTATIVE):
        return _altered(entry, session, _wanted(entry, session, here))
    if entry.status is Status.TENTATIVE:  # that it may take place again is no decision that it does
        return _step(What.SAME, entry, session)
    if session.state in NOT_ACCEPTED:
        return _step(What.LEFT_OUT, entry, session, reason=_(NOT_ACCEPTED[State(session.state)]))
    return _step(What.REVIVED, entry, session, wanted=_wanted(entry, session, here))


def _altered(entry: Entry, session: Session, wanted: Wanted) -> Step:
    what = What.MOVED if wanted.moves else What.CHANGED if wanted.rewords else What.SAME
    return _step(what, entry, session, wanted=wanted)


def _wanted(entry: Entry, session: Session, here: Programme) -> Wanted:
    """What differs; raises Refused for what the session cannot be."""
    starts_at, ends_at = _new_times(entry, session)
    if starts_at is not None or ends_at is not None:
        Slot(starts_at=entry.starts_at, ends_at=entry.ends_at).must_fit(here.event, instead_of=Slot.of(session))
    room = names.room(entry, here)
    track, session_type = names.filing(entry, here, session)
    return Wanted(
        starts_at=starts_at,
        ends_at=ends_at,
        room=None if room is None or key(room) == here.room(session) else room,
        track=track,
        session_type=session_type,
        speakers=names.speakers(entry, here, session),
        words=words(entry, here, session),
    )


def _new_times(entry: Entry, session: Session) -> tuple[datetime | None, datetime | None]:
    """Start and end where they differ; calendars know no parts of a second, and schedules only lengths in minutes."""
    before = [moment and moment.replace(microsecond=0) for moment in (session.starts_at, session.ends_at)]
    starts_at = None if before[0] == entry.starts_at else entry.starts_at
    if before[1] == entry.ends_at:
        return starts_at, None
    length = entry.ends_at - entry.starts_at
    known = before[1] - before[0] if before[0] and before[1] else None
    if starts_at is None and known is not None and not length % MINUTE and hours(length) == hours(known):
        return None, None
    return starts_at, entry.ends_at


def _is_outdated(entry: Entry, session: Session, event: Event) -> bool:
    """Whether the file says nothing later than what the event knows (RFC 5546, 2.1.5).

    What a calendar brought is held against what that counted: our own count goes on with what is changed here. What
    was changed here since stays, unless the file counts more, or was revised later. Many programs write no SEQUENCE, or
    always 0, and not every change counts: there the time of the last revision decides.
    """
    own = event.sequence + session.sequence
    if session.imported_sequence is None or session.imported_revised_at is None:
        if entry.sequence > own:
            return False
        last = max(event.revised_at, session.revised_at)
        return entry.revised_at < last if entry.sequence == own else entry.sequence > 0 or entry.revised_at <= last
    if (entry.sequence, entry.revised_at) <= (session.imported_sequence, session.imported_revised_at):
        return True
    was_changed_here = session.brought_at is not None and session.revised_at > session.brought_at
    was_before = session.imported_revised_at < entry.revised_at < session.revised_at  # as far as it tells times at all
    return was_changed_here and entry.sequence <= own and was_before
