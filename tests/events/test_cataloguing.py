"""What the staff keeps for all events: types, topics, sub-topics, names of roles."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from openevent.accounts.models import User
from openevent.events import built_in, cataloguing, editing
from openevent.events.cataloguing import BuiltIn, NameTaken, RemovedTopic
from openevent.events.migrations._catalogue import seed
from openevent.events.models import Change, Event, EventSubTopic, EventTopic, EventType, Role
from openevent.lib.errors import Unknown
from openevent.lib.models import WrongValue

Do = Callable[[], object]
ROLES = ["owner", "organizer", "coorganizer", "track_organizer", "registrar", "moderator", "attendee"]


@pytest.fixture
def kind(staff: User) -> EventType:
    return cataloguing.add(EventType(name="Watch Fair"), by=staff)


@pytest.fixture
def topic(staff: User) -> EventTopic:
    return cataloguing.add(EventTopic(name="Time & Tide", system_image_url="https://tide.example/tide.png"), by=staff)


@pytest.fixture
def part(staff: User, topic: EventTopic) -> EventSubTopic:
    return cataloguing.add(EventSubTopic(name="Leap Seconds", event_topic=topic), by=staff)


@pytest.fixture
def subject(event: Event, olga: User, kind: EventType, topic: EventTopic, part: EventSubTopic) -> Event:
    """Olga's conference, of a type and about something."""
    return editing.change(event, by=olga, event_type=kind, event_topic=topic, event_sub_topic=part)


def about(event: Event) -> tuple[Any, Any, Any]:
    row = Event.objects.get(pk=event.pk)
    return row.event_type, row.event_topic, row.event_sub_topic


def log(event: Event) -> list[tuple[str, str, int, str]]:
    rows = Change.objects.filter(event=event, revision__gt=event.revision)
    return [(row.kind, row.object_type, row.object_id, str(row.by)) for row in rows]


def test_a_new_site_has_a_list_to_begin_with(db: None) -> None:
    for _ in range(2):  # there already, as a rule: migrating made it
        seed(apps, None)

    assert (EventType.objects.count(), EventTopic.objects.count(), EventSubTopic.objects.count()) == (19, 19, 55)
    assert EventSubTopic.objects.filter(event_topic__slug="science-&-technology", slug="high-tech").count() == 1


def test_lists_are_in_the_order_of_names(db: None, staff: User) -> None:
    for name in ("Zebra Race", "Aardvark Race"):
        cataloguing.add(EventType(name=name), by=staff)

    names = list(EventType.objects.values_list("name", flat=True))
    assert names.index("Aardvark Race") < names.index("Zebra Race")


def test_a_slug_is_the_name_in_lower_case(kind: EventType, topic: EventTopic, part: EventSubTopic) -> None:
    assert [row.slug for row in (kind, topic, part)] == ["watch-fair", "time-&-tide", "leap-seconds"]


def test_a_second_one_of_a_name_has_a_slug_of_its_own(kind: EventType, staff: User) -> None:
    second = cataloguing.add(EventType(name="  watch   FAIR "), by=staff)

    assert (second.name, second.slug[:11], len(second.slug)) == ("watch FAIR", "watch-fair-", 19)


def test_sub_topics_of_two_topics_may_have_one_slug(part: EventSubTopic, staff: User) -> None:
    other = cataloguing.add(EventTopic(name="Clocks"), by=staff)

    second = cataloguing.add(EventSubTopic(name="Leap Seconds", event_topic=other), by=staff)

    assert second.slug == part.slug


def test_a_slug_stays_when_the_name_changes(kind: EventType, staff: User) -> None:
    changed = cataloguing.change(kind, by=staff, name="Clock Fair", slug="x")

    assert (changed.name, changed.slug) == ("Clock Fair", "watch-fair")


@pytest.mark.parametrize("name", ["", " \n", "x" * 256])
def test_an_entry_has_a_name(kind: EventType, staff: User, name: str) -> None:
    acts: tuple[Do, ...] = (
        lambda: cataloguing.add(EventType(name=name), by=staff),
        lambda: cataloguing.change(kind, by=staff, name=name),
    )
    for act in acts:
        with pytest.raises(WrongValue) as refusal:
            act()
        assert (refusal.value.status, refusal.value.pointer) == (422, "/data/attributes/name")

    assert EventType.objects.get(pk=kind.pk).name == "Watch Fair"


def test_a_long_name_has_a_slug_that_fits(staff: User) -> None:
    names = ["\u0130" * 255] * 2  # a letter of which lower case makes two

    slugs = [cataloguing.add(EventType(name=name), by=staff).slug for name in names]

    assert [len(slug) for slug in slugs] == [280, 289]


@pytest.mark.parametrize("address", ["/tide.png", "javascript:x", "https://"])
def test_a_topics_picture_is_an_absolute_address(topic: EventTopic, staff: User, address: str) -> None:
    with pytest.raises(WrongValue) as refusal:
        cataloguing.change(topic, by=staff, system_image_url=address)

    assert refusal.value.pointer == "/data/attributes/system-image-url"


def test_an_event_goes_on_without_a_type_that_is_removed(
    subject: Event, kind: EventType, topic: EventTopic, part: EventSubTopic, staff: User
) -> None:
    gone = cataloguing.remove(kind, by=staff)

    assert about(subject) == (None, topic, part)
    assert log(subject) == [("changed", "event", subject.pk, "staff@example.org")]
    assert (gone.deleted_at is not None, EventType.objects.filter(pk=kind.pk).exists()) == (True, True)


def test_with_a_topic_goes_the_sub_topic(subject: Event, kind: EventType, topic: EventTopic, staff: User) -> None:
    cataloguing.remove(topic, by=staff)

    assert about(subject) == (kind, None, None)
    assert len(log(subject)) == 1


def test_a_sub_topic_is_gone_for_good(
    subject: Event, kind: EventType, topic: EventTopic, part: EventSubTopic, staff: User
) -> None:
    cataloguing.remove(part, by=staff)

    assert about(subject) == (kind, topic, None)
    assert log(subject) == [("changed", "event", subject.pk, "staff@example.org")]
    acts: tuple[Do, ...] = (
        lambda: cataloguing.remove(part, by=staff),
        lambda: cataloguing.change(part, by=staff, name="x"),
    )
    for act in acts:
        with pytest.raises(Unknown):
            act()


def test_what_is_removed_twice_is_removed_once(kind: EventType, staff: User) -> None:
    first = cataloguing.remove(kind, by=staff).deleted_at

    assert cataloguing.remove(kind, by=staff).deleted_at == first


def test_what_comes_back_is_given_to_no_event(subject: Event, kind: EventType, staff: User) -> None:
    cataloguing.remove(kind, by=staff)

    back = cataloguing.restore(kind, by=staff)

    assert (back.deleted_at, about(subject)[0]) == (None, None)


def test_events_lose_a_sub_topic_that_moves_away(subject: Event, part: EventSubTopic, staff: User) -> None:
    other = cataloguing.add(EventTopic(name="Clocks"), by=staff)

    moved = cataloguing.change(part, by=staff, event_topic=other)

    assert (moved.event_topic, about(subject)[2]) == (other, None)
    assert len(log(subject)) == 1


def test_a_sub_topic_belongs_to_a_topic_that_is_there(topic: EventTopic, part: EventSubTopic, staff: User) -> None:
    other = cataloguing.remove(cataloguing.add(EventTopic(name="Clocks"), by=staff), by=staff)

    acts: tuple[Do, ...] = (
        lambda: cataloguing.change(part, by=staff, event_topic=other),
        lambda: cataloguing.add(EventSubTopic(name="Sand", event_topic=other), by=staff),
    )
    for act in acts:
        with pytest.raises(RemovedTopic) as refusal:
            act()
        assert (refusal.value.status, refusal.value.pointer) == (422, "/data/relationships/event-topic")

    assert EventSubTopic.objects.get(pk=part.pk).event_topic == topic


# --- roles ------------------------------------------------------------------------------------------------------------


def test_the_built_in_roles_are_there(db: None) -> None:
    assert list(Role.objects.values_list("name", flat=True)) == ROLES
    assert str(Role.objects.named("coorganizer")) == "Co-organizer"
    assert Role.objects.named("king") is None


@pytest.mark.django_db(transaction=True)
def test_the_built_in_roles_are_there_after_a_flush() -> None:
    call_command("flush", interactive=False, verbosity=0)

    assert list(Role.objects.values_list("name", flat=True)) == ROLES


def test_where_no_role_is_missing_one_question_is_asked(db: None) -> None:
    with CaptureQueriesContext(connection) as queries:
        built_in.seed(using="default")

    assert len(queries) == 1


def test_roles_that_are_missing_are_made_again_and_others_stay(db: None) -> None:
    Role.objects.filter(name="owner").delete()
    Role.objects.filter(name="moderator").update(title_name="Chair")
    Role.objects.create(name="cook")

    built_in.seed(using="default")

    assert set(Role.objects.values_list("name", flat=True)) == {*ROLES, "cook"}
    assert str(Role.objects.named("moderator")) == "Chair"


@pytest.mark.parametrize("name", ROLES)
def test_a_built_in_role_keeps_its_name(db: None, staff: User, name: str) -> None:
    role = Role.objects.get(name=name)

    acts: tuple[Do, ...] = (
        lambda: cataloguing.change(role, by=staff, name="king"),
        lambda: cataloguing.remove(role, by=staff),
    )
    for act in acts:
        with pytest.raises(BuiltIn) as refusal:
            act()
        assert (refusal.value.status, refusal.value.pointer) == (422, "/data/attributes/name")

    assert list(Role.objects.values_list("name", flat=True)) == ROLES


def test_a_built_in_role_may_have_another_title(db: None, staff: User) -> None:
    changed = cataloguing.change(Role.objects.get(name="owner"), by=staff, name="owner", title_name=" The  Boss ")

    assert (changed.name, changed.title_name) == ("owner", "The Boss")


def test_a_site_has_roles_of_its_own(db: None, staff: User) -> None:
    role = cataloguing.add(Role(name=" cook ", title_name="Cook"), by=staff)

    cataloguing.change(role, by=staff, name="chef")
    assert Role.objects.named("chef") == role
    cataloguing.remove(role, by=staff)

    assert list(Role.objects.values_list("name", flat=True)) == ROLES


def test_a_role_has_a_name_that_no_other_has(db: None, staff: User) -> None:
    cook = cataloguing.add(Role(name="cook"), by=staff)

    acts: tuple[Do, ...] = (
        lambda: cataloguing.add(Role(name="owner"), by=staff),
        lambda: cataloguing.change(cook, by=staff, name="owner"),
    )
    for act in acts:
        with pytest.raises(NameTaken) as refusal:
            act()
        assert (refusal.value.status, refusal.value.pointer) == (409, "/data/attributes/name")

    assert str(Role.objects.get(pk=cook.pk)) == "cook"
