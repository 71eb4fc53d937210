"""The schedule editor: who moves what, what is told, and what is refused."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from openevent.accounts.models import User
from openevent.events import creating, editing, revising, team
from openevent.events.models import Event, EventRole
from openevent.program import arranging, removing, reviewing, scheduling, speaking, submitting
from openevent.program.models import Microlocation, Session, Speaker
from openevent.program.scheduling import Slot
from openevent.web.organising.scheduling.days import instant, minute
from tests.conftest import accepted, at
from tests.web.pages import LIVE, parsed, read, signed_in, statements

TEN, ELEVEN = at("2026-10-24 10:00"), at("2026-10-24 11:00")


def address(event: Event, path: str = "") -> str:
    return f"/manage/{event.identifier}/schedule{path}"


def state(user: User, event: Event, since: int | None = None) -> Any:
    answer = signed_in(user).get(address(event, "/state" if since is None else f"/state?since={since}"), headers=LIVE)
    assert answer.status_code == 200, answer.content
    return answer.json()


def move(user: User | Client, session: Session, to: Slot, **said: Any) -> Any:
    start, end = (minute(moment) if moment else "" for moment in (to.starts_at, to.ends_at))
    facts = {"start": start, "end": end, "room": to.room.pk if to.room is not None else "", **said}
    client = user if isinstance(user, Client) else signed_in(user)
    return client.post(address(session.event, f"/{session.pk}/move"), facts, headers=LIVE)


def revision(event: Event) -> int:
    return Event.objects.values_list("revision", flat=True).get(pk=event.pk)


@pytest.fixture
def waiting(event: Event, olga: User) -> Session:
    """A session without a time."""
    return accepted(event, olga, "Brazing", None)


# --- who ---


def paths(session: Session) -> list[str]:
    return [address(session.event, path) for path in ("", "/state", f"/{session.pk}", f"/{session.pk}/move")]


def test_strangers_and_those_below_coorganizers_find_nothing_here(
    session: Session, olga: User, ann: User, mallory: User
) -> None:
    team.appoint(ann, EventRole.Name.TRACK_ORGANIZER, session.event, by=olga)
    before = Slot.of(session)

    for user in (ann, mallory):
        client = signed_in(user)
        got = [client.get(path).status_code for path in paths(session)[:3]]
        sent = [client.post(path, {"start": "1", "seen": "1"}).status_code for path in paths(session)[2:]]
        assert (got, sent) == ([404] * 3, [404] * 2)
    session.refresh_from_db()
    assert Slot.of(session) == before


def test_who_is_not_signed_in_signs_in_first(session: Session) -> None:
    client = signed_in(None)

    answers = [client.get(path, headers=LIVE) for path in paths(session)[:3]]
    sent = client.post(paths(session)[3], {}, headers=LIVE)

    assert {answer["HX-Redirect"].partition("?")[0] for answer in (*answers, sent)} == {"/account/sign-in"}


def test_coorganizers_move_sessions(session: Session, tom: User) -> None:
    answer = move(tom, session, Slot(starts_at=TEN, ends_at=ELEVEN), seen=revision(session.event))

    session.refresh_from_db()
    assert (answer.status_code, Slot.of(session)) == (200, Slot(starts_at=TEN, ends_at=ELEVEN))


def test_a_locked_session_is_moved_by_organizers_only(session: Session, olga: User, tom: User) -> None:
    reviewing.lock(session, by=olga)
    to = Slot(starts_at=TEN, ends_at=ELEVEN)

    refused, shown = move(tom, session, to), state(tom, session.event)["sessions"][0]["fixed"]
    forms = [signed_in(user).get(address(session.event, f"/{session.pk}")).content.decode() for user in (tom, olga)]
    moved = move(olga, session, to)

    assert (refused.status_code, refused.json()["said"]) == (403, "This session is locked: only organizers change it.")
    assert (shown, state(olga, session.event)["sessions"][0]["fixed"], moved.status_code) == (True, False, 200)
    assert ["only organizers change it" in form for form in forms] == [True, False]
    assert ["<button>Save" in form for form in forms] == [False, True]


def test_a_role_that_is_taken_while_a_move_waits_counts(
    session: Session, tom: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked = revising.locked

    def meanwhile(number: int) -> Any:
        EventRole.objects.filter(user=tom).delete()
        return locked(number)

    monkeypatch.setattr(revising, "locked", meanwhile)

    assert move(tom, session, Slot(starts_at=TEN, ends_at=ELEVEN)).status_code == 404


def test_what_belongs_to_another_event_or_is_no_more_is_not_moved(
    event: Event, session: Session, olga: User, other_event: Event
) -> None:
    foreign = accepted(other_event, olga, "Foreign", None)
    room = arranging.add(Microlocation(event=other_event, name="Elsewhere"), by=olga)
    removing.delete(accepted(event, olga, "Gone", None), by=olga)
    client = signed_in(olga)

    wrong_event = client.post(address(event, f"/{foreign.pk}/move"), {"start": "", "end": "", "room": ""})
    wrong_room = move(olga, session, Slot(starts_at=TEN, ends_at=ELEVEN, room=room))

    assert (wrong_event.status_code, wrong_room.status_code) == (404, 400)
    assert wrong_room.json()["said"] == "This room is not there any more."


def test_whoever_moves_a_session_out_of_a_deleted_room_is_told(
    session: Session, room: Microlocation, olga: User
) -> None:
    scheduling.move(session, to=Slot(starts_at=TEN, ends_at=ELEVEN, room=room), by=olga)
    form = {"day": "2026-10-24", "starts_at": "12:00", "minutes": "60", "microlocation": room.pk}
    arranging.remove(room, by=olga)
    page = address(session.event, f"/{session.pk}")

    listed = read(signed_in(olga), address(session.event)).text_content()
    shown = read(signed_in(olga), page).text_content()
    refused = signed_in(olga).post(page, form)
    told = move(olga, session, Slot(starts_at=TEN + timedelta(hours=1), ends_at=ELEVEN + timedelta(hours=1))).json()

    assert "Its room was deleted." in listed
    assert "Its room was deleted. Choose another one, or it has none from now on." in shown
    assert refused.status_code == 422
    assert "Select a valid choice. This room is not there any more." in refused.content.decode()
    assert "no room. Its room was deleted." in told["said"]
    again = move(olga, session, Slot(starts_at=TEN, ends_at=ELEVEN)).json()["said"]
    assert "deleted" not in again


@pytest.fixture
def other_event(olga: User) -> Event:
    return creating.create(
        by=olga, name="Other", timezone="UTC", starts_at=at("2026-10-24 07:00"), ends_at=at("2026-10-26 17:00")
    )


# --- moves ---


def test_a_move_tells_what_overlaps_now(
    event: Event, session: Session, waiting: Session, room: Microlocation, speaker: Speaker, olga: User
) -> None:
    speaking.link(speaker, waiting, by=olga)
    before = revision(event)

    told = move(olga, waiting, Slot.of(session), seen=before, since=before).json()

    sentences = [
        "“Soldering for All” and “Brazing” overlap in Blue Hall.",
        "Ann Onymous speaks in “Soldering for All” and in “Brazing” at the same time.",
    ]
    assert told["said"] == " ".join(["Brazing: moved to Sat 10:00\u202fAM, Blue Hall.", *sentences])
    assert [one["text"] for one in told["conflicts"]] == sentences
    assert [one["sessions"] for one in told["conflicts"]] == [[str(session.pk), str(waiting.pk)]] * 2
    assert [one["id"] for one in told["sessions"]] == [str(waiting.pk)]
    assert (told["moved"], told["revision"], told["moves"], told["whole"]) == (before + 1, before + 1, {}, False)


def test_a_session_that_became_longer_tells_its_new_length(event: Event, session: Session, olga: User) -> None:
    longer = Slot.of(session)
    assert longer.ends_at is not None
    longer = replace(longer, ends_at=longer.ends_at + timedelta(minutes=30))

    told = move(olga, session, longer, seen=revision(event), since=revision(event)).json()

    assert told["said"] == "Soldering for All: 90 minutes now, Sat 10:00\u202fAM, Blue Hall."


def test_what_is_dragged_back_has_neither_time_nor_room(event: Event, session: Session, olga: User) -> None:
    told = move(olga, session, Slot(), seen=revision(event), since=revision(event)).json()

    session.refresh_from_db()
    assert (Slot.of(session), told["said"]) == (Slot(), "Soldering for All: taken out of the schedule.")
    assert (told["sessions"][0]["start"], told["sessions"][0]["room"]) == (None, "")


def test_outside_the_event_is_refused_with_a_sentence_and_where_it_is(
    event: Event, session: Session, olga: User
) -> None:
    early = Slot(starts_at=at("2026-10-24 06:00"), ends_at=at("2026-10-24 07:30"))

    answer = move(olga, session, early, since=0)

    assert (answer.status_code, answer.json()["said"]) == (422, "The session would begin before the event.")
    assert answer.json()["sessions"][0]["start"] == minute(at("2026-10-24 08:00"))


def test_a_session_across_midnight_and_the_hour_that_comes_twice(event: Event, session: Session, olga: User) -> None:
    night = Slot(starts_at=at("2026-10-24 21:30"), ends_at=at("2026-10-25 01:30"))  # 23:30 to 2:30, the second one

    told = move(olga, session, night, since=0).json()

    row = next(one for one in told["sessions"] if one["id"] == str(session.pk))
    assert (instant(row["start"]), instant(row["end"])) == (night.starts_at, night.ends_at)
    saturday = next(day for day in state(olga, event)["days"] if day["id"] == "2026-10-24")
    assert saturday["start"] <= row["start"] < saturday["end"] < row["end"]


def test_who_has_not_seen_a_move_is_told_whose_it_was_and_where_it_went(
    event: Event, session: Session, room: Microlocation, olga: User, tom: User
) -> None:
    User.objects.filter(pk=tom.pk).update(public_name="Tom")
    seen = revision(event)
    scheduling.move(session, to=Slot(starts_at=TEN, ends_at=ELEVEN, room=room), by=tom)

    answer = move(olga, session, Slot(), seen=seen, since=seen)

    session.refresh_from_db()
    assert answer.status_code == 409
    assert answer.json()["said"] == (
        "Not moved: Soldering for All was moved meanwhile by Tom. It is here: Sat 12:00\u202fPM, Blue Hall."
    )
    assert answer.json()["sessions"][0]["start"] == minute(TEN)
    assert answer.json()["moves"][str(session.pk)]["mark"] == "Moved by Tom"
    assert session.starts_at == TEN


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"start": "x"}, 400),
        ({"start": "9" * 17, "end": "1"}, 400),
        ({"start": "-" + "9" * 17, "end": "1"}, 400),
        ({"start": "9" * 40, "end": "1"}, 400),
        ({"seen": "\x00"}, 400),
        ({"seen": "٣"}, 400),
        ({"since": "\ud800"}, 400),
        ({"room": "999999"}, 400),
        ({"room": "9" * 18}, 400),
        ({"start": "20", "end": "10"}, 422),
    ],
)
def test_what_is_no_move_is_refused(session: Session, olga: User, said: dict[str, str], status: int) -> None:
    facts = {name: value.encode("utf-8", "replace").decode() for name, value in said.items()}
    before = Slot.of(session)

    answer = signed_in(olga).post(address(session.event, f"/{session.pk}/move"), {"room": "", **facts}, headers=LIVE)

    session.refresh_from_db()
    assert (answer.status_code, Slot.of(session)) == (status, before)


def test_reading_moves_nothing(session: Session, olga: User) -> None:
    led = signed_in(olga).get(address(session.event, f"/{session.pk}/move"))
    assert led["Location"] == address(session.event, f"/{session.pk}")
    assert signed_in(olga).post(address(session.event)).status_code == 405


# --- what is told ---


def test_nothing_new_is_a_304_of_few_queries(event: Event, session: Session, olga: User) -> None:
    client = signed_in(olga)
    tag = client.get(address(event, "/state"), headers=LIVE)["ETag"]

    with CaptureQueriesContext(connection) as asked:
        again = client.get(address(event, "/state"), headers={**LIVE, "If-None-Match": tag})

    assert (again.status_code, again.content, len(asked)) == (304, b"", 4)
    german = client.get(address(event, "/state"), headers={**LIVE, "If-None-Match": tag, "Accept-Language": "de"})
    assert german.status_code == 200


def test_what_others_did_is_told_since_a_revision(
    event: Event, session: Session, waiting: Session, olga: User, tom: User
) -> None:
    before = revision(event)
    scheduling.move(waiting, to=Slot(starts_at=TEN, ends_at=ELEVEN), by=tom)
    removing.delete(session, by=tom)

    told = state(olga, event, before)

    assert ([one["id"] for one in told["sessions"]], told["gone"]) == ([str(waiting.pk)], [str(session.pk)])
    assert list(told["moves"]) == [str(waiting.pk)]
    assert state(tom, event, before)["moves"] == {}
    assert state(olga, event, told["revision"])["sessions"] == []


@pytest.mark.parametrize("since", [10**9, -1])
def test_who_knows_an_unknown_revision_gets_everything(event: Event, session: Session, olga: User, since: int) -> None:
    assert state(olga, event, since)["whole"] is True


def test_new_rooms_and_dates_are_told_with_everything(event: Event, session: Session, olga: User) -> None:
    before = revision(event)
    arranging.add(Microlocation(event=event, name="Red"), by=olga)
    with_room = state(olga, event, before)
    editing.change(event, by=olga, ends_at=at("2026-10-25 17:00"))

    dated = state(olga, event, with_room["revision"])

    assert [room["name"] for room in with_room["rooms"]] == ["Blue Hall", "Red"]
    assert [day["id"] for day in dated["days"]] == ["2026-10-24", "2026-10-25"]


def test_what_will_not_take_place_is_not_shown_and_what_may_is_said_to(
    event: Event, session: Session, olga: User
) -> None:
    for title, chosen in (("No", "rejected"), ("Perhaps", "pending")):
        made = submitting.submit(event, by=olga, state="pending", title=title)
        if chosen != "pending":
            Session.objects.filter(pk=made.pk).update(state=chosen)

    told = state(olga, event)

    assert {one["title"]: one["state"] for one in told["sessions"]} == {"Soldering for All": "", "Perhaps": "proposed"}


def test_a_form_that_names_no_revision_moves_nothing(session: Session, olga: User) -> None:
    path, before = address(session.event, f"/{session.pk}"), Slot.of(session)
    facts = {"day": "none", "microlocation": "none", "minutes": "30", "seen": revision(session.event), "since": "?"}

    answer = signed_in(olga).post(path, facts, headers=LIVE)

    session.refresh_from_db()
    assert (answer.status_code, Slot.of(session)) == (400, before)


def test_rooms_that_are_hidden_are_shown_if_something_is_in_them(
    event: Event, session: Session, room: Microlocation, olga: User
) -> None:
    arranging.add(Microlocation(event=event, name="Store", hidden_in_scheduler=True), by=olga)
    Microlocation.objects.filter(pk=room.pk).update(hidden_in_scheduler=True)

    assert [one["name"] for one in state(olga, event)["rooms"]] == ["Blue Hall"]


def test_who_has_no_room_is_listed_apart_and_is_no_conflict(event: Event, session: Session, olga: User) -> None:
    Session.objects.filter(pk=session.pk).update(microlocation=None)
    said = "“Soldering for All” has no room."

    told = state(olga, event)
    plain = parsed(signed_in(olga).get(f"/manage/{event.identifier}/schedule"))

    assert (told["conflicts"], told["roomless"]) == ([], [{"sessions": [str(session.pk)], "text": said}])
    assert plain.xpath("//h2[text()='Without a room']/following-sibling::ul[1]/li/text()") == [said]
    assert not plain.xpath("//div[@class='plainly']/h2[text()='Conflicts']")


def test_what_ends_before_it_begins_is_told(event: Event, session: Session, olga: User) -> None:
    Session.objects.filter(pk=session.pk).update(ends_at=session.starts_at)

    told = state(olga, event)

    assert [one["text"] for one in told["conflicts"]] == ["“Soldering for All” ends before it begins, or as it begins."]
    assert told["sessions"][0]["length"] == 30


@pytest.mark.parametrize("path", ["", "?day=none", "/state", "/state?since=0", "/form"])
def test_three_are_asked_for_as_often_as_one(
    event: Event, session: Session, waiting: Session, speaker: Speaker, room: Microlocation, olga: User, path: str
) -> None:
    client = signed_in(olga)
    where = address(event, f"/{session.pk}" if path == "/form" else path)

    accepted(event, olga, "Another", Slot.of(session))
    one = statements(client, where, LIVE)
    for number in range(2):
        accepted(event, olga, f"Waiting {number}", None)
        speaking.link(speaker, accepted(event, olga, f"Another {number}", Slot.of(session)), by=olga)
        arranging.add(Microlocation(event=event, name=f"Room {number}"), by=olga)

    assert statements(client, where, LIVE) == one


def test_a_move_asks_as_often_among_three_as_among_one(
    event: Event, session: Session, speaker: Speaker, olga: User
) -> None:
    def statements(hour: int) -> int:
        to = Slot(
            starts_at=at(f"2026-10-24 {hour}:00"), ends_at=at(f"2026-10-24 {hour + 1}:00"), room=session.microlocation
        )
        now, client = revision(event), signed_in(olga)
        with CaptureQueriesContext(connection) as asked:
            assert move(client, session, to, seen=now, since=now).status_code == 200
        return len(asked)

    accepted(event, olga, "Another", Slot(starts_at=TEN, ends_at=ELEVEN, room=session.microlocation))
    one = statements(10)
    for number in range(2):
        there = accepted(event, olga, f"Another {number}", Slot.of(Session.objects.get(pk=session.pk)))
        speaking.link(speaker, there, by=olga)

    assert statements(12) <= one
    assert one <= 42


# --- without a script ---


def test_the_page_is_a_list_of_the_day_with_forms(event: Event, session: Session, waiting: Session, olga: User) -> None:
    day, rest = read(olga, address(event)), read(olga, address(event, "?day=none&q=braz"))

    assert day.xpath("//li[@class='slot']//strong/text()") == ["Soldering for All"]
    assert rest.xpath("//li[@class='slot']//a/@href") == [address(event, f"/{waiting.pk}")]
    assert read(olga, address(event, "?day=none&q=nothing")).xpath("//li[@class='slot']") == []
    assert day.xpath("//*/@style | //script[not(@src)][not(@type='application/json')]") == []


@pytest.mark.parametrize("query", ["day=x", "day=%00", "day=none&page=x", "day=none&q=%00", "day=9999-99-99"])
def test_nothing_that_is_asked_for_breaks_the_page(event: Event, session: Session, olga: User, query: str) -> None:
    assert signed_in(olga).get(address(event, f"?{query}")).status_code == 200


def filled(user: User, session: Session, **said: str) -> Any:
    """The form sent as it is, but for what is said."""
    client, path = signed_in(user), address(session.event, f"/{session.pk}")
    page = parsed(client.get(path))
    (form,) = [one for one in page.forms if one.action == path]
    return client.post(path, {**dict(form.form_values()), **said})


def test_a_form_that_is_sent_as_it_is_changes_nothing(event: Event, session: Session, olga: User) -> None:
    before, slot = revision(event), Slot.of(session)

    answer = filled(olga, session)

    session.refresh_from_db()
    assert (answer.status_code, answer["Location"]) == (302, address(event, "?day=2026-10-24"))
    assert (Slot.of(session), revision(event)) == (slot, before)


def test_the_form_moves_and_says_so(event: Event, session: Session, olga: User) -> None:
    red = arranging.add(Microlocation(event=event, name="Red"), by=olga)

    answer = filled(olga, session, day="2026-10-25", starts_at="14:00", minutes="45", microlocation=str(red.pk))

    session.refresh_from_db()
    assert Slot.of(session) == Slot(starts_at=at("2026-10-25 13:00"), ends_at=at("2026-10-25 13:45"), room=red)
    assert answer["Location"] == address(event, "?day=2026-10-25")


def test_of_a_time_that_comes_twice_the_form_means_the_first_but_keeps_the_second(
    event: Event, session: Session, olga: User
) -> None:
    def sent(**said: str) -> Any:
        filled(olga, session, **said)
        session.refresh_from_db()
        return session.starts_at

    first = sent(day="2026-10-25", starts_at="02:30")
    scheduling.move(session, to=Slot(starts_at=at("2026-10-25 01:30"), ends_at=at("2026-10-25 02:00")), by=olga)

    assert (first, sent(minutes="60")) == (at("2026-10-25 00:30"), at("2026-10-25 01:30"))


def test_the_form_takes_a_session_out(event: Event, session: Session, olga: User) -> None:
    answer = filled(olga, session, day="none")

    session.refresh_from_db()
    assert (Slot.of(session), answer["Location"]) == (Slot(), address(event, "?day=none"))


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"starts_at": ""}, "On that day, but when?"),
        ({"starts_at": "x"}, "Enter a valid time."),
        ({"starts_at": "08:30"}, "The session would begin before the event."),
        ({"day": "2026-10-26", "minutes": "2000"}, "The session would end after the event."),
        ({"minutes": "0"}, "Ensure this value is greater than or equal to 1."),
        ({"minutes": "9" * 30}, "Ensure this value is less than or equal to"),
        ({"day": "2031-01-01"}, "Select a valid choice."),
        ({"microlocation": "0"}, "Select a valid choice."),
        ({"microlocation": "\x00"}, "Select a valid choice."),
        ({"seen": "-5"}, "greater than or equal to 0"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(
    session: Session, olga: User, said: dict[str, str], sentence: str
) -> None:
    before = Slot.of(session)

    answer = filled(olga, session, **said)

    session.refresh_from_db()
    assert (answer.status_code, Slot.of(session)) == (422, before)
    assert sentence in answer.content.decode()


def test_a_time_that_clocks_skip_is_refused(olga: User) -> None:
    spring = creating.create(
        by=olga,
        name="Spring",
        timezone="Europe/Berlin",
        starts_at=at("2026-03-28 07:00"),
        ends_at=at("2026-03-30 17:00"),
    )
    made = accepted(spring, olga, "Night", None)

    answer = filled(olga, made, day="2026-03-29", starts_at="02:30")

    assert "Clocks skip this time on that day" in answer.content.decode()


def test_the_form_overwrites_no_move_unseen_either(event: Event, session: Session, olga: User, tom: User) -> None:
    seen = revision(event)
    scheduling.move(session, to=Slot(starts_at=TEN, ends_at=ELEVEN), by=tom)

    answer = filled(olga, session, day="none", seen=str(seen))

    session.refresh_from_db()
    assert (answer.status_code, session.starts_at) == (422, TEN)
    assert "was moved meanwhile by somebody of the team" in answer.content.decode()


def test_the_form_that_told_of_a_move_may_be_saved_all_the_same(
    event: Event, session: Session, olga: User, tom: User
) -> None:
    seen = revision(event)
    scheduling.move(session, to=Slot(starts_at=TEN, ends_at=ELEVEN), by=tom)
    refused = parsed(filled(olga, session, starts_at="15:00", seen=str(seen)))
    (form,) = [one for one in refused.forms if one.action == address(event, f"/{session.pk}")]
    scheduling.move(session, to=Slot(starts_at=TEN, ends_at=at("2026-10-24 11:30")), by=tom)  # not seen again

    again = filled(olga, session, **dict(form.form_values()))
    (form,) = [one for one in parsed(again).forms if one.action == address(event, f"/{session.pk}")]
    saved = filled(olga, session, **dict(form.form_values()))

    session.refresh_from_db()
    assert (again.status_code, saved.status_code, session.starts_at) == (422, 302, at("2026-10-24 13:00"))


def test_of_a_session_that_is_no_more_the_script_is_told_so_and_what_is_there(
    event: Event, session: Session, waiting: Session, olga: User
) -> None:
    since, one = revision(event), address(event, f"/{session.pk}")
    removing.delete(session, by=olga)
    client = signed_in(olga)
    facts = {"day": "none", "microlocation": "none", "minutes": "30", "seen": since, "since": since}

    answers = [
        move(client, session, Slot(starts_at=TEN, ends_at=ELEVEN), seen=since, since=since),
        client.get(one, headers=LIVE),
        client.post(one, facts, headers=LIVE),
    ]

    assert [answer.status_code for answer in answers] == [410] * 3
    sentence = "This session is not there any more: somebody deleted it, or it will not take place."
    assert {answer.json()["said"] for answer in answers} == {sentence}
    assert [answer.json().get("gone") for answer in answers] == [[str(session.pk)], None, [str(session.pk)]]
    assert sentence in read(client, one, status=410).text_content()


def test_the_script_s_form_is_answered_as_its_moves(event: Event, session: Session, olga: User) -> None:
    facts = {"day": "none", "microlocation": "none", "minutes": "30", "seen": revision(event), "since": revision(event)}

    told = signed_in(olga).post(address(event, f"/{session.pk}"), facts, headers=LIVE).json()

    assert (told["said"], told["sessions"][0]["start"]) == ("Soldering for All: taken out of the schedule.", None)
