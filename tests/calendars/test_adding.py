"""Links by which calendar programs on the web take in one entry."""

from datetime import UTC, datetime, timedelta, timezone
from urllib.parse import parse_qs, urlsplit

from openevent.calendars import adding
from openevent.calendars.adding import Once

ENTRY = Once(
    title="Tea & talk: a+b? “ö”",
    starts_at=datetime(2026, 10, 24, 10, tzinfo=timezone(timedelta(hours=2))),
    ends_at=datetime(2026, 10, 24, 9, tzinfo=UTC),
    place="Blue Hall, Old Mill",
    description="Bring cups.",
    url="https://example.org/e/0a1b2c3d/session/1",
)


def said(url: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


def test_google_is_told_times_in_utc() -> None:
    assert adding.google(ENTRY).startswith("https://calendar.google.com/calendar/render?")
    assert said(adding.google(ENTRY)) == {
        "action": "TEMPLATE",
        "text": "Tea & talk: a+b? “ö”",
        "dates": "20261024T080000Z/20261024T090000Z",
        "location": "Blue Hall, Old Mill",
        "details": "Bring cups.\n\nhttps://example.org/e/0a1b2c3d/session/1",
    }


def test_outlook_is_told_the_same() -> None:
    told = said(adding.outlook(ENTRY))

    assert (told["subject"], told["startdt"], told["enddt"]) == (
        "Tea & talk: a+b? “ö”",
        "2026-10-24T08:00:00Z",
        "2026-10-24T09:00:00Z",
    )
    assert (told["rru"], told["location"]) == ("addevent", "Blue Hall, Old Mill")
    assert "+" not in adding.outlook(ENTRY)  # Outlook shows it as it is


def test_a_long_description_makes_no_long_address() -> None:
    long = Once(**{**vars(ENTRY), "description": "x" * 100_000})

    assert len(adding.google(long)) < 2000
