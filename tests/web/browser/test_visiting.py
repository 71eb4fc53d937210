"""Visitors find an event, follow it, and learn what has changed."""

import re

from playwright.sync_api import expect

from tests.web.browser.events import conference
from tests.web.browser.site import Site
from tests.web.browser.visitor import Visitor


def test_a_visitor_reads_of_an_event_and_takes_its_calendar_along(site: Site, visitor: Visitor) -> None:
    event = conference(
        site,
        "Conference of Visible Things",
        **{"description": "<p>Three days of <b>things</b>.</p>", "code-of-conduct": "<p>Be kind.</p>"},
    )
    here = f"/e/{event.identifier}"

    visitor.open("/?q=visible")
    visitor.look("front")
    visitor.main.get_by_role("link", name="Conference of Visible Things").click()
    visitor.main.get_by_text("Subscribe", exact=True).click()
    expect(visitor.main.get_by_role("link", name="Google Calendar")).to_be_visible()
    panel, foot = visitor.main.locator(".panel").bounding_box(), visitor.page.locator("footer.site").bounding_box()
    assert panel is not None
    assert foot is not None
    assert panel["y"] + panel["height"] < foot["y"]  # the page is as long as what opens in it
    visitor.look("event")
    visitor.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visitor.main.get_by_role("button", name="Copy").click()
    expect(visitor.main.get_by_role("status")).to_have_text("Copied")
    assert visitor.page.evaluate("navigator.clipboard.readText()") == f"{site.url}{here}/schedule.ics"

    visitor.page.keyboard.press("Escape")
    expect(visitor.main.get_by_role("link", name="Google Calendar")).to_be_hidden()
    with visitor.page.expect_download() as file:
        visitor.main.get_by_role("link", name="Download").click()
    assert "BEGIN:VCALENDAR" in file.value.path().read_text()

    visitor.open(f"{here}/session/{event.sessions[0]}")
    visitor.main.get_by_text("Show times in another time zone").click()
    visitor.main.get_by_role("button", name="My own time zone").click()
    expect(visitor.main).to_contain_text(re.compile(r"4:00 – 5:00\sAM"))  # in New York
    visitor.open(f"{here}/session/{event.sessions[1]}")  # remembered
    expect(visitor.main).to_contain_text(re.compile(r"4:30 – 5:30\sAM"))
    visitor.main.get_by_text("Add to calendar").click()
    visitor.look("session")


def test_a_visitor_finds_a_speaker_and_writes_to_the_organiser(site: Site, visitor: Visitor) -> None:
    event = conference(site, "Conference of Few Words")
    about = {"name": "Ann Onymous", "email": "ann@example.org", "organisation": "Mill", "short-biography": "Tinkers."}
    of = {"event": ("event", event.number)}
    ann = site.post(event.owner, "/v1/speakers", "speaker", about, **of)["id"]
    link = {"data": [{"type": "session", "id": event.sessions[0]}]}
    answer = site.client(event.owner).post(f"{site.url}/v1/speakers/{ann}/relationships/sessions", json=link)
    assert answer.ok, answer.text

    visitor.open(f"/e/{event.identifier}")
    visitor.look("event-of-few-words")
    visitor.main.locator(".people").get_by_role("link", name="Ann Onymous").click()
    visitor.look("speaker")
    visitor.main.get_by_text("Subscribe", exact=True).click()
    expect(visitor.main.get_by_label("For any other program")).to_have_value(re.compile(rf"\?speaker={ann}$"))
    visitor.look("speaker-subscribe")
    visitor.page.go_back()
    visitor.main.get_by_role("link", name="Write to the organiser").click()
    visitor.sign_in_here(site.somebody("curious"))

    visitor.page.get_by_role("button", name="Send").click()
    expect(visitor.main.get_by_role("alert")).to_be_visible()
    visitor.look("contact")
    visitor.page.get_by_label("Your message").fill("Is there a cloakroom?")
    visitor.page.get_by_role("button", name="Send").click()
    expect(visitor.main).to_contain_text("Your message is on its way.")
    visitor.look("contact-sent")
    assert "Is there a cloakroom?" in site.letter_to(event.owner, "writes about")


def test_a_visitor_without_scripts_learns_what_has_changed(site: Site, plain: Visitor, visitor: Visitor) -> None:
    event = conference(site, "Conference of Changing Things")
    first, second, _ = event.sessions
    site.patch(event.owner, f"/v1/sessions/{first}", "session", first, {"title": "Talk 1, renamed"})
    site.patch(event.owner, f"/v1/sessions/{second}", "session", second, {"state": "canceled"})

    plain.open(f"/e/{event.identifier}")
    expect(plain.main.get_by_label("For any other program")).to_be_hidden()
    plain.main.get_by_text("Subscribe", exact=True).click()
    expect(plain.main.get_by_label("For any other program")).to_have_value(
        f"{site.url}/e/{event.identifier}/schedule.ics"
    )
    expect(plain.main.get_by_label("For any other program")).to_be_visible()
    expect(plain.main.get_by_role("button", name="Copy")).to_be_hidden()
    plain.main.get_by_text("Subscribe", exact=True).click()  # the menu closes as it was opened
    plain.main.get_by_role("link", name="What has changed").click()
    expect(plain.page).to_have_url(f"{site.url}/e/{event.identifier}/changes")
    expect(plain.main).to_contain_text("Talk 1, renamed")
    visitor.open(f"/e/{event.identifier}/changes")
    visitor.look("changes")
    plain.main.get_by_text("Show times in another time zone").click()
    plain.main.get_by_label("Time zone").select_option("Asia/Tokyo")
    plain.main.locator("form", has=plain.page.get_by_label("Time zone")).get_by_role("button", name="Show").click()
    expect(plain.main).to_contain_text(re.compile(r"5:30 – 6:30\sPM"))
    plain.main.get_by_role("link", name="Talk 2").click()

    expect(plain.main).to_contain_text("This session does not take place.")
    visitor.open(f"/e/{event.identifier}/session/{second}")
    visitor.look("cancelled")
    answer = visitor.page.goto("/e/0a1b2c3d")
    assert answer is not None
    assert answer.status == 404
    visitor.look("nothing")
