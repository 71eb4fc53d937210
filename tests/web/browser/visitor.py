"""Somebody with a browser. What is wrong with any page that it shows is noted, and fails the test at its end."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Frame, Locator, Page, Request, expect
from playwright.sync_api import Error as DriverError

from tests.web.browser.site import PASSWORD, Site

AXE = Axe()
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
LOCAL = frozenset({"data", "blob", "about"})
MANY = 5  # times that another page may come while one is judged
SOON = 500  # milliseconds in which the browser tells of a page that has come


class Visitor:
    """One browser window, with cookies of its own."""

    def __init__(self, page: Page, site: Site, screenshots: Path | None) -> None:
        self.page = page
        self.site = site
        self.screenshots = screenshots
        self.faults: list[str] = []
        self.pages = 0  # that have come in the window so far
        page.on("request", self._note_request)
        page.on("console", self._note_console)
        page.on("framenavigated", self._note_page)
        page.on("pageerror", lambda error: self.faults.append(f"a script failed: {error}"))

    @classmethod
    def coming(
        cls, browser: Browser, site: Site, screenshots: Path | None, *, scripts: bool = True
    ) -> Iterator["Visitor"]:
        """A visitor who leaves when the test ends; says then what was wrong with the pages."""
        context = browser.new_context(
            base_url=site.url,
            java_script_enabled=scripts,
            viewport=WIDE,  # type: ignore[arg-type]  # a dictionary of the library's own kind
            locale="en-GB",
            timezone_id="America/New_York",  # not where the events are: what is shown in whose zone is seen
            accept_downloads=True,
            reduced_motion="reduce",  # colours are judged when they are there, and not on their way
        )
        found = cls(context.new_page(), site, screenshots)
        yield found
        context.close()
        assert not found.faults, "\n".join(dict.fromkeys(found.faults))

    def _note_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        # What a reader opens by a click leads where it likes; what a page loads by itself must lie here.
        is_opened = request.is_navigation_request() and request.frame == self.page.main_frame
        if parts.scheme not in LOCAL and not request.url.startswith(self.site.url) and not is_opened:
            self.faults.append(f"a request to another host: {request.url}")

    def _note_console(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            self.faults.append(f"{self.page.url}: {message.text}")

    def _note_page(self, frame: Frame) -> None:
        self.pages += frame == self.page.main_frame

    def open(self, path: str) -> None:
        """Go to a page; it must be there."""
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.status == 200, f"{path}: {answer.status}"

    def sign_in(self, address: str, then: str = "/manage") -> None:
        """Sign in on the page for it."""
        self.page.goto(f"/account/sign-in?{urlencode({'next': then})}")
        self.sign_in_here(address)
        expect(self.page).to_have_url(f"{self.site.url}{then}")

    def sign_in_here(self, address: str) -> None:
        """Sign in on this page, to which another one has led."""
        self.page.get_by_label(re.compile("e-?mail", re.IGNORECASE)).fill(address)
        self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        self.main.get_by_role("button", name="Sign in").click()

    @property
    def main(self) -> Locator:
        """What is in the page, without what is on every one."""
        return self.page.locator("main")

    def look(self, name: str) -> None:
        """Judge the page by axe in light, dark and on a phone, and keep pictures of it where asked to."""
        for scheme, size, word in (("light", WIDE, "light"), ("dark", WIDE, "dark"), ("light", PHONE, "phone")):
            self.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # the library's own words
            self.page.set_viewport_size(size)  # type: ignore[arg-type]  # as above
            self.judge(f"{name} ({word})")
            if self.screenshots is not None:
                self.screenshots.mkdir(parents=True, exist_ok=True)
                self.page.screenshot(path=self.screenshots / f"{name}-{word}.png", full_page=True)
        self.page.emulate_media(color_scheme="light")
        self.page.set_viewport_size(WIDE)  # type: ignore[arg-type]  # as above

    def judge(self, name: str) -> None:
        """Note what axe finds wrong with the page as it is shown now, and whether it is wider than the window."""
        violations, wide = self._examined()
        for fault in violations:
            nodes = "; ".join(str(node["target"]) for node in fault["nodes"][:3])
            self.faults.append(f"{name}: {fault['id']}: {fault['help']} ({nodes})")
        if wide > 0:
            self.faults.append(f"{name}: the page is {wide} pixels wider than the window")

    def _examined(self) -> tuple[list[dict[str, Any]], int]:
        """What axe finds wrong, and how many pixels the page is wider than the window.

        Both of one page, which has loaded: a browser answers also while one page goes and the next one comes, and then
        for neither. The driver waits for that with what it clicks and fills, and not with what is evaluated.
        """
        for _ in range(MANY):
            self.page.wait_for_load_state("load")
            before = self.pages
            try:
                found = AXE.run(self.page, options={"resultTypes": ["violations"]}).response["violations"]
                wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            except DriverError:
                self.page.wait_for_timeout(SOON)
                if self.pages == before:
                    raise
                continue
            if self.pages == before:
                return found, wide
        raise AssertionError(f"{self.page.url} does not stay in the window long enough to be judged")
