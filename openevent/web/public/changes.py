"""The page of what has changed in a programme, for people; programs read the Atom feed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from openevent.calendars.timezones import zone
from openevent.events import freshness
from openevent.events.models import Event
from openevent.lib import addresses, urls
from openevent.program import history
from openevent.program.history import News, Seen
from openevent.program.models import Session
from openevent.web.clocks import Span, day
from openevent.web.public.events import public
from openevent.web.public.zoned import switch
from openevent.web.rendering import page, render
from openevent.web.shown import Shown
from openevent.web.zones import shown_zone

ON_A_PAGE = 100


@dataclass(frozen=True, kw_only=True)
class Line:
    """What something was and what it is; either may be empty."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class Item:
    """One piece of news: what happened (with a sign of whether it is good or bad news), to what, and how."""

    what: str
    sign: str
    name: str
    path: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, kw_only=True)
class Day:
    """The news of a day."""

    name: str
    items: tuple[Item, ...]


@page
def changes(request: HttpRequest, key: str) -> HttpResponse:
    """`/e/{identifier}/changes`: what moved, came, was cancelled or renamed, the newest first; `?since=` a day."""
    event = public(key)
    since = _day(request.GET.get("since", ""))
    start = datetime.combine(since, time(), zone(event.timezone)).astimezone(UTC) if since is not None else None
    told = [news for news in history.told(event, since=start) if _is_told(news, event)]
    rows = Paginator(told, ON_A_PAGE).get_page(request.GET.get("page"))
    clocks = switch(event, shown_zone(request, event))
    path = f"{addresses.event_page(event.identifier)}/changes"
    asked = [("since", since.isoformat())] if since is not None else []
    in_zone = [("zone", clocks["zone"])] if clocks["is_elsewhere"] else []
    context: dict[str, Any] = {
        "title": _("What has changed"),
        "shown": Shown.of(event),
        "since": since.isoformat() if since is not None else "",
        "days": _days(rows.object_list, event, clocks["zone"]),
        "rows": rows,
        "asked": asked,
        "in_zone": urlencode(in_zone),
        "kept": "".join(f"{urlencode([one])}&" for one in (*asked, *in_zone)),
        "canonical": urls.absolute(path),
        "atom": addresses.schedule_feed(event.identifier, "atom"),
        **clocks,
    }
    return render(request, "public/changes.html", context)


def _day(written: str) -> date | None:
    """The day that is asked for; what is none, or is in no year of ours, is not looked at."""
    try:
        found = date.fromisoformat(written)
    except ValueError:
        return None
    return found if 1900 <= found.year <= 9000 else None


def _is_told(news: News, event: Event) -> bool:
    """As the feeds have it: some time after an event nobody needs to hear of what was cancelled."""
    return news.after is not None or freshness.tells_cancelled(event)


def _days(told: Iterable[News], event: Event, timezone: str) -> list[Day]:
    told, here = list(told), zone(event.timezone)
    opened = _opened(told, event)
    found = []
    for when, group in groupby(told, lambda news: news.at.astimezone(here).date()):
        items = tuple(_item(news, event, timezone, opened) for news in group)
        found.append(Day(name=day(when), items=items))
    return found


def _opened(told: list[News], event: Event) -> frozenset[int]:
    """The sessions among these that have a page (1 query)."""
    known = Session.objects.of_feed(tells_cancelled=freshness.tells_cancelled(event))
    ids = {news.session for news in told if news.session is not None}
    pages = (Session.objects.taking_place() | known).filter(event=event, pk__in=ids)
    return frozenset(pages.order_by().values_list("pk", flat=True))


def _item(news: News, event: Event, timezone: str, opened: frozenset[int]) -> Item:
    before, after = news.before, news.after
    what, sign = _what(news)
    seen = after or before
    path = addresses.event_page(event.identifier)
    if news.session is not None:
        path = addresses.session_page(event.identifier, news.session) if news.session in opened else ""
    return Item(
        what=what,
        sign=sign,
        name=seen.name if seen is not None else "",
        path=path,
        lines=tuple(_lines(before, after, timezone, is_event=news.session is None)),
    )


def _what(news: News) -> tuple[str, str]:
    before, after = news.before, news.after
    if before is None:
        return _("New"), "good"
    if after is None:
        return _("Cancelled"), "bad"
    if before.times != after.times:
        if None in before.times:
            return _("Has a time"), "good"
        return (_("No time yet"), "bad") if None in after.times else (_("Moved"), "")
    if before.place != after.place:
        return (_("Other place") if news.session is None else _("Other room")), ""
    return _("Renamed"), ""


def _lines(before: Seen | None, after: Seen | None, timezone: str, *, is_event: bool) -> Iterable[Line]:
    """What differs; of what is new, or gone, its time and place."""
    pairs = [
        (_("Name") if is_event else _("Title"), *(one.name if one else "" for one in (before, after))),
        (_("Time"), *_times(_span(before, timezone), _span(after, timezone))),
        (_("Place") if is_event else _("Room"), *(one.place if one else "" for one in (before, after))),
    ]
    is_changed = before is not None and after is not None
    for number, (name, was, now) in enumerate(pairs):
        if was != now and (is_changed or number > 0):
            yield Line(name=name, before=was, after=now)


def _span(seen: Seen | None, timezone: str) -> Span | None:
    if seen is None or seen.starts_at is None or seen.ends_at is None:
        return None
    return Span.of(seen.starts_at, seen.ends_at, timezone)


def _times(before: Span | None, after: Span | None) -> tuple[str, str]:
    """When it was and is; a day on which both are is said once."""
    was, now = (f"{span.short_days}, {span.hours}" if span is not None else "" for span in (before, after))
    if before is None or after is None or was == now or before.short_days != after.short_days:
        return was, now
    return was, after.hours
