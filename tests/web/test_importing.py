"""The import pages: an archive that becomes an event, a calendar that is looked at and then brought in."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from openevent import demonstration
from openevent.accounts import joining
from openevent.accounts.models import User
from openevent.events.models import Event
from openevent.imports import building, previewing, requesting
from openevent.jobs import running
from openevent.jobs.models import Job
from openevent.program.models import Session
from tests.conftest import PASSWORD
from tests.web.pages import german, parsed, read, signed_in, words

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("queue_that_nobody_empties")]
ICS = b"""BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//tests//EN\r
BEGIN:VEVENT\r
UID:one@example.org\r
DTSTAMP:20260101T000000Z\r
DTSTART:20261024T120000Z\r
DTEND:20261024T130000Z\r
SUMMARY:Brought from elsewhere\r
END:VEVENT\r
END:VCALENDAR\r
"""


def work_off() -> None:
    for job in Job.objects.filter(state=Job.State.QUEUED):
        running.run(str(job.pk), building.build)


def file(data: bytes = ICS, name: str = "calendar.ics") -> Any:
    return SimpleUploadedFile(name, data)


def test_an_archive_becomes_an_event_and_its_warnings_are_listed(olga: User) -> None:
    client = signed_in(olga)

    started = client.post("/manage/import", {"file": file(demonstration.archive(), "archive.zip")})
    waiting = parsed(client.get(started["Location"]))
    work_off()
    done = parsed(client.get(started["Location"]))

    event = Event.objects.get()
    assert waiting.xpath("//progress")
    assert done.xpath(f"//a[@href='/manage/{event.identifier}']")
    assert event.name in words(done)


def test_a_calendar_is_looked_at_before_it_is_brought_in(event: Event, olga: User) -> None:
    client, here = signed_in(olga), f"/manage/{event.identifier}/import"

    looked = parsed(client.post(here, {"file": file()}))
    assert not Session.objects.exists()
    assert "1 new" in words(looked)
    brought = client.post(here, {"seen": looked.xpath("//input[@name='seen']/@value")[0]})
    work_off()

    assert "1 new" in words(parsed(client.get(brought["Location"])))
    assert [row.title for row in Session.objects.all()] == ["Brought from elsewhere"]


def test_what_is_made_for_a_calendar_is_named_by_kinds(event: Event, olga: User) -> None:
    here = f"/manage/{event.identifier}/import"
    entry = b"LOCATION:Big Hall\r\nCATEGORIES:Boats\r\nSUMMARY:"

    looked = parsed(signed_in(olga).post(here, {"file": file(ICS.replace(b"SUMMARY:", entry))}))

    made = {name.text: name.getnext().text for name in looked.xpath("//main//dl[@class='facts']/dt")}
    assert made == {"Rooms": "Big Hall", "Tracks": "Boats"}
    assert looked.xpath("//main//th[last()]/text()") == ["What differs, or why not"]


def test_a_calendar_is_brought_in_in_the_language_of_whoever_asked(event: Event, olga: User) -> None:
    unknown = ICS.replace(b"SUMMARY", b"STATUS:CANCELLED\r\nSUMMARY")
    client, here = german(olga), f"/manage/{event.identifier}/import"
    twice = ICS.replace(b"END:VCALENDAR", unknown.replace(b"one@", b"two@").partition(b"//EN\r\n")[2])

    looked = parsed(client.post(here, {"file": file(twice)}))
    brought = client.post(here, {"seen": looked.xpath("//input[@name='seen']/@value")[0]})["Location"]
    work_off()

    for page in (looked, read(client, brought)):
        rows = [" ".join(cell.text_content().split()) for cell in page.xpath("//tbody/tr/td")]
        assert rows[:2] == ["Brought from elsewhere", "neu"]
        assert rows[2].startswith("24.10.2026 14:00–15:00")
        assert rows[4:] == [
            *(
                "Brought from elsewhere",
                "nicht übernehmbar",
                "",
                "Sie ist abgesagt, und die Veranstaltung hatte sie nie.",
            )
        ]
    job = Job.objects.get()
    assert [step["what"] for step in (job.result or {})["steps"]] == ["new", "left out"]


def test_another_file_than_was_looked_at_is_not_brought_in(event: Event, olga: User) -> None:
    client, here = signed_in(olga), f"/manage/{event.identifier}/import"
    seen = parsed(client.post(here, {"file": file()})).xpath("//input[@name='seen']/@value")[0]
    client.post(here, {"file": file(ICS.replace(b"Brought", b"Smuggled"))})

    assert client.post(here, {"seen": seen}).status_code == 410
    assert client.post(here, {"seen": "\0"}).status_code == 410
    assert not Job.objects.exists()


def test_what_nobody_came_back_for_is_swept(event: Event, olga: User, monkeypatch: pytest.MonkeyPatch) -> None:
    signed_in(olga).post(f"/manage/{event.identifier}/import", {"file": file()})

    assert previewing.sweep() == 0
    monkeypatch.setattr(previewing, "KEPT", timedelta(seconds=-5))
    assert previewing.sweep() == 1
    assert requesting.storage().listdir("previews")[1] == []


@pytest.mark.parametrize("data", [b"", b"nothing of the kind", b"BEGIN:VCALENDAR", bytes(range(256)), b"<x", b"{"])
def test_what_is_no_calendar_is_refused_beside_the_field(event: Event, olga: User, data: bytes) -> None:
    answer = signed_in(olga).post(f"/manage/{event.identifier}/import", {"file": file(data)})

    assert answer.status_code == 200
    assert 'role="alert"' in answer.content.decode()
    assert not Job.objects.exists()


def test_only_the_verified_import_archives_and_only_who_asked_watches(db: None, olga: User, mallory: User) -> None:
    newcomer = joining.join("new@example.org", PASSWORD)
    job = requesting.request(file(), len(ICS), by=olga)

    assert signed_in(newcomer).get("/manage/import").status_code == 403
    assert signed_in(mallory).get(f"/manage/import/{job.pk}").status_code == 404
    assert Client().get("/manage/import").status_code == 302
