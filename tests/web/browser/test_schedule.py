"""The schedule in a browser: chosen from, starred, taken along."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

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
    expect(visitor.main.get_by_text(re.compile(r"^4:00 – 5:00\sAM"))).to_have_count(1)

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


def test_a_line_goes_with_the_time_and_what_is_looked_for_stays(site: Site, visitor: Visitor) -> None:
    """The clock of the browser is moved; that of the server goes on as ever."""
    now, event = datetime.now(UTC), conference(site, "Conference of Hours")

    def hours(*of: float) -> dict[str, str]:
        begin, end = (f"{now + timedelta(hours=hour):%Y-%m-%dT%H:%M:%SZ}" for hour in of)
        return {"starts-at": begin, "ends-at": end}

    site.patch(event.owner, f"/v1/events/{event.number}", "event", event.number, hours(-3, 50))
    site.patch(event.owner, f"/v1/sessions/{event.sessions[0]}", "session", event.sessions[0], hours(-0.5, 5))
    visitor.page.clock.install(time=now)
    visitor.open(f"/e/{event.identifier}/schedule")
    line = visitor.main.locator(".now")

    def row() -> int:
        return int(str(line.get_attribute("data-row")))

    def shown() -> tuple[int, bool]:
        found = line.evaluate("line => [Number(line.style.gridRowStart), line.hidden]")
        return found[0], found[1]

    begin, last = row(), int(str(line.get_attribute("data-last")))
    visitor.page.clock.fast_forward("01:00")
    assert shown() == (begin, False)
    visitor.page.clock.fast_forward("20:00")
    assert shown() == (begin + 4, begin + 4 > last)
    visitor.page.clock.fast_forward("09:00:00")
    assert shown()[1]  # what is below nobody knows here
    visitor.main.locator("summary", has_text="Track").click()
    visitor.main.get_by_role("checkbox", name="Hardware").check()
    expect(visitor.main.locator(".count")).to_contain_text("2 of 3 sessions")
    visitor.page.clock.run_for(61_000)
    assert shown() == (row(), False)

    # Who reads on in another language, or signs in, comes back to what is chosen.
    chosen = f"/e/{event.identifier}/schedule?track={event.tracks[0]}"
    expect(visitor.page.locator("footer input[name=next]")).to_have_value(chosen)
    sign_in = visitor.page.get_by_role("link", name="Sign in").get_attribute("href")
    assert sign_in == f"/account/sign-in?{urlencode({'next': chosen})}"

    # A whole title is looked for, and what cannot be is told in its place.
    field = visitor.main.get_by_role("searchbox")
    field.fill("Talk 1, or how we built a small server in one year, with care")
    visitor.page.clock.run_for(1000)
    expect(visitor.main.locator(".nothing")).to_have_text("No session is all of this.")
    visitor.page.locator("input[name=track]:checked").evaluate("box => { box.value = 'none'; }")
    field.fill("Talk 1")
    visitor.page.clock.run_for(1000)
    expect(visitor.main.get_by_role("alert")).to_have_text("“track” must be an id, such as 12.")
    expect(field).to_have_value("Talk 1")

    # What there is to choose from may be another thing meanwhile.
    removed = site.client(event.owner).delete(f"{site.url}/v1/tracks/{event.tracks[0]}", timeout=20)
    assert removed.ok, removed.text
    visitor.open(f"/e/{event.identifier}/schedule?room={event.rooms[0]}")
    removed = site.client(event.owner).delete(f"{site.url}/v1/microlocations/{event.rooms[1]}", timeout=20)
    assert removed.ok, removed.text
    field.fill("Talk 3")
    visitor.page.clock.run_for(1000)
    expect(visitor.main.locator(".count")).to_contain_text("1 of 3 sessions")


def test_who_is_offline_is_told_and_gets_what_was_chosen_when_the_server_is_back(site: Site, visitor: Visitor) -> None:
    event, ann = conference(site, "Conference of Tunnels"), site.somebody("ann")
    visitor.sign_in(ann, then=f"/e/{event.identifier}/schedule")
    star = visitor.main.get_by_role("button", name="My schedule: Talk 1")
    visitor.page.context.set_offline(True)
    star.click()
    expect(visitor.main.get_by_role("alert")).to_contain_text("your schedule is as it was")
    expect(star).to_have_attribute("aria-pressed", "false")
    visitor.main.locator("summary", has_text="Track").click()
    visitor.main.get_by_role("checkbox", name="Software").check()
    unsent = visitor.main.locator("form.filters").get_by_role("alert")
    expect(unsent).to_contain_text("the sessions below are not those that you chose")
    visitor.look("schedule-offline")

    visitor.page.context.set_offline(False)
    expect(visitor.main.locator(".count")).to_contain_text("1 of 3 sessions")
    expect(unsent).to_have_count(0)


def test_stars_come_along_into_an_account(site: Site, visitor: Visitor) -> None:
    event, ann = conference(site, "Conference of Stars"), site.somebody("ann")
    path = f"/e/{event.identifier}/schedule"
    visitor.open(path)
    for number in (2, 3):
        visitor.main.get_by_role("button", name=f"My schedule: Talk {number}").click()
    gone = event.sessions[1]
    site.patch(event.owner, f"/v1/sessions/{gone}", "session", gone, {"state": "canceled"})

    visitor.sign_in(ann, then=path)
    visitor.main.get_by_role("button", name="Take them over").click()
    expect(visitor.main.get_by_role("button", name="My schedule: Talk 3")).to_have_attribute("aria-pressed", "true")
    visitor.open(path)
    expect(visitor.main.get_by_role("button", name="Take them over")).to_be_hidden()
    assert visitor.page.evaluate("localStorage.length") == 0  # of what does not take place the account takes none
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
    expect(plain.main.locator(".count")).to_contain_text("India (Kolkata)")

    plain.sign_in(ann, then=path)
    plain.main.get_by_role("button", name="My schedule: Talk 2").click()
    expect(plain.page).to_have_url(f"{site.url}{path}")
    expect(plain.main.get_by_role("button", name="My schedule: Talk 2")).to_have_attribute("aria-pressed", "true")
