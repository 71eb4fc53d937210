"""Lists of what an event has: adding, editing, reordering, deleting, bringing back."""

from typing import Any

import pytest

from openevent.accounts.models import User
from openevent.events import creating, furnishing
from openevent.events.models import Event, EventCopyright, Faq, FaqType, SocialLink, Sponsor
from openevent.program import arranging
from openevent.program.models import Microlocation, Session, SessionType, Track
from tests.conftest import at
from tests.web.pages import errors, read, signed_in, statements
from tests.web.team import fields, send

Sent = dict[str, Any]
PARTS: dict[str, tuple[Any, Sent, Sent]] = {
    "tracks": (Track, {"name": "Hardware", "color": "#0b5cad"}, {"name": "Software"}),
    "rooms": (Microlocation, {"name": "Blue", "floor": "-1"}, {"name": "Red"}),
    "types": (SessionType, {"name": "Talk", "length": "75"}, {"name": "Panel"}),
    "settings/sponsors": (Sponsor, {"name": "Acme", "level": "1", "url": "https://example.org"}, {"name": "Bcme"}),
    "settings/links": (SocialLink, {"name": "Photos", "link": "https://example.org"}, {"name": "Films"}),
    "settings/questions": (Faq, {"question": "Where?", "answer": "Here."}, {"question": "When?"}),
    "settings/groups": (FaqType, {"name": "Food"}, {"name": "Drink"}),
    "settings/licence": (EventCopyright, {"licence": "CC BY 4.0", "year": "2026"}, {"licence": "CC0"}),
}
SOFT = [path for path in PARTS if path != "settings/groups"]


@pytest.fixture
def here(event: Event, olga: User) -> str:
    Event.objects.filter(pk=event.pk).update(is_sponsors_enabled=True)
    return f"/manage/{event.identifier}"


def add(olga: User, here: str, path: str) -> Any:
    """Add one by the form; its row."""
    model, sent, _ = PARTS[path]
    answer = send(olga, f"{here}/{path}", {"version": "0", **sent})
    assert answer.status_code == 303, errors(answer)
    return model.objects.latest("pk")


@pytest.mark.parametrize("path", PARTS)
def test_a_part_is_added_edited_and_deleted(here: str, olga: User, path: str) -> None:
    model, _sent, changed = PARTS[path]
    row = add(olga, here, path)
    one = f"{here}/{path}/{row.pk}"

    as_it_is = fields(olga, one, action=one)
    before = Event.objects.get().revision
    same = send(olga, one, as_it_is)
    after = Event.objects.get().revision
    answer = send(olga, one, {**as_it_is, **changed})

    name = next(iter(changed))
    assert (same.status_code, before) == (302, after)  # a form that is sent as it is changes nothing
    assert (answer.status_code, getattr(model.objects.get(pk=row.pk), name)) == (302, changed[name])
    assert changed[name] in read(olga, f"{here}/{path}").text_content()
    assert changed[name] in read(olga, f"{one}/remove").text_content()
    assert send(olga, f"{one}/remove").status_code == 302
    assert signed_in(olga).get(one).status_code == 404


@pytest.mark.parametrize("path", SOFT)
def test_a_deleted_part_comes_back(here: str, olga: User, path: str) -> None:
    row = add(olga, here, path)
    send(olga, f"{here}/{path}/{row.pk}/remove")

    answer = send(olga, f"{here}/{path}/{row.pk}/restore")

    row.refresh_from_db()
    assert (answer.status_code, row.deleted_at) == (302, None)


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        ("tracks", {"name": ""}),
        ("tracks", {"color": "red"}),
        ("tracks", {"color": "\x00"}),
        ("rooms", {"latitude": "1000"}),
        ("rooms", {"floor": "9" * 30}),
        ("rooms", {"stream_url": "javascript:alert(1)"}),
        ("types", {"length": "0"}),
        ("types", {"length": "99999"}),
        ("types", {"length": "12:30"}),
        ("types", {"length": "a:b"}),
        ("types", {"length": "9999:99"}),
        ("settings/sponsors", {"level": "99999999999"}),
        ("settings/sponsors", {"logo_url": "x"}),
        ("settings/links", {"link": "mailto:x@example.org"}),
        ("settings/questions", {"faq_type": "1 or 1"}),
        ("settings/questions", {"answer": " \n"}),
        ("settings/licence", {"year": "2999"}),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_made(here: str, olga: User, path: str, wrong: Sent) -> None:
    model, sent, _ = PARTS[path]

    answer = send(olga, f"{here}/{path}", {"version": "0", **sent, **wrong})

    assert answer.status_code == 200
    assert len(errors(answer)) == 1
    assert not model.objects.exists()


@pytest.mark.parametrize("path", PARTS)
def test_strangers_and_nobody_change_none(here: str, olga: User, mallory: User, path: str) -> None:
    model, sent, _ = PARTS[path]
    row = add(olga, here, path)
    before = Event.objects.get().revision

    for address in (path, f"{path}/{row.pk}", f"{path}/{row.pk}/remove", f"{path}/{row.pk}/restore"):
        assert send(mallory, f"{here}/{address}", {"version": "0", **sent}).status_code == 404
        assert send(None, f"{here}/{address}", {"version": "0", **sent}).status_code == 302

    assert (Event.objects.get().revision, model.objects.count()) == (before, 1)


@pytest.mark.parametrize("path", PARTS)
def test_parts_of_another_event_are_not_reached(here: str, olga: User, tom: User, path: str) -> None:
    row = add(olga, here, path)
    other = creating.create(
        by=tom, name="Other", starts_at=at("2027-01-01 08:00"), ends_at=at("2027-01-01 18:00"), timezone="UTC"
    )

    for end in ("", "/remove"):
        assert send(tom, f"/manage/{other.identifier}/{path}/{row.pk}{end}", PARTS[path][1]).status_code == 404


def test_a_group_of_another_event_is_no_choice(here: str, event: Event, olga: User, tom: User) -> None:
    other = creating.create(
        by=tom, name="Other", starts_at=at("2027-01-01 08:00"), ends_at=at("2027-01-01 18:00"), timezone="UTC"
    )
    foreign = furnishing.add(FaqType(event=other, name="Foreign"), by=tom)

    sent = {"version": "0", "question": "Where?", "answer": "Here.", "faq_type": str(foreign.pk)}

    assert send(olga, f"{here}/settings/questions", sent).status_code == 200
    assert not Faq.objects.exists()


def test_parts_go_up_and_down_and_new_ones_come_last(here: str, event: Event, olga: User, mallory: User) -> None:
    for name in ("One", "Two", "Three"):
        send(olga, f"{here}/tracks", {"version": "0", "name": name, "color": "#000000"})
    three = Track.objects.get(name="Three").pk

    def order() -> list[str]:
        return [" ".join(one.split()) for one in read(olga, f"{here}/tracks").xpath("//tbody//th/text()[1]")]

    made = order()
    send(olga, f"{here}/tracks/{three}/up")
    send(mallory, f"{here}/tracks/{three}/up")

    assert (made, order()) == (["One", "Two", "Three"], ["One", "Three", "Two"])
    link = furnishing.add(SocialLink(event=event, name="Photos", link="https://example.org"), by=olga)
    assert send(olga, f"{here}/settings/links/{link.pk}/up").status_code == 404  # nobody orders these


def test_what_becomes_of_sessions_is_said(here: str, session: Session, room: Microlocation, olga: User) -> None:
    words = read(olga, f"{here}/rooms/{room.pk}/remove").text_content()

    assert "It has 1 session." in words
    assert "stay at their times, and have no room" in words


def test_what_others_wrote_meanwhile_is_not_overwritten_unseen(here: str, track: Track, olga: User, tom: User) -> None:
    one = f"{here}/tracks/{track.pk}"
    sent = {**fields(olga, one, action=one), "name": "Olga's"}
    arranging.change(track, by=tom, name="Tom's")

    answer = send(olga, one, sent)

    track.refresh_from_db()
    assert track.name == "Tom's"
    assert "It says now: Tom's" in errors(answer)
    again = send(olga, one, {**sent, "version": str(Event.objects.get().revision)})
    track.refresh_from_db()
    assert (again.status_code, track.name) == (302, "Olga's")


def test_htmx_gets_the_list_alone_and_who_is_signed_out_goes_to_sign_in(here: str, track: Track, olga: User) -> None:
    live = {"HX-Request": "true"}
    part = signed_in(olga).get(f"{here}/tracks/{track.pk}", headers=live)
    gone = send(olga, f"{here}/tracks/999/remove", headers=live)
    out = signed_in(None).get(f"{here}/tracks", headers=live)

    assert "<html" not in part.content.decode()
    assert 'class="editing"' in part.content.decode()
    assert 'id="parts"' not in part.content.decode()  # it goes into the one that is there
    assert "HX-Request" in part["Vary"]
    assert (gone.status_code, "<html" in gone.content.decode()) == (404, False)
    assert (out.status_code, out["HX-Redirect"].partition("?")[0]) == (204, "/account/sign-in")


@pytest.mark.parametrize("path", ["tracks", "settings/questions", "settings/groups"])
def test_three_are_asked_for_as_often_as_one(here: str, olga: User, path: str) -> None:
    add(olga, here, path)
    one = statements(olga, f"{here}/{path}")
    add(olga, here, path)
    add(olga, here, path)

    assert statements(olga, f"{here}/{path}") == one


def test_the_length_of_a_session_type_is_listed_in_minutes(here: str, olga: User) -> None:
    add(olga, here, "types")

    (row,) = read(olga, f"{here}/types").xpath("//tr[contains(th, 'Talk')]")

    assert row.xpath("td/text()")[1:3] == ["75", "0"]
