"""Colours that people chose, made so that they are seen on our pages."""

from collections.abc import Iterable

from openevent.program.models import Track

LIGHT, DARK = "#f5f6fa", "#1b1e27"  # what cards have behind them, as `style.css` says (`--card`)
ENOUGH = 3.0  # for what is no text (WCAG 2.2, 1.4.11)
STEPS = 20


def luminance(color: str) -> float:
    """How bright `#rrggbb` is, from 0 to 1 (WCAG 2.2, "relative luminance")."""
    red, green, blue = (_linear(part / 255) for part in _parts(color))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """From 1 to 21 (WCAG 2.2, "contrast ratio")."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def seen(color: str, behind: str) -> str:
    """The colour, or the nearest to it, towards black or white, that is seen on what is behind it."""
    towards = 255 if luminance(behind) < 0.18 else 0  # in the middle both have the same contrast
    mixed = (_mixed(color, towards, step / STEPS) for step in range(STEPS + 1))
    return next(one for one in mixed if contrast(one, behind) >= ENOUGH)


def style_sheet(tracks: Iterable[Track]) -> str:
    """For each track a class `.t{id}` that sets `--track`, for light and for dark pages."""
    known = list(tracks)
    light, dark = (
        "".join(f".t{track.pk}{{--track:{seen(track.color, behind)}}}\n" for track in known) for behind in (LIGHT, DARK)
    )
    return f"{light}@media (prefers-color-scheme: dark) {{\n{dark}}}\n"


def _parts(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:], 16)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _mixed(color: str, towards: int, share: float) -> str:
    return "#" + "".join(f"{round(part + (towards - part) * share):02x}" for part in _parts(color))
