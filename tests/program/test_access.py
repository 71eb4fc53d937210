"""Who may do what with a session: the whole table, asked of everybody."""

import pytest
from django.contrib.auth.models import AnonymousUser

from openevent.accounts.models import User
from openevent.events import creating, team
from openevent.events.access import Asker
from openevent.events.models import Event, EventRole
from openevent.program import access, speaking, submitting
from openevent.program.models import Session
from tests.conftest import account, at

# One line an asker; "x" is yes. “creator” has proposed the session, “speaker” gives it, “former” did and was removed.
# “submit” is asked of the event; “side” is the side of the table of states.
TAKES_PLACE = """
                  see  edit  lock  submit  side
anonymous          x    -     -      -     -
mallory            x    -     -      x     -
creator            x    x     -      x     speaker
speaker            x    x     -      x     speaker
blocked_speaker    x    -     -      -     -
former             x    -     -      x     -
owner              x    x     x      x     organizer
organizer          x    x     x      x     organizer
coorganizer        x    x     -      x     organizer
track_organizer    x    -     -      x     -
registrar          x    -     -      x     -
moderator          x    -     -      x     -
owner_elsewhere    x    -     -      x     -
speaker_elsewhere  x    -     -      x     -
staff              x    x     x      x     organizer
"""
LOCKED = (
    TAKES_PLACE.replace("creator            x    x", "creator            x    -")
    .replace("speaker            x    x", "speaker            x    -")
    .replace("coorganizer        x    x", "coorganizer        x    -")
)
PROPOSED = """
                  see  edit  lock  submit  side
anonymous          -    -     -      -     -
mallory            -    -     -      x     -
creator            x    x     -      x     speaker
speaker            x    x     -      x     speaker
blocked_speaker    -    -     -      -     -
former             -    -     -      x     -
owner              x    x     x      x     organizer
organizer          x    x     x      x     organizer
coorganizer        x    x     -      x     organizer
track_organizer    -    -     -      x     -
registrar          -    -     -      x     -
moderator          -    -     -      x     -
owner_elsewhere    -    -     -      x     -
speaker_elsewhere  -    -     -      x     -
staff              x    x     x      x     organizer
"""
IN_A_DRAFT = """
                  see  edit  lock  submit  side
anonymous          -    -     -      -     -
mallory            -    -     -      -     -
creator            x    x     -      -     speaker
speaker            x    x     -      -     speaker
blocked_speaker    -    -     -      -     -
former             -    -     -      -     -
owner              x    x     x      x     organizer
organizer          x    x     x      x     organizer
coorganizer        x    x     -      x     organizer
track_organizer    -    -     -      -     -
registrar          -    -     -      -     -
moderator          -    -     -      -     -
owner_elsewhere    -    -     -      -     -
speaker_elsewhere  -    -     -      -     -
staff              x    x     x      x     organizer
"""
NOBODY = """
                  see  edit  lock  submit  side
anonymous          -    -     -      -     -
mallory            -    -     -      {0}     -
creator            -    -     -      {0}     -
speaker            -    -     -      {0}     -
blocked_speaker    -    -     -      -     -
former             -    -     -      {0}     -
owner              -    -     -      {0}     -
organizer          -    -     -      {0}     -
coorganizer        -    -     -      {0}     -
track_organizer    -    -     -      {0}     -
registrar          -    -     -      {0}     -
moderator          -    -     -      {0}     -
owner_elsewhere    -    -     -      {0}     -
speaker_elsewhere  -    -     -      {0}     -
staff              -    -     -      {0}     -
"""
CLOSED = (
    TAKES_PLACE.replace("x    -     -      x     -", "x    -     -      -     -")
    .replace("x     speaker", "-     speaker")
    .replace("x     organizer", "-     organizer")
)
GONE: dict[str, object] = {"deleted_at": at("2026-01-01 00:00")}

# What is so of the session and of its event, and what follows.
CASES: dict[str, tuple[dict[str, object], dict[str, object], str]] = {
    "accepted": ({"state": "accepted"}, {}, TAKES_PLACE),
    "confirmed": ({"state": "confirmed"}, {}, TAKES_PLACE),
    "locked": ({"state": "accepted", "is_locked": True}, {}, LOCKED),
    **{state: ({"state": state}, {}, PROPOSED) for state in ("draft", "pending", "rejected", "canceled", "withdrawn")},
    "accepted at a draft": ({"state": "accepted"}, {"state": "draft"}, IN_A_DRAFT),
    "accepted where nothing is proposed": ({"state": "accepted"}, {"is_sessions_speakers_enabled": False}, CLOSED),
    "deleted": ({"state": "accepted", **GONE}, {}, NOBODY.format("x")),
    "at a deleted event": ({"state": "accepted"}, GONE, NOBODY.format("-")),
}


def table(text: str) -> dict[str, list[str]]:
    """By asker: the answers, in the order of the columns."""
    _, *lines = (line.split() for line in text.strip().splitlines())
    return {who: answers for who, *answers in lines}


def answers(asker: Asker, session: Session) -> list[str]:
    side = access.side_of(asker, session)
    questions = (access.may_see, access.may_edit, access.may_lock)
    said = [*(may(asker, session) for may in questions), access.may_submit(asker, session.event)]
    return [*("x" if yes else "-" for yes in said), side.value if side else "-"]


def joined(who: str) -> User:
    """An account under the name that the table has for it."""
    return account(who.replace("_", "-"))


@pytest.fixture
def asked(olga: User, event: Event) -> Session:
    """The session in question, proposed by somebody who neither speaks nor organises."""
    return submitting.submit(event, by=joined("creator"), title="Asked about")


@pytest.fixture
def askers(asked: Session, event: Event, olga: User, staff: User, mallory: User) -> dict[str, Asker]:
    """Everybody who asks, by the name in the table."""
    creator = asked.creator
    assert creator is not None
    found: dict[str, Asker] = {"anonymous": AnonymousUser(), "mallory": mallory, "creator": creator, "owner": olga}
    for who in ("speaker", "blocked_speaker", "former"):
        found[who] = user = joined(who)
        speaking.link(speaking.add(event, by=olga, name=who, user=user), asked, by=olga)
    found["blocked_speaker"].is_blocked = True  # type: ignore[union-attr]  # a user, as just made
    speaking.remove(event.speakers.get(name="former"), by=olga)
    for role in EventRole.Name:
        if role != EventRole.Name.OWNER:
            found[role.value] = user = joined(role.value)
            team.appoint(user, role, event, by=olga)
    found["owner_elsewhere"], found["speaker_elsewhere"] = joined("owner_elsewhere"), joined("speaker_elsewhere")
    elsewhere(found["owner_elsewhere"], found["speaker_elsewhere"])
    return {**found, "staff": staff}


def elsewhere(owner: Asker, speaker: Asker) -> None:
    """Another event, in which these two are somebody."""
    assert isinstance(owner, User)
    facts = {"timezone": "UTC", "starts_at": at("2026-10-24 07:00"), "ends_at": at("2026-10-26 17:00")}
    event = creating.create(by=owner, name="Elsewhere", **facts)
    session = submitting.submit(event, by=owner, title="Theirs")
    speaking.link(speaking.add(event, by=owner, name="Theirs", user=speaker), session, by=owner)


@pytest.mark.parametrize("case", CASES)
def test_the_whole_table(asked: Session, askers: dict[str, Asker], case: str) -> None:
    of_session, of_event, expected = CASES[case]
    Session.objects.filter(pk=asked.pk).update(**of_session)
    Event.objects.filter(pk=asked.event_id).update(**of_event)
    session = Session.objects.select_related("event").get(pk=asked.pk)

    found = {who: answers(asker, session) for who, asker in askers.items()}

    assert found == table(expected)


def test_the_tables_differ_where_they_should() -> None:
    tables = [table(text) for text in (TAKES_PLACE, LOCKED, PROPOSED, IN_A_DRAFT, CLOSED)]
    edit = [{who for who, (_, edit, *_) in rows.items() if edit == "x"} for rows in tables]
    submit = [{who for who, (*_, submit, _) in rows.items() if submit == "x"} for rows in tables]

    team_ = {"owner", "organizer", "staff", "coorganizer"}
    assert edit[0] - edit[1] == {"creator", "speaker", "coorganizer"}
    assert (submit[4], submit[3]) == (set(), team_)


def test_who_asks_about_speaking_is_asked_for_by_session(session: Session, ann: User, mallory: User) -> None:
    assert (access.is_speaker(ann, session), access.is_speaker(mallory, session)) == (True, False)
    assert not access.is_speaker(AnonymousUser(), session)


def test_coorganizers_keep_the_programme(event: Event, olga: User, tom: User, mallory: User) -> None:
    assert [access.may_edit_programme(user, event) for user in (olga, tom, mallory)] == [True, True, False]
