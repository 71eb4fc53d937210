"""Speakers: who they are, which sessions they give, and in which order they are shown."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext

from openevent.accounts.models import User
from openevent.events import revising
from openevent.events.models import Event
from openevent.lib import models
from openevent.lib.errors import Conflicting, Forbidden, Unknown
from openevent.program import billing, calling, presenting
from openevent.program.editing import ForeignPart, check_addresses
from openevent.program.models import Session, SessionSpeaker, Speaker

UNCHANGEABLE = {"id", "event", "event_id", "deleted_at"}


class AddressTaken(Conflicting):
    """Another speaker of the event has this e-mail address."""


class Locked(Forbidden):
    """Only organizers change the session."""


class NotTheirs(Unknown):
    """The session is not one that the account proposed or speaks in."""


def add(event: Event, *, by: User | None, **facts: Any) -> Speaker:
    """Make a speaker of the event. Raises WrongValue, AddressTaken."""
    speaker = Speaker(event=event, **presenting.cleaned(facts))
    check_addresses(speaker, presenting.ADDRESSES)
    models.check(speaker)
    with revising.locked(event.pk) as event:
        _save(speaker)
        revising.bump(event, revising.Kind.CREATED, speaker, by=by)
    return speaker


def change(speaker: Speaker, *, by: User, **facts: Any) -> Speaker:
    """Give the speaker these facts; a new name shows in the sessions. Raises WrongValue, AddressTaken."""
    with revising.locked(speaker.event_id) as event:
        speaker.refresh_from_db()
        kept = presenting.cleaned(presenting.new(speaker, facts))
        changed = presenting.new(speaker, kept).keys() - UNCHANGEABLE
        if not changed:
            return speaker
        for name in changed:
            setattr(speaker, name, kept[name])
        check_addresses(speaker, presenting.ADDRESSES & changed)
        models.check(speaker, members=changed)
        _save(speaker, sorted(changed))
        sessions = _revise_sessions(speaker) if "name" in changed else []
        revising.bump(event, revising.Kind.CHANGED, speaker, by=by, members=changed, revised=sessions)
    return speaker


def remove(speaker: Speaker, *, by: User, may_lock: bool = True) -> Speaker:
    """Delete the speaker; the sessions stay, without the name. A removed speaker stays removed.

    Who does not edit locked sessions takes nobody out of one. Raises Locked.
    """
    with revising.locked(speaker.event_id):
        if not may_lock and speaker.sessions.living().filter(is_locked=True).exists():
            raise Locked(gettext("A session of this speaker is locked: only organizers take the speaker out of it."))
        return _set_deleted(speaker, deleted=True, by=by)


def restore(speaker: Speaker, *, by: User) -> Speaker:
    """Bring a removed speaker back, to the sessions that were theirs. Raises AddressTaken."""
    return _set_deleted(speaker, deleted=False, by=by)


def propose(
    event: Event,
    *,
    by: User,
    is_team: bool,
    may_override: bool,
    may_lock: bool,
    sessions: Iterable[Session] = (),
    call_hash: str = "",
    **facts: Any,
) -> Speaker:
    """Make the account a speaker of the event, or enter somebody for the team, with these sessions.

    Below the team the call must be open, the address is the account's own and so are the sessions. Raises CallClosed,
    TeamOnly, NotTheirs, Locked, WrongValue, AddressTaken.
    """
    with revising.locked(event.pk) as event:
        calling.check_enabled(event)
        said = presenting.allowed(Speaker(event=event), facts, by=by, is_team=is_team, may_override=may_override)
        if not is_team:
            calling.check_open(event, timezone.now(), call_hash)
            said |= {"user": by, "email": by.email}
        elif said.get("email", "").strip().lower() == by.email:
            said["user"] = by  # who enters herself is herself
        speaker = add(event, by=by, **said)
        for session in sessions:
            _check_may_give(session, by, is_team=is_team, may_lock=may_lock)
            link(speaker, session, by=by)
    return speaker


def amend(
    speaker: Speaker,
    *,
    by: User,
    is_team: bool,
    may_override: bool,
    may_lock: bool,
    sessions: Sequence[Session] | None = None,
    **facts: Any,
) -> Speaker:
    """Give the speaker these facts, and exactly these sessions if any are said; all or nothing.

    Raises TeamOnly, NotTheirs, Locked, WrongValue, AddressTaken, ForeignPart.
    """
    with revising.locked(speaker.event_id):
        speaker.refresh_from_db()
        said = presenting.allowed(speaker, facts, by=by, is_team=is_team, may_override=may_override)
        speaker = change(speaker, by=by, **said)
        if sessions is None:
            return speaker
        wanted = {session.pk: session for session in sessions}
        present = {session.pk: session for session in speaker.sessions.living()}
        differing = {pk: session for pk, session in (present | wanted).items() if (pk in present) != (pk in wanted)}
        for pk, session in differing.items():
            _check_may_give(session, by, is_team=is_team, may_lock=may_lock)
            (link if pk in wanted else unlink)(speaker, session, by=by)
    return speaker


def link(speaker: Speaker, session: Session, *, by: User) -> None:
    """Make the speaker give the session, behind those who do already. Raises ForeignPart."""
    with revising.locked(session.event_id) as event:
        _check_of_event(session, [speaker])
        last = session.speaking.aggregate(last=Max("position"))["last"]
        position = 0 if last is None else last + 1
        _, is_new = SessionSpeaker.objects.get_or_create(
            session=session, speaker=speaker, defaults={"position": position}
        )
        if is_new:
            Session.objects.filter(pk=session.pk).update(revised_at=revising.now())
            revising.bump(event, revising.Kind.LINKED, session, by=by)


def unlink(speaker: Speaker, session: Session, *, by: User) -> None:
    """Take the session from the speaker; where it was not theirs nothing changes."""
    with revising.locked(session.event_id) as event:
        gone, _ = session.speaking.filter(speaker=speaker).delete()
        if gone:
            Session.objects.filter(pk=session.pk).update(revised_at=revising.now())
            revising.bump(event, revising.Kind.UNLINKED, session, by=by)


def set_speakers(session: Session, speakers: Iterable[Speaker], *, by: User) -> Session:
    """Let exactly these give the session, in this order. Raises ForeignPart.

    A removed speaker's link is kept: bringing the speaker back brings it back.
    """
    with revising.locked(session.event_id) as event:
        links, wanted = billing.named(session), {speaker.pk: speaker for speaker in speakers}
        if list(links) != list(wanted):
            _check_of_event(session, list(wanted.values()))
            billing.place(session, links, list(wanted.values()))
            Session.objects.filter(pk=session.pk).update(revised_at=revising.now())
            first, *others = billing.kinds(set(links), set(wanted))
            revising.bump(event, first, session, by=by, along=[(kind, session) for kind in others])
        session.refresh_from_db()
    return session


def reorder(event: Event, orders: Mapping[int, int], *, by: User) -> None:
    """Give these speakers, by their ids, these places in the event's list. Raises Unknown."""
    with revising.locked(event.pk) as event:
        found = Speaker.objects.filter(event=event, deleted_at=None).in_bulk(list(orders))
        for missing in sorted(orders.keys() - found.keys())[:1]:
            raise Unknown(gettext("The event has no speaker with the id %(missing)s.") % {"missing": missing})
        _set_orders(event, {found[pk]: order for pk, order in orders.items()}, by)


def reset_order(event: Event, *, by: User) -> None:
    """Give no speaker of the event a place of its own: they are shown as they came."""
    with revising.locked(event.pk) as event:
        _set_orders(event, dict.fromkeys(Speaker.objects.filter(event=event, deleted_at=None), 0), by)


def _set_orders(event: Event, orders: Mapping[Speaker, int], by: User) -> None:
    changed = [speaker for speaker, order in orders.items() if speaker.order != order]
    for speaker in changed:
        speaker.order = orders[speaker]
    if changed:
        Speaker.objects.bulk_update(changed, ["order"])
        first, *others = [(revising.Kind.CHANGED, speaker) for speaker in changed]
        revising.bump(event, *first, by=by, along=others)


def _set_deleted(speaker: Speaker, *, deleted: bool, by: User) -> Speaker:
    with revising.locked(speaker.event_id) as event:
        speaker.refresh_from_db()
        if (speaker.deleted_at is not None) != deleted:
            speaker.deleted_at = timezone.now() if deleted else None
            _save(speaker, ["deleted_at"])
            kind = revising.Kind.DELETED if deleted else revising.Kind.RESTORED
            revising.bump(event, kind, speaker, by=by, revised=_revise_sessions(speaker))
    return speaker


def _check_of_event(session: Session, speakers: Sequence[Speaker]) -> None:
    """Raise ForeignPart unless all of them are of the session's event, and there: as they are behind its lock."""
    if not Session.objects.living().filter(pk=session.pk).exists():
        raise ForeignPart(gettext("This session was deleted."), pointer="/data/relationships/sessions")
    ids = {speaker.pk for speaker in speakers}
    there = Speaker.objects.filter(pk__in=ids, event=session.event_id, deleted_at=None)
    if there.count() < len(ids):
        raise ForeignPart(gettext("This speaker is not one of the event's."), pointer="/data/relationships/speakers")


def _check_may_give(session: Session, by: User, *, is_team: bool, may_lock: bool) -> None:
    """Raise unless the account may give the session to somebody, or take it: the team's, its own, and no locked one."""
    pointer = "/data/relationships/sessions"
    session.refresh_from_db()
    speaks = session.speaking.filter(speaker__user=by, speaker__deleted_at=None)
    is_own = session.is_proposal and session.creator_id == by.pk
    if not (is_team or is_own or speaks.exists()):
        raise NotTheirs(gettext("There is no such session of yours."), pointer=pointer)
    if session.is_locked and not may_lock:
        raise Locked(gettext("This session is locked: only organizers change it."), pointer=pointer)


def _save(speaker: Speaker, members: list[str] | None = None) -> None:
    try:
        with transaction.atomic():
            speaker.save(update_fields=members)
    except IntegrityError as error:
        raise AddressTaken(
            gettext("Another speaker of this event has this e-mail address."), pointer="/data/attributes/email"
        ) from error


def _revise_sessions(speaker: Speaker) -> list[Session]:
    sessions = Session.objects.living().filter(speaking__speaker=speaker)
    found = list(sessions.only("pk"))
    Session.objects.filter(pk__in=[session.pk for session in found]).update(revised_at=revising.now())
    return found
