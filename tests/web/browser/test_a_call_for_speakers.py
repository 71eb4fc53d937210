"""From the call for speakers to the programme."""

from playwright.sync_api import expect

from tests.web.browser.events import conference
from tests.web.browser.site import Site
from tests.web.browser.visitor import Visitor


def test_a_call_is_answered_reviewed_and_decided(site: Site, visitor: Visitor, other: Visitor, plain: Visitor) -> None:
    event = conference(site, "Conference of Proposals")
    manage = f"/manage/{event.identifier}"
    ann, bo = site.somebody("ann"), site.somebody("bo")

    visitor.sign_in(event.owner, f"{manage}/call")
    visitor.main.get_by_label("What you look for").fill("Talks about looms.\n\nTwenty minutes each.")
    visitor.main.get_by_label("Opens").fill("2026-01-01T10:00")
    visitor.main.get_by_label("Closes").fill("2028-03-01T23:59")
    visitor.main.get_by_role("button", name="Make the call").click()
    expect(visitor.main).to_contain_text("Open until")
    visitor.look("call-of-the-team")

    other.page.goto(f"/e/{event.identifier}/call")
    other.look("call")
    other.main.get_by_role("link", name="Propose a session").click()
    other.sign_in(ann, f"/e/{event.identifier}/propose")
    other.main.get_by_label("Title", exact=True).fill("Jacquard's cards")
    other.main.get_by_label("In short").fill("How looms learned to read.")
    other.main.get_by_label("Track").select_option("Hardware")
    other.main.get_by_label("Name", exact=True).fill("Ann Loom")
    other.look("propose")
    other.main.get_by_role("button", name="Hand in").click()
    expect(other.main).to_contain_text("Thank you: your proposal was handed in.")
    other.look("proposal")
    mine = other.page.url
    assert mine in site.letter_to(ann, "Received: Jacquard's cards")

    plain.sign_in(bo, f"/e/{event.identifier}/propose")
    plain.main.get_by_label("Title", exact=True).fill("Weaving by hand")
    plain.main.get_by_label("Name", exact=True).fill("Bo Shuttle")
    plain.main.get_by_role("button", name="Save as a draft").click()
    plain.main.get_by_role("button", name="Hand in").click()
    expect(plain.main).to_contain_text("Your proposal is now “Pending”.")

    visitor.open(f"{manage}/review")
    visitor.look("review")
    visitor.main.get_by_role("link", name="Jacquard's cards").click()
    visitor.main.get_by_role("button", name="4 stars").press("Enter")
    expect(visitor.main).to_contain_text("You gave 4.")
    visitor.look("review-of-a-proposal")
    visitor.main.get_by_label("Tell the speakers by letter").press("Enter")  # decides nothing
    expect(visitor.main.locator(".state")).to_have_text("Pending")
    visitor.main.get_by_role("button", name="Accept").click()
    expect(visitor.main.get_by_role("heading", level=1)).to_have_text("Weaving by hand")
    visitor.main.get_by_role("button", name="Reject").click()
    expect(visitor.main).to_contain_text("“Weaving by hand” is now “Rejected”.")

    assert mine in site.letter_to(ann, "Accepted: Jacquard's cards")
    other.page.goto(mine)
    expect(other.main).to_contain_text("The organisers take it.")
    other.page.goto("/proposals")
    other.look("proposals")
    plain.page.goto("/proposals")
    expect(plain.main).to_contain_text("Rejected")


def test_a_team_works_in_its_tables(site: Site, visitor: Visitor, plain: Visitor) -> None:
    event = conference(site, "Conference of Tables")
    manage = f"/manage/{event.identifier}"
    visitor.sign_in(event.owner, f"{manage}/sessions")
    visitor.look("sessions")

    visitor.main.get_by_role("link", name="Edit Talk 2").click()
    row = visitor.main.locator(f"#session-{event.sessions[1]}")
    expect(row.get_by_label("Title")).to_be_focused()
    row.get_by_label("Title").fill("Talk two")
    row.get_by_label("Room").select_option("Blue")
    visitor.look("sessions-row")
    row.get_by_role("button", name="Save").click()
    expect(row).to_contain_text("Talk two")
    expect(row.get_by_role("status")).to_have_text("Saved")
    expect(row.get_by_role("link", name="Edit Talk two")).to_be_focused()

    visitor.main.get_by_role("link", name="Edit Talk 3").click()
    last = visitor.main.locator(f"#session-{event.sessions[2]}")
    visitor.page.context.set_offline(True)
    last.get_by_role("button", name="Save").click()
    expect(last.get_by_role("alert")).to_contain_text("this is not saved")
    visitor.page.context.set_offline(False)
    gone = f"{site.url}/v1/sessions/{event.sessions[2]}"
    assert site.client(event.owner).delete(gone, timeout=20).ok
    last.get_by_role("button", name="Save").click()
    expect(visitor.main.locator("tr.refused")).to_contain_text("There is nothing at this address.")
    visitor.look("sessions-row-gone")

    visitor.main.get_by_label("Choose all on this page").check()
    visitor.main.get_by_label("With the chosen ones").select_option("Confirm")
    visitor.main.get_by_role("button", name="Do it").click()
    expect(visitor.main.get_by_role("status")).to_contain_text("2 sessions are now “Confirmed”")

    visitor.main.get_by_role("link", name="Talk two", exact=True).click()
    visitor.look("session-of-the-team")
    visitor.open(f"{manage}/speakers/new")
    visitor.main.get_by_label("Name", exact=True).fill("Cy Bobbin")
    visitor.look("speaker-new")
    visitor.main.get_by_role("button", name="Save").click()
    visitor.open(f"{manage}/sessions/{event.sessions[1]}")
    visitor.main.get_by_label("Add a speaker").select_option("Cy Bobbin")
    visitor.main.get_by_role("button", name="Add", exact=True).click()
    expect(visitor.main).to_contain_text("The speakers of the session were changed.")
    visitor.open(f"{manage}/speakers")
    expect(visitor.main).to_contain_text("Talk two")
    visitor.look("speakers")

    plain.sign_in(event.owner, f"{manage}/sessions")
    plain.main.get_by_role("link", name="Edit Talk 1").click()
    plain.main.get_by_label("Title", exact=True).fill("Talk one")
    plain.main.get_by_role("button", name="Save").click()
    expect(plain.main).to_contain_text("The session was saved.")


def test_a_team_says_what_its_call_asks(site: Site, visitor: Visitor) -> None:
    event = conference(site, "Conference of Questions")
    manage = f"/manage/{event.identifier}"
    window = {"starts-at": "2026-01-01T10:00:00Z", "ends-at": "2028-03-01T10:00:00Z"}
    site.post(event.owner, "/v1/speakers-calls", "speakers-call", window, event=("event", event.number))
    visitor.sign_in(event.owner, f"{manage}/call/questions")

    visitor.main.get_by_label("Use: In short").select_option("required")
    visitor.main.get_by_label("Use: Subtitle").select_option("not asked")
    visitor.main.get_by_role("group", name="Another question").first.get_by_label("Question").fill(
        "Do you need a loom?"
    )
    visitor.main.get_by_role("button", name="Save").click()
    expect(visitor.main).to_contain_text("The form was saved.")
    visitor.look("questions")

    visitor.open(f"/e/{event.identifier}/propose")
    expect(visitor.main.get_by_label("Do you need a loom?")).to_be_visible()
    expect(visitor.main.get_by_label("Subtitle")).to_have_count(0)
    visitor.main.get_by_label("Title", exact=True).fill("Looms")
    visitor.main.get_by_label("Do you need a loom?").fill("Two, and a film: see below.")
    visitor.main.get_by_label("Address of a video").fill("https://example.org/loom")
    visitor.main.get_by_label("Name", exact=True).fill("Olga")
    visitor.main.get_by_label("Telephone").fill("+49 30 1234")
    visitor.main.get_by_role("button", name="Save as a draft").click()
    visitor.main.get_by_role("button", name="Hand in").click()
    expect(visitor.main).to_contain_text("Missing required fields: Short abstract")

    visitor.open(f"{manage}/review/{visitor.page.url.rpartition('/')[2]}")
    expect(visitor.main.get_by_role("region", name="Answers to the call")).to_contain_text("Two, and a film")
    expect(visitor.main.get_by_role("region", name="About the speakers")).to_contain_text("+49 30 1234")
    visitor.look("review-with-answers")
