"""Two who make a schedule: by mouse, by keyboard, and beside each other."""

import base64
import json
import re
from typing import Any

from playwright.sync_api import Locator, expect

from tests.web.browser.events import Made, conference
from tests.web.browser.site import Site
from tests.web.browser.visitor import Visitor

STEP = 24  # pixels, as high as a step of the grid


def block(visitor: Visitor, title: str) -> Locator:
    return visitor.page.locator(".block", has=visitor.page.locator("strong", has_text=re.compile(f"^{title}$")))


def said(visitor: Visitor) -> Locator:
    return visitor.main.locator(".said")


def first_line(found: Locator) -> str:
    """What can be read at the top of a block, above what it has no room for."""
    found.scroll_into_view_if_needed()
    return str(
        found.locator(".says").evaluate(
            """says => [...says.children].find(one => {
                const [box, all] = [one.getBoundingClientRect(), says.getBoundingClientRect()];
                return box.height && box.top < all.bottom && one.firstChild;
            })?.textContent ?? "" """
        )
    )


def waiting(site: Site, event: Made, title: str) -> str:
    """An accepted session without a time."""
    facts = {"title": title, "state": "accepted"}
    made: Any = site.post(event.owner, "/v1/sessions", "session", facts, event=("event", event.number))
    return str(made["id"])


def delete(site: Site, event: Made, number: object) -> None:
    """Somebody else deletes the session."""
    assert site.client(event.owner).delete(f"{site.url}/v1/sessions/{number}", timeout=20).ok


def helper(site: Site, event: Made) -> str:
    """Tom, who helps: invited by the owner, and accepted by himself."""
    address = site.somebody("tom")
    roles = site.client(event.owner).get(f"{site.url}/v1/roles").json()["data"]
    role = next(one["id"] for one in roles if one["attributes"]["name"] == "coorganizer")
    related = {"event": ("event", event.number), "role": ("role", role)}
    site.post(event.owner, "/v1/role-invites", "role-invite", {"email": address}, **related)
    secret = re.search(r"^ *([A-Za-z0-9_-]{43})$", site.letter_to(address, "Invitation"), re.MULTILINE)
    assert secret is not None
    client = site.client(address)
    accepted = client.post(f"{site.url}/v1/role_invites/accept-invite", json={"data": {"token": secret[1]}}, timeout=20)
    assert accepted.ok, accepted.text
    claims = str(client.headers["Authorization"]).split(".")[1]
    me = json.loads(base64.urlsafe_b64decode(claims + "=="))["identity"]
    site.patch(address, f"/v1/users/{me}", "user", me, {"public-name": "Tom"})
    return address


def to(visitor: Visitor, room: int, minutes: int) -> tuple[float, float]:
    """A place in the grid: in the column of the room, so many minutes after what is shown first."""
    found = visitor.page.locator(".layer").bounding_box()
    assert found is not None
    columns = visitor.page.locator(".rooms .room").count()
    return found["x"] + (room + 0.5) * found["width"] / columns, found["y"] + minutes / 15 * STEP + 5


def drag(visitor: Visitor, title: str, where: tuple[float, float], *, grip: tuple[float, float] = (30, 13)) -> None:
    mouse, found = visitor.page.mouse, block(visitor, title)
    found.scroll_into_view_if_needed()
    box = found.bounding_box()
    assert box is not None
    mouse.move(box["x"] + grip[0], box["y"] + grip[1])
    mouse.down()
    mouse.move(*where, steps=8)
    mouse.up()


def test_a_session_is_dragged_into_the_grid_seen_to_conflict_and_undone(site: Site, visitor: Visitor) -> None:
    event = conference(site, "Draggable Conference")
    waiting(site, event, "Talk 4")
    visitor.sign_in(event.owner, f"/manage/{event.identifier}/schedule")
    expect(block(visitor, "Talk 4")).to_be_visible()

    # The event begins at nine, which is shown first: Talk 1 is in the first room from ten to eleven.
    drag(visitor, "Talk 4", to(visitor, 0, 90))
    expect(said(visitor)).to_contain_text("Talk 4: moved to Sat 10:30")
    expect(said(visitor)).to_contain_text("“Talk 1” and “Talk 4” overlap in Blue.")
    expect(block(visitor, "Talk 4")).to_have_class(re.compile("clash"))
    expect(block(visitor, "Talk 4")).to_have_attribute("aria-label", re.compile("Blue. “Talk 1” and “Talk 4” overlap"))
    assert first_line(block(visitor, "Talk 4")) == "Talk 4"  # half an hour in half a column
    visitor.look("schedule-editor")

    drag(visitor, "Talk 4", to(visitor, 1, 180))
    expect(said(visitor)).to_contain_text("Talk 4: moved to Sat 12:00")
    expect(visitor.main.locator("#clashes")).to_contain_text("No conflicts.")
    visitor.page.get_by_role("button", name="Undo").click()
    expect(said(visitor)).to_contain_text("Undone. Talk 4: moved to Sat 10:30")
    visitor.page.keyboard.press("Control+z")
    expect(said(visitor)).to_contain_text("Talk 4: taken out of the schedule.")
    visitor.page.get_by_role("button", name="Redo").click()
    expect(said(visitor)).to_contain_text("Done again. Talk 4: moved to Sat 10:30")
    visitor.page.get_by_role("button", name="Redo").click()
    expect(said(visitor)).to_contain_text("Talk 4: moved to Sat 12:00")

    # Its lower border, half an hour down; then back to the list.
    box = block(visitor, "Talk 4").bounding_box()
    assert box is not None
    drag(visitor, "Talk 4", to(visitor, 1, 240), grip=(30, box["height"] - 0.5))
    expect(block(visitor, "Talk 4")).to_have_attribute("aria-label", re.compile(r"12:00\sPM – 1:00\sPM"))
    expect(said(visitor)).to_contain_text("Talk 4: 60 minutes now, Sat 12:00")
    list_box = visitor.page.locator(".waiting").bounding_box()
    assert list_box is not None
    drag(visitor, "Talk 4", (list_box["x"] + 40, list_box["y"] + 200))
    expect(said(visitor)).to_contain_text("Talk 4: taken out of the schedule.")
    visitor.page.reload()
    expect(visitor.page.locator(".waiting .block")).to_have_count(1)


def test_by_keyboard_and_by_form(site: Site, visitor: Visitor) -> None:
    event = conference(site, "Keyboard Conference")
    waiting(site, event, "Talk 4")
    visitor.sign_in(event.owner, f"/manage/{event.identifier}/schedule")
    keys, talk = visitor.page.keyboard, block(visitor, "Talk 3")

    talk.focus()
    keys.press("ArrowUp")
    keys.press("ArrowRight")
    expect(said(visitor)).to_contain_text("Red. Saved by itself in a moment; Enter saves at once")
    keys.press("Escape")
    expect(said(visitor)).to_contain_text("Talk 3: left where it was.")
    keys.press("ArrowDown")
    keys.press("ArrowRight")
    keys.press("Shift+ArrowDown")
    keys.press("Enter")
    expect(said(visitor)).to_contain_text("Talk 3: 75 minutes now, Sat 12:15")
    expect(said(visitor)).to_contain_text("Red.")
    expect(talk).to_be_focused()
    keys.press("ArrowUp")  # and is saved by itself, after a while
    expect(said(visitor)).to_contain_text("Talk 3: moved to Sat 12:00")

    block(visitor, "Talk 4").focus()
    keys.press("Enter")
    form = visitor.page.get_by_role("dialog")
    expect(form).to_be_visible()
    form.get_by_label("Start").fill("06:00")
    form.get_by_role("button", name="Save").click()
    expect(form).to_contain_text("The session would begin before the event.")
    visitor.look("when-and-where")
    form.get_by_label("Start").fill("15:00")
    form.get_by_label("Room").select_option("Blue")
    form.get_by_role("button", name="Save").click()
    expect(said(visitor)).to_contain_text("Talk 4: moved to Sat 3:00")
    expect(block(visitor, "Talk 4")).to_be_focused()
    keys.press("Delete")
    expect(said(visitor)).to_contain_text("Talk 4: taken out of the schedule.")


def test_two_organisers_see_each_other_s_moves_and_overwrite_none(site: Site, visitor: Visitor, other: Visitor) -> None:
    event = conference(site, "Conference of Two")
    tom = helper(site, event)
    visitor.sign_in(event.owner, f"/manage/{event.identifier}/schedule")
    other.sign_in(tom, f"/manage/{event.identifier}/schedule")
    drag(visitor, "Talk 3", to(visitor, 0, 240))
    expect(said(visitor)).to_contain_text("Talk 3: moved to Sat 1:00")
    expect(block(other, "Talk 3").locator(".mark")).to_contain_text("Moved by")

    # Tom moves it on while its owner's page cannot ask for news.
    visitor.page.context.route("**/schedule/state**", lambda route: route.abort())
    drag(other, "Talk 3", to(other, 1, 300))
    expect(said(other)).to_contain_text("Talk 3: moved to Sat 2:00")
    drag(visitor, "Talk 3", to(visitor, 0, 120))
    expect(said(visitor)).to_contain_text("Not moved: Talk 3 was moved meanwhile by Tom. It is here: Sat 2:00")
    expect(block(visitor, "Talk 3")).to_have_attribute("aria-label", re.compile("Red.*Moved by Tom"))
    visitor.page.get_by_role("button", name="Undo").click()
    expect(said(visitor)).to_contain_text("Not moved: Talk 3 was moved meanwhile by Tom.")


def test_a_move_waits_for_the_server_and_a_session_that_is_gone_is_told_of(site: Site, visitor: Visitor) -> None:
    event = conference(site, "Conference of Outages")
    visitor.sign_in(event.owner, f"/manage/{event.identifier}/schedule")
    expect(block(visitor, "Talk 3")).to_be_visible()
    visitor.page.context.route("**/schedule/*/move", lambda route: route.abort())
    drag(visitor, "Talk 3", to(visitor, 0, 240))
    expect(said(visitor)).to_contain_text("The server cannot be reached. Nothing is saved until it can")
    drag(visitor, "Talk 2", to(visitor, 1, 300))
    visitor.page.context.unroute("**/schedule/*/move")
    expect(said(visitor)).to_contain_text("Talk 2: moved to Sat 2:00", timeout=10_000)
    visitor.page.reload()
    expect(block(visitor, "Talk 3")).to_have_attribute("aria-label", re.compile(r"1:00\sPM – .*Blue"))
    expect(block(visitor, "Talk 2")).to_have_attribute("aria-label", re.compile(r"2:00\sPM – .*Red"))

    form = visitor.page.get_by_role("dialog")
    block(visitor, "Talk 2").focus()
    visitor.page.keyboard.press("Enter")
    expect(form).to_be_visible()
    visitor.page.context.set_offline(True)
    form.get_by_role("button", name="Save").click()
    expect(form.get_by_role("alert")).to_contain_text("this is not saved")
    visitor.page.context.set_offline(False)

    # They are deleted while the page cannot ask for news: one while it is open in the form, the other one is dragged.
    visitor.page.context.route("**/schedule/state**", lambda route: route.abort())
    delete(site, event, event.sessions[1])
    form.get_by_role("button", name="Save").click()
    expect(said(visitor)).to_contain_text("This session is not there any more")
    expect(form).to_be_hidden()
    expect(block(visitor, "Talk 2")).to_have_count(0)
    delete(site, event, event.sessions[2])
    drag(visitor, "Talk 3", to(visitor, 1, 60))
    expect(block(visitor, "Talk 3")).to_have_count(0)
    expect(said(visitor)).to_contain_text("This session is not there any more")


def test_without_a_script_a_day_is_a_list_and_each_session_has_its_form(site: Site, plain: Visitor) -> None:
    event = conference(site, "Plain Conference")
    plain.sign_in(event.owner, f"/manage/{event.identifier}/schedule")
    plain.main.get_by_role("link", name="When and where: Talk 2").click()
    plain.main.get_by_label("Start").fill("10:15")
    plain.main.get_by_label("Room").select_option("Blue")
    plain.main.get_by_role("button", name="Save").click()

    expect(plain.main.get_by_role("status")).to_contain_text("Talk 2: moved to Sat 10:15")
    expect(plain.main.get_by_role("status")).to_contain_text("“Talk 1” and “Talk 2” overlap in Blue.")
