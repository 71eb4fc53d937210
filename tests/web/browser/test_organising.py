"""Organisers and their event: from nothing to a published one, with a team."""

import re

from playwright.sync_api import expect

from tests.web.browser.events import conference
from tests.web.browser.site import Site
from tests.web.browser.visitor import Visitor


def test_an_organiser_makes_an_event_and_publishes_it(site: Site, visitor: Visitor) -> None:
    visitor.sign_in(site.somebody("organiser"))
    main, page = visitor.main, visitor.page

    main.get_by_role("link", name="New event").click()
    expect(main.get_by_label("Time zone")).to_have_value("America/New_York")  # of the visitor's own clocks
    main.get_by_label("Name").fill("Winter Fair")
    main.get_by_label("Time zone").fill("europe/berlin")
    main.get_by_label("Begins").fill("2028-01-10T09:00")
    main.get_by_label("Ends").fill("2028-01-09T18:00")
    visitor.look("new")
    main.get_by_role("button", name="Create the event").click()
    expect(main).to_contain_text("an event ends after it begins")
    main.get_by_label("Ends").fill("2028-01-10T18:00")
    main.get_by_role("button", name="Create the event").click()
    expect(main.get_by_role("status")).to_contain_text("as a draft")
    visitor.look("overview-draft")

    page.get_by_role("link", name="Rooms", exact=True).click()
    for name in ("Blue Hall", "Red Hall"):
        main.get_by_label("Name").fill(name)
        main.get_by_role("button", name="Add").click()
        expect(main.get_by_role("status")).to_have_text(f"Added: {name}")
    main.get_by_role("button", name="Move Red Hall up").click()
    expect(main.locator("tbody tr").first).to_contain_text("Red Hall")
    main.get_by_role("link", name="Edit Blue Hall").click()
    visitor.look("rooms-editing")
    main.get_by_label("Name").first.fill("")
    main.locator(".editing").get_by_label("Name").fill("Great Hall")
    main.get_by_role("button", name="Save").click()
    expect(main.locator("tbody tr").last).to_contain_text("Great Hall")
    expect(main.get_by_role("link", name="Edit Great Hall")).to_be_focused()
    main.get_by_role("link", name="Delete Red Hall").click()
    expect(main).to_contain_text("have no room")
    main.get_by_role("button", name="Delete").click()
    expect(main.locator("tbody tr")).to_have_count(1)
    main.get_by_text("Deleted", exact=True).click()
    main.get_by_role("button", name="Bring back Red Hall").click()
    expect(main.locator("tbody tr")).to_have_count(2)

    page.get_by_role("link", name="Tracks", exact=True).click()
    main.get_by_label("Name").fill("Hardware")
    main.get_by_label("Colour").fill("#aa3300")
    main.get_by_role("button", name="Add").click()
    expect(main.locator("tbody tr")).to_contain_text("#aa3300")
    visitor.look("tracks")

    page.get_by_role("link", name="Overview", exact=True).click()
    main.get_by_role("link", name="A description").click()
    main.get_by_label("Description").fill("A fair in winter.\n\nWith snow.")
    visitor.look("settings")
    main.get_by_role("button", name="Save").click()
    expect(main.get_by_role("status")).to_have_text("Saved.")
    page.get_by_role("link", name="Overview", exact=True).click()
    expect(main.get_by_role("link", name="A picture")).to_be_visible()
    expect(main.get_by_role("link", name="A description")).to_be_hidden()
    main.get_by_role("button", name="Publish").click()
    expect(main.get_by_role("status")).to_contain_text("everybody sees it now")
    main.get_by_role("link", name="Public page").click()
    expect(main).to_contain_text("With snow.")


def test_a_colleague_accepts_by_the_letter_s_link(site: Site, visitor: Visitor, other: Visitor) -> None:
    event, colleague = conference(site, "Conference of Two"), site.somebody("colleague")
    visitor.sign_in(event.owner)
    visitor.open(f"/manage/{event.identifier}/team")

    visitor.main.get_by_label("E-mail address", exact=True).fill(colleague)
    visitor.main.get_by_label(re.compile("Co-organiser:")).check()
    visitor.main.get_by_role("button", name="Send the invitation").click()
    expect(visitor.main.get_by_role("status")).to_contain_text(colleague)
    visitor.look("team")

    link = re.search(r"/invitations/\S+", site.letter_to(colleague, "Conference of Two"))
    assert link is not None
    other.open(link[0])
    other.look("invitation-signed-out")
    other.main.get_by_role("link", name="Sign in").click()
    other.sign_in(colleague, link[0])
    other.look("invitation")
    other.main.get_by_role("button", name="Accept").click()
    expect(other.page).to_have_url(f"{site.url}/manage/{event.identifier}")
    expect(other.main.get_by_role("status")).to_contain_text("Welcome to the team")
    other.look("overview")

    visitor.page.reload()
    expect(visitor.main).to_contain_text(colleague)


def test_an_event_moves_to_another_zone_and_says_how(site: Site, visitor: Visitor) -> None:
    event = conference(site, "Conference that Moves")
    visitor.sign_in(event.owner)
    here, main = f"/manage/{event.identifier}", visitor.main
    visitor.look("mine")

    visitor.open(f"{here}/settings/zone")
    main.get_by_label("Time zone").fill("Asia/Tokyo")
    main.get_by_role("button", name="See what changes").click()
    expect(main).to_contain_text("3 sessions with a time")
    visitor.look("zone")
    main.get_by_role("button", name="Keep what clocks show").click()
    expect(main.get_by_role("status")).to_have_text("Saved.")

    for page in ("place", "payment", "pictures", "questions"):
        visitor.open(f"{here}/settings/{page}")
        visitor.look(f"settings-{page}")


def test_lists_are_kept_without_scripts(site: Site, plain: Visitor) -> None:
    event = conference(site, "Conference without Scripts")
    plain.sign_in(event.owner)
    main = plain.main

    plain.open(f"/manage/{event.identifier}/tracks")
    main.get_by_role("link", name="Edit Hardware").click()
    main.locator(".editing").get_by_label("Name").fill("Wood")
    main.get_by_role("button", name="Save").click()
    expect(main.locator("tbody")).to_contain_text("Wood")
    main.get_by_role("button", name="Move Wood down").click()
    expect(main.locator("tbody tr").last).to_contain_text("Wood")
