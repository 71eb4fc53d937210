"""Texts that nobody could read to their end are refused before they are looked at: to show them takes too long."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from openevent.accounts import joining
from openevent.accounts.models import User
from openevent.events import amending, furnishing
from openevent.events.models import Event, Faq
from openevent.lib import text
from openevent.lib.models import WrongValue
from openevent.lib.passages import LONGEST
from openevent.program import calling, editing, rating, speaking
from openevent.program.models import Session, Speaker
from tests.conftest import as_user, at
from tests.tickets.conftest import ticket
from tests.web.pages import errors, every_field, read

LONG = "&" * (LONGEST + 1)
Act = Callable[[Session, Speaker, User], object]
ACTS: dict[str, Act] = {
    "description of an event": lambda session, _, olga: amending.change(session.event, by=olga, description=LONG),
    "description of a ticket": lambda session, _, olga: ticket(session.event, olga, "Visitor", description=LONG),
    "long-abstract": lambda session, _, olga: editing.change(session, by=olga, long_abstract=LONG),
    "short-biography": lambda _, speaker, olga: speaking.change(speaker, by=olga, short_biography=LONG),
    "answer": lambda session, _, olga: furnishing.add(Faq(event=session.event, question="Why?", answer=LONG), by=olga),
    "comment": lambda session, _, olga: rating.rate_session(session, by=olga, rating=3, comment=LONG),
    "details": lambda _, _speaker, olga: joining.change_profile(olga, by=olga, details=LONG),
    "announcement": lambda session, _, olga: calling.add(
        session.event, by=olga, announcement=LONG, starts_at=at("2026-01-01 08:00"), ends_at=at("2026-02-01 08:00")
    ),
}


@pytest.fixture
def never_cleaned(monkeypatch: pytest.MonkeyPatch) -> None:
    """The long text must not be looked at."""
    clean = text.safe_html

    def cleaned(html: str) -> str:
        assert len(html) <= LONGEST
        return clean(html)

    monkeypatch.setattr(text, "safe_html", cleaned)


@pytest.mark.usefixtures("never_cleaned")
@pytest.mark.parametrize("what", ACTS)
def test_a_text_without_end_is_refused_whatever_it_is(
    session: Session, speaker: Speaker, olga: User, what: str
) -> None:
    member = what.partition(" ")[0]

    with pytest.raises(WrongValue) as refusal:
        ACTS[what](session, speaker, olga)

    assert refusal.value.pointer == f"/data/attributes/{member}"
    assert str(refusal.value) == f"{member}: A text has at most 200000 characters."


def test_a_text_that_is_as_long_as_it_may_be_is_kept(session: Session, olga: User) -> None:
    editing.change(session, by=olga, long_abstract=LONG[1:])

    session.refresh_from_db()
    assert session.long_abstract == "&amp;" * LONGEST


def test_programs_are_told_so(session: Session, olga: User) -> None:
    sent: dict[str, Any] = {"type": "session", "id": str(session.pk), "attributes": {"long-abstract": LONG}}

    answer = as_user(olga).patch(f"/v1/sessions/{session.pk}", {"data": sent}, content_type="application/vnd.api+json")

    assert (answer.status_code, answer.json()["errors"][0]["source"]) == (
        422,
        {"pointer": "/data/attributes/long-abstract"},
    )


def test_people_are_told_beside_the_field(event: Event, olga: User, client: Client) -> None:
    client.force_login(olga)
    page = f"/manage/{event.identifier}/settings"

    answer = client.post(page, every_field(read(client, page), description=LONG))

    assert errors(answer) == ["description: A text has at most 200000 characters."]
