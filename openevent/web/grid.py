"""How a day is drawn: which rows and columns of a grid its sessions take, time down and rooms across."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import groupby
from operator import attrgetter

UNIT = timedelta(minutes=5)  # a row
HEADS = 1  # rows above the first
GAP = 3  # rows that stand for hours in which nothing is on
LONGEST_PAUSE = timedelta(minutes=60)  # a longer one is a gap
LONGEST = timedelta(days=31)  # so long is a session shown day by day
# Of more rows and columns the style sheet knows nothing; such a day is a list everywhere.
MOST_ROWS, MOST_COLUMNS = 330, 60


@dataclass(frozen=True, kw_only=True)
class Piece:
    """What of a session falls on a day: the half-open span between two instants, and the number of its room, if any."""

    key: int
    starts_at: datetime
    ends_at: datetime
    room: int | None
    is_continued: bool = False  # it began on a day before


@dataclass(frozen=True, kw_only=True)
class Cell:
    """Where a piece stands: from which row and column on, and over how many."""

    piece: Piece
    row: int
    rows: int
    column: int = 0
    columns: int = 1


@dataclass(frozen=True, kw_only=True)
class Head:
    """The columns of a room; of sessions without one where there is no number."""

    room: int | None
    column: int
    columns: int


@dataclass(frozen=True, kw_only=True)
class Hour:
    """A full hour on the clock, and its row; `is_after_gap` where the hours before it are left out."""

    at: datetime
    row: int
    is_after_gap: bool = False


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """Hours without a gap: from when to when, and the row at which they begin."""

    starts_at: datetime
    ends_at: datetime
    row: int

    @property
    def rows(self) -> int:
        """How many rows these are."""
        return units(self.ends_at - self.starts_at)

    @property
    def last(self) -> int:
        """The row at which they end."""
        return self.row + self.rows - 1

    def row_of(self, at: datetime) -> int:
        """The row of a moment among them."""
        return self.row + (at - self.starts_at) // UNIT


@dataclass(frozen=True, kw_only=True)
class Axis:
    """The rows of a day."""

    stretches: tuple[Stretch, ...]

    def stretch(self, at: datetime) -> Stretch | None:
        """The hours around this moment; None in a gap, and before and after the day."""
        return next((one for one in self.stretches if one.starts_at <= at < one.ends_at), None)


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A day as it is drawn."""

    day: date
    axis: Axis
    hours: tuple[Hour, ...]
    heads: tuple[Head, ...]
    cells: tuple[Cell, ...]

    @property
    def columns(self) -> int:
        """How many there are, without that of the hours."""
        return sum(head.columns for head in self.heads)

    @property
    def rows(self) -> int:
        """How many there are, with that of the heads."""
        return self.axis.stretches[-1].last

    @property
    def fits(self) -> bool:
        """Whether it can be drawn as a grid at all."""
        return self.columns <= MOST_COLUMNS and self.rows <= MOST_ROWS


def units(span: timedelta) -> int:
    """The rows of a span, rounded up."""
    return -(-span // UNIT)


def midnight(day: date, here: tzinfo) -> datetime:
    """The instant at which the day begins on these clocks."""
    return datetime.combine(day, time(), tzinfo=here)


def pieces(piece: Piece, here: tzinfo) -> list[tuple[date, Piece]]:
    """The session cut at midnight of these clocks, by day; what ends at midnight is not of the next day."""
    ends_at = min(piece.ends_at, piece.starts_at + LONGEST)
    day, begin = piece.starts_at.astimezone(here).date(), piece.starts_at
    found: list[tuple[date, Piece]] = []
    while begin < ends_at or not found:
        end = min(ends_at, midnight(day + timedelta(days=1), here).astimezone(piece.starts_at.tzinfo))
        found.append((day, replace(piece, starts_at=begin, ends_at=end, is_continued=bool(found))))
        day, begin = day + timedelta(days=1), end
    return found


def sheets(sessions: Iterable[Piece], rooms: Sequence[int], here: tzinfo) -> list[Sheet]:
    """The days on which something is on; `rooms` says in which order rooms stand."""
    cut = [part for session in sessions for part in pieces(session, here)]
    cut.sort(key=lambda part: (part[0], part[1].starts_at, not part[1].is_continued))
    return [
        sheet(day, [piece for _, piece in group], rooms, here) for day, group in groupby(cut, key=lambda part: part[0])
    ]


def sheet(day: date, found: Sequence[Piece], rooms: Sequence[int], here: tzinfo) -> Sheet:
    """The day with these pieces."""
    axis = _axis(found, here)
    cells = [_in_rows(piece, axis) for piece in found]
    broad = _breaks(cells)
    heads, placed = _columns([cell for cell in cells if cell.piece.key not in broad], rooms)
    width = max(1, sum(head.columns for head in heads))
    heads = heads or (Head(room=None, column=1, columns=1),)
    placed |= {cell.piece.key: replace(cell, column=1, columns=width) for cell in cells if cell.piece.key in broad}
    return Sheet(
        day=day,
        axis=axis,
        hours=tuple(_hours(axis, here)),
        heads=heads,
        cells=tuple(placed[piece.key] for piece in found),
    )


def _axis(found: Sequence[Piece], here: tzinfo) -> Axis:
    """Full hours around everything that is on, with a gap where nothing is for long."""
    spans: list[tuple[datetime, datetime]] = []
    for piece in sorted(found, key=attrgetter("starts_at")):
        begin, end = _hour_before(piece.starts_at, here), _hour_after(piece.ends_at, here)
        if spans and begin <= spans[-1][1] + LONGEST_PAUSE:
            spans[-1] = (spans[-1][0], max(spans[-1][1], end))
        else:
            spans.append((begin, end))
    row, stretches = HEADS + 1, []
    for begin, end in spans:
        stretches.append(Stretch(starts_at=begin, ends_at=end, row=row))
        row += stretches[-1].rows + GAP
    return Axis(stretches=tuple(stretches))


def _hour_before(at: datetime, here: tzinfo) -> datetime:
    """The last full hour of these clocks until the moment."""
    local = at.astimezone(here)
    return at - timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)


def _hour_after(at: datetime, here: tzinfo) -> datetime:
    before = _hour_before(at, here)
    return before if before == at else before + timedelta(hours=1)


def _in_rows(piece: Piece, axis: Axis) -> Cell:
    """The cell with its rows: never none, and never below the end of the day."""
    stretch = next(one for one in axis.stretches if one.starts_at <= piece.starts_at <= one.ends_at)
    last = stretch.row + stretch.rows
    row = min(stretch.row + _nearest(piece.starts_at - stretch.starts_at), last - 1)
    end = min(stretch.row + _nearest(piece.ends_at - stretch.starts_at), last)
    return Cell(piece=piece, row=row, rows=max(1, end - row))


def _nearest(span: timedelta) -> int:
    return (span + UNIT / 2) // UNIT


def _breaks(cells: Sequence[Cell]) -> set[int]:
    """What has no room while nothing else is on: it is for everybody, and as broad as the day."""
    alone = [together[0] for together in _together(cells) if len(together) == 1]
    return {cell.piece.key for cell in alone if cell.piece.room is None}


def _columns(cells: Sequence[Cell], rooms: Sequence[int]) -> tuple[tuple[Head, ...], dict[int, Cell]]:
    """The rooms in which something is, and the cells by their sessions; those without a room stand last."""
    order = {room: position for position, room in enumerate(rooms)}
    by_room: dict[int | None, list[Cell]] = {}
    for cell in cells:
        by_room.setdefault(cell.piece.room, []).append(cell)
    heads, placed, column = [], {}, 1
    for room in sorted(by_room, key=lambda one: len(order) if one is None else order.get(one, -1)):
        lanes = [_lanes(together) for together in _together(by_room[room])]
        width = max(count for _, count in lanes)
        heads.append(Head(room=room, column=column, columns=width))
        for chosen, count in lanes:
            for cell, lane in chosen:
                # What has nothing beside it takes the room that there is.
                rest = width - count + 1 if lane == count - 1 else 1
                placed[cell.piece.key] = replace(cell, column=column + lane, columns=rest)
        column += width
    return tuple(heads), placed


def _together(cells: Iterable[Cell]) -> list[list[Cell]]:
    """The cells in groups that share no row with each other."""
    groups: list[list[Cell]] = []
    end = 0
    for cell in sorted(cells, key=attrgetter("row")):
        if not groups or cell.row >= end:
            groups.append([])
        groups[-1].append(cell)
        end = max(end, cell.row + cell.rows)
    return groups


def _lanes(cells: Iterable[Cell]) -> tuple[list[tuple[Cell, int]], int]:
    """Each cell with the first lane that is free at its row, and how many lanes that takes."""
    ends: list[int] = []
    chosen = []
    for cell in cells:
        lane = next((number for number, end in enumerate(ends) if end <= cell.row), len(ends))
        ends[lane : lane + 1] = [cell.row + cell.rows]
        chosen.append((cell, lane))
    return chosen, len(ends)


def _hours(axis: Axis, here: tzinfo) -> Iterable[Hour]:
    """The full hours of the clock, from row to row: clocks that are set forward or back miss one or have it twice."""
    for number, stretch in enumerate(axis.stretches):
        for unit in range(stretch.rows):
            at = (stretch.starts_at + unit * UNIT).astimezone(here)
            if at.minute == 0:
                yield Hour(at=at, row=stretch.row + unit, is_after_gap=bool(number) and unit == 0)
