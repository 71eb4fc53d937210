"""Every list and every inclusion asks the database as often for three rows as for one."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, reset_queries
from django.test.utils import CaptureQueriesContext

from openevent.accounts.models import User
from openevent.api.jsonapi.resource import Resource
from openevent.events.models import Event, EventRole
from openevent.program.models import Session, SessionSpeaker
from tests.api.defects.documents import get
from tests.api.matrix.expected import Actor, State
from tests.api.matrix.world import World, made
from tests.api.resources import REGISTRY
from tests.conftest import account

MOST_FOR_A_LIST, MOST_FOR_AN_INCLUSION = 9, 12
LISTS = (
    "/v1/events",
    "/v1/events/upcoming",
    "/v1/roles",
    "/v1/event-types",
    "/v1/event-topics",
    "/v1/users",
    "/v1/user-favourite-events",
    "/v1/user-favourite-sessions",
)


def again(row: Any, **new: Any) -> Any:
    """Another row like this one, but for what is new."""
    kept = {
        field.name: getattr(row, field.name)
        for field in row._meta.concrete_fields
        if not (field.primary_key or field.generated)
    }
    return type(row)._default_manager.create(**{**kept, **new})


def grow(world: World, n: int) -> None:
    """One more row of everything, wherever there can be more than one."""
    rows, somebody = world.rows, account(f"more-{n}")
    User.objects.filter(pk=somebody.pk).update(is_profile_public=True)
    event = again(rows["event"], identifier=f"abcdef{n:02}", name=f"Event {n}")
    for role in ("owner", "organizer"):
        EventRole.objects.create(event=event, user=somebody, role=role)
    for role in ("organizer", "coorganizer", "track_organizer", "registrar", "moderator"):
        EventRole.objects.create(event=rows["event"], user=somebody, role=role)
        EventRole.objects.create(event=event, user=rows["user"], role=role)
    for name in ("track", "microlocation", "session-type", "sponsor", "faq", "faq-type"):
        again(rows[name])
    again(rows["social-link"], identifier=f"abcdef{n:02}")
    session, speaker = (
        again(rows["session"], uid=f"more-{n}", creator=somebody),
        again(rows["speaker"], user=somebody, email=""),
    )
    for one, other in ((session, speaker), (rows["session"], speaker), (session, rows["speaker"])):
        SessionSpeaker.objects.get_or_create(session=one, speaker=other)
    again(rows["feedback"], user=somebody)
    again(rows["user-favourite-event"], user=somebody)
    again(rows["user-favourite-event"], event=event)
    again(rows["user-favourite-session"], user=somebody)
    again(rows["user-favourite-session"], session=session)
    again(rows["role-invite"], email=f"more-{n}@example.org", token_hash=f"{n:064}")
    for name in ("event-type", "event-topic", "event-sub-topic", "role"):
        again(rows[name], name=f"more {n}", **({"slug": f"more-{n}"} if name != "role" else {}))


def pages(world: World) -> Iterator[tuple[str, int]]:
    """Every list, and every single inclusion of one step, and of two along the lists; with the most that it may ask."""
    for address in LISTS:
        yield address, MOST_FOR_A_LIST
    for name, of in REGISTRY.items():
        home = of.address(world.rows[name])
        for key, relation in of.relations.items():
            yield f"{home}?include={key}", MOST_FOR_AN_INCLUSION
            if relation.many:
                address = f"{home}/{relation.at or key}"
                yield address, MOST_FOR_A_LIST
                for step in steps(REGISTRY[relation.resource]):
                    yield f"{address}?include={step}", MOST_FOR_AN_INCLUSION


def steps(of: Resource) -> Iterator[str]:
    for name, relation in of.relations.items():
        yield name
        for inner in ("event", "speakers", "user"):
            if inner in REGISTRY[relation.resource].relations and of.type in {"session", "speaker", "track"}:
                yield f"{name}.{inner}"


def counted(asker: User | None, address: str) -> tuple[int, int, int]:
    """The status, how often the database was asked, and how many rows were shown."""
    cache.clear()
    reset_queries()
    with CaptureQueriesContext(connection) as asked:
        answer = get(asker, address)
    body = answer.json()
    data = body.get("data")
    return answer.status_code, len(asked), (len(data) if isinstance(data, list) else 1) + len(body.get("included", []))


@pytest.mark.django_db
@pytest.mark.parametrize("actor", [Actor.ANONYMOUS, Actor.ORGANIZER, Actor.SPEAKER])
def test_every_list_and_inclusion_asks_as_often_for_three_rows_as_for_one(actor: Actor) -> None:
    world = made(State.PUBLISHED)
    grow(world, 1)  # from nothing to one is a step of its own: what there is none of is not looked for
    asker, asked = world.users[actor], dict(pages(world))
    get(asker, "/v1/roles")  # what is asked once per process
    few = {address: counted(asker, address) for address in asked}
    for n in (2, 3):
        grow(world, n)

    many = {address: counted(asker, address) for address in asked}

    assert {address: (few[address], many[address]) for address in asked if many[address][1] > few[address][1]} == {}
    assert {address: many[address] for address, most in asked.items() if many[address][1] > most} == {}
    assert sum(few[address][2] < many[address][2] for address in asked) > 60
    assert all(status in {200, 401, 403, 404} for status, _, _ in many.values())


def test_a_programme_with_everything_is_read_in_a_few_questions(event: Event, session: Session) -> None:
    address = f"/v1/events/{event.identifier}/sessions?include=speakers,track,microlocation,session-type&page[size]=100"

    status, asked, _ = counted(None, address)
    with CaptureQueriesContext(connection) as remembered:
        tag = get(None, address)["ETag"]
        assert get(None, address, **{"If-None-Match": tag}).status_code == 304

    assert (status, asked <= 9, len(remembered) <= asked + 2) == (200, True, True)
