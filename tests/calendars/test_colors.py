"""Colours by name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openevent.calendars import colors


@pytest.mark.parametrize(
    ("color", "name"),
    [
        ("#ff6347", "tomato"),
        ("#FF6348", "tomato"),
        ("#fff", "white"),
        ("#000", "black"),
        ("#f00", "red"),
        (" #00FF01 ", "lime"),
        ("#3b82f6", "dodgerblue"),
        ("#808080", "gray"),
        ("tomato", "tomato"),
        ("Tomato", "tomato"),
    ],
)
def test_the_nearest_name_is_found(color: str, name: str) -> None:
    assert colors.nearest(color) == name


@pytest.mark.parametrize(
    "color", ["", "#", "#ff", "#ffff", "#fffffff", "ff6347", "#gggggg", "no", "#ff6347\r\nX:1", "#１２３"]
)
def test_nonsense_has_no_name(color: str) -> None:
    assert colors.nearest(color) == ""


@given(st.text())
def test_every_answer_is_a_css_name_or_none(color: str) -> None:
    assert colors.nearest(color) in {"", *colors.NAMES}


def test_there_are_147_names_and_each_is_its_own_nearest() -> None:
    assert len(colors.NAMES) == 147
    for name, rgb in colors.NAMES.items():
        assert colors.NAMES[colors.nearest("#{:02x}{:02x}{:02x}".format(*rgb))] == rgb
        assert name.isascii()
        assert name.islower()
