"""How long an event's feeds tell what was cancelled, and what answers their polls."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from openevent.accounts.models import User
from openevent.events import freshness
from openevent.events.models import Event
from openevent.events.publishing import unpublish
from tests.conftest import at

MONTH = freshness.REMEMBERED
ENDS = at("2026-10-26 17:00")  # the event's


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Call it with a moment, and it is now."""
    monkeypatch.setattr(freshness, "REMEMBERED", MONTH)

    def set_clock(moment: datetime) -> None:
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)
        freshness._limit.cache_clear()

    return set_clock


def told(event: Event) -> list[bool]:
    """Whether cancellations are told, by the event and by the read that answers polls."""
    polled = freshness.of(event.identifier)
    assert polled is not None
    return [freshness.tells_cancelled(event), polled.tells_cancelled]


def test_cancellations_are_told_for_thirty_days(event: Event, now: Any) -> None:
    now(ENDS + timedelta(days=30) - timedelta(seconds=1))
    assert told(event) == [True, True]

    now(ENDS + timedelta(days=30))
    assert told(event) == [False, False]


def test_that_they_are_told_no_more_is_a_change(event: Event, now: Any) -> None:
    """At the end of the minute in which polls come to know of it: what was fetched within it is known to be older."""
    now(ENDS)
    event.changed_at = at("2026-10-01 12:00")
    told_no_more = ENDS + timedelta(days=30, minutes=1)

    seen = [freshness.changed_at(event, tells_cancelled=tells) for tells in (True, False)]
    event.changed_at = told_no_more + timedelta(days=1)
    seen.append(freshness.changed_at(event, tells_cancelled=False))

    assert seen == [at("2026-10-01 12:00"), told_no_more, event.changed_at]


def test_an_event_is_found_by_its_identifier_and_by_its_id(event: Event) -> None:
    assert freshness.of(event.identifier) == freshness.of(str(event.pk)) == (event.pk, event.revision, True)


@pytest.mark.parametrize("key", ["", "0", "9" * 30, "ⅷ", "../1", "nothere1", "%s"])
def test_what_is_no_event_is_none(event: Event, key: str) -> None:
    assert freshness.of(key) is None


def test_an_event_that_not_everybody_sees_is_none(event: Event, olga: User) -> None:
    unpublish(event, by=olga)

    assert freshness.of(event.identifier) is None
