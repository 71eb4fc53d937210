"""Of what type an event is, and what it is about."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from openevent.accounts.models import User
from openevent.events import creating, editing
from openevent.events.models import Event, EventSubTopic, EventTopic, EventType
from openevent.events.subjects import WrongSubject
from tests.conftest import at

TIDE, OWN = "https://tide.example/tide.png", "https://example.org/own.png"
USUAL: dict[str, Any] = {
    "name": "Autumn",
    "timezone": "UTC",
    "starts_at": at("2026-10-24 07:00"),
    "ends_at": at("2026-10-26 17:00"),
}


Do = Callable[[], object]


@pytest.fixture
def kind(db: None) -> EventType:
    return EventType.objects.create(name="Watch Fair", slug="watch-fair")


@pytest.fixture
def tide(db: None) -> EventTopic:
    return EventTopic.objects.create(name="Time & Tide", slug="time-&-tide", system_image_url=TIDE)


@pytest.fixture
def clocks(db: None) -> EventTopic:
    return EventTopic.objects.create(name="Clocks", slug="clocks")


@pytest.fixture
def leap(tide: EventTopic) -> EventSubTopic:
    return EventSubTopic.objects.create(name="Leap Seconds", slug="leap-seconds", event_topic=tide)


def about(event: Event) -> tuple[Any, Any, Any, str]:
    row = Event.objects.get(pk=event.pk)
    return row.event_type, row.event_topic, row.event_sub_topic, row.original_image_url


def test_a_new_event_has_a_subject(olga: User, kind: EventType, tide: EventTopic, leap: EventSubTopic) -> None:
    made = creating.create(by=olga, **USUAL, event_type=kind, event_topic=tide, event_sub_topic=leap)

    assert about(made) == (kind, tide, leap, TIDE)


def test_an_event_gets_a_subject_and_is_without_one_again(
    event: Event, olga: User, kind: EventType, tide: EventTopic, leap: EventSubTopic
) -> None:
    given = editing.change(event, by=olga, event_type=kind, event_topic=tide, event_sub_topic=leap)
    assert about(given) == (kind, tide, leap, TIDE)

    taken = editing.change(given, by=olga, event_type=None, event_topic=None, original_image_url="")

    assert about(taken) == (None, None, None, "")
    assert taken.revision == event.revision + 2


def test_a_topics_picture_is_for_events_without_one(event: Event, olga: User, tide: EventTopic) -> None:
    both = editing.change(event, by=olga, event_topic=tide, original_image_url=OWN)
    without = editing.change(both, by=olga, original_image_url="")

    assert (both.original_image_url, without.original_image_url) == (OWN, "")


def test_a_topic_without_a_picture_gives_none(event: Event, olga: User, clocks: EventTopic) -> None:
    assert editing.change(event, by=olga, event_topic=clocks).original_image_url == ""


def test_with_the_topic_the_sub_topic_changes(
    event: Event, olga: User, tide: EventTopic, clocks: EventTopic, leap: EventSubTopic
) -> None:
    before = editing.change(event, by=olga, event_topic=tide, event_sub_topic=leap)

    after = editing.change(before, by=olga, event_topic=clocks)

    assert about(after) == (None, clocks, None, TIDE)


def test_a_sub_topic_belongs_to_the_events_topic(
    event: Event, olga: User, tide: EventTopic, clocks: EventTopic, leap: EventSubTopic
) -> None:
    other = editing.change(creating.create(by=olga, **USUAL), by=olga, event_topic=tide, event_sub_topic=leap)
    acts: tuple[Do, ...] = (
        lambda: editing.change(event, by=olga, event_sub_topic=leap),
        lambda: editing.change(event, by=olga, event_topic=clocks, event_sub_topic=leap),
        lambda: creating.create(by=olga, **USUAL, event_sub_topic=leap),
        lambda: editing.change(other, by=olga, event_topic=clocks, event_sub_topic=leap),  # which it has already
    )
    for act in acts:
        with pytest.raises(WrongSubject) as refusal:
            act()
        assert (refusal.value.status, refusal.value.pointer) == (422, "/data/relationships/event-sub-topic")

    assert (about(event), about(other)) == ((None, None, None, ""), (None, tide, leap, TIDE))


@pytest.mark.parametrize("member", ["event_type", "event_topic"])
def test_what_the_site_has_removed_is_refused(
    event: Event, olga: User, kind: EventType, tide: EventTopic, member: str
) -> None:
    now, rows = timezone.now(), {"event_type": kind, "event_topic": tide}
    row = rows[member]
    type(row)._base_manager.filter(pk=row.pk).update(deleted_at=now)
    row.refresh_from_db()

    acts: tuple[Do, ...] = (
        lambda: editing.change(event, by=olga, **{member: row}),
        lambda: creating.create(by=olga, **USUAL, **{member: row}),
    )
    for act in acts:
        with pytest.raises(WrongSubject) as refusal:
            act()
        assert refusal.value.pointer == f"/data/relationships/{member.replace('_', '-')}"

    assert Event.objects.get() == event
