"""What search engines find: maps of the site, and what is none of theirs."""

from typing import Any

import lxml.etree
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from openevent.accounts.models import User
from openevent.events import publishing
from openevent.events.models import Event
from openevent.program import reviewing
from openevent.program.models import Session, Speaker
from openevent.program.states import Side
from openevent.web.public import engines
from tests.conftest import accepted

SPACE = {"s": engines.NAMESPACE}


@pytest.fixture(autouse=True)
def _site(settings: Any) -> None:
    settings.SITE_URL = "https://events.example.org"


def found(path: str) -> list[str]:
    answer = Client().get(path)
    assert answer["Content-Type"] == "application/xml"
    tree = lxml.etree.fromstring(answer.content)
    return [str(one.text) for one in tree.iterfind(".//s:loc", namespaces=SPACE)]


def test_robots_are_told_where_the_map_is_and_what_is_none_of_theirs() -> None:
    answer = Client().get("/robots.txt").content.decode().splitlines()

    assert "Sitemap: https://events.example.org/sitemap.xml" in answer
    assert {"User-agent: *", "Disallow: /account", "Disallow: /orders", "Disallow: /v1"} <= set(answer)


def test_every_public_page_is_on_the_map(event: Event, session: Session, speaker: Speaker) -> None:
    site, here = "https://events.example.org", f"https://events.example.org/e/{event.identifier}"

    assert found("/sitemap.xml") == [f"{site}/sitemap-{kind}-1.xml" for kind in engines.KINDS]
    assert [found(f"/sitemap-{kind}-1.xml") for kind in engines.KINDS] == [
        [here],
        [f"{here}/schedule"],
        [f"{here}/session/{session.pk}"],
        [f"{here}/speaker/{speaker.pk}"],
    ]


@pytest.mark.parametrize("hide", ["draft", "private", "rejected"])
def test_what_is_not_for_everybody_is_on_no_map(event: Event, session: Session, olga: User, hide: str) -> None:
    if hide == "draft":
        publishing.unpublish(event, by=olga)
    elif hide == "private":
        Event.objects.update(privacy="private")
    else:
        reviewing.change_state(session, to="canceled", side=Side.ORGANIZER, by=olga)

    events = [f"/e/{event.identifier}"] if hide == "rejected" else []
    listed = [
        address for path in found("/sitemap.xml") for address in found(path.removeprefix("https://events.example.org"))
    ]
    assert [address.removeprefix("https://events.example.org") for address in listed] == events


def test_long_maps_are_several_files(
    event: Event, session: Session, olga: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = accepted(event, olga, "Another", None)
    monkeypatch.setattr(engines, "MOST", 1)

    files = [path for path in found("/sitemap.xml") if "sessions" in path]

    assert [path.rpartition("/")[2] for path in files] == ["sitemap-sessions-1.xml", "sitemap-sessions-2.xml"]
    assert found("/sitemap-sessions-2.xml") == [f"https://events.example.org/e/{event.identifier}/session/{other.pk}"]
    assert Client().get("/sitemap-sessions-3.xml").status_code == 404
    assert Client().get("/sitemap-sessions-999999999.xml").status_code == 404


def test_three_sessions_are_as_many_queries_as_one(event: Event, session: Session, olga: User) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            found("/sitemap-sessions-1.xml")
        return len(asked)

    one = statements()
    for number in range(2):
        accepted(event, olga, f"Another {number}", None)

    assert statements() == one == 1
