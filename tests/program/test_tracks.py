"""Tracks: a name on a colour that can be read."""

import pytest

from openevent.program.models import Track


@pytest.mark.parametrize(
    ("color", "font"),
    [
        ("#ffffff", "#000000"),
        ("#000000", "#ffffff"),
        ("#808080", "#000000"),
        ("#7f7f7f", "#ffffff"),
        ("#ff0000", "#ffffff"),
        ("#00ff00", "#000000"),
        ("#0000ff", "#ffffff"),
        ("#ffff00", "#000000"),
    ],
)
def test_letters_are_black_on_bright_colours_and_white_on_dark_ones(color: str, font: str) -> None:
    assert Track(name="Open Hardware", color=color).font_color == font
