"""The days of a calendar, and what takes place in its rooms on each: how conference apps lay out a programme."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from openevent.calendars.document import Calendar, Entry
from openevent.calendars.timestamps import local
from openevent.calendars.zonedata import zone

_DAY, _SECOND = timedelta(days=1), timedelta(seconds=1)
# A calendar of many years is no conference: of its days, those without sessions are not worth listing.
_LONGEST_CONFERENCE = timedelta(days=100)


@dataclass(frozen=True, kw_only=True, slots=True)
class Day:
    """A calendar date in the calendar's zone, from midnight to midnight; `index` counts from 1.

    `rooms` holds the rooms in which something starts on this day, in the order in which the calendar first names
    them, each with its entries by start and uid.
    """

    index: int
    date: date
    starts_at: datetime
    ends_at: datetime
    rooms: dict[str, list[Entry]]


def days(calendar: Calendar) -> tuple[Day, ...]:
    """Every day of the conference, also those on which nothing is planned: apps take the index for the position.

    An entry belongs to the date on which it starts, even if it lasts beyond midnight. None for a calendar without
    entries whose event has no dates.
    """
    planned = _by_date(calendar)
    return tuple(
        Day(
            index=index,
            date=day,
            starts_at=_midnight(calendar, day),
            ends_at=_midnight(calendar, day + _DAY),
            rooms=planned.get(day, {}),
        )
        for index, day in enumerate(_dates(calendar, planned), start=1)
    )


def room(entry: Entry) -> str:
    """Where apps list the entry: in its room, else under the place that plain calendars name; "" for neither."""
    return entry.details.room or entry.location


def rooms(calendar: Calendar) -> tuple[str, ...]:
    """The rooms in the order in which the calendar first names them; "" stands for entries without any place."""
    return tuple(dict.fromkeys(map(room, calendar.entries)))


def _by_date(calendar: Calendar) -> dict[date, dict[str, list[Entry]]]:
    here, order = zone(calendar.zone), {name: position for position, name in enumerate(rooms(calendar))}
    planned: dict[date, dict[str, list[Entry]]] = {}
    for entry in sorted(calendar.entries, key=lambda entry: (order[room(entry)], entry.starts_at, entry.uid)):
        day = local(entry.starts_at, here).date()
        planned.setdefault(day, {}).setdefault(room(entry), []).append(entry)
    return planned


def _dates(calendar: Calendar, planned: dict[date, dict[str, list[Entry]]]) -> list[date]:
    dates = sorted({*planned, *_dates_of_event(calendar)})
    if not dates or dates[-1] - dates[0] > _LONGEST_CONFERENCE:
        return sorted(planned)
    return [dates[0] + number * _DAY for number in range((dates[-1] - dates[0]).days + 1)]


def _dates_of_event(calendar: Calendar) -> Iterator[date]:
    """The first and the last date of the event itself, as far as they are known."""
    starts_at, ends_at, here = calendar.about.starts_at, calendar.about.ends_at, zone(calendar.zone)
    if starts_at:
        yield local(starts_at, here).date()
    if ends_at:
        # An event that ends at midnight is over on the day before.
        last = ends_at - _SECOND
        yield local(max(last, starts_at) if starts_at else last, here).date()


def _midnight(calendar: Calendar, day: date) -> datetime:
    here = zone(calendar.zone)
    return local(datetime.combine(day, time(), tzinfo=here), here)
