"""Tracks: a name on a colour that can be read."""

import pytest

from openevent.accounts.models import User
from openevent.events.models import Event
from openevent.lib.errors import Unknown
from openevent.lib.models import WrongValue
from openevent.program import arranging
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


@pytest.mark.parametrize(
    ("written", "stored"), [("#0f0", "#00ff00"), ("#ABC", "#aabbcc"), (" #00FF00\n", "#00ff00"), ("#123456", "#123456")]
)
def test_a_colour_is_stored_with_six_digits_in_lower_case(
    event: Event, track: Track, olga: User, written: str, stored: str
) -> None:
    made = arranging.add(Track(event=event, name="New", color=written), by=olga)
    changed = arranging.change(track, by=olga, color=written)

    assert (made.color, changed.color) == (stored, stored)


@pytest.mark.parametrize("wrong", ["", "red", "#0g0", "#0000", "00ff00", "#00ff000"])
def test_what_is_no_colour_is_refused(event: Event, olga: User, wrong: str) -> None:
    with pytest.raises(WrongValue) as refusal:
        arranging.add(Track(event=event, name="New", color=wrong), by=olga)

    assert refusal.value.pointer == "/data/attributes/color"


def test_a_track_goes_up_and_down_among_those_that_are_there(event: Event, olga: User) -> None:
    one, two, gone, three = (
        arranging.add(Track(event=event, name=name, color="#000000"), by=olga) for name in ("1", "2", "gone", "3")
    )
    arranging.remove(gone, by=olga)

    def order() -> list[str]:
        return [track.name for track in Track.objects.filter(event=event, deleted_at=None)]

    arranging.shift(three, -1, by=olga)
    up = order()
    arranging.shift(one, 1, by=olga)
    arranging.shift(two, 5, by=olga)
    down = order()
    before = Event.objects.get(pk=event.pk).revision
    arranging.shift(two, 1, by=olga)

    assert (up, down, order()) == (["1", "3", "2"], ["3", "1", "2"], ["3", "1", "2"])
    assert Event.objects.get(pk=event.pk).revision == before
    with pytest.raises(Unknown):
        arranging.shift(gone, 1, by=olga)
