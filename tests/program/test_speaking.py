"""Speakers: entered by themselves or by the team, put into sessions, put in order, brought back."""

from http import HTTPStatus
from typing import Any

import pytest

from openevent.accounts.models import User
from openevent.events.models import Event
from openevent.lib.errors import Forbidden, Refused, Unknown
from openevent.program import reviewing, speaking, submitting
from openevent.program.calling import CallClosed
from openevent.program.editing import ForeignPart
from openevent.program.models import Session, SessionSpeaker, Speaker
from openevent.program.speaking import AddressTaken, NotTheirs
from tests.program.admin_pages import log, revision, values
from tests.program.windows import opened


@pytest.fixture
def window(event: Event, olga: User) -> None:
    opened(event, olga)


def below(event: Event, by: User, **facts: Any) -> Speaker:
    return speaking.propose(event, by=by, is_team=False, may_override=False, may_lock=False, **{"name": "Me", **facts})


def entered(event: Event, by: User, *, may_override: bool = True, **facts: Any) -> Speaker:
    return speaking.propose(
        event, by=by, is_team=True, may_override=may_override, may_lock=may_override, **{"name": "Bo", **facts}
    )


def test_below_the_team_a_speaker_is_the_account_itself(window: None, event: Event, mallory: User) -> None:
    made = below(event, mallory, email="olga@example.org", gender="Woman")

    assert (made.user, made.email, made.gender) == (mallory, "mallory@example.org", "Woman")


def test_nobody_below_the_team_enters_while_there_is_no_call(event: Event, mallory: User, ann: User) -> None:
    for user in (ann, mallory):
        with pytest.raises(CallClosed):
            below(event, user)

    assert list(Speaker.objects.all()) == []


def test_a_second_profile_of_one_address_is_refused(window: None, event: Event, ann: User, speaker: Speaker) -> None:
    with pytest.raises(AddressTaken) as refusal:
        below(event, ann)

    assert (refusal.value.status, refusal.value.pointer) == (HTTPStatus.CONFLICT, "/data/attributes/email")


@pytest.mark.parametrize("member", ["is_featured", "is_email_overridden"])
def test_mallory_does_not_put_herself_forward(window: None, event: Event, mallory: User, member: str) -> None:
    with pytest.raises(Forbidden) as refusal:
        below(event, mallory, **{member: True})

    assert refusal.value.pointer == f"/data/attributes/{member.replace('_', '-')}"


def test_mallory_is_not_linked_to_sessions_of_others(
    window: None, event: Event, mallory: User, session: Session
) -> None:
    with pytest.raises(NotTheirs) as refusal:
        below(event, mallory, sessions=[session])

    assert (refusal.value.status, refusal.value.pointer) == (HTTPStatus.NOT_FOUND, "/data/relationships/sessions")
    assert not Speaker.objects.filter(user=mallory).exists()


def test_who_proposed_a_session_speaks_in_it(window: None, event: Event, mallory: User) -> None:
    mine = submitting.submit(event, by=mallory, title="Mine")

    made = below(event, mallory, sessions=[mine])

    assert list(mine.speakers.all()) == [made]


def test_the_team_enters_anybody_with_an_address(event: Event, tom: User, session: Session) -> None:
    made = entered(event, tom, may_override=False, email=" BO@example.org", sessions=[session], is_featured=True)

    assert (made.user, made.email, made.is_featured) == (None, "bo@example.org", True)
    assert made in session.speakers.all()


def test_only_organizers_enter_a_speaker_without_the_address(event: Event, tom: User, olga: User) -> None:
    with pytest.raises(Forbidden) as refusal:
        entered(event, tom, may_override=False, is_email_overridden=True)
    made = entered(event, olga, is_email_overridden=True, email="bo@example.org")

    assert refusal.value.pointer == "/data/attributes/is-email-overridden"
    assert (made.is_email_overridden, made.email) == (True, "")


@pytest.mark.parametrize(
    ("facts", "member"),
    [
        ({"gender": "Robot"}, "gender"),
        ({"complex_field_values": {"a": [1]}}, "complex-field-values"),
        ({"complex_field_values": {str(n): n for n in range(31)}}, "complex-field-values"),
        ({"speaker_positions": "x"}, "speaker-positions"),
        ({"website": "https://"}, "website"),
        ({"photo_url": "/me.png"}, "photo-url"),
        ({"email": "nobody"}, "email"),
    ],
)
def test_what_cannot_be_is_refused_new_or_changed(
    event: Event, olga: User, speaker: Speaker, facts: dict[str, Any], member: str
) -> None:
    with pytest.raises(Refused) as new:
        entered(event, olga, **facts)
    with pytest.raises(Refused) as changed:
        speaking.change(speaker, by=olga, **facts)

    assert [refusal.value.pointer for refusal in (new, changed)] == [f"/data/attributes/{member}"] * 2
    assert Speaker.objects.count() == 1


def test_answers_have_names_in_snake_case(speaker: Speaker, olga: User) -> None:
    changed = speaking.change(speaker, by=olga, complex_field_values={"shirt-size": "M", "vegan": True, "age": None})

    assert changed.complex_field_values == {"shirt_size": "M", "vegan": True, "age": None}


# --- amending ---


def as_self(speaker: Speaker, by: User, **facts: Any) -> Speaker:
    return speaking.amend(speaker, by=by, is_team=False, may_override=False, may_lock=False, **facts)


def test_speakers_describe_themselves(speaker: Speaker, ann: User) -> None:
    amended = as_self(speaker, ann, name="Ann O.", short_biography="<b onclick=x>Me</b>", email="other@example.org")

    assert (amended.name, amended.short_biography, amended.email) == ("Ann O.", "<b>Me</b>", ann.email)


@pytest.mark.parametrize("facts", [{"is_featured": True}, {"order": 1}, {"is_email_overridden": True}])
def test_but_do_not_put_themselves_forward(speaker: Speaker, ann: User, facts: dict[str, Any]) -> None:
    before = values(speaker)

    with pytest.raises(Forbidden):
        as_self(speaker, ann, name="Ann O.", **facts)

    assert values(speaker) == before


def test_what_is_so_already_is_refused_to_nobody(event: Event, speaker: Speaker, ann: User) -> None:
    before = revision(event)

    as_self(speaker, ann, name=speaker.name, email=speaker.email, is_featured=False, order=0)

    assert revision(event) == before


def test_the_team_does_not_take_an_address_over_by_the_way(speaker: Speaker, tom: User) -> None:
    amended = speaking.amend(speaker, by=tom, is_team=True, may_override=False, may_lock=False, name="Ann O.")

    assert (amended.name, amended.email) == ("Ann O.", "ann@example.org")


def test_an_overridden_address_is_gone(speaker: Speaker, olga: User) -> None:
    amended = speaking.amend(speaker, by=olga, is_team=True, may_override=True, may_lock=True, is_email_overridden=True)

    assert (amended.is_email_overridden, amended.email) == (True, "")


def test_a_speaker_gets_exactly_these_sessions(event: Event, session: Session, speaker: Speaker, olga: User) -> None:
    other = submitting.submit(event, by=olga, title="Other")

    speaking.amend(speaker, by=olga, is_team=True, may_override=True, may_lock=True, sessions=[other])

    assert list(speaker.sessions.all()) == [other]


def test_ann_leaves_her_session_and_joins_no_other(
    event: Event, session: Session, speaker: Speaker, ann: User, olga: User
) -> None:
    other = submitting.submit(event, by=olga, title="Other")

    with pytest.raises(NotTheirs):
        as_self(speaker, ann, sessions=[session, other])
    as_self(speaker, ann, sessions=[])

    assert list(speaker.sessions.all()) == []


def test_a_locked_session_keeps_its_speakers(session: Session, speaker: Speaker, ann: User, olga: User) -> None:
    reviewing.lock(session, by=olga)

    with pytest.raises(Forbidden):
        as_self(speaker, ann, sessions=[])

    assert list(speaker.sessions.all()) == [session]


# --- who speaks, in which order ---


@pytest.fixture
def three(event: Event, olga: User, speaker: Speaker) -> list[Speaker]:
    return [speaker, *(speaking.add(event, by=olga, name=name) for name in ("Bo", "Cy"))]


def names(session: Session) -> list[str]:
    return list(session.speaking.values_list("speaker__name", flat=True))


@pytest.mark.parametrize(
    ("order", "kinds"),
    [
        ([0, 1, 2], ["linked"]),
        ([2, 1, 0], ["linked"]),
        ([1, 2], ["linked", "unlinked"]),
        ([], ["unlinked"]),
        ([0], []),
        ([0, 0], []),
    ],
)
def test_exactly_these_speak_in_this_order(
    event: Event, session: Session, three: list[Speaker], olga: User, order: list[int], kinds: list[str]
) -> None:
    before = revision(event)

    speaking.set_speakers(session, [three[number] for number in order], by=olga)

    assert names(session) == [three[number].name for number in dict.fromkeys(order)]
    assert [kind for kind, *_ in log(event, before)] == kinds
    assert revision(event) == before + bool(kinds)


def test_another_order_is_a_change(event: Event, session: Session, three: list[Speaker], olga: User) -> None:
    speaking.set_speakers(session, three, by=olga)
    before = revision(event)

    speaking.set_speakers(session, three[::-1], by=olga)

    assert names(session) == ["Cy", "Bo", "Ann Onymous"]
    assert [kind for kind, *_ in log(event, before)] == ["changed"]


def test_a_removed_speaker_comes_back_to_the_session(
    event: Event, session: Session, three: list[Speaker], olga: User
) -> None:
    ann, bo, _ = three
    speaking.remove(ann, by=olga)

    speaking.set_speakers(session, [bo], by=olga)
    with pytest.raises(ForeignPart):
        speaking.set_speakers(session, [ann], by=olga)
    speaking.restore(ann, by=olga)

    assert set(names(session)) == {"Ann Onymous", "Bo"}
    assert SessionSpeaker.objects.count() == 2


def test_a_speaker_does_not_come_back_to_an_address_that_is_taken(event: Event, speaker: Speaker, olga: User) -> None:
    speaking.remove(speaker, by=olga)
    speaking.add(event, by=olga, name="New", email=speaker.email)

    with pytest.raises(AddressTaken):
        speaking.restore(speaker, by=olga)

    assert [one.name for one in Speaker.objects.filter(deleted_at=None)] == ["New"]


def test_speakers_are_put_in_order(event: Event, three: list[Speaker], olga: User) -> None:
    ann, bo, cy = three
    before = revision(event)

    speaking.reorder(event, {cy.pk: 1, ann.pk: 2, bo.pk: 0}, by=olga)
    ordered = [one.name for one in Speaker.objects.all()]
    speaking.reset_order(event, by=olga)

    assert ordered == ["Bo", "Cy", "Ann Onymous"]
    assert [one.name for one in Speaker.objects.all()] == ["Ann Onymous", "Bo", "Cy"]
    assert revision(event) == before + 2


def test_nobody_orders_speakers_of_others(event: Event, other_event: Event, three: list[Speaker], olga: User) -> None:
    elsewhere = speaking.add(other_event, by=olga, name="Di")
    speaking.remove(three[2], by=olga)

    for stranger in (elsewhere, three[2]):
        with pytest.raises(Unknown):
            speaking.reorder(event, {three[0].pk: 5, stranger.pk: 1}, by=olga)

    assert set(Speaker.objects.values_list("order", flat=True)) == {0}
