"""The pages that everybody sees."""

from playwright.sync_api import expect

from tests.web.browser.events import conference
from tests.web.browser.site import Site
from tests.web.browser.visitor import Visitor


def test_a_visitor_finds_an_event_and_reads_what_is_on(site: Site, visitor: Visitor) -> None:
    event = conference(site, "Conference of Findable Things")

    visitor.open("/?q=findable")
    visitor.look("front")
    visitor.main.get_by_role("link", name="Conference of Findable Things").click()
    visitor.look("event")
    visitor.main.get_by_role("link", name="Schedule", exact=True).click()
    visitor.look("schedule")
    visitor.main.get_by_role("link", name="Talk 1").click()

    expect(visitor.page).to_have_url(f"{site.url}/e/{event.identifier}/session/{event.sessions[0]}")
    expect(visitor.main).to_contain_text("What talk 1 is about.")
    visitor.look("session")
