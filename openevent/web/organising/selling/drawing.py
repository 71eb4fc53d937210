"""A picture of numbers that grow, drawn on the server: lines over days, each with its name at its end."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, log10

WIDTH, HEIGHT = 900, 340
LEFT, RIGHT, TOP, BOTTOM = 56, 190, 16, 36  # beside the plot: numbers, names of lines, and days
LINE = 17  # what a name at the end of a line needs
# Lines differ in their strokes, and in colours of the style sheet: whoever sees no colours tells them apart, too.
STROKES = ("", "10 5", "2 4", "14 4 2 4", "6 6", "20 4")


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line of the picture; `points` as SVG has them."""

    name: str
    points: str
    stroke: str
    number: int  # of its colour
    label_y: float
    end_x: float
    end_y: float


@dataclass(frozen=True, kw_only=True)
class Tick:
    """A mark at the side of the picture."""

    at: float
    words: str


@dataclass(frozen=True, kw_only=True)
class Picture:
    """What the template draws."""

    lines: Sequence[Line]
    across: Sequence[Tick]  # days
    up: Sequence[Tick]  # numbers
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    bottom: int = HEIGHT - BOTTOM
    names: int = WIDTH - RIGHT + 12


def picture(names: Sequence[str], series: Sequence[Sequence[int]], days: Sequence[str]) -> Picture:
    """The series, each of a number for every day, as lines; of the days so many are named as there is room for."""
    step = nice(max((max(one, default=0) for one in series), default=0))
    most = step * 4
    ends = [_y(one[-1], most) for one in series]
    labels = spread(ends)
    lines = [
        Line(
            name=name,
            points=" ".join(f"{_x(at, len(days)):.1f},{_y(value, most):.1f}" for at, value in enumerate(one)),
            stroke=STROKES[number % len(STROKES)],
            number=number % len(STROKES),
            label_y=labels[number],
            end_x=_x(len(days) - 1, len(days)),
            end_y=ends[number],
        )
        for number, (name, one) in enumerate(zip(names, series, strict=True))
    ]
    named = range(0, len(days), max(1, ceil(len(days) / 6)))
    return Picture(
        lines=lines,
        across=[Tick(at=_x(at, len(days)), words=days[at]) for at in named],
        up=[Tick(at=_y(step * number, most), words=str(step * number)) for number in range(5)],
    )


def nice(most: int) -> int:
    """A round number, four of which are at least this many."""
    least = max(1, ceil(most / 4))
    power = int(10 ** int(log10(least)))
    return next(number for number in (power, 2 * power, 5 * power, 10 * power) if number >= least)


def spread(ends: Sequence[float]) -> list[float]:
    """Where the names stand: as near to the ends of their lines as they can without touching each other."""
    order = sorted(range(len(ends)), key=lambda number: ends[number])
    found = list(ends)
    for before, number in zip([None, *order], order, strict=False):
        if before is not None:
            found[number] = max(found[number], found[before] + LINE)
    over = max((found[number] for number in order[-1:]), default=0) - (HEIGHT - BOTTOM)
    return [y - over for y in found] if over > 0 else found


def _x(at: int, days: int) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * (at / (days - 1) if days > 1 else 0.5)


def _y(value: int, most: int) -> float:
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / most
