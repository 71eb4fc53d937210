"""The export page: choose, start, watch, download; and who may."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from openevent.accounts.models import User
from openevent.events.models import Event
from openevent.exports import building, requesting
from openevent.exports.kinds import KINDS
from openevent.jobs import running
from openevent.jobs.models import Job
from openevent.program import submitting
from openevent.program.models import Session, Track
from openevent.web.organising.exporting import choices
from tests.conftest import accepted
from tests.web.pages import parsed, signed_in, words

pytestmark = pytest.mark.usefixtures("sent")


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> None:
    """Jobs are given to a queue that nobody empties."""
    monkeypatch.setattr("openevent.jobs.asking.send", lambda _job: True)


def work_off() -> None:
    for job in Job.objects.filter(state=Job.State.QUEUED):
        running.run(str(job.pk), building.build)


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def test_every_kind_of_export_can_be_chosen() -> None:
    assert {choice.kind for choice in (*choices.CALENDARS, *choices.LISTS)} == set(KINDS)


@pytest.mark.django_db(transaction=True)
def test_an_export_is_started_watched_and_downloaded(event: Event, session: Session, olga: User) -> None:
    untimed = accepted(event, olga, "Some time", None)
    client = signed_in(olga)

    started = client.post(f"/manage/{event.identifier}/export", {"kind": "ical"})
    assert started.status_code == 302
    waiting = parsed(client.get(started["Location"]))
    part = client.get(started["Location"], headers={"HX-Request": "true"}).content.decode()
    work_off()
    done = parsed(client.get(started["Location"]))

    assert waiting.xpath("//progress/@value") == ["0"]
    assert waiting.xpath("//noscript/meta/@http-equiv") == ["refresh"]
    assert "<html" not in part
    assert 'hx-trigger="load' in part
    assert done.xpath("//progress") == []
    assert "1 session was left out" in words(done)
    assert done.xpath("//li/a/@href").count(f"/manage/{event.identifier}/sessions/{untimed.pk}") == 1
    file = client.get(done.xpath("//a[@download]/@href")[0])
    assert body(file).startswith(b"BEGIN:VCALENDAR")


@pytest.mark.django_db(transaction=True)
def test_only_a_part_is_exported_where_one_is_chosen(event: Event, session: Session, track: Track, olga: User) -> None:
    accepted(event, olga, "Elsewhere", None)
    client = signed_in(olga)

    client.post(f"/manage/{event.identifier}/export", {"kind": "ical", "track": [track.pk], "cancelled": "on"})

    assert Job.objects.get().parameters["options"] == f"track={track.pk}&cancelled=true"


@pytest.mark.django_db(transaction=True)
def test_a_failed_export_says_why(event: Event, olga: User) -> None:
    client = signed_in(olga)
    started = client.post(f"/manage/{event.identifier}/export", {"kind": "orders/csv"})

    Job.objects.update(state=Job.State.FAILURE, error="The disk is full.", finished_at=event.starts_at)

    assert "The disk is full." in words(parsed(client.get(started["Location"])))


@pytest.mark.parametrize("sent_form", [{}, {"kind": "nonsense"}, {"kind": "ical", "track": ["9" * 30]}, {"kind": "\0"}])
def test_what_cannot_be_chosen_starts_nothing(event: Event, olga: User, sent_form: dict[str, Any]) -> None:
    answer = signed_in(olga).post(f"/manage/{event.identifier}/export", sent_form)

    assert answer.status_code == 200
    assert 'role="alert"' in answer.content.decode()
    assert not Job.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_strangers_find_no_exports(event: Event, olga: User, mallory: User) -> None:
    job = requesting.request(event, "ical", by=olga)
    here = f"/manage/{event.identifier}"

    for path in (f"{here}/export", f"{here}/export/{job.pk}", f"{here}/import", f"{here}/check"):
        assert signed_in(mallory).get(path).status_code == 404
        assert Client().get(path)["Location"].startswith("/account/sign-in?next=")
    assert signed_in(mallory).post(f"{here}/export", {"kind": "ical"}).status_code == 404
    assert Job.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_list_of_exports_takes_the_same_queries_however_many_there_are(event: Event, olga: User) -> None:
    client = signed_in(olga)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            parsed(client.get(f"/manage/{event.identifier}/export"))
        return len(queries)

    requesting.request(event, "ical", by=olga)
    one = count()
    requesting.request(event, "xcal", by=olga)
    requesting.request(event, "jcal", by=olga)

    assert count() == one


def test_the_check_says_in_words_what_is_wrong_and_who_follows(event: Event, session: Session, olga: User) -> None:
    untimed = submitting.submit(event, by=olga, state="pending", title="No time")
    Session.objects.filter(pk=untimed.pk).update(state="accepted")
    event.polls.create(program="Apple Calendar", first_at=event.starts_at, last_at=event.starts_at)

    page = words(parsed(signed_in(olga).get(f"/manage/{event.identifier}/check")))

    assert "The calendar is right: 1 session stands in it." in page
    assert "Apple Calendar: asked last" in page
    assert "No time: " in page
    assert "Google Calendar" in page
