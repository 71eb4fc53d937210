"""Who may do what with the programme. Deny by default; the table is `events.policy`."""

from dataclasses import replace

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from openevent.accounts.models import User
from openevent.events import access as events
from openevent.events.access import Asker, Reach
from openevent.events.models import Event
from openevent.events.policy import COORGANIZERS, Act, hats_for
from openevent.lib.text import storable
from openevent.program.models import Session, SessionSpeaker, Speaker, SpeakersCall
from openevent.program.states import Side


def _public_sessions() -> Q:
    return Q(state__in=Session.PUBLIC_STATES)


def _own_sessions(user: User) -> Q:
    """What the user proposed, or speaks in; what somebody entered for the team is the team's."""
    speaking = SessionSpeaker.objects.filter(session=OuterRef("pk"), speaker__user=user, speaker__deleted_at=None)
    return Q(creator=user, is_proposal=True) | Q(Exists(speaking))


def _speakers_of_public_sessions() -> Q:
    speaking = SessionSpeaker.objects.filter(
        speaker=OuterRef("pk"), session__state__in=Session.PUBLIC_STATES, session__deleted_at=None
    )
    return Q(Exists(speaking))


def _colleagues(user: User) -> Q:
    """Who has a role in an event that the user helps to run, proposed something to it or speaks at it."""
    run = events.events_of(user, COORGANIZERS)
    authors = Session.objects.filter(event__in=run, creator__isnull=False).order_by().values("creator_id")
    speakers = Speaker.objects.filter(event__in=run, user__isnull=False).order_by().values("user_id")
    return events.USER.colleagues(user) | Q(pk__in=authors) | Q(pk__in=speakers)


def _by_user(user: User) -> Q:
    return Q(user=user)


def _about_events() -> Q:
    return Q(session=None)  # what the team says of a proposal is the team's


TRACK = Reach(resource="track")
MICROLOCATION = Reach(resource="microlocation")
SESSION_TYPE = Reach(resource="session-type")
SPEAKERS_CALL = Reach(resource="speakers-call")
FEEDBACK = Reach(resource="feedback", or_event="session__event", public=_about_events, own=_by_user)
FAVOURITE_SESSION = Reach(
    resource="user-favourite-session", event="session__event", own=_by_user, soft=False, parent_soft=("session",)
)
SESSION = Reach(resource="session", public=_public_sessions, own=_own_sessions)
SPEAKER = Reach(resource="speaker", public=_speakers_of_public_sessions, own=_by_user)
USER = replace(events.USER, colleagues=_colleagues)  # for whoever knows of programmes, too


def is_speaker(user: Asker, session: Session) -> bool:
    """Whether the asker speaks in the session, or proposed it."""
    account = events.somebody(user)
    if account is None:
        return False
    return Session.objects.filter(_own_sessions(account), pk=session.pk).exists()


def own_sessions(user: User) -> Q:
    """The living sessions that the user proposed, or speaks in."""
    return _own_sessions(user) & events.living(SESSION)


def is_author(user: Asker, session: Session) -> bool:
    """Whether the asker may do what authors do: of what the team entered, each of the team."""
    return is_speaker(user, session) or (not session.is_proposal and may_edit_programme(user, session.event))


def is_living(session: Session) -> bool:
    """Whether neither the session nor its event is deleted; nobody does anything with what is."""
    return session.deleted_at is None and session.event.deleted_at is None


def may_see(user: Asker, session: Session) -> bool:
    """Everyone sees what takes place at a published event; proposals are seen by their speakers and coorganizers."""
    return Session.objects.filter(events.visible(user, SESSION), pk=session.pk).exists()


def may_edit_programme(user: Asker, event: Event) -> bool:
    """Coorganizers and up keep rooms, session types, sessions and speakers, and schedule."""
    return events.may_edit(user, event)


def may_edit(user: Asker, session: Session) -> bool:
    """Speakers edit their own session until it is locked; coorganizers and up any, organizers locked ones, too."""
    if not events.may(user, Act.EDIT, session, SESSION):
        return False
    return not session.is_locked or may_lock(user, session)


def may_delete(user: Asker, session: Session) -> bool:
    """Who may edit the session may delete it, too."""
    return events.may(user, Act.DELETE, session, SESSION) and may_edit(user, session)


def may_lock(user: Asker, session: Session) -> bool:
    """Organizers and the owner lock sessions, and edit locked ones."""
    return is_living(session) and may_lock_in(user, session.event)


def may_lock_in(user: Asker, event: Event) -> bool:
    """Whether the asker edits the locked sessions of the event."""
    return events.has_role(user, event, hats_for("session", Act.EDIT_LOCKED))


def may_file(user: Asker, session: Session) -> bool:
    """Who keeps an event's tracks puts its sessions into them, as long as these are not locked."""
    if not events.may(user, Act.FILE, session, SESSION):
        return False
    return not session.is_locked or may_lock(user, session)


def may_submit(user: Asker, event: Event, word: object = None) -> bool:
    """Whoever sees an event that takes sessions proposes one, or knows of its open call."""
    if not event.is_sessions_speakers_enabled or events.somebody(user) is None:
        return False
    return may_edit_programme(user, event) or Event.objects.filter(proposable(user, word), pk=event.pk).exists()


def may_see_call(user: Asker, call: SpeakersCall, word: object = None) -> bool:
    """Whoever sees the event, or may answer the call; a private one its team, and who says the word that opens it."""
    event = call.event
    if call.deleted_at is not None or event.deleted_at is not None:
        return False
    if may_edit_programme(user, event):
        return True
    if call.privacy == SpeakersCall.Privacy.PRIVATE and not (isinstance(word, str) and call.opens_to(word)):
        return False
    return events.may_see(user, event) or may_submit(user, event, word)


def proposable(user: Asker, word: object) -> Q:
    """The events to which the asker may add proposals: those that they see, and drafts that call for speakers now.

    A draft with a private call is one only for who says the word that opens it.
    """
    found = events.addable(user, "session")
    if events.somebody(user) is not None:
        now = timezone.now()
        opened = Q(privacy=SpeakersCall.Privacy.PUBLIC)
        if isinstance(word, str) and word and storable(word) == word:
            opened |= Q(hash=word)
        calls = SpeakersCall.objects.filter(opened, deleted_at=None, starts_at__lte=now, ends_at__gte=now)
        found |= Q(deleted_at=None, is_sessions_speakers_enabled=True, pk__in=calls.values("event_id"))
    return found


def may_rate(user: Asker, subject: Event | Session) -> bool:
    """Whoever sees an event rates it; a session is rated by coorganizers and up."""
    if isinstance(subject, Session):
        return is_living(subject) and may_edit_programme(user, subject.event)
    return events.may_add(user, "feedback", subject)


def side_of(user: Asker, session: Session) -> Side | None:
    """On which side the asker moves the session's state; None: on neither."""
    if not is_living(session):
        return None
    if may_edit_programme(user, session.event):
        return Side.ORGANIZER
    return Side.SPEAKER if is_speaker(user, session) else None
