"""The page of a programme: its days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse

from openevent.lib import addresses, urls
from openevent.program.models import Session
from openevent.web.clocks import day
from openevent.web.public.events import public
from openevent.web.public.slots import Slot, rows, slot_of
from openevent.web.rendering import page, render
from openevent.web.shown import Shown


@dataclass(frozen=True, kw_only=True)
class Day:
    """What begins on a day, by the hour."""

    when: date
    slots: tuple[Slot, ...]

    @property
    def name(self) -> str:
        """The day in words."""
        return day(self.when)

    @property
    def anchor(self) -> str:
        """By what the page is opened at this day."""
        return self.when.isoformat()


def _days(slots: Iterable[Slot]) -> list[Day]:
    timed = [(slot.span.begin.date(), slot) for slot in slots if slot.span is not None]
    return [
        Day(when=when, slots=tuple(slot for _, slot in group)) for when, group in groupby(timed, lambda one: one[0])
    ]


@page
def schedule(request: HttpRequest, key: str) -> HttpResponse:
    """`/e/{identifier}/schedule`: the programme, day by day."""
    event = public(key)
    slots = [slot_of(session, event) for session in rows(Session.objects.taking_place().filter(event=event))]
    context: dict[str, Any] = {
        "title": event.name,
        "shown": Shown.of(event),
        "canonical": urls.absolute(addresses.schedule(event.identifier)),
        "days": _days(slots),
        "unplanned": [slot for slot in slots if slot.span is None],
    }
    return render(request, "public/schedule.html", context)
