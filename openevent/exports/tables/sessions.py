"""The sessions of an event, proposals too."""

from collections.abc import Iterator
from functools import partial

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from openevent.events.models import Event
from openevent.exports.tables.table import CHUNK, Columns, Table, answers, moment, yes
from openevent.lib import text
from openevent.program.models import Session, SessionSpeaker, Speaker
from openevent.program.models.session import SessionQuerySet
from openevent.program.naming import STATES

STATUSES = frozenset(Session.State.values)
SPEAKING = SessionSpeaker.objects.filter(speaker__deleted_at=None).select_related("speaker")


def table(event: Event, status: str = "") -> Table[Session]:
    """The living sessions, or those in this state; what is no state means all (2 queries a chunk)."""
    sessions = _sessions(event, status)
    return Table(
        title=_("Sessions"),
        rows=partial(_rows, sessions),
        count=sessions.count(),
        columns=_columns(event),
        printed=_printed(event),
    )


def _sessions(event: Event, status: str) -> SessionQuerySet:
    living = Session.objects.living().filter(event=event)
    return living.filter(state=status) if status in STATUSES else living


def _rows(sessions: SessionQuerySet) -> Iterator[Session]:
    found = sessions.select_related("track", "session_type", "microlocation").order_by("starts_at", "pk")
    return iter(found.prefetch_related(Prefetch("speaking", SPEAKING)).iterator(chunk_size=CHUNK))


def speakers(session: Session) -> list[Speaker]:
    """Who gives it, in order."""
    return [link.speaker for link in session.speaking.all()]


def _columns(event: Event) -> Columns[Session]:
    """Those of the published API, in its order, and then what it has not."""
    return {
        "Session Title": lambda session: session.title,
        "Session Starts At": lambda session: moment(session.starts_at, event.timezone),
        "Session Ends At": lambda session: moment(session.ends_at, event.timezone),
        "Session Speakers": _names,
        "Speaker Emails": lambda session: "; ".join(one.email for one in speakers(session) if one.email),
        "Session Track": lambda session: session.shown_track.name if session.shown_track else "",
        "Session Abstract Short": lambda session: session.short_abstract_text,
        "Session Abstract Long": lambda session: text.plain(session.long_abstract),
        "Comment": lambda session: text.plain(session.comments),
        "Created At": lambda session: moment(session.created_at, event.timezone),
        "Email Sent": lambda session: yes(session.is_mail_sent),
        "Level": lambda session: session.level,
        "Status": lambda session: session.state,
        "Session Type": lambda session: session.shown_type.name if session.shown_type else "",
        "Talk Length": lambda session: session.shown_type.length if session.shown_type else "",
        "Language": lambda session: session.language,
        "Slides": lambda session: session.slides_url,
        "Audio": lambda session: session.audio_url,
        "Video": lambda session: session.video_url,
        "Average Rating": lambda session: (
            round(session.rating_sum / session.rating_count, 2) if session.rating_count else None
        ),
        "Number of Ratings": lambda session: session.rating_count,
        "Room": lambda session: session.shown_room.name if session.shown_room else "",
        "Subtitle": lambda session: session.subtitle,
        "Favourites": lambda session: session.favourite_count,
        "Other Answers": lambda session: answers(session.complex_field_values),
    }


def _printed(event: Event) -> Columns[Session]:
    return {
        _("Title"): lambda session: session.title,
        _("Speakers"): _names,
        _("Track"): lambda session: session.shown_track.name if session.shown_track else "",
        _("Room"): lambda session: session.shown_room.name if session.shown_room else "",
        _("Begins"): lambda session: moment(session.starts_at, event.timezone)[:16],
        _("Ends"): lambda session: moment(session.ends_at, event.timezone)[11:16],
        _("State"): lambda session: str(STATES[session.state]),
    }


def _names(session: Session) -> str:
    return "; ".join(speaker.name for speaker in speakers(session))
