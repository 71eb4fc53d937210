"""The days of a schedule, ready to be written: what stands where, and what it is called."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from openevent.calendars.timezones import zone
from openevent.web import clocks
from openevent.web.grid import Cell, Sheet, sheets
from openevent.web.listed import Listed, rooms

FEW = 6  # columns that fit beside each other; with more one scrolls
SHORT = 3  # rows in which there is room for a title and nothing else
TALL = 9  # rows in which there is room for long titles and all names


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A session on a day, with its place in the grid where there is one."""

    session: Listed
    hours: str
    cell: Cell | None = None
    at_the_same_time: tuple[Listed, ...] = ()

    @property
    def classes(self) -> str:
        """What style sheets know of it: its place, its track."""
        found = ["cell"]
        if cell := self.cell:
            found += [f"r{cell.row}", f"h{cell.rows}", f"c{cell.column}", f"w{cell.columns}"]
            found += ["short"] if cell.rows <= SHORT else ["tall"] if cell.rows >= TALL else []
        if self.session.track is not None:
            found.append(f"t{self.session.track}")
        return " ".join(found)

    @property
    def is_continued(self) -> bool:
        """Whether it began on a day before."""
        return self.cell is not None and self.cell.piece.is_continued


@dataclass(frozen=True, kw_only=True)
class Day:
    """A day with its sessions by time."""

    when: date
    shown: tuple[Shown, ...]
    sheet: Sheet | None = None
    heads: tuple[tuple[str, str], ...] = ()  # classes and names of rooms
    hours: tuple[tuple[str, str], ...] = ()  # classes and names of hours

    @property
    def name(self) -> str:
        """The day in words."""
        return clocks.day(self.when)

    @property
    def short_name(self) -> str:
        """The day where many stand beside each other."""
        return clocks.short_day(self.when)

    @property
    def anchor(self) -> str:
        """By what the page is opened at this day."""
        return self.when.isoformat()

    @property
    def is_broad(self) -> bool:
        """Whether one must scroll from room to room."""
        return self.sheet is not None and self.sheet.columns > FEW


def drawn(sessions: Iterable[Listed], here: str) -> list[Day]:
    """The days of these sessions as grids, in this zone; what has no time is on none."""
    listed = {one.pk: one for one in sessions if one.piece is not None}
    names = rooms(listed.values())
    found = sheets([one.piece for one in listed.values() if one.piece is not None], list(names), zone(here))
    return [_drawn(sheet, listed, names) for sheet in found]


def by_day(sessions: Iterable[Listed]) -> list[Day]:
    """The days of these sessions as lists, each session on the day on which it begins, with what is at its time."""
    known = list(sessions)
    days: dict[date, list[Shown]] = {}
    for one in known:
        if one.span is not None:
            beside = tuple(other for other in known if other is not one and one.overlaps(other))
            shown = Shown(session=one, hours=one.span.hours, at_the_same_time=beside)
            days.setdefault(one.span.begin.date(), []).append(shown)
    return [Day(when=when, shown=tuple(shown)) for when, shown in days.items()]


def without_time(sessions: Iterable[Listed]) -> list[Shown]:
    """Those of the sessions that nobody has set a time for."""
    return [Shown(session=one, hours="") for one in sessions if one.span is None]


def _drawn(sheet: Sheet, listed: dict[int, Listed], names: dict[int, str]) -> Day:
    shown = [_shown(listed[cell.piece.key], cell) for cell in sheet.cells]
    if not sheet.fits:
        return Day(when=sheet.day, shown=tuple(shown))
    heads = [
        (f"room c{head.column} w{head.columns}", _("Elsewhere") if head.room is None else names[head.room])
        for head in sheet.heads
    ]
    return Day(when=sheet.day, shown=tuple(shown), sheet=sheet, heads=tuple(heads), hours=tuple(_hours(sheet)))


def _shown(session: Listed, cell: Cell) -> Shown:
    return Shown(session=session, hours=session.span.hours if session.span else "", cell=cell)


def _hours(sheet: Sheet) -> Iterator[tuple[str, str]]:
    """The full hours; where clocks are set back one has the name of the zone, too."""
    told: set[str] = set()
    for hour in sheet.hours:
        name = clocks.clock(hour.at)
        if name in told:
            name = f"{name} {hour.at.tzname()}"
        told.add(name)
        gap = " gap" if hour.is_after_gap else ""
        yield f"hour{gap} r{hour.row} w{sheet.columns + 1}", name
