"""Amending a session: one act for all that a form sends, all of it or nothing, each side within its rights."""

from typing import Any

import pytest

from openevent.accounts.models import Letter, User
from openevent.events.models import Event
from openevent.lib.errors import Forbidden, Refused
from openevent.program import amending, arranging, reviewing, speaking
from openevent.program.billing import NotYourSpeaker
from openevent.program.models import Microlocation, Session, SessionType, Speaker, Track
from openevent.program.states import Side
from tests.conftest import at
from tests.program.admin_pages import log, revision, values

NOON, ONE = at("2026-10-25 12:00"), at("2026-10-25 13:00")


def as_team(session: Session, by: User, *, may_lock: bool = True, **facts: Any) -> Session:
    return amending.amend(session, by=by, side=Side.ORGANIZER, may_lock=may_lock, **facts)


def as_speaker(session: Session, by: User, **facts: Any) -> Session:
    return amending.amend(session, by=by, side=Side.SPEAKER, may_lock=False, **facts)


def everything(event: Event, by: User) -> dict[str, Any]:
    """New values for all that a session has."""
    return {
        "title": "Soldering",
        "short_abstract": "<p>Bring <script>x</script>wire.</p>",
        "track": arranging.add(Track(event=event, name="Soft", color="#00ff00"), by=by),
        "session_type": arranging.add(SessionType(event=event, name="Talk", length="00:30"), by=by),
        "microlocation": arranging.add(Microlocation(event=event, name="Red"), by=by),
        "starts_at": NOON,
        "ends_at": ONE,
        "state": "confirmed",
        "is_locked": True,
    }


def test_everything_changes_at_once(event: Event, session: Session, olga: User) -> None:
    bo = speaking.add(event, by=olga, name="Bo")
    facts, before, sequence = everything(event, olga), revision(event), session.sequence

    amended = as_team(session, olga, speakers=[bo], **facts)

    amended.refresh_from_db()
    assert {name: getattr(amended, name) for name in facts} == {**facts, "short_abstract": "<p>Bring wire.</p>"}
    assert (amended.short_abstract_text, list(amended.speakers.all())) == ("Bring wire.", [bo])
    assert amended.sequence == sequence + 2  # time and place, and the state
    kinds = [kind for kind, *_ in log(event, before)]
    assert kinds == ["changed", "moved", "linked", "unlinked", "state", "locked"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "draft"},
        {"ends_at": at("2026-10-27 00:00")},
        {"website": "nowhere"},
        {"slides": [{"name": "Only a name"}]},
        {"uid": "forged"},
        {"is_mail_sent": True},
    ],
)
def test_one_fault_and_nothing_changes(event: Event, session: Session, olga: User, wrong: dict[str, Any]) -> None:
    facts = everything(event, olga) | wrong
    before = values(session), revision(event)

    with pytest.raises(Refused):
        as_team(session, olga, speakers=[], **facts)

    assert (values(session), revision(event), session.speaking.count()) == (*before, 1)


def test_the_time_alone_keeps_the_room_and_the_room_alone_the_time(
    event: Event, session: Session, room: Microlocation, olga: User
) -> None:
    as_team(session, olga, starts_at=NOON, ends_at=ONE)
    timed = (session.starts_at, session.ends_at, session.microlocation)

    as_team(session, olga, microlocation=None)

    assert timed == (NOON, ONE, room)
    assert (session.starts_at, session.ends_at, session.microlocation) == (NOON, ONE, None)


def test_a_start_alone_moves_the_start(session: Session, olga: User) -> None:
    as_team(session, olga, starts_at=at("2026-10-24 08:15"))

    assert (session.starts_at, session.ends_at) == (at("2026-10-24 08:15"), at("2026-10-24 09:00"))


@pytest.mark.parametrize(
    ("facts", "pointer"),
    [
        ({"starts_at": NOON}, "/data/attributes/starts-at"),
        ({"ends_at": None}, "/data/attributes/ends-at"),
        ({"microlocation": None}, "/data/relationships/microlocation"),
        ({"track": None}, "/data/relationships/track"),
        ({"is_locked": True}, "/data/attributes/is-locked"),
        ({"state": "confirmed"}, "/data/attributes/state"),
    ],
)
def test_what_is_the_teams_a_speaker_does_not_set(
    session: Session, ann: User, facts: dict[str, Any], pointer: str
) -> None:
    before = values(session)

    with pytest.raises(Forbidden) as refusal:
        as_speaker(session, ann, title="Mine", **facts)

    assert (refusal.value.pointer, values(session)) == (pointer, before)


def test_a_speaker_may_say_what_is_so_already(
    event: Event, session: Session, ann: User, track: Track, room: Microlocation
) -> None:
    amended = as_speaker(
        session,
        ann,
        title="Mine",
        track=track,
        microlocation=room,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        state="accepted",
        is_locked=False,
    )

    assert amended.title == "Mine"


@pytest.mark.parametrize(("state", "is_filed"), [("draft", True), ("pending", True), ("rejected", False)])
def test_a_speaker_files_a_proposal_until_it_is_decided_on(
    session: Session, ann: User, state: str, is_filed: bool
) -> None:
    Session.objects.filter(pk=session.pk).update(state=state)

    try:
        as_speaker(session, ann, track=None)
        filed = True
    except Forbidden:
        filed = False

    assert filed is is_filed


def test_a_speaker_hands_in_and_withdraws(session: Session, ann: User) -> None:
    Session.objects.filter(pk=session.pk).update(state="draft")

    handed_in = as_speaker(session, ann, state="pending").state
    withdrawn = as_speaker(session, ann, state="withdrawn").state

    assert (handed_in, withdrawn) == ("pending", "withdrawn")


def test_a_speaker_adds_herself_and_nobody_else(
    event: Event, session: Session, speaker: Speaker, ann: User, olga: User
) -> None:
    speaking.unlink(speaker, session, by=olga)
    bo = speaking.add(event, by=olga, name="Bo")

    with pytest.raises(NotYourSpeaker) as refusal:
        as_speaker(session, ann, speakers=[speaker, bo])
    as_speaker(session, ann, speakers=[speaker])

    assert refusal.value.pointer == "/data/relationships/speakers"
    assert list(session.speakers.all()) == [speaker]


def test_a_coorganizer_does_not_lock_nor_change_what_is_locked(session: Session, tom: User, olga: User) -> None:
    with pytest.raises(Forbidden) as locking:
        as_team(session, tom, may_lock=False, is_locked=True)
    reviewing.lock(session, by=olga)
    with pytest.raises(Forbidden):
        as_team(session, tom, may_lock=False, title="New")
    unlocked = as_team(session, olga, title="New", is_locked=False)

    assert locking.value.pointer == "/data/attributes/is-locked"
    assert (unlocked.title, unlocked.is_locked) == ("New", False)


# --- letters ---


def letters() -> list[tuple[str, str]]:
    return list(Letter.objects.order_by("pk").values_list("to", "subject"))


def test_speakers_and_owner_are_told_of_a_decision_if_asked(session: Session, speaker: Speaker, tom: User) -> None:
    as_team(session, tom, state="canceled", send_email=True)

    session.refresh_from_db()
    assert letters() == [
        (speaker.email, "Canceled: Soldering for All"),
        ("olga@example.org", "Canceled: Soldering for All"),
    ]
    assert "“Soldering for All” at Autumn Conference has been canceled" in Letter.objects.earliest("pk").text
    assert session.is_mail_sent


@pytest.mark.parametrize(
    "facts",
    [
        {"state": "canceled"},
        {"state": "canceled", "send_email": None},
        {"state": "pending", "send_email": True},
        {"state": "accepted", "send_email": True},
        {"title": "New", "send_email": True},
    ],
)
def test_nobody_is_told_otherwise(session: Session, olga: User, facts: dict[str, Any]) -> None:
    as_team(session, olga, **facts)

    session.refresh_from_db()
    assert (letters(), session.is_mail_sent) == ([], False)


def test_no_letter_goes_out_for_what_was_refused(session: Session, olga: User) -> None:
    with pytest.raises(Refused):
        as_team(session, olga, state="famous", send_email=True)

    assert letters() == []
