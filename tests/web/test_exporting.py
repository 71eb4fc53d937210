"""The export page: choose, start, watch, download; and who may."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from openevent.accounts.models import User
from openevent.events.models import Event
from openevent.exports import requesting
from openevent.exports.kinds import KINDS
from openevent.exports.tables import attendees, orders, sessions, speakers
from openevent.jobs.models import Job
from openevent.program import submitting
from openevent.program.models import Session, Speaker, Track
from openevent.web.organising.exporting import choices
from tests import documents
from tests.conftest import accepted
from tests.exports.lists import ask, done, work_off
from tests.web.pages import german, parsed, read, signed_in, statements, words

pytestmark = pytest.mark.usefixtures("queue_that_nobody_empties")


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
    assert 'hx-trigger="every 1s"' in part  # and again, where an answer is lost
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
def test_what_was_left_out_is_told_in_the_language_of_whoever_asked(
    event: Event, session: Session, olga: User, tom: User
) -> None:
    accepted(event, olga, "Some time", None)
    page = {"kind": "ical"}

    asked = german(olga).post(f"/manage/{event.identifier}/export", page)["Location"]
    over_the_api = ask(olga, event, "ical").json()["task_url"]
    again = german(olga).post(f"/manage/{event.identifier}/export", page)["Location"]
    english = signed_in(olga).post(f"/manage/{event.identifier}/export", page)["Location"]
    work_off()

    assert (again, Job.objects.count()) == (asked, 2)
    assert "Some time: Der Beginn fehlt." in words(read(german(olga), asked))
    assert "Some time: It has no start." in words(read(olga, english))
    reasons = [one["reason"] for one in done(olga, over_the_api)["result"]["skipped"]]
    assert reasons == ["It has no start."]
    german(olga).post(f"/manage/{event.identifier}/export", page)
    assert Job.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_lists_on_paper_are_in_the_language_of_whoever_asks_and_tables_are_the_same_for_all(
    event: Event, session: Session, speaker: Speaker, olga: User
) -> None:
    def made(kind: str) -> bytes:
        page = german(olga).post(f"/manage/{event.identifier}/export", {"kind": kind})["Location"]
        work_off()
        return body(signed_in(olga).get(read(german(olga), page).xpath("//a[@download]/@href")[0]))

    (page,) = documents.pages(made("sessions/pdf"))
    (given,) = documents.pages(made("speakers/pdf"))

    lines = page.splitlines()
    assert lines[0] == "Sessions: Autumn Conference"
    assert lines[1] == "Titel Vortragende Themenbereich Raum Beginn Ende Status"
    assert lines[2].startswith("Soldering for All Ann Onymous")
    assert "Angenommen" in page
    assert "Soldering for All (Angenommen)" in " ".join(given.split())
    assert made("sessions/csv").startswith('\ufeff"Session Title","Session Starts At",'.encode())


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_no_two_heads_of_a_list_on_paper_are_the_same_word(event: Event, language: str) -> None:
    tables = (orders, attendees, sessions, speakers)
    english = [len(one.table(event).printed) for one in tables]

    with translation.override(language):
        told = [one.table(event) for one in tables]

    assert [len(one.printed) for one in told] == english
    assert all(one.right <= one.printed.keys() for one in told)


@pytest.mark.django_db(transaction=True)
def test_a_failed_export_says_why(event: Event, olga: User) -> None:
    client = signed_in(olga)
    started = client.post(f"/manage/{event.identifier}/export", {"kind": "orders/csv"})

    Job.objects.update(state=Job.State.FAILURE, error="The disk is full.", finished_at=event.starts_at)

    assert "The disk is full." in words(parsed(client.get(started["Location"])))


@pytest.mark.parametrize("sent", [{}, {"kind": "nonsense"}, {"kind": "ical", "track": ["9" * 30]}, {"kind": "\0"}])
def test_what_cannot_be_chosen_starts_nothing(event: Event, olga: User, sent: dict[str, Any]) -> None:
    answer = signed_in(olga).post(f"/manage/{event.identifier}/export", sent)

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
    client, here = signed_in(olga), f"/manage/{event.identifier}/export"
    requesting.request(event, "ical", by=olga)
    one = statements(client, here)
    requesting.request(event, "xcal", by=olga)
    requesting.request(event, "jcal", by=olga)

    assert statements(client, here) == one


def test_the_check_says_when_all_is_right_and_in_words_that_need_no_knowledge_of_files(
    event: Event, session: Session, olga: User
) -> None:
    page = parsed(signed_in(olga).get(f"/manage/{event.identifier}/check"))
    programs = " ".join(page.xpath("//table//text()"))

    assert page.xpath("//p[@class='verdict good']/text()") == ["The calendar is right: 1 session stands in it."]
    assert "tracks and types, colours of sessions" in programs
    assert "Reads times by the time zone that the calendar describes." in programs
    assert re.findall(r"[A-Z-]{3,}", programs) == []


def test_the_check_says_in_words_what_is_wrong_and_who_follows(event: Event, session: Session, olga: User) -> None:
    untimed = submitting.submit(event, by=olga, state="pending", title="No time")
    Session.objects.filter(pk=untimed.pk).update(state="accepted")
    event.polls.create(program="Apple Calendar", first_at=event.starts_at, last_at=event.starts_at)

    page = words(parsed(signed_in(olga).get(f"/manage/{event.identifier}/check")))

    assert "What stands in the calendar is right, but 1 session is not in it." in page
    assert "The calendar is right" not in page
    assert "Apple Calendar: asked last" in page
    assert "No time: " in page
    assert "Google Calendar" in page
    assert "No time: It has no start." in page
    assert "No time: Der Beginn fehlt." in words(read(german(olga), f"/manage/{event.identifier}/check"))
