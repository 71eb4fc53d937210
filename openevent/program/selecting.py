"""Which sessions of an event a calendar shows: one grammar for feeds, exports and the command line."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from openevent.calendars.timezones import zone
from openevent.events.models import Event
from openevent.lib.errors import Malformed, Unknown
from openevent.program import grammar
from openevent.program.models import Microlocation, SessionSpeaker, SessionType, Speaker, Track
from openevent.program.models.session import SessionQuerySet


@dataclass(frozen=True, kw_only=True)
class Selection:
    """What is asked for: members narrow, several values of one member widen; nothing said is everything.

    `track`, `room`, `speaker`, `type` and `session` are ids, `day` days as the event's clocks have them, `language`
    one of those that a session says, `text` words that it must all say. Values are sorted and each is there once: what
    means the same is equal.
    """

    track: tuple[int, ...] = ()
    room: tuple[int, ...] = ()
    speaker: tuple[int, ...] = ()
    type: tuple[int, ...] = ()
    session: tuple[int, ...] = ()
    language: tuple[str, ...] = ()
    text: tuple[str, ...] = ()
    day: tuple[date, ...] = ()
    state: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Sort the values."""
        for member in fields(self):
            object.__setattr__(self, member.name, tuple(sorted(set(getattr(self, member.name)))))

    @classmethod
    def parse(cls, asked: Mapping[str, Iterable[str]]) -> "Selection":
        """The selection in a query, `track=3&track=4` or `track=3,4`; other names are none of ours.

        A member without a value, `track=`, is one that is not said: forms send empty fields, too. Raises Malformed for
        a value that can mean nothing, and for a name that was meant to be one of ours.
        """
        for name in asked:
            if (meant := grammar.meant(name)) != name and meant in grammar.WORDS:
                raise Malformed(
                    _("“%(name)s” means nothing here: write “%(meant)s”.") % {"name": name, "meant": meant},
                    parameter=name,
                )
        return cls(**{name: grammar.values(name, asked[name]) for name in grammar.WORDS if name in asked})

    @property
    def query(self) -> str:
        """The selection as the query of an address, always the same for the same selection; "" for everything."""
        said = [(one.name, ",".join(map(str, getattr(self, one.name)))) for one in fields(self)]
        return urlencode([(name, values) for name, values in said if values], safe=",")

    def title(self, event: Event, sessions: SessionQuerySet) -> str:
        """What the selection of these sessions is called: the names of the tracks, rooms, … it asks for, and its days.

        Of sessions and speakers no more is told than these sessions' calendar tells.
        """
        chosen = sessions.filter(event=event)
        names: list[str] = []
        for part, model in PARTS.items():
            kept = model._default_manager.filter(event=event, deleted_at=None, pk__in=getattr(self, part))
            names += kept.order_by("pk").values_list("name", flat=True) if getattr(self, part) else ()
        if self.speaker:
            names += _speaking(self.speaker, chosen.standing()).order_by("pk").values_list("name", flat=True)
        if self.session:
            names += chosen.filter(pk__in=self.session).order_by("pk").shown_titles()
        return ", ".join([*names, *self.language, *self.text, *map(str, self.day)])

    def of(self, event: Event, sessions: SessionQuerySet) -> SessionQuerySet:
        """Those of the event's sessions that are asked for. Raises Unknown for a part that the event never had.

        Sessions and speakers that are not among these sessions are as unknown as those that there never were. A removed
        track is known: who follows it has an empty calendar, and no error.
        """
        found = sessions.filter(_days(event, self.day), _languages(self.language), event=event)
        for name, model in PARTS.items():
            wanted = getattr(self, name)
            _check(name, wanted, model._default_manager.filter(event=event, pk__in=wanted))
        _check("session", self.session, sessions.filter(event=event, pk__in=self.session))
        _check("speaker", self.speaker, _speaking(self.speaker, sessions.filter(event=event)))
        if self.text:
            found = found.saying(self.text, event)
        for name, column in COLUMNS.items():
            if values := getattr(self, name):
                found = found.filter(**{f"{column}__in": values})
        if self.speaker:
            speaking = SessionSpeaker.objects.filter(speaker__in=self.speaker, speaker__deleted_at=None)
            found = found.filter(pk__in=speaking.values("session_id"))
        return found


COLUMNS = {
    "track": "track_id",
    "room": "microlocation_id",
    "type": "session_type_id",
    "session": "pk",
    "state": "state",
}
# What everyone sees of a published event.
PARTS: dict[str, type[Model]] = {"track": Track, "room": Microlocation, "type": SessionType}


def _check(name: str, wanted: tuple[int, ...], known: QuerySet[Any]) -> None:
    if wanted and known.count() < len(wanted):
        raise Unknown(_("This event has no such %(name)s.") % {"name": name}, parameter=name)


def _speaking(speakers: tuple[int, ...], sessions: SessionQuerySet) -> QuerySet[Speaker]:
    """Those of the speakers who speak in one of the sessions; who was removed does not."""
    speaking = SessionSpeaker.objects.filter(session__in=sessions.order_by().values("pk"))
    return Speaker.objects.filter(pk__in=speakers, deleted_at=None).filter(pk__in=speaking.values("speaker_id"))


def _languages(languages: tuple[str, ...]) -> Q:
    """The sessions in one of the languages, alone or among others: “English, Deutsch” is in both."""
    found = Q()
    for language in languages:
        found |= Q(language__iregex=rf"(^|[,;/])\s*{re.escape(language)}\s*($|[,;/])")
    return found


def _days(event: Event, days: tuple[date, ...]) -> Q:
    """The sessions that begin on one of the days."""
    found = Q()
    for day in days:
        if not date.min < day < date.max:
            raise Malformed(_("“day” is in no year that calendars know."), parameter="day")
        begins, ends = (_midnight(event, one) for one in (day, day + timedelta(days=1)))
        found |= Q(starts_at__gte=begins, starts_at__lt=ends)
    return found


def _midnight(event: Event, day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=zone(event.timezone))


EVERYTHING = Selection()
