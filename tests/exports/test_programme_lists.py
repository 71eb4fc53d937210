"""The lists of sessions and speakers."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from openevent.accounts.models import User
from openevent.events.models import Event
from openevent.program import editing, rating, speaking, submitting
from openevent.program.models import Session, Speaker
from tests import documents
from tests.conftest import as_user
from tests.exports.lists import ask, done, exported, listed, work_off


@pytest.fixture
def proposal(event: Event, tom: User) -> Session:
    """Nobody speaks in it yet, and it has no time."""
    return submitting.submit(event, by=tom, state="pending", title="=Welding", long_abstract="<p>Hot &amp; loud</p>")


def test_a_session_is_a_row(session: Session, speaker: Speaker, event: Event, olga: User, queue: list[str]) -> None:
    rating.rate_session(session, by=olga, rating=Decimal("4.5"))
    editing.change(session, by=olga, complex_field_values={"laptop": True}, comments="<p>For the team</p>")

    (row,) = listed(olga, event, "sessions/csv")

    assert {head: value for head, value in row.items() if value not in ("", 0)} == {
        "Session Title": "Soldering for All",
        "Session Starts At": "2026-10-24 10:00:00",
        "Session Ends At": "2026-10-24 11:00:00",
        "Session Speakers": "Ann Onymous",
        "Speaker Emails": "ann@example.org",
        "Session Track": "Open Hardware",
        "Session Abstract Short": "Bring an iron.",
        "Comment": "For the team",
        "Created At": row["Created At"],
        "Email Sent": "No",
        "Status": "accepted",
        "Average Rating": Decimal("4.5"),
        "Number of Ratings": 1,
        "Room": "Blue Hall",
        "Other Answers": "laptop: Yes",
    }


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["'=Welding", "Soldering for All"]),
        ("?status=all", ["'=Welding", "Soldering for All"]),
        ("?status=whatever", ["'=Welding", "Soldering for All"]),
        ("?status=pending", ["'=Welding"]),
        ("?status=accepted", ["Soldering for All"]),
        ("?status=canceled", []),
    ],
)
def test_sessions_of_one_state_are_listed_alone(
    session: Session, proposal: Session, event: Event, olga: User, queue: list[str], query: str, titles: list[str]
) -> None:
    assert sorted(str(row["Session Title"]) for row in listed(olga, event, "sessions/csv", query)) == titles


@pytest.mark.parametrize(
    ("status", "names"),
    [
        ("all", ["Ann Onymous", "Nobody"]),
        ("accepted", ["Ann Onymous"]),
        ("pending", []),
        ("without_session", ["Nobody"]),
    ],
)
def test_speakers_are_listed_by_their_sessions(
    session: Session, event: Event, olga: User, queue: list[str], status: str, names: list[str]
) -> None:
    speaking.add(event, by=olga, name="Nobody", short_biography="<p>Who?</p>")
    body = {"status": status}

    task = as_user(olga).post(f"/v1/events/{event.pk}/export/speakers/csv", data=body, content_type="application/json")
    assert (task.status_code, task["Location"]) == (202, task.json()["task_url"])
    work_off()

    rows = listed(olga, event, "speakers/csv", f"?status={status}")
    assert [row["Speaker Name"] for row in rows] == names
    assert {row["Speaker Bio"] for row in rows if row["Speaker Name"] == "Nobody"} <= {"Who?"}
    assert {row["Speaker Session(s)"] for row in rows} <= {"", "Soldering for All (accepted)"}


def test_deleted_ones_are_not_listed(
    session: Session, speaker: Speaker, event: Event, olga: User, queue: list[str]
) -> None:
    as_user(olga).delete(f"/v1/sessions/{session.pk}")

    assert listed(olga, event, "sessions/csv") == []
    assert [row["Speaker Session(s)"] for row in listed(olga, event, "speakers/csv")] == [""]


def test_both_lists_are_printed(session: Session, event: Event, olga: User, queue: list[str]) -> None:
    sessions, speakers = (exported(olga, event, f"{one}/pdf") for one in ("sessions", "speakers"))

    assert "Sessions: Autumn Conference" in documents.pages(sessions)[0]
    assert "Soldering for All Ann Onymous" in " ".join(documents.pages(sessions)[0].split())
    assert "Ann Onymous ann@example.org Soldering for All (Accepted)" in " ".join(documents.pages(speakers)[0].split())


@pytest.mark.parametrize("kind", ["sessions/csv", "speakers/csv", "sessions/pdf", "speakers/pdf"])
def test_the_database_is_asked_as_often_for_three_rows_as_for_one(
    session: Session, speaker: Speaker, event: Event, olga: User, queue: list[str], kind: str
) -> None:
    ask(olga, event, kind)
    with CaptureQueriesContext(connection) as for_one:
        work_off()
    for number in range(2):
        other = speaking.add(event, by=olga, name=f"Speaker {number}")
        session.pk, session.uid = None, f"copy-{number}"
        session.save(force_insert=True)
        speaking.link(other, session, by=olga)
        speaking.link(speaker, session, by=olga)
    ask(olga, event, kind)

    with CaptureQueriesContext(connection) as for_three:
        work_off()

    assert len(for_one) == len(for_three) <= 8


@pytest.mark.parametrize("address", ["orders/exe", "nothing/csv", "orders/csv/x"])
def test_there_is_no_other_list(event: Event, olga: User, queue: list[str], address: str) -> None:
    assert ask(olga, event, address).status_code == 404


@pytest.mark.parametrize("body", [b"[1]", b'{"status": 5}', b"nonsense"])
def test_a_body_that_says_nothing_right_is_refused(event: Event, olga: User, queue: list[str], body: bytes) -> None:
    answer = as_user(olga).post(
        f"/v1/events/{event.pk}/export/sessions/csv", data=body, content_type="application/json"
    )

    assert answer.status_code == 400


def test_a_list_of_a_deleted_event_is_not_made(event: Event, olga: User, queue: list[str]) -> None:
    task = ask(olga, event, "sessions/csv").json()["task_url"]
    as_user(olga).delete(f"/v1/events/{event.pk}")

    assert done(olga, task)["errors"][0]["status"] == "404"
    assert ask(olga, event, "sessions/csv").status_code == 404
