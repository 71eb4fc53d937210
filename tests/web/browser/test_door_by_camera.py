"""The door by camera, in browsers that read no codes by themselves, and with photos where there is no camera."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect

from tests.barcodes import film, photo
from tests.web.browser.conftest import CHROMIUM
from tests.web.browser.events import conference
from tests.web.browser.site import Site
from tests.web.browser.test_selling import handed_out, taken
from tests.web.browser.visitor import Visitor

WITHOUT_A_READER = "delete window.BarcodeDetector"  # as Safari and Firefox are
# Without https a browser shows no page its camera.
WITHOUT_HTTPS = "Object.defineProperty(navigator, 'mediaDevices', { value: undefined })"

# Two answers come later than a code that is seen again is taken for the one that was seen (`SAME` in door.js).
SLOWLY = """() => new Promise((done) => {
  const ask = window.fetch;
  let looks = 0;
  window.fetch = async (...what) => {
    const answer = await ask(...what);
    looks += 1;
    if (looks <= 2) await new Promise((resolve) => setTimeout(resolve, 4500));
    else done();
    return answer;
  };
})"""
LONG = 11_000  # milliseconds: more than a look may take (`PATIENCE` in door.js)


@contextmanager
def filming(playwright: Playwright, site: Site, screenshots: Path | None, seen: Path) -> Iterator[Visitor]:
    """Somebody whose camera sees this film."""
    camera = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
    args = ["--no-sandbox", *camera, f"--use-file-for-fake-video-capture={seen}"]
    started = playwright.chromium.launch(executable_path=CHROMIUM, args=args)
    try:
        yield from Visitor.coming(started, site, screenshots)
    finally:
        started.close()


def test_a_camera_lets_in_where_the_browser_reads_no_codes(
    site: Site, playwright: Playwright, pytestconfig: pytest.Config, tmp_path: Path
) -> None:
    event = conference(site, "Conference of Cameras")
    code, _ = handed_out(site, event, count=2)
    seen = tmp_path / "camera.y4m"
    seen.write_bytes(film(code))

    with filming(playwright, site, pytestconfig.getoption("--screenshots"), seen) as visitor:
        visitor.page.add_init_script(WITHOUT_A_READER)
        visitor.sign_in(event.owner, f"/manage/{event.identifier}/door")
        answer, hint = visitor.page.locator("#answer"), visitor.page.locator("#hint")
        expect(visitor.page.get_by_label("Or a photo of the code")).to_be_hidden()
        visitor.page.get_by_role("button", name="Use the camera").click()
        expect(answer).to_contain_text("Let in")
        expect(answer).to_contain_text("1 of 2 are in")
        expect(hint).to_have_text("Hold the code of a ticket before the camera.")
        visitor.look("door-camera")

        # Held there longer it is the same scan, however long the server takes to look …
        visitor.page.evaluate(SLOWLY)
        expect(answer).to_contain_text("Let in")
        # … and what has no connection says so, and goes on when it has one.
        visitor.page.context.set_offline(True)
        expect(hint).to_contain_text("No connection")
        visitor.page.context.set_offline(False)
        expect(hint).to_have_text("Hold the code of a ticket before the camera.")
        expect(answer).to_contain_text("Let in")
        # Who holds it there after a longer while without one may be somebody else.
        visitor.page.context.set_offline(True)
        visitor.page.wait_for_timeout(LONG)
        visitor.page.context.set_offline(False)
        expect(answer).to_contain_text("Already in since")
        visitor.page.get_by_role("button", name="Use the camera").click()
        expect(visitor.page.locator("video")).to_be_hidden()
        expect(hint).to_be_empty()


def test_photos_let_in_where_a_page_has_no_camera(site: Site, visitor: Visitor) -> None:
    event = conference(site, "Conference of Photos")
    code, other = handed_out(site, event, count=2)
    visitor.page.add_init_script(WITHOUT_HTTPS)
    visitor.sign_in(event.owner, f"/manage/{event.identifier}/door")
    field, answer = visitor.page.get_by_label("Or a photo of the code"), visitor.page.locator("#answer")
    expect(visitor.page.get_by_role("button", name="Use the camera")).to_be_hidden()
    expect(visitor.main).to_contain_text("Browsers show their camera only to pages with https.")
    visitor.look("door-photos")

    said = {
        code: "1 of 2 are in",
        other: "2 of 2 are in",
        "https://example.org": "This is no ticket of",
        code.upper(): "Already in since",
    }
    for shown, sentence in said.items():
        field.set_input_files(files=[taken(photo(shown))])
        expect(answer).to_contain_text(sentence)
        expect(field).to_have_value("")
    field.set_input_files(files=[taken(photo())])
    expect(answer).to_contain_text("There is no code in the picture")
    visitor.look("door-photo-not-read")


def test_without_a_camera_the_door_says_so_and_takes_photos(site: Site, visitor: Visitor) -> None:
    event = conference(site, "Conference of No Cameras")
    visitor.sign_in(event.owner, f"/manage/{event.identifier}/door")

    visitor.page.get_by_role("button", name="Use the camera").click()

    expect(visitor.main).to_contain_text("The camera did not start.")
    expect(visitor.page.get_by_label("Or a photo of the code")).to_be_visible()
    expect(visitor.page.locator("video")).to_be_hidden()
    visitor.look("door-no-camera")
