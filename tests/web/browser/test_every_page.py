"""Every page that links lead to: judged like those of the stories, one of each kind."""

import re
from collections import deque
from urllib.parse import urljoin, urlsplit

from tests.web.browser.events import Made, conference
from tests.web.browser.site import Site
from tests.web.browser.visitor import Visitor

# What is no page: files, feeds, pictures, the API and the pages of the staff, which are Django's own.
NO_PAGE = re.compile(r"^/(v1|feeds|media|static|admin|health|caldav)(/|$)|\.[a-z]{2,5}$|/qr\.|/stars$|/paid$|/pdf$")
VARYING = re.compile(r"(?<=/)([0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{8}|[0-9]+|[A-Za-z0-9_-]{43})(?=/|$)")
MOST = 200  # kinds of pages; there are about a hundred


def kind(path: str) -> str:
    """The page without what is of this event, session, order: one of a kind is looked at."""
    return VARYING.sub("…", path)


def links(visitor: Visitor) -> list[str]:
    """Where this page leads on this site, without queries: they show the same page otherwise."""
    found = visitor.page.eval_on_selector_all("a[href]", "links => links.map(link => link.getAttribute('href'))")
    whole = [urlsplit(urljoin(visitor.page.url, link)) for link in found]
    return [one.path for one in whole if f"{one.scheme}://{one.netloc}" == visitor.site.url]


def walk(visitor: Visitor, *begin: str) -> set[str]:
    """Visit a page of each kind that can be reached from these; says which kinds there were."""
    waiting, seen = deque(begin), set[str]()
    while waiting:
        path = waiting.popleft()
        if kind(path) in seen or NO_PAGE.search(path):
            continue
        seen.add(kind(path))
        assert len(seen) < MOST, sorted(seen)
        visitor.open(path)
        visitor.judge(path)
        waiting.extend(links(visitor))
    return seen


def with_everything(site: Site) -> Made:
    """An event with a part of each kind, so that there is a page to change it."""
    event = conference(site, "Conference of Everything", **{"payment-currency": "EUR", "can-pay-by-bank": True})
    of = {"event": ("event", event.number)}
    ticket = {"name": "Visitor", "type": "free", "price": 0, "quantity": 10, "min-order": 1, "max-order": 5}
    sales = {"sales-starts-at": "2026-01-01T00:00:00Z", "sales-ends-at": "2028-05-01T00:00:00Z"}
    site.post(event.owner, "/v1/tickets", "ticket", ticket | sales, **of)
    site.post(event.owner, "/v1/session-types", "session-type", {"name": "Talk", "length": "00:30"}, **of)
    site.post(event.owner, "/v1/social-links", "social-link", {"name": "Site", "link": "https://example.org"}, **of)
    site.post(event.owner, "/v1/speakers", "speaker", {"name": "Ann", "email": "ann@example.org"}, **of)
    call = {"announcement": "Talks.", "starts-at": "2026-01-01T00:00:00Z", "ends-at": "2028-03-01T00:00:00Z"}
    site.post(event.owner, "/v1/speakers-calls", "speakers-call", call | {"privacy": "public"}, **of)
    return event


def test_every_page_that_a_stranger_reaches_is_right(site: Site, visitor: Visitor) -> None:
    event = with_everything(site)

    seen = walk(visitor, f"/e/{event.identifier}", "/", "/account/password")

    assert {"/", "/e/…", "/e/…/schedule", "/e/…/session/…", "/e/…/tickets", "/account/sign-in"} <= seen


def test_every_page_that_an_organiser_reaches_is_right(site: Site, visitor: Visitor) -> None:
    event = with_everything(site)
    visitor.sign_in(event.owner)

    seen = walk(visitor, f"/manage/{event.identifier}", "/manage", "/account", "/orders", "/proposals")

    sections = {"settings", "team", "tracks", "rooms", "sessions", "speakers", "schedule", "tickets", "door", "sales"}
    assert {f"/manage/…/{section}" for section in sections} <= seen
