"""The schedule in a browser: chosen from, starred, taken along."""

import re

import pytest
from playwright.sync_api import expect

from tests.web.browser.events import conference
from tests.web.browser.site import Site
from tests.web.browser.visitor import PHONE, Visitor


def test_a_visitor_chooses_what_is_shown_and_stars_it(site: Site, visitor: Visitor) -> None:
    event = conference(site, "Conference of Choices")
    here = f"/e/{event.identifier}"

    visitor.open(f"{here}/schedule")
    visitor.look("schedule-grid")
    blue, red = (visitor.main.get_by_role("link", name=name).bounding_box() for name in ("Talk 1", "Talk 2"))
    assert blue is not None
    assert red is not None
    assert red["x"] > blue["x"] + 100  # rooms side by side, and time goes down
    assert red["y"] > blue["y"]

    visitor.main.locator("summary", has_text="Track").click()
    visitor.main.get_by_role("checkbox", name="Software").check()
    expect(visitor.main.locator(".count")).to_contain_text("1 of 3 sessions")
    expect(visitor.page).to_have_url(f"{site.url}{here}/schedule?track={event.tracks[1]}")
    expect(visitor.main.get_by_text("Subscribe to exactly this")).to_be_visible()
    visitor.look("schedule-narrowed")
    visitor.page.keyboard.press("Escape")
    visitor.main.get_by_role("link", name="Clear").click()
    expect(visitor.main.locator(".count")).to_contain_text("3 sessions")

    visitor.main.get_by_role("button", name="My own time zone").click()
    expect(visitor.main.locator(".count")).to_contain_text("Eastern Time (New York)")
    expect(visitor.main.get_by_text(re.compile("4:00"))).not_to_have_count(0)

    for number in (1, 2):
        visitor.main.get_by_role("button", name=f"My schedule: Talk {number}").click()
    visitor.page.reload()
    star = visitor.main.get_by_role("button", name="My schedule: Talk 2")
    expect(star).to_have_attribute("aria-pressed", "true")
    visitor.main.get_by_role("link", name="Talk 2").click()
    star = visitor.main.get_by_role("button", name="In my schedule")
    expect(star).to_have_attribute("aria-pressed", "true")
    visitor.look("session-starred")
    star.click()
    expect(star).to_have_attribute("aria-pressed", "false")
    star.click()
    visitor.page.go_back()
    visitor.main.get_by_role("link", name="My schedule").click()
    expect(visitor.page).to_have_url(f"{site.url}{here}/my-schedule?session={','.join(event.sessions[:2])}")
    expect(visitor.main.get_by_text("At the same time:")).to_have_count(2)
    visitor.look("my-schedule")


def test_stars_come_along_into_an_account(site: Site, visitor: Visitor) -> None:
    event, ann = conference(site, "Conference of Stars"), site.somebody("ann")
    path = f"/e/{event.identifier}/schedule"
    visitor.open(path)
    visitor.main.get_by_role("button", name="My schedule: Talk 3").click()

    visitor.sign_in(ann, then=path)
    visitor.main.get_by_role("button", name="Take them over").click()
    expect(visitor.main.get_by_role("button", name="My schedule: Talk 3")).to_have_attribute("aria-pressed", "true")
    expect(visitor.main.get_by_role("button", name="Take them over")).to_be_hidden()
    with visitor.page.expect_response(re.compile("/stars$")):
        visitor.main.get_by_role("button", name="My schedule: Talk 1").click()
    visitor.main.get_by_role("link", name="My schedule").click()

    expect(visitor.main.get_by_role("heading", level=3)).to_have_count(2)
    visitor.look("my-schedule-account")
    visitor.main.get_by_role("button", name="Follow it in my calendar").click()
    expect(visitor.main.get_by_label("The address itself")).to_have_value(re.compile(r"/feeds/.+\.ics$"))
    visitor.look("my-schedule-feed")


@pytest.mark.parametrize("size", ["wide", "phone"])
def test_without_a_script_one_chooses_and_stars_too(site: Site, plain: Visitor, size: str) -> None:
    event, ann = conference(site, "Plain Conference"), site.somebody("ann")
    path = f"/e/{event.identifier}/schedule"
    if size == "phone":
        plain.page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # the library's own words
    plain.open(path)

    plain.main.locator("summary", has_text="Room").click()
    plain.main.get_by_role("checkbox", name="Red").check()
    plain.main.get_by_label("Times in").select_option("Asia/Kolkata")
    plain.main.get_by_role("button", name="Show", exact=True).click()
    expect(plain.main.locator(".count")).to_contain_text("1 of 3 sessions")
    expect(plain.main.locator(".count")).to_contain_text("India Time (Kolkata)")

    plain.sign_in(ann, then=path)
    plain.main.get_by_role("button", name="My schedule: Talk 2").click()
    expect(plain.page).to_have_url(f"{site.url}{path}")
    expect(plain.main.get_by_role("button", name="My schedule: Talk 2")).to_have_attribute("aria-pressed", "true")
