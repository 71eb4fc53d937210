"""Colours that people chose are seen on light and on dark pages."""

import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from openevent import web
from openevent.program.models import Track
from openevent.web import colours

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@given(color=COLOURS, behind=st.sampled_from([colours.LIGHT, colours.DARK]))
def test_every_colour_is_seen(color: str, behind: str) -> None:
    assert colours.contrast(colours.seen(color, behind), behind) >= 3


def test_a_colour_that_is_seen_stays() -> None:
    assert colours.seen("#aa3300", colours.LIGHT) == "#aa3300"
    assert (colours.contrast("#000000", "#ffffff"), colours.contrast("#aa3300", "#aa3300")) == (21, 1)


def test_what_is_behind_is_what_the_style_sheet_says() -> None:
    sheet = (Path(web.__file__).parent / "static" / "web" / "style.css").read_text()

    assert re.findall(r"--card: (#[0-9a-f]{6})", sheet) == [colours.LIGHT, colours.DARK]


def test_each_track_has_a_class() -> None:
    sheet = colours.style_sheet([Track(pk=7, color="#aa3300")])

    assert sheet.startswith(".t7{--track:#aa3300}\n@media (prefers-color-scheme: dark) {\n.t7{--track:#")
