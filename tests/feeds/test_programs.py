"""Which program asks, by what it calls itself."""

import pytest

from openevent.accounts.models import User
from openevent.cli import fetching
from openevent.events import issuing
from openevent.events.models import Event, FeedToken, Poll
from openevent.feeds import programs
from tests.feeds.calendars import get


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
        ("curl/8.5.0 " + "a " * 50_000, "curl"),
        ("a " * 50_000 + "Thunderbird/140.1", "another program"),  # so far nobody reads
    ],
)
def test_programs_are_called_what_people_call_them(agent: str, name: str) -> None:
    assert programs.name(agent) == name


@pytest.mark.parametrize("agent", ["Mozilla/5.0 Thunderbird/140.1 " + "a" * 100_000, "Mozilla/" * 12_500])
def test_what_is_written_down_of_a_program_is_short(event: Event, ann: User, agent: str) -> None:
    secret = issuing.issue(ann, name="Mine", scope="favourites")[1]
    answers = [
        get(path, **{"User-Agent": agent}) for path in (f"/feeds/{secret}.ics", f"/e/{event.identifier}/schedule.ics")
    ]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert FeedToken.objects.get().last_program == Poll.objects.get().program == programs.name(agent[:300])


def test_nobody_can_be_told_from_others_by_the_name() -> None:
    assert len({programs.name(f"curl/8.{number} (ann@example.org)") for number in range(20)}) == 1
