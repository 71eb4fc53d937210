"""Chromium, driven by Playwright, against a server that was started for the tests."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, expect, sync_playwright

from tests.processes.stack import Stack
from tests.tickets.paying.stand_in import KEY, serving
from tests.web.browser.site import Site
from tests.web.browser.visitor import Visitor

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome") or ""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All of these drive the browser; without one they are skipped, but never where a change is judged."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if not CHROMIUM and not os.environ.get("CI"):
                item.add_marker(pytest.mark.skip("There is no Chromium here: install Debian's package “chromium”."))


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server with an empty database, on SQLite, that runs as long as the tests, and what stands in for Stripe."""
    folder = tmp_path_factory.mktemp("site")
    letters = folder / "letters"
    # Whoever tests comes from one address, and signs up and in more often than anybody does.
    often = dict.fromkeys(("SIGN_INS_PER_CLIENT", "REGISTRATIONS_PER_CLIENT", "SECRETS_PER_CLIENT"), "10000")
    stack = Stack(folder=folder, settings={"EMAIL_URL": f"filemail://{letters}", **often})
    stack.settings["SITE_URL"] = stack.url
    with serving() as stripe:
        bases = dict.fromkeys(("STRIPE_API_BASE", "STRIPE_CONNECT_BASE"), stripe.url)
        stack.settings |= {"STRIPE_SECRET_KEY": KEY, "STRIPE_FOR_ALL_EVENTS": "true", **bases}
        try:
            stack.migrate()
            stack.serve()
            yield Site(stack=stack, letters=letters, stripe=stripe)
        finally:
            stack.stop()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """The driver of browsers; what is expected of a page may come slowly where much else runs."""
    expect.set_options(timeout=60_000)  # milliseconds
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Debian's Chromium."""
    started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
    yield started
    started.close()


@pytest.fixture
def visitor(browser: Browser, site: Site, pytestconfig: pytest.Config) -> Iterator[Visitor]:
    """Somebody with a browser that has never been here; what was wrong with a page fails the test at its end."""
    yield from Visitor.coming(browser, site, pytestconfig.getoption("--screenshots"))


@pytest.fixture
def keeping(playwright: Playwright, site: Site, pytestconfig: pytest.Config) -> Iterator[Visitor]:
    """Somebody whose browser keeps whole pages for “back”, as people's do; the driver's do not by themselves."""
    started = playwright.chromium.launch(
        executable_path=CHROMIUM, args=["--no-sandbox"], ignore_default_args=["--disable-back-forward-cache"]
    )
    yield from Visitor.coming(started, site, pytestconfig.getoption("--screenshots"))
    started.close()


@pytest.fixture
def other(browser: Browser, site: Site, pytestconfig: pytest.Config) -> Iterator[Visitor]:
    """Somebody else, with a browser of their own."""
    yield from Visitor.coming(browser, site, pytestconfig.getoption("--screenshots"))


@pytest.fixture
def plain(browser: Browser, site: Site, pytestconfig: pytest.Config) -> Iterator[Visitor]:
    """Somebody whose browser runs no scripts."""
    yield from Visitor.coming(browser, site, pytestconfig.getoption("--screenshots"), scripts=False)
