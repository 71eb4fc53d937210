"""Which sessions of an event the team's table shows, and how."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from babel.numbers import format_decimal
from django.core.paginator import Page, Paginator
from django.db.models import F, Prefetch, Q
from django.http import HttpRequest, QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from openevent.events.models import Event
from openevent.lib.spoken import locale
from openevent.lib.text import storable
from openevent.program.models import Session, SessionSpeaker, Speaker
from openevent.program.models.session import SessionQuerySet
from openevent.program.naming import STATES
from openevent.web.clocks import Span

ON_A_PAGE = 50
LONGEST, MOST_WORDS = 200, 8
NUMBERS = {"track": "track_id", "type": "session_type_id", "room": "microlocation_id"}
# By what the table can be sorted: the heading, and the columns.
SORTS: dict[str, tuple[Promise | str, tuple[str, ...]]] = {
    "title": (_("Title"), ("title",)),
    "state": (_("State"), ("state", "title")),
    "track": (_("Track"), ("track__name", "title")),
    "type": (_("Kind"), ("session_type__name", "title")),
    "room": (_("Room"), ("microlocation__name", "starts_at")),
    "time": (_("Time"), ("starts_at",)),
    "rating": (_("Rating"), ("average_rating",)),
    "language": (_("Language"), ("language", "title")),
}


@dataclass(frozen=True, kw_only=True)
class Row:
    """A session as the table shows it."""

    session: Session
    speakers: tuple[Speaker, ...]
    span: Span | None
    state: Promise | str
    rating: str

    @classmethod
    def of(cls, session: Session, event: Event) -> "Row":
        """The row of this session, which was read by `rows`."""
        span = None
        if session.starts_at is not None and session.ends_at is not None:
            span = Span.of(session.starts_at, session.ends_at, event.timezone)
        return cls(
            session=session,
            speakers=tuple(link.speaker for link in session.speaking.all()),
            span=span,
            state=STATES[session.state],
            rating=stars(session),
        )


@dataclass(frozen=True, kw_only=True)
class Heading:
    """The head of a column, by which the table is sorted if one follows its address."""

    name: Promise | str
    address: str
    order: str  # "ascending", "descending", or "" where it is sorted by another


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What of the table is asked for."""

    words: str
    state: str
    numbers: dict[str, int]
    sort: str
    is_descending: bool

    @property
    def is_narrowed(self) -> bool:
        """Something is searched or filtered: where nothing is found, there may be others."""
        return bool(self.words or self.state or self.numbers)

    @classmethod
    def read(cls, query: QueryDict) -> "Asked":
        """From a query; what means nothing is not said."""
        sort, state = query.get("sort", "time"), query.get("state", "")
        name = sort.removeprefix("-")
        return cls(
            words=storable(query.get("q", "")).strip()[:LONGEST],
            state=state if state in STATES or state == "deleted" else "",
            numbers={one: int(query.get(one, "")) for one in NUMBERS if is_number(query.get(one, ""))},
            sort=name if name in SORTS else "time",
            is_descending=sort.startswith("-") and name in SORTS,
        )

    def query(self, **instead: str) -> str:
        """The query of the address of the table, with other values for some of its members."""
        sort = f"-{self.sort}" if self.is_descending else self.sort
        said = {"q": self.words, "state": self.state, **{name: str(one) for name, one in self.numbers.items()}}
        return urlencode({name: value for name, value in {**said, "sort": sort, **instead}.items() if value})

    def headings(self) -> list[Heading]:
        """The heads of the columns by which one can sort."""
        found = []
        for name, (heading, _columns) in SORTS.items():
            is_this = name == self.sort
            turned = f"-{name}" if is_this and not self.is_descending else name
            order = ("descending" if self.is_descending else "ascending") if is_this else ""
            found.append(Heading(name=heading, address=f"?{self.query(sort=turned)}", order=order))
        return found

    def of(self, event: Event) -> SessionQuerySet:
        """Those of the event's sessions that are asked for, in the order that is asked for."""
        found = Session.objects.filter(event=event, deleted_at__isnull=self.state != "deleted")
        if self.state in STATES:
            found = found.filter(state=self.state)
        for name, number in self.numbers.items():
            found = found.filter(**{NUMBERS[name]: number})
        for word in self.words.split()[:MOST_WORDS]:
            spoken = SessionSpeaker.objects.filter(speaker__name__icontains=word, speaker__deleted_at=None)
            found = found.filter(
                Q(title__icontains=word)
                | Q(short_abstract_text__icontains=word)
                | Q(pk__in=spoken.values("session_id"))
            )
        ordered = [
            F(one).desc(nulls_last=True) if self.is_descending else F(one).asc(nulls_last=True)
            for one in SORTS[self.sort][1]
        ]
        return found.order_by(*ordered, "pk")


def rows(sessions: SessionQuerySet) -> SessionQuerySet:
    """The sessions with all that the table shows of them (2 queries)."""
    spoken = SessionSpeaker.objects.filter(speaker__deleted_at=None).select_related("speaker")
    found = sessions.select_related("track", "microlocation", "session_type")
    return found.prefetch_related(Prefetch("speaking", queryset=spoken))


def page(request: HttpRequest, sessions: SessionQuerySet, size: int = ON_A_PAGE) -> Page[Any]:
    """The page of them that is asked for."""
    return Paginator(rows(sessions), size).get_page(request.GET.get("page"))


def stars(session: Session) -> str:
    """The mean of the team's ratings and how many there are; empty where nobody has rated."""
    if not session.rating_count:
        return ""
    return f"{format_decimal(round(session.average_rating, 1), locale=locale())} ({session.rating_count})"


def is_number(text: str) -> bool:
    """Whether the text is the number of a row."""
    return text.isascii() and text.isdecimal() and len(text) <= 18
