"""Acts that change nothing, or are refused, leave every row as it was."""

from typing import Any

import pytest
from django.apps import apps

from openevent.accounts.models import User
from openevent.events import creating, publishing, team
from openevent.events import editing as event_editing
from openevent.events import removing as event_removing
from openevent.events.models import Event, EventRole
from openevent.lib.errors import Refused
from openevent.lib.models import WrongValue
from openevent.program import amending, arranging, editing, removing, reviewing, scheduling, speaking, submitting
from openevent.program.models import Microlocation, Session, Track
from openevent.program.scheduling import Slot
from openevent.program.states import Side
from tests.conftest import at
from tests.program.house import LONG_AGO, Do, House, forget_revisions, slot

Name = EventRole.Name


def everything() -> dict[str, list[dict[str, Any]]]:
    """All rows of the domain."""
    models = [model for app in ("events", "program") for model in apps.get_app_config(app).get_models()]
    return {model.__name__: list(model._base_manager.order_by("pk").values()) for model in models}


QUIET: dict[str, Do] = {
    "the event's facts are as they were": lambda house: event_editing.change(
        house.event, by=house.olga, name=" Autumn  Conference ", timezone="europe/berlin", location_name="Old Mill"
    ),
    "it is published already": lambda house: publishing.publish(house.event, by=house.olga),
    "it is not deleted": lambda house: event_removing.restore(house.event, by=house.olga),
    "the role is there": lambda house: team.appoint(house.tom, Name.COORGANIZER, house.event, by=house.olga),
    "the track is called so": lambda house: arranging.change(house.track, by=house.olga, name=" Open\nHardware "),
    "a part stays with its event": lambda house: arranging.change(
        house.track, by=house.olga, event=house.event, id=7, deleted_at=LONG_AGO
    ),
    "the session's words are the same": lambda house: editing.change(
        house.session, by=house.olga, title=" Soldering  for All", short_abstract="<p>Bring an <b>iron</b>.</p>"
    ),
    "it is there already": lambda house: scheduling.move(house.session, to=house.slot, by=house.olga),
    "it is accepted already": lambda house: reviewing.change_state(
        house.session, to="accepted", side=Side.SPEAKER, by=house.mallory
    ),
    "it is not locked": lambda house: reviewing.unlock(house.session, by=house.olga),
    "it is there": lambda house: removing.restore(house.session, by=house.olga),
    "the speaker is called so": lambda house: speaking.change(
        house.speaker, by=house.olga, name=" Ann  Onymous", email="ANN@example.org"
    ),
    "the speaker speaks already": lambda house: speaking.link(house.speaker, house.session, by=house.olga),
    "they speak already, in this order": lambda house: speaking.set_speakers(
        house.session, [house.speaker], by=house.olga
    ),
    "no speaker has a place": lambda house: speaking.reset_order(house.event, by=house.olga),
    "the places are the same": lambda house: speaking.reorder(house.event, {house.speaker.pk: 0}, by=house.olga),
    "the speaker is there": lambda house: speaking.restore(house.speaker, by=house.olga),
    "the track is there": lambda house: arranging.restore(house.track, by=house.olga),
    "the colour is the same": lambda house: arranging.change(house.track, by=house.olga, color="#F00"),
    "nobody closes what was decided": lambda house: reviewing.close(house.session, by=house.olga),
    "all of it is so already": lambda house: amending.amend(
        house.session,
        by=house.mallory,
        side=Side.SPEAKER,
        may_lock=False,
        send_email=True,
        speakers=[house.speaker],
        title="Soldering for All",
        track=house.track,
        microlocation=house.room,
        starts_at=house.session.starts_at,
        state="accepted",
        is_locked=False,
    ),
    "the second one did not speak": lambda house: speaking.unlink(house.second, house.session, by=house.olga),
}


@pytest.mark.parametrize("says", QUIET)
def test_an_act_that_changes_nothing_is_no_revision(house: House, says: str) -> None:
    forget_revisions(house)
    before = everything()

    QUIET[says](house)

    assert everything() == before


TWICE: dict[str, Do] = {
    "an event": lambda house: event_removing.delete(house.event, by=house.olga),
    "an event's draft": lambda house: publishing.unpublish(house.event, by=house.olga),
    "a part": lambda house: arranging.remove(house.room, by=house.olga),
    "a session": lambda house: removing.delete(house.session, by=house.olga),
    "a lock": lambda house: reviewing.lock(house.session, by=house.olga),
    "a slot": lambda house: scheduling.unschedule(house.session, by=house.olga),
    "a speaker": lambda house: speaking.remove(house.speaker, by=house.olga),
}


@pytest.mark.parametrize("says", TWICE)
def test_what_was_done_is_not_done_again(house: House, says: str) -> None:
    TWICE[says](house)
    before = everything()

    TWICE[says](house)

    assert everything() == before


def foreign(house: House) -> Event:
    facts = {"starts_at": house.event.starts_at, "ends_at": house.event.ends_at, "timezone": "UTC"}
    return creating.create(by=house.mallory, name="Elsewhere", **facts)


def foreign_track(house: House) -> Track:
    return arranging.add(Track(event=foreign(house), name="Theirs", color="#00ff00"), by=house.mallory)


def foreign_room(house: House) -> Microlocation:
    return arranging.add(Microlocation(event=foreign(house), name="Theirs"), by=house.mallory)


def removed_room(house: House) -> Microlocation:
    return arranging.remove(house.other_room, by=house.olga)


def in_room(house: House) -> Any:
    return scheduling.move(house.session, to=slot("2026-10-24 08:00", "2026-10-24 09:00", house.new), by=house.olga)


def at_time(start: str, end: str) -> Do:
    return lambda house: scheduling.move(house.session, to=slot(start, end, house.room), by=house.olga)


def as_it_is(_house: House) -> None:
    """Nothing is done before."""


# What is done before, what is refused then, and which part of the request was at fault.
REFUSED: dict[str, tuple[Do, Do, str]] = {
    "a part without a name": (
        as_it_is,
        lambda house: arranging.add(Microlocation(event=house.event, name=""), by=house.olga),
        "/data/attributes/name",
    ),
    "a part whose name is blank": (
        as_it_is,
        lambda house: arranging.change(house.room, by=house.olga, floor=3, name=" \n\0"),
        "/data/attributes/name",
    ),
    "a colour that is none": (
        as_it_is,
        lambda house: arranging.change(house.track, by=house.olga, name="Soft", color="#0g0"),
        "/data/attributes/color",
    ),
    "a length that is none": (
        as_it_is,
        lambda house: arranging.change(house.kind, by=house.olga, length="1:00\n"),
        "/data/attributes/length",
    ),
    "a room nowhere on Earth": (
        as_it_is,
        lambda house: arranging.change(house.room, by=house.olga, name="Hall", latitude=91),
        "/data/attributes/latitude",
    ),
    "a session without a title": (
        as_it_is,
        lambda house: submitting.submit(house.event, by=house.olga, title=" \0 "),
        "/data/attributes/title",
    ),
    "a session that is accepted from the start": (
        as_it_is,
        lambda house: submitting.submit(house.event, by=house.olga, title="Mine", state="accepted"),
        "/data/attributes/state",
    ),
    "an address that is none": (
        as_it_is,
        lambda house: editing.change(house.session, by=house.olga, title="New", website="javascript:alert(1)"),
        "/data/attributes/website",
    ),
    "a level that is none": (
        as_it_is,
        lambda house: editing.change(house.session, by=house.olga, title="New", level="Wizard"),
        "/data/attributes/level",
    ),
    "a state by the way": (
        as_it_is,
        lambda house: editing.change(house.session, by=house.olga, title="New", state="confirmed"),
        "",
    ),
    "a time by the way": (
        as_it_is,
        lambda house: editing.change(house.session, by=house.olga, title="New", starts_at=LONG_AGO),
        "",
    ),
    "a uid by the way": (
        as_it_is,
        lambda house: editing.change(house.session, by=house.olga, title="New", uid="forged"),
        "",
    ),
    "a track of another event": (
        foreign_track,
        lambda house: editing.change(house.session, by=house.olga, title="New", track=house.new),
        "/data/relationships/track",
    ),
    "a removed type": (
        lambda house: arranging.remove(house.kind, by=house.olga),
        lambda house: editing.change(house.bystander, by=house.olga, title="New", session_type=house.new),
        "/data/relationships/session-type",
    ),
    "a room of another event": (foreign_room, in_room, "/data/relationships/microlocation"),
    "a removed room": (removed_room, in_room, "/data/relationships/microlocation"),
    "a time before the event": (
        as_it_is,
        at_time("2026-10-24 06:59", "2026-10-24 09:00"),
        "/data/attributes/starts-at",
    ),
    "a time after the event": (
        as_it_is,
        at_time("2026-10-26 16:00", "2026-10-26 17:01"),
        "/data/attributes/ends-at",
    ),
    "half a time outside the event": (
        as_it_is,
        lambda house: scheduling.move(house.session, to=Slot(ends_at=at("2026-10-27 09:00")), by=house.olga),
        "/data/attributes/ends-at",
    ),
    "the other half of a time outside the event": (
        as_it_is,
        lambda house: scheduling.move(house.session, to=Slot(starts_at=at("2026-10-23 09:00")), by=house.olga),
        "/data/attributes/starts-at",
    ),
    "a time that is reversed": (
        as_it_is,
        at_time("2026-10-24 09:00", "2026-10-24 08:00"),
        "/data/attributes/ends-at",
    ),
    "a time that is none": (
        as_it_is,
        at_time("2026-10-24 09:00", "2026-10-24 09:00"),
        "/data/attributes/ends-at",
    ),
    "a state that the table refuses": (
        as_it_is,
        lambda house: reviewing.change_state(house.session, to="confirmed", side=Side.SPEAKER, by=house.olga),
        "/data/attributes/state",
    ),
    "a state that is none": (
        as_it_is,
        lambda house: reviewing.change_state(house.session, to="famous", side=Side.ORGANIZER, by=house.olga),
        "/data/attributes/state",
    ),
    "a speaker without a name": (
        as_it_is,
        lambda house: speaking.add(house.event, by=house.olga, name=" "),
        "/data/attributes/name",
    ),
    "a speaker with another one's address": (
        as_it_is,
        lambda house: speaking.add(house.event, by=house.olga, name="Cy", email=" BO@example.org"),
        "/data/attributes/email",
    ),
    "a speaker who takes another one's address": (
        as_it_is,
        lambda house: speaking.change(house.speaker, by=house.olga, name="Bo", email="bo@example.org"),
        "/data/attributes/email",
    ),
    "a speaker of another event": (
        lambda house: speaking.add(foreign(house), by=house.mallory, name="Theirs"),
        lambda house: speaking.link(house.new, house.session, by=house.olga),
        "/data/relationships/speakers",
    ),
    "a removed speaker": (
        lambda house: speaking.remove(house.second, by=house.olga),
        lambda house: speaking.link(house.new, house.session, by=house.olga),
        "/data/relationships/speakers",
    ),
}


@pytest.mark.parametrize("says", REFUSED)
def test_what_is_refused_changes_nothing(house: House, says: str) -> None:
    prepare, attempt, pointer = REFUSED[says]
    house.new = prepare(house)
    before = everything()

    with pytest.raises(Refused) as refusal:
        attempt(house)

    assert everything() == before
    assert refusal.value.pointer == pointer
    assert str(refusal.value)


@pytest.mark.parametrize("links", [[{"name": "\0", "link": "x"}], [{"\ud800": "x"}], {"deep": [["\0"]]}])
def test_what_a_json_column_cannot_store_is_refused(session: Session, olga: User, links: Any) -> None:
    with pytest.raises(WrongValue) as refusal:
        editing.change(session, by=olga, slides=links)

    assert refusal.value.pointer == "/data/attributes/slides"


def test_a_json_column_stores_what_only_looks_like_it_could_not(session: Session, olga: User) -> None:
    slides = [{"name": r"a backslash \u0000 in words", "link": "https://example.org/x"}]

    changed = editing.change(session, by=olga, slides=slides)

    changed.refresh_from_db()
    assert changed.slides == slides
