"""Who may do what with the programme. Deny by default."""

from openevent.accounts.models import User
from openevent.events import access as events
from openevent.events.access import Asker
from openevent.events.models import Event
from openevent.program.models import Session
from openevent.program.states import Side


def is_speaker(user: Asker, session: Session) -> bool:
    """Whether the asker speaks in the session, or proposed it."""
    if not isinstance(user, User) or not user.is_active:
        return False
    if session.creator_id == user.pk:
        return True
    return session.speaking.filter(speaker__user=user, speaker__deleted_at=None).exists()


def is_living(session: Session) -> bool:
    """Whether neither the session nor its event is deleted; nobody does anything with what is."""
    return session.deleted_at is None and session.event.deleted_at is None


def may_see(user: Asker, session: Session) -> bool:
    """Everyone sees what takes place at a published event; proposals are seen by their speakers and coorganizers."""
    if not is_living(session):
        return False
    if session.event.is_public and session.state in Session.PUBLIC_STATES:
        return True
    return may_edit_programme(user, session.event) or is_speaker(user, session)


def may_edit_programme(user: Asker, event: Event) -> bool:
    """Coorganizers and up keep rooms, session types, sessions and speakers, and schedule."""
    return events.may_edit(user, event)


def may_edit(user: Asker, session: Session) -> bool:
    """Speakers edit their own session until it is locked; coorganizers and up any."""
    if not is_living(session):
        return False
    if may_edit_programme(user, session.event):
        return not session.is_locked or may_lock(user, session)
    return not session.is_locked and is_speaker(user, session)


def may_lock(user: Asker, session: Session) -> bool:
    """Organizers and the owner lock sessions, and edit locked ones."""
    return is_living(session) and events.has_role(user, session.event, events.ORGANIZERS)


def may_submit(user: Asker, event: Event) -> bool:
    """Whoever sees an event that takes sessions proposes one; coorganizers and up always may."""
    if not isinstance(user, User) or not user.is_active:
        return False
    return may_edit_programme(user, event) or (event.is_sessions_speakers_enabled and events.may_see(user, event))


def side_of(user: Asker, session: Session) -> Side | None:
    """On which side the asker moves the session's state; None: on neither."""
    if not is_living(session):
        return None
    if may_edit_programme(user, session.event):
        return Side.ORGANIZER
    return Side.SPEAKER if is_speaker(user, session) else None
