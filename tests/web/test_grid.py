"""How a day is drawn: nothing is missing, nothing lies on something else, nothing stands outside its day."""

from datetime import UTC, date, timedelta, tzinfo
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openevent import web
from openevent.calendars.timezones import zone
from openevent.web import grid, grid_style
from openevent.web.grid import Piece, Sheet, sheets
from tests.conftest import at

BERLIN = zone("Europe/Berlin")
# On a busy machine examples take long to be thought of.
QUIETLY = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
# Around both changes of Berlin's clocks, and of those that are set by half an hour.
SPRING, AUTUMN = (
    st.datetimes(at(f"{begin} 00:00").replace(tzinfo=None), at(f"{end} 00:00").replace(tzinfo=None))
    for begin, end in (("2026-03-27", "2026-04-06"), ("2026-10-23", "2026-10-27"))
)
STARTS = SPRING | AUTUMN
MINUTES = st.integers(1, 50) | st.sampled_from([5, 30, 60, 480, 1500, 4000])
ZONES = st.sampled_from(["Europe/Berlin", "Asia/Kathmandu", "America/New_York", "Australia/Lord_Howe", "UTC"]).map(zone)
ROOMS = st.none() | st.integers(1, 4)


@st.composite
def programmes(draw: st.DrawFn) -> list[Piece]:
    found = []
    for key in range(draw(st.integers(0, 25))):
        starts_at = draw(STARTS).replace(tzinfo=UTC, microsecond=0)
        starts_at = starts_at.replace(minute=starts_at.minute // 5 * 5, second=0) if draw(st.booleans()) else starts_at
        ends_at = starts_at + timedelta(minutes=draw(MINUTES))
        found.append(Piece(key=key, starts_at=starts_at, ends_at=ends_at, room=draw(ROOMS)))
    return found


def squares(one: grid.Cell) -> tuple[range, range]:
    return range(one.row, one.row + one.rows), range(one.column, one.column + one.columns)


def meet(one: range, other: range) -> bool:
    return one.start < other.stop and other.start < one.stop


def test_the_style_sheet_has_every_row_and_column() -> None:
    assert (Path(web.__file__).parent / "static" / "web" / "grid.css").read_text() == grid_style.written()


@QUIETLY
@given(programme=programmes(), here=ZONES)
def test_every_session_stands_on_each_of_its_days_and_on_no_other(programme: list[Piece], here: tzinfo) -> None:
    found = {(one.day, cell.piece.key) for one in sheets(programme, [3, 1, 2, 4], here) for cell in one.cells}

    wanted = set()
    for session in programme:
        moment = session.starts_at
        while moment < session.ends_at:
            wanted.add((moment.astimezone(here).date(), session.key))
            moment += timedelta(minutes=1)
    assert found == wanted


@QUIETLY
@given(programme=programmes(), here=ZONES)
def test_no_two_sessions_lie_on_each_other(programme: list[Piece], here: tzinfo) -> None:
    for one in sheets(programme, [3, 1, 2, 4], here):
        for first, second in combinations(one.cells, 2):
            rows, columns = zip(squares(first), squares(second), strict=True)
            assert not (meet(*rows) and meet(*columns)), (first, second)


@QUIETLY
@given(programme=programmes(), here=ZONES)
def test_nothing_stands_outside_its_day_or_its_room(programme: list[Piece], here: tzinfo) -> None:
    for one in sheets(programme, [3, 1, 2, 4], here):
        columns = {head.room: range(head.column, head.column + head.columns) for head in one.heads}
        begins, ends = grid.midnight(one.day, here), grid.midnight(one.day + timedelta(days=1), here)
        for cell in one.cells:
            assert begins <= cell.piece.starts_at < cell.piece.ends_at <= ends
            assert cell.rows >= 1
            assert grid.HEADS < cell.row <= cell.row + cell.rows - 1 <= one.rows
            its = columns.get(cell.piece.room) if cell.columns < one.columns else range(1, one.columns + 1)
            assert its is not None
            assert its.start <= cell.column < cell.column + cell.columns <= its.stop


@QUIETLY
@given(programme=programmes(), here=ZONES)
def test_time_goes_down_to_scale(programme: list[Piece], here: tzinfo) -> None:
    for one in sheets(programme, [3, 1, 2, 4], here):
        for cell in one.cells:
            exact = (cell.piece.ends_at - cell.piece.starts_at) / grid.UNIT
            assert abs(cell.rows - max(exact, 1)) <= 1
        rows = [hour.row for hour in one.hours]
        assert rows == sorted(set(rows))


def drawn(*spans: tuple[str, str, int | None]) -> list[Sheet]:
    """The days in Berlin with sessions at these times in UTC, in these rooms."""
    found = [
        Piece(key=number, starts_at=at(begin), ends_at=at(end), room=room)
        for number, (begin, end, room) in enumerate(spans)
    ]
    return sheets(found, [1, 2], BERLIN)


def places(one: Sheet) -> list[tuple[int, int, int, int]]:
    return [(cell.row, cell.rows, cell.column, cell.columns) for cell in one.cells]


def test_rooms_stand_side_by_side_and_a_break_is_as_broad_as_all() -> None:
    (one,) = drawn(
        ("2026-05-06 08:00", "2026-05-06 08:30", 2),
        ("2026-05-06 08:00", "2026-05-06 09:00", 1),
        ("2026-05-06 09:00", "2026-05-06 09:30", None),
    )

    assert [(head.room, head.column) for head in one.heads] == [(1, 1), (2, 2)]
    assert places(one) == [(2, 6, 2, 1), (2, 12, 1, 1), (14, 6, 1, 2)]
    assert [(hour.at.hour, hour.row) for hour in one.hours] == [(10, 2), (11, 14)]


def test_what_has_no_room_while_others_are_on_has_a_column_of_its_own() -> None:
    (one,) = drawn(("2026-05-06 08:00", "2026-05-06 08:30", 1), ("2026-05-06 08:00", "2026-05-06 08:30", None))

    assert [(head.room, head.column) for head in one.heads] == [(1, 1), (None, 2)]


def test_what_overlaps_in_a_room_stands_side_by_side_and_all_else_takes_its_breadth() -> None:
    (one,) = drawn(
        ("2026-05-06 08:00", "2026-05-06 09:00", 1),
        ("2026-05-06 08:30", "2026-05-06 09:00", 1),
        ("2026-05-06 09:00", "2026-05-06 10:00", 1),
    )

    assert places(one) == [(2, 12, 1, 1), (8, 6, 2, 1), (14, 12, 1, 2)]


def test_a_session_across_midnight_is_on_both_days() -> None:
    first, second = drawn(("2026-05-06 21:00", "2026-05-06 23:30", 1))

    assert [(one.day, one.cells[0].rows, one.cells[0].piece.is_continued) for one in (first, second)] == [
        (date(2026, 5, 6), 12, False),
        (date(2026, 5, 7), 18, True),
    ]


def test_what_ends_at_midnight_is_not_of_the_next_day() -> None:
    assert [one.day for one in drawn(("2026-05-06 21:00", "2026-05-06 22:00", 1))] == [date(2026, 5, 6)]


def test_hours_in_which_nothing_is_on_are_left_out() -> None:
    (one,) = drawn(("2026-05-06 06:00", "2026-05-06 07:00", 1), ("2026-05-06 16:00", "2026-05-06 17:00", 1))

    assert places(one) == [(2, 12, 1, 1), (17, 12, 1, 1)]
    assert [(hour.at.hour, hour.is_after_gap) for hour in one.hours] == [(8, False), (18, True)]
    clocks = [at(f"2026-05-06 {clock}") for clock in ("05:59", "06:07", "12:00", "16:59", "17:00")]
    found = [(one.axis.stretch(clock), clock) for clock in clocks]
    assert [hours and (hours.row_of(clock), hours.last) for hours, clock in found] == [
        *(None, (3, 13), None, (28, 28), None)
    ]


@pytest.mark.parametrize(
    ("day", "clock"),
    [("2026-10-24", [0, 1, 2, 2, 3]), ("2026-03-28", [0, 1, 3, 4, 5])],  # set back; set forward
)
def test_the_clock_of_a_night_on_which_it_is_set(day: str, clock: list[int]) -> None:
    begin = at(f"{day} 22:00") if "10-" in day else at(f"{day} 23:00")
    (one,) = sheets([Piece(key=1, starts_at=begin, ends_at=begin + timedelta(hours=5), room=1)], [1], BERLIN)

    assert [hour.at.hour for hour in one.hours] == clock
    assert one.cells[0].rows == 60
