"""Letters to the speakers of a session."""

from typing import Any

import pytest

from openevent.accounts.models import Letter, User
from openevent.events.models import Event
from openevent.lib.errors import Refused
from openevent.program import letters, notifying, speaking
from openevent.program.models import Session, Speaker


def sent() -> list[tuple[str, str, str]]:
    return list(Letter.objects.order_by("pk").values_list("to", "subject", "text"))


def test_the_teams_words_reach_each_speaker_and_each_copy_alone(
    event: Event, session: Session, speaker: Speaker, olga: User
) -> None:
    speaking.link(speaking.add(event, by=olga, name="Bo", email="bo@example.org"), session, by=olga)

    notifying.notify(
        session,
        by=olga,
        subject="Slides\n please",
        message=" Send them. ",
        bcc=["Archive@example.org", "bo@example.org"],
    )

    text = "Send them.\n\n-- \nAbout the session “Soldering for All” at Autumn Conference.\n"
    people = ["ann@example.org", "bo@example.org", "archive@example.org"]
    assert sent() == [(address, "Slides please", text) for address in people]
    assert set(Letter.objects.values_list("reply_to", flat=True)) == {olga.email}


def test_nobody_answers_to_an_address_that_may_be_a_stranger_s(session: Session, olga: User) -> None:
    User.objects.filter(pk=olga.pk).update(is_verified=False)

    notifying.notify(session, by=User.objects.get(pk=olga.pk), message="Hello")

    assert Letter.objects.get().reply_to == ""


def test_without_words_the_speakers_learn_how_it_stands(session: Session, olga: User) -> None:
    notifying.notify(session, by=olga)

    ((to, subject, text),) = sent()
    assert (to, subject) == ("ann@example.org", "Accepted: Soldering for All")
    assert "“Soldering for All” has been accepted for Autumn Conference" in text
    assert Letter.objects.get().reply_to == ""  # nobody wrote that


def test_an_account_is_written_to_where_the_speaker_has_no_address(
    session: Session, speaker: Speaker, ann: User, olga: User
) -> None:
    Speaker.objects.filter(pk=speaker.pk).update(email="")

    notifying.notify(session, by=olga, message="Hello")

    assert [(to, subject) for to, subject, _ in sent()] == [(ann.email, "About your session “Soldering for All”")]


@pytest.mark.parametrize(
    ("said", "pointer"),
    [
        ({"subject": "x" * 251, "message": "Hello"}, "/subject"),
        ({"message": "x" * 5001}, "/message"),
        ({"message": "Hello", "bcc": ["nobody"]}, "/data/attributes/email"),
        ({"message": "Hello", "bcc": ["a@example.org"] * 11}, "/bcc"),
    ],
)
def test_what_cannot_be_sent_is_refused(session: Session, olga: User, said: dict[str, Any], pointer: str) -> None:
    with pytest.raises(Refused) as refusal:
        notifying.notify(session, by=olga, **said)

    assert (refusal.value.pointer, sent()) == (pointer, [])


def test_the_longest_letter_is_sent(session: Session, olga: User) -> None:
    notifying.notify(session, by=olga, subject="x" * 250, message="y" * 5000)

    assert [subject for _, subject, _ in sent()] == ["x" * 250]


def test_where_nothing_is_decided_the_team_writes_itself(session: Session, olga: User) -> None:
    Session.objects.filter(pk=session.pk).update(state="pending")
    session.refresh_from_db()

    with pytest.raises(Refused) as refusal:
        notifying.notify(session, by=olga, subject="Hello")

    assert (refusal.value.pointer, sent()) == ("/message", [])


def test_a_session_whose_speakers_have_no_address_tells_so(
    event: Event, session: Session, speaker: Speaker, olga: User
) -> None:
    speaking.unlink(speaker, session, by=olga)
    speaking.link(speaking.add(event, by=olga, name="Bo"), session, by=olga)

    with pytest.raises(Refused, match="No speaker of this session has an address"):
        notifying.notify(session, by=olga, message="Hello", bcc=["archive@example.org"])

    assert sent() == []


def test_titles_may_hold_braces(session: Session, olga: User) -> None:
    Session.objects.filter(pk=session.pk).update(title="{event} and {0}")
    session.refresh_from_db()

    letter = letters.decision(session, "accepted")

    assert letter.subject == "Accepted: {event} and {0}"


def test_templates_are_the_letters_that_are_sent(session: Session) -> None:
    templates = letters.templates()

    assert sorted(templates) == ["accepted", "canceled", "confirmed", "rejected", "withdrawn"]
    for state, template in templates.items():
        written = {name: text.format(title=session.title, event=session.event.name) for name, text in template.items()}
        assert letters.decision(session, state) == (written["subject"], written["message"])
