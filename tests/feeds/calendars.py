"""Reading a feed over HTTP, as calendar programs do: with parsers that we did not write."""

from datetime import UTC, date, datetime
from typing import Any, NamedTuple

import icalendar
from django.http import HttpResponse
from django.test import Client

from openevent.accounts.models import User
from openevent.program.scheduling import Slot
from tests.conftest import as_user, at

LATER = Slot(starts_at=at("2026-10-25 14:00"), ends_at=at("2026-10-25 15:00"))


class Shown(NamedTuple):
    """What a program shows of an entry."""

    summary: str
    starts_at: datetime
    status: str
    sequence: int


def get(path: str, user: User | None = None, /, **headers: str) -> Any:
    """The answer to a GET."""
    client: Client = as_user(user)
    return client.get(path, headers=headers or None)


def events(body: bytes) -> dict[str, icalendar.Event]:
    """The events in a file, by uid."""
    return {str(event["UID"]): event for event in icalendar.Calendar.from_ical(body).events}


def instant(moment: date) -> datetime:
    """The instant; a day is none."""
    assert isinstance(moment, datetime)
    return moment.astimezone(UTC)


def shown(response: HttpResponse) -> dict[str, Shown]:
    """What a program shows of a feed, by uid."""
    assert response.status_code == 200, response.content
    return {
        uid: Shown(str(event["SUMMARY"]), instant(event.start), str(event["STATUS"]), event.sequence)
        for uid, event in events(response.content).items()
    }


def titles(path: str, user: User | None = None) -> list[str]:
    """The titles in the feed at this path, in their order."""
    return [entry.summary for entry in shown(get(path, user)).values()]
