"""The speakers of an event."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.utils.translation import gettext as _

from openevent.events.models import Event
from openevent.exports.tables.table import CHUNK, Columns, Table, answers
from openevent.lib import text
from openevent.program.models import Session, SessionSpeaker, Speaker
from openevent.program.naming import STATES

SPEAKING = SessionSpeaker.objects.filter(session__deleted_at=None).select_related("session").order_by("session_id")
WITHOUT_SESSION = "without_session"
STATUSES = frozenset({*Session.State.values, WITHOUT_SESSION})


def table(event: Event, status: str = "") -> Table[Speaker]:
    """The living speakers: those with a session in this state, or without any; what is no state means all."""
    speakers = _speakers(event, status)
    return Table(
        title=_("Speakers"), rows=partial(_rows, speakers), count=speakers.count(), columns=COLUMNS, printed=_printed()
    )


def _speakers(event: Event, status: str) -> QuerySet[Speaker]:
    living = Speaker.objects.filter(event=event, deleted_at=None)
    speaking = SessionSpeaker.objects.filter(speaker=OuterRef("pk"), session__deleted_at=None)
    if status == WITHOUT_SESSION:
        return living.filter(~Exists(speaking))
    return living.filter(Exists(speaking.filter(session__state=status))) if status in STATUSES else living


def _rows(speakers: QuerySet[Speaker]) -> Iterator[Speaker]:
    found = speakers.prefetch_related(Prefetch("speaking", SPEAKING)).order_by("order", "pk")
    return iter(found.iterator(chunk_size=CHUNK))


def _sessions(called: Callable[[str], object], speaker: Any) -> str:
    """The titles of what they give, each with its state as it is called."""
    return "; ".join(f"{link.session.title} ({called(link.session.state)})" for link in speaker.speaking.all())


# Those of the published API, in its order, and then what it has not.
COLUMNS: Columns[Speaker] = {
    "Speaker Name": lambda speaker: speaker.name,
    "Speaker Email": lambda speaker: speaker.email,
    "Speaker Session(s)": partial(_sessions, str),
    "Speaker Mobile": lambda speaker: speaker.mobile,
    "Speaker Bio": lambda speaker: text.plain(speaker.short_biography),
    "Speaker Organisation": lambda speaker: speaker.organisation,
    "Speaker Position": lambda speaker: speaker.position,
    "Speaker Experience": lambda speaker: text.plain(speaker.speaking_experience),
    "Speaker Sponsorship Required": lambda speaker: text.plain(speaker.sponsorship_required),
    "Speaker City": lambda speaker: speaker.city,
    "Speaker Country": lambda speaker: speaker.country,
    "Speaker Website": lambda speaker: speaker.website,
    "Speaker Twitter": lambda speaker: speaker.twitter,
    "Speaker Facebook": lambda speaker: speaker.facebook,
    "Speaker Github": lambda speaker: speaker.github,
    "Speaker LinkedIn": lambda speaker: speaker.linkedin,
    "Other Answers": lambda speaker: answers(speaker.complex_field_values),
}


def _printed() -> Columns[Speaker]:
    return {
        _("Name"): lambda speaker: speaker.name,
        _("E-mail"): lambda speaker: speaker.email,
        _("Organisation"): lambda speaker: speaker.organisation,
        _("Telephone"): lambda speaker: speaker.mobile,
        _("Sessions"): partial(_sessions, STATES.__getitem__),
    }
