"""What must hold of an event's facts; each refusal points at its member."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openevent.accounts.models import User
from openevent.events import creating, editing, facts
from openevent.events.models import Event
from openevent.lib.errors import Forbidden, Refused
from tests.conftest import at

Do = Callable[[], object]
USUAL: dict[str, Any] = {
    "name": "Autumn Conference",
    "timezone": "Europe/Berlin",
    "starts_at": at("2026-10-24 07:00"),
    "ends_at": at("2026-10-26 17:00"),
}
LINK = {"name": "Map", "link": "https://x.example"}
NO_DOCUMENTS: list[Any] = [
    *(None, {}, "x", [None], ["x"], [{}], [{"name": "Map"}], [{"link": "https://x.example"}], [LINK] * 51),
    *([{**LINK, "name": name}] for name in (" ", 1, None, "x" * 256)),
    *([{**LINK, "link": link}] for link in ("map", "javascript:x", 1, f"https://x.example/{'x' * 2000}")),
]
REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"name": " \t\n"}, "name"),
    ({"name": "\0"}, "name"),
    ({"name": "x" * 256}, "name"),
    ({"timezone": "Mars/Olympus"}, "timezone"),
    ({"ends_at": USUAL["starts_at"]}, "ends-at"),
    ({"ends_at": USUAL["starts_at"] - timedelta(seconds=1)}, "ends-at"),
    ({"ends_at": USUAL["starts_at"] + timedelta(days=20, seconds=1)}, "ends-at"),
    ({"latitude": 90.1}, "latitude"),
    ({"latitude": -90.1}, "latitude"),
    ({"latitude": float("nan")}, "latitude"),
    ({"longitude": 180.1}, "longitude"),
    ({"longitude": float("inf")}, "longitude"),
    *(({member: "/relative"}, member.replace("_", "-")) for member in sorted(facts.ADDRESSES)),
    *(({member: "javascript:alert(1)"}, member.replace("_", "-")) for member in sorted(facts.ADDRESSES)),
    ({"ticket_url": f"https://example.org/{'x' * 2000}"}, "ticket-url"),
    ({"privacy": "secret"}, "privacy"),
    ({"location_name": "x" * 501}, "location-name"),
    ({"location_name": "\ud800"}, "location-name"),
    ({"chat_room_name": "\0"}, "chat-room-name"),
    ({"refund_policy": "\0"}, "refund-policy"),
    *(({"document_links": wrong}, "document-links") for wrong in NO_DOCUMENTS),
    *(
        ({member: 1}, member.replace("_", "-"))
        for member in ("id", "pk", "state", "identifier", "revision", "sequence", "deleted_at", "nonsense", "source")
    ),
]


@pytest.mark.parametrize(("wrong", "member"), REFUSED)
def test_a_wrong_fact_makes_no_event(olga: User, wrong: dict[str, Any], member: str) -> None:
    with pytest.raises(Refused) as refusal:
        creating.create(by=olga, **{**USUAL, **wrong})

    assert (refusal.value.status, refusal.value.pointer) == (422, f"/data/attributes/{member}")
    assert str(refusal.value)
    assert list(Event.objects.all()) == []


@pytest.mark.parametrize(("wrong", "member"), REFUSED)
def test_a_wrong_fact_changes_nothing(olga: User, event: Event, wrong: dict[str, Any], member: str) -> None:
    before = Event.objects.filter(pk=event.pk).values().get()

    with pytest.raises(Refused) as refusal:
        editing.change(event, by=olga, **{"name": "Renamed", **USUAL, **wrong})

    assert refusal.value.pointer == f"/data/attributes/{member}"
    assert Event.objects.filter(pk=event.pk).values().get() == before


@pytest.mark.parametrize("member", ["name", "starts_at", "ends_at", "timezone"])
def test_an_event_needs_its_name_dates_and_zone(olga: User, member: str) -> None:
    said = {name: value for name, value in USUAL.items() if name != member}

    for without in (said, {**said, member: None}):
        with pytest.raises(facts.WrongFact) as refusal:
            creating.create(by=olga, **without)

        assert (refusal.value.member, refusal.value.pointer) == (
            member,
            f"/data/attributes/{member.replace('_', '-')}",
        )


def test_an_event_may_last_twenty_days(olga: User) -> None:
    made = creating.create(by=olga, **{**USUAL, "ends_at": USUAL["starts_at"] + timedelta(days=20)})

    assert made.ends_at - made.starts_at == facts.MAX_DURATION


def test_documents_are_kept_clean(olga: User, event: Event) -> None:
    written = [{"name": " The \n map ", "link": "https://x.example/map", "more": 1}] * 50

    changed = editing.change(event, by=olga, document_links=written)

    assert changed.document_links == [{"name": "The map", "link": "https://x.example/map"}] * 50


@pytest.mark.parametrize("member", ["is_featured", "is_promoted", "is_demoted"])
def test_what_is_shown_first_the_staff_decides(olga: User, staff: User, event: Event, member: str) -> None:
    acts: tuple[Do, ...] = (
        lambda: editing.change(event, by=olga, **{member: True}),
        lambda: creating.create(by=olga, **USUAL, **{member: True}),
    )
    for act in acts:
        with pytest.raises(Forbidden) as refusal:
            act()
        assert (refusal.value.status, refusal.value.pointer) == (403, f"/data/attributes/{member.replace('_', '-')}")
    assert Event.objects.count() == 1

    changed = editing.change(event, by=staff, **{member: True})
    made = creating.create(by=staff, **USUAL, **{member: True})

    assert (getattr(changed, member), getattr(made, member)) == (True, True)


def test_who_says_it_as_it_is_says_nothing(olga: User, staff: User, event: Event) -> None:
    editing.change(event, by=staff, is_featured=True)

    changed = editing.change(event, by=olga, is_featured=True, is_promoted=False, name="Renamed")
    creating.create(by=olga, **USUAL, is_featured=False)

    assert (changed.is_featured, changed.name) == (True, "Renamed")


def test_facts_are_kept_clean() -> None:
    kept = facts.checked(
        {
            "name": "  Autumn \n Conference ",
            "timezone": "europe / berlin",
            "description": "<p onclick='x()'>Hello <a href='https://example.org'>you</a></p>",
            "owner_description": "<script>x</script>We",
            "code_of_conduct": "<b>Be kind",
            "after_order_message": "<b>Thanks",
            "refund_policy": "a < b",
            "latitude": 90,
            "longitude": -180,
            "ticket_url": "",
        }
    )

    assert kept == {
        "name": "Autumn Conference",
        "timezone": "Europe/Berlin",
        "description": '<p>Hello <a href="https://example.org" rel="nofollow noopener">you</a></p>',
        "description_text": "Hello you (https://example.org)",
        "owner_description": "We",
        "code_of_conduct": "<b>Be kind</b>",
        "after_order_message": "<b>Thanks</b>",
        "refund_policy": "a < b",
        "latitude": 90,
        "longitude": -180,
        "ticket_url": "",
    }


def test_what_is_given_is_not_written_into() -> None:
    given_ = {"name": "  Autumn  "}

    facts.checked(given_)

    assert given_ == {"name": "  Autumn  "}


@given(st.text())
def test_any_name_is_kept_in_one_line_or_refused(name: str) -> None:
    try:
        kept = facts.checked_name(name)
    except facts.WrongFact:
        return
    assert kept == " ".join(kept.split())
    assert 1 <= len(kept) <= facts.NAME_LENGTH


def test_every_fact_that_can_be_changed_is_a_column() -> None:
    columns = {field.name for field in Event._meta.concrete_fields}

    assert columns >= facts.CHANGEABLE >= facts.SHOWN_IN_ENTRIES | facts.HTML | facts.ADDRESSES
