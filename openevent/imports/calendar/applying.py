"""Carrying out what a calendar would change: all of it in one transaction, or nothing."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import models

from openevent.accounts.models import User
from openevent.calendars.document import Entry, Status
from openevent.events import revising
from openevent.events.models import Change, Event
from openevent.imports.archive import bulk
from openevent.imports.archive.progress import Progress, ignore
from openevent.imports.calendar import comparing
from openevent.imports.calendar.incoming import Incoming
from openevent.imports.calendar.parts import Parts, complete
from openevent.imports.calendar.plans import ACTS, Plan, Step, What
from openevent.imports.calendar.programme import Programme, key
from openevent.program import calling, remembering, scheduling
from openevent.program.models import Session, SessionSpeaker

Kind = revising.Kind
State = Session.State
BATCH = 200  # rows in one UPDATE: more make a statement that databases take long to read
OPENED, PLANNED, WRITTEN = 10, 70, 95  # percent
HIGHEST = 2**30  # a file's sequence is taken over up to here: later changes must have room to count (RFC 5545, 3.3.8)


def apply(
    event: Event, incoming: Incoming, *, by: User | None, may_lock: bool = True, progress: Progress = ignore
) -> Plan:
    """Bring the calendar into the event, as `compare` says at this very moment. Raises Refused, EventGone.

    One revision, or none where everything is the same already. A session keeps the uid that it has; a new one gets
    the file's.
    """
    progress(OPENED)
    with revising.locked(event.pk) as event:
        here = Programme.of(event)
        plan = comparing.planned(here, incoming, may_lock=may_lock)
        progress(PLANNED)
        if not plan.is_empty:
            _carry_out(plan, incoming, here, by)
        _note_counted(plan, incoming)
        progress(WRITTEN)
    return plan


def _carry_out(plan: Plan, incoming: Incoming, here: Programme, by: User | None) -> None:
    calling.check_enabled(here.event)
    steps = [step for step in plan.steps if step.what in ACTS]
    parts = complete(here, steps)
    now = revising.now()
    told = [(kind, session) for step in steps if (session := step.session) is not None for kind in _kinds(step)]
    was: dict[models.Model, Any] = {session: remembering.seen(session, here.event) for _, session in told}
    new = [(step, _created(step, incoming, here.event, parts, by)) for step in steps if step.session is None]
    known = [(step, _updated(step, here.event, parts, now)) for step in steps if step.session is not None]
    bulk.insert(Session, [session for _, session in new])
    _update(known)
    _set_speakers([*new, *known], parts)
    made: list[models.Model] = [*parts.made, *(session for _, session in new)]
    along = [*((Kind.CREATED, row) for row in made), *told]
    revising.bump(here.event, Kind.IMPORTED, here.event, by=by, along=along, was=was)


def _note_counted(plan: Plan, incoming: Incoming) -> None:
    """Write down what the file counts of what came by it, now or once: a later file is held against that."""
    noted = []
    for step in plan.steps:
        entry, session = step.entry, step.session
        came = step.what in ACTS or (session is not None and session.imported_sequence is not None)
        if entry is None or session is None or not came or step.what in (What.OUTDATED, What.LEFT_OUT):
            continue
        counted = (*_counted(entry, incoming), session.revised_at)
        if (session.imported_sequence, session.imported_revised_at, session.brought_at) != counted:
            session.imported_sequence, session.imported_revised_at, session.brought_at = counted
            noted.append(session)
    if noted:
        Session.objects.bulk_update(noted, ["imported_sequence", "imported_revised_at", "brought_at"], batch_size=BATCH)


def _counted(entry: Entry, incoming: Incoming) -> tuple[int, datetime | None]:
    """The file's sequence, and its time of revision where the format has one."""
    return min(entry.sequence, HIGHEST), entry.revised_at if incoming.counts_changes else None


def _created(step: Step, incoming: Incoming, event: Event, parts: Parts, by: User | None) -> Session:
    entry, now = step.entry, revising.now()
    session = Session(event=event, creator=by, is_proposal=False, uid=step.uid, revised_at=now, created_at=now)
    if entry is not None:
        session.created_at = entry.created_at or now
        # What a calendar has only in mind is not decided on here either (RFC 5545, 3.8.1.11).
        session.state = State.PENDING if entry.status is Status.TENTATIVE else State.ACCEPTED
        session.sequence = _sequence(0, step, event)
        session.imported_sequence, session.imported_revised_at = _counted(entry, incoming)
        session.brought_at = session.revised_at
    _write(session, step, parts)
    return session


def _updated(step: Step, event: Event, parts: Parts, now: datetime) -> Session:
    session = step.session
    if session is None:
        raise ValueError("Only a session that is there can be changed.")
    if step.what is What.CANCELLED:
        remembering.note_departure(session, event)
        session.state = State.CANCELED
    if step.what is What.REVIVED:
        session.state = State.ACCEPTED
    _write(session, step, parts)
    if step.what is not What.CHANGED:
        # Time, place or status changed: calendars must notice (RFC 5545, 3.8.7.4).
        session.sequence = _sequence(session.sequence + 1, step, event)
    session.revised_at = now
    return session


def _sequence(least: int, step: Step, event: Event) -> int:
    """At least this, and what the file counts: what calendars got of its source must not count more than we do."""
    counted = 0 if step.entry is None else min(step.entry.sequence, HIGHEST) - event.sequence
    return max(least, counted)


def _write(session: Session, step: Step, parts: Parts) -> None:
    wanted = step.wanted
    session.starts_at = wanted.starts_at or session.starts_at
    session.ends_at = wanted.ends_at or session.ends_at
    if wanted.room is not None:
        session.microlocation = parts.rooms[key(wanted.room)] if wanted.room else None
    if wanted.track is not None:
        session.track = parts.tracks[key(wanted.track)]
    if wanted.session_type is not None:
        session.session_type = parts.types[key(wanted.session_type)]
    for name, value in wanted.words.items():
        setattr(session, name, value)


def _update(known: list[tuple[Step, Session]]) -> None:
    if not known:
        return
    columns = {"starts_at", "ends_at", "microlocation", "track", "session_type", "state", *remembering.NOTED}
    words = {name for step, _ in known for name in step.wanted.words}
    fields = sorted(columns | words | {"sequence", "revised_at"})
    Session.objects.bulk_update([session for _, session in known], fields, batch_size=BATCH)


def _set_speakers(rows: list[tuple[Step, Session]], parts: Parts) -> None:
    """Let exactly those speak, in this order, whom the file names, where it names others than those who speak.

    That somebody who was removed spoke is remembered: they may be brought back.
    """
    wanted = {
        (session.pk, parts.speakers[key(name)].pk): position
        for step, session in rows
        for position, name in enumerate(step.wanted.speakers or ())
    }
    if not wanted:
        return
    there = SessionSpeaker.objects.filter(session__in={session for session, _ in wanted}, speaker__deleted_at=None)
    kept = {(link.session_id, link.speaker_id): link for link in there}
    SessionSpeaker.objects.filter(pk__in=[link.pk for who, link in kept.items() if who not in wanted]).delete()
    moved = [link for who, link in kept.items() if who in wanted and link.position != wanted[who]]
    for link in moved:
        link.position = wanted[link.session_id, link.speaker_id]
    SessionSpeaker.objects.bulk_update(moved, ["position"], batch_size=BATCH)
    new = [
        SessionSpeaker(session_id=session, speaker_id=speaker, position=position)
        for (session, speaker), position in wanted.items()
        if (session, speaker) not in kept
    ]
    bulk.insert(SessionSpeaker, new)


def _kinds(step: Step) -> Iterator[Change.Kind]:
    """What the log says of a session that was there; it is read by those who ask what calendars have of it."""
    if step.what in (What.CANCELLED, What.REVIVED):
        yield Kind.STATE
    if step.wanted.moves:
        yield scheduling.kind_of_move(step.session)
    if step.wanted.rewords:
        yield Kind.CHANGED
