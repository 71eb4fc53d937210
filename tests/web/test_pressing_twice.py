"""Forms of a team whose button is pressed twice: what they make is made once, and letters are sent once."""

from typing import Any

import pytest
from django.test import Client

from openevent.accounts.models import Letter, User
from openevent.events.models import Event, RoleInvite, SocialLink
from openevent.program import speaking
from openevent.program.models import Microlocation, Session, Speaker, Track
from openevent.tickets.models import CustomForm, DiscountCode, Ticket
from tests.conftest import accepted
from tests.tickets.conftest import fair, paid
from tests.web.pages import errors, parsed, read, signed_in

__all__ = ["fair", "paid"]

PERIOD = {"timezone": "Europe/Berlin", "starts_at": "2027-01-01T10:00", "ends_at": "2027-01-02T10:00"}


@pytest.fixture
def as_olga(olga: User) -> Client:
    return signed_in(olga)


def filled(by: Client, page: str, action: str, **said: Any) -> dict[str, Any]:
    """What the form that goes to `action` sends, filled like this."""
    forms = read(by, page).xpath("//main//form[@method='post']")
    form = next(one for one in forms if (one.get("action") or page) == action)
    return {**dict(form.form_values()), **said}


def twice(by: Client, page: str, *, action: str = "", **said: Any) -> list[str]:
    """What is said after a form was sent twice, as by a second press before the answer comes."""
    sent = filled(by, page, action or page, **said)
    answers = [by.post(action or page, sent) for _press in range(2)]
    assert [one.status_code for one in answers] == [303, 303], [errors(one) for one in answers]
    assert len({one["Location"] for one in answers}) == 1
    told = parsed(by.get(answers[1]["Location"])).xpath("//ul[@class='messages']/li")
    return sorted({one.text_content() for one in told})


def test_an_event_is_made_once(as_olga: Client) -> None:
    told = twice(as_olga, "/manage/new", name="Fair", **PERIOD)

    assert told == ["Your event is there, as a draft that nobody but its team sees."]
    assert Event.objects.filter(name="Fair").count() == 1
    twice(as_olga, "/manage/new", name="Fair", **PERIOD)  # another form, which says the same
    assert Event.objects.filter(name="Fair").count() == 2


def test_what_is_changed_and_sent_again_from_a_page_of_before_is_made_too(as_olga: Client) -> None:
    sent = filled(as_olga, "/manage/new", "/manage/new", name="Fair", **PERIOD)
    as_olga.post("/manage/new", sent)
    as_olga.post("/manage/new", {**sent, "name": "Faire"})

    assert Event.objects.filter(name__startswith="Fair").count() == 2


def test_a_session_is_made_once(event: Event, as_olga: Client) -> None:
    told = twice(as_olga, f"/manage/{event.identifier}/sessions/new", title="Twice")

    assert told == ["The session is there. Now say who gives it."]
    assert Session.objects.filter(title="Twice").count() == 1


def test_a_form_that_was_wrong_makes_it_once_when_it_is_right(event: Event, as_olga: Client) -> None:
    page = f"/manage/{event.identifier}/sessions/new"
    wrong = as_olga.post(page, filled(as_olga, page, page, title=""))
    assert errors(wrong)

    right = {**dict(parsed(wrong).xpath("//main//form")[0].form_values()), "title": "Twice"}
    for _press in range(2):
        as_olga.post(page, right)

    assert Session.objects.filter(title="Twice").count() == 1


def test_a_speaker_is_made_once_and_gives_the_session_once(event: Event, session: Session, as_olga: Client) -> None:
    told = twice(as_olga, f"/manage/{event.identifier}/speakers/new?session={session.pk}", name="Cy Bobbin")

    assert told == ["Cy Bobbin is a speaker of the event now."]
    assert list(Speaker.objects.filter(name="Cy Bobbin").values_list("speaking__session", flat=True)) == [session.pk]


def test_the_speakers_of_a_proposal_are_written_to_once(
    event: Event, olga: User, speaker: Speaker, as_olga: Client
) -> None:
    session = accepted(event, olga, "Looms", None)
    speaking.link(speaker, session, by=olga)
    Letter.objects.all().delete()
    page = f"/manage/{event.identifier}/review/{session.pk}"

    told = twice(as_olga, page, action=f"{page}/message?state=pending", subject="Hello", message="How many cards?")

    assert told == ["The letter is on its way to the speakers."]
    assert Letter.objects.count() == 1


def test_somebody_is_invited_once(event: Event, as_olga: Client) -> None:
    Letter.objects.all().delete()
    page = f"/manage/{event.identifier}/team"

    told = twice(as_olga, page, email="cy@example.org", role="moderator")

    assert told == ["The invitation is on its way to cy@example.org."]
    assert RoleInvite.objects.filter(email="cy@example.org").count() == 1
    assert Letter.objects.filter(to="cy@example.org").count() == 1


def test_an_event_is_handed_over_once(event: Event, as_olga: Client) -> None:
    page = f"/manage/{event.identifier}/team"

    twice(as_olga, page, action=f"{page}/owner", email="cy@example.org")

    assert RoleInvite.objects.filter(email="cy@example.org", role="owner").count() == 1


@pytest.mark.parametrize(
    ("path", "kept"), [("tracks", Track), ("rooms", Microlocation), ("settings/links", SocialLink)]
)
def test_a_part_of_an_event_is_made_once(event: Event, as_olga: Client, path: str, kept: Any) -> None:
    said = {"name": "Violet"} | ({"link": "https://example.org"} if kept is SocialLink else {})

    assert twice(as_olga, f"/manage/{event.identifier}/{path}", **said) == ["Added: Violet"]
    assert kept.objects.filter(event=event, name="Violet").count() == 1


def test_what_is_sold_and_asked_is_made_once(fair: Event, paid: Ticket, as_olga: Client) -> None:
    manage = f"/manage/{fair.identifier}"

    assert twice(as_olga, f"{manage}/tickets/new", name="Early") == ["“Early” is there."]
    code: dict[str, Any] = {"code": "KEY", "value": "10", "tickets": paid.pk}
    assert twice(as_olga, f"{manage}/codes/discount/new", **code) == ["The code KEY is there."]
    assert twice(as_olga, f"{manage}/form/new", name="Which shirt?") == ["It is asked from now on."]

    assert Ticket.objects.filter(event=fair, name="Early").count() == 1
    assert DiscountCode.objects.get().code == "KEY"
    assert CustomForm.objects.filter(event=fair, name="Which shirt?").count() == 1
