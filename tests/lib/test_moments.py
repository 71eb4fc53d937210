"""Moments as letters tell them."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.utils import translation

from openevent.lib import moments

MORNING = datetime(2026, 10, 25, 8, 5, tzinfo=UTC)


@pytest.mark.parametrize(("language", "words"), [("en", "2026-10-25 08:05"), ("de", "25. Oktober 2026, 08:05")])
def test_a_moment_is_told_by_the_clock_of_utc_in_the_language_that_is_spoken(language: str, words: str) -> None:
    with translation.override(language):
        assert moments.minute(MORNING) == words
        assert moments.minute(MORNING.astimezone(timezone(timedelta(hours=9)))) == words


def test_where_nothing_is_spoken_it_is_told_in_english() -> None:
    with translation.override(None):
        assert moments.minute(MORNING) == "2026-10-25 08:05"
