"""Addresses of this server, and addresses that people type."""

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from openevent.lib import addresses, urls


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org",
        "HTTP://EXAMPLE.ORG/a?b#c",
        "ftp://example.org/file",
        "https://[::1]:8000/",
        "http://münchen.de",
    ],
)
def test_an_absolute_address_is_known(url: str) -> None:
    assert urls.is_absolute(url)


@pytest.mark.parametrize(
    "url",
    [
        *("", "/path", "example.org", "//example.org", "javascript:alert(1)", "mailto:olga@example.org", "https://"),
        *("https:///path", "https://[::1", "https://exa mple.org", "https://example.org\n", "data:text/html,x", "\0"),
        *("https://example.org/\u202e", "file:///etc/passwd", "https:example.org"),
    ],
)
def test_anything_else_is_not(url: str) -> None:
    assert not urls.is_absolute(url)


@given(st.text() | st.text(alphabet="htps:/[]@.%\\ax 1\n"))
@example("http://[")
@example("http://a:b@[]")
@example("http://\u2100")
def test_any_text_gets_an_answer(url: str) -> None:
    assert urls.is_absolute(url) in {True, False}


def test_addresses_are_absolute_where_the_site_says_who_it_is(settings: Any) -> None:
    settings.SITE_URL = "https://events.example.org"

    assert urls.public("/e/1") == "https://events.example.org/e/1"
    assert urls.absolute("/e/1") == "https://events.example.org/e/1"


def test_without_it_answers_hold_paths_and_calendars_the_local_address(settings: Any) -> None:
    settings.SITE_URL = ""
    settings.LOCAL_URL = "http://localhost:8000"

    assert urls.public("/e/1") == "/e/1"
    assert urls.absolute("/e/1") == "http://localhost:8000/e/1"


def test_pages_have_one_place(settings: Any) -> None:
    settings.SITE_URL = "https://events.example.org"

    assert addresses.event_page("a1b2c3d4") == "/e/a1b2c3d4"
    assert addresses.session_pages("a1b2c3d4") == "https://events.example.org/e/a1b2c3d4/session/"
