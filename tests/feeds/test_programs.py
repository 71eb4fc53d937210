"""Which program asks, by what it calls itself."""

import pytest

from openevent.cli import fetching
from openevent.feeds import programs


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Google-Calendar-Importer", "Google Calendar"),
        ("Microsoft Exchange/15.20 (Windows NT 10.0; Win64; x64)", "Outlook"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Thunderbird/140.1", "Thunderbird"),
        ("macOS/15.1 (24B83) CalendarAgent/988", "Apple Calendar"),
        ("iOS/18.1 (22B83) dataaccessd/1.0", "Apple Calendar"),
        ("DAVx5/4.4.5-ose (2026/01/10; dav4jvm; okhttp/4.12) Android/15", "DAVx⁵"),
        ("vdirsyncer/0.20.0", "vdirsyncer"),
        ("Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0", "a web browser"),
        ("curl/8.5.0", "curl"),
        (fetching.AGENT, "the calendar doctor of Open Event Server"),
        ("", "another program"),
        ("Mozilla/5.0", "another program"),
    ],
)
def test_programs_are_called_what_people_call_them(agent: str, name: str) -> None:
    assert programs.name(agent) == name


def test_nobody_can_be_told_from_others_by_the_name() -> None:
    assert len({programs.name(f"curl/8.{number} (ann@example.org)") for number in range(20)}) == 1
