"""Every page that links lead to: judged like those of the stories, one of each kind."""

from tests.web import walking
from tests.web.browser.events import Made, conference
from tests.web.browser.site import Site
from tests.web.browser.visitor import Visitor


def walked(visitor: Visitor, *begin: str) -> set[str]:
    """Judge a page of each kind that can be reached from these; says which kinds there were."""

    def visit(path: str) -> list[str]:
        visitor.open(path)
        visitor.judge(path)
        links = visitor.page.eval_on_selector_all("a[href]", "links => links.map(link => link.getAttribute('href'))")
        return walking.here(visitor.page.url, links)

    return walking.walk(begin, visit)


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

    seen = walked(visitor, f"/e/{event.identifier}", "/", "/account/password")

    assert {"/", "/e/…", "/e/…/schedule", "/e/…/session/…", "/e/…/tickets", "/account/sign-in"} <= seen


def test_every_page_that_an_organiser_reaches_is_right(site: Site, visitor: Visitor) -> None:
    event = with_everything(site)
    visitor.sign_in(event.owner)

    seen = walked(visitor, f"/manage/{event.identifier}", "/manage", "/account", "/orders", "/proposals")

    sections = {"settings", "team", "tracks", "rooms", "sessions", "speakers", "schedule", "tickets", "door", "sales"}
    assert {f"/manage/…/{section}" for section in sections} <= seen
