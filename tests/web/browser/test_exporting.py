"""Organisers export, and see it happen; they import, and see what came of it."""

import re
from pathlib import Path

import icalendar
from playwright.sync_api import Route, expect

from openevent import demonstration
from tests.web.browser.events import conference
from tests.web.browser.site import Site
from tests.web.browser.visitor import Visitor


def test_an_organiser_exports_with_a_bar_and_checks_the_calendar(site: Site, visitor: Visitor) -> None:
    event = conference(site)
    visitor.sign_in(event.owner, then=f"/manage/{event.identifier}/export")

    visitor.look("export")
    visitor.main.get_by_label("Calendar (iCalendar, .ics)").check()
    lost = iter([True, True])  # the first two times that the page asks how far it is, there is no answer
    asks = re.compile(r"/export/[0-9a-f-]{36}$")

    def answer(route: Route) -> None:
        is_live = route.request.headers.get("hx-request") == "true"
        route.abort() if is_live and next(lost, False) else route.continue_()

    visitor.page.route(asks, answer)
    visitor.main.get_by_role("button", name="Export").click()
    expect(visitor.main).to_contain_text("The file is ready.", timeout=15_000)
    visitor.page.unroute(asks)
    visitor.look("export-done")
    with visitor.page.expect_download() as download:
        visitor.main.get_by_role("link", name="Download").click()

    calendar = icalendar.Calendar.from_ical(Path(download.value.path()).read_bytes())
    assert [str(one["SUMMARY"]) for one in calendar.walk("VEVENT")] == ["Talk 1", "Talk 2", "Talk 3"]
    visitor.open(f"/manage/{event.identifier}/check")
    expect(visitor.main).to_contain_text("3 sessions stand in it")
    visitor.look("check")


def test_an_organiser_imports_an_archive(site: Site, visitor: Visitor, tmp_path: Path) -> None:
    archive = tmp_path / "archive.zip"
    archive.write_bytes(demonstration.archive())
    visitor.sign_in(site.somebody("importer"), then="/manage/import")

    visitor.look("import")
    visitor.main.get_by_label("Archive", exact=True).set_input_files(archive)
    visitor.main.get_by_role("button", name="Import").click()
    expect(visitor.main).to_contain_text("is here now", timeout=30_000)
    visitor.look("import-done")

    visitor.main.get_by_role("link", name="To the event").click()
    expect(visitor.main).to_contain_text("Overview")
