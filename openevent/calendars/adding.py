"""How calendar programs on the web are told to take in one entry, once: each wants an address of its own kind."""

from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote, urlencode

LONGEST = 1000  # characters of the description: addresses have their limits


@dataclass(frozen=True, kw_only=True)
class Once:
    """What is taken in; it does not follow what changes later."""

    title: str
    starts_at: datetime
    ends_at: datetime
    place: str
    description: str
    url: str

    @property
    def words(self) -> str:
        """The description, and where more is read."""
        return "\n\n".join(filter(None, (self.description[:LONGEST], self.url)))


def google(entry: Once) -> str:
    """For Google Calendar: times in UTC."""
    span = "/".join(f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}" for at in (entry.starts_at, entry.ends_at))
    said = {"text": entry.title, "dates": span, "location": entry.place, "details": entry.words}
    return f"https://calendar.google.com/calendar/render?{_query({'action': 'TEMPLATE', **said})}"


def outlook(entry: Once) -> str:
    """For Outlook on the web: times in UTC."""
    said = {
        "subject": entry.title,
        "startdt": f"{entry.starts_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "enddt": f"{entry.ends_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "location": entry.place,
        "body": entry.words,
    }
    way = {"path": "/calendar/action/compose", "rru": "addevent"}
    return f"https://outlook.live.com/calendar/0/deeplink/compose?{_query({**way, **said})}"


def _query(members: dict[str, str]) -> str:
    return urlencode(members, quote_via=quote)
