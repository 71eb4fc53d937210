"""The filter language (contract, 1.7): what it finds, what it refuses, and what nobody learns by it."""

import json
from typing import Any
from urllib.parse import quote

import pytest
from django.core.cache import cache

from openevent.accounts.models import User
from openevent.api.jsonapi.resource import Resource
from openevent.events.models import Event
from openevent.program import arranging, speaking, submitting
from openevent.program.models import Session, Speaker, Track
from tests.api.defects.documents import get, ids, read, refusal
from tests.api.matrix.expected import Actor, State
from tests.api.matrix.world import made
from tests.api.resources import REGISTRY


def filtered(user: User | None, address: str, *nodes: Any) -> Any:
    return get(user, f"{address}?filter={quote(json.dumps(list(nodes)))}")


@pytest.fixture
def tracks(event: Event, olga: User) -> str:
    """The address of five tracks; what a test finds are their letters."""
    for position, name in enumerate(["Ada", "Bob", "Cy%", "dora", "E_"]):
        description = "said" if position % 2 else ""
        arranging.add(
            Track(event=event, name=name, position=position, description=description, color="#ff0000"), by=olga
        )
    return f"/v1/events/{event.pk}/tracks"


def letters(answer: Any) -> str:
    return "".join(row["attributes"]["name"][0] for row in read(answer))


def compare(name: str, op: str, value: Any) -> dict[str, Any]:
    return {"name": name, "op": op, "val": value}


FOUND: list[tuple[dict[str, Any], str]] = [
    (compare("name", "eq", "Ada"), "A"),
    (compare("name", "ne", "Ada"), "BCdE"),
    (compare("position", "gt", 2), "dE"),
    (compare("position", "ge", 2), "CdE"),
    (compare("position", "lt", 2), "AB"),
    (compare("position", "le", 2), "ABC"),
    (compare("position", "in", [0, 4, 9]), "AE"),
    (compare("position", "in_", [0]), "A"),
    (compare("position", "notin", [0, 4]), "BCd"),
    (compare("position", "notin_", [0]), "BCdE"),
    (compare("position", "in", []), ""),
    (compare("position", "notin", []), "ABCdE"),
    (compare("name", "like", "%o%"), "Bd"),
    (compare("name", "notlike", "%o%"), "ACE"),
    (compare("name", "like", "Cy\\%"), "C"),
    (compare("name", "like", "_\\_"), "E"),
    (compare("name", "like", "%"), "ABCdE"),
    (compare("name", "ilike", "D%"), "d"),
    (compare("name", "notilike", "D%"), "ABCE"),
    (compare("description", "is", None), "ACE"),
    (compare("description", "is_", None), "ACE"),
    (compare("description", "isnot", None), "Bd"),
    (compare("description", "eq", None), "ACE"),
    (compare("name", "startswith", "A"), "A"),
    (compare("name", "endswith", "a"), "Ad"),
    (compare("name", "contains", "%"), "C"),
    (compare("name", "match", "OB"), "B"),
    (compare("deleted-at", "is", None), "ABCdE"),
    (compare("deleted-at", "gt", "2000-01-01T00:00:00Z"), ""),
    ({"or": [compare("name", "eq", "Ada"), compare("name", "eq", "Bob")]}, "AB"),
    ({"and": [compare("position", "gt", 0), compare("position", "lt", 3)]}, "BC"),
    ({"not": compare("name", "eq", "Ada")}, "BCdE"),
    ({"or": []}, ""),
    ({"and": []}, "ABCdE"),
    ({"not": {"or": [compare("position", "lt", 2), {"and": [compare("position", "gt", 3)]}]}}, "Cd"),
    ({"name": "name", "op": "eq", "field": "name"}, "ABCdE"),
    ({"name": "name", "op": "ne", "field": "color"}, "ABCdE"),
    ({"name": "name", "op": "lt", "field": "color"}, ""),
    (compare("event", "has", compare("timezone", "eq", "UTC")), ""),
    (compare("event", "has", compare("timezone", "eq", "Europe/Berlin")), "ABCdE"),
    (compare("event__timezone", "eq", "Europe/Berlin"), "ABCdE"),
    (compare("event__event_type__name", "eq", "x"), ""),
    (compare("sessions", "any", compare("title", "ne", "x")), ""),
    ({"not": compare("sessions", "any", compare("title", "ne", "x"))}, "ABCdE"),
]


def test_a_condition_finds_what_it_says(tracks: str) -> None:
    found = [(node, letters(filtered(None, tracks, node))) for node, _ in FOUND]

    assert found == FOUND


def test_conditions_side_by_side_must_all_hold(tracks: str) -> None:
    answer = filtered(None, tracks, compare("position", "gt", 0), compare("position", "lt", 2))

    assert (letters(answer), answer.json()["meta"]) == ("B", {"count": 1})
    assert letters(filtered(None, tracks)) == "ABCdE"


BY_NAME: list[tuple[str, str]] = [
    ("filter[name]=Ada", "A"),
    ("filter[position]=1", "B"),
    ("filter[event.timezone]=UTC", ""),
    ("filter[event.timezone]=Europe/Berlin&filter[name]=Bob", "B"),
    ("filter[deleted-at]=null", "ABCdE"),
    ("filter[event__timezone]=UTC", ""),
    ("filter[event.is-map-shown]=true&filter[name]=x", ""),
]


def test_a_member_is_named_in_the_parameter(tracks: str) -> None:
    found = [(query, letters(get(None, f"{tracks}?{query}"))) for query, _ in BY_NAME]

    assert found == BY_NAME


WRONG: list[Any] = [
    "",
    "x",
    "{}",
    "null",
    '"x"',
    "[1]",
    "[null]",
    "[{}]",
    '[{"name":"name"}]',
    '[{"op":"eq","val":1}]',
    "[[]]",
    '[{"name":"name","op":"eq"}]',
    '[{"name":"nothing","op":"eq","val":1}]',
    '[{"name":"name","op":"nothing","val":1}]',
    '[{"name":"name","op":"__class__","val":1}]',
    '[{"name":"name","op":"eq","val":1}]',
    '[{"name":1,"op":"eq","val":1}]',
    '[{"name":"name","op":["eq"],"val":"x"}]',
    '[{"name":"name","op":"in","val":"x"}]',
    '[{"name":"name","op":"gt","val":null}]',
    '[{"name":"position","op":"like","val":"1"}]',
    '[{"name":"position","op":"eq","val":true}]',
    '[{"name":"position","op":"eq","val":1e400}]',
    '[{"name":"position","op":"eq","val":NaN}]',
    '[{"name":"position","op":"eq","val":99999999999999999999}]',
    '[{"name":"position","op":"eq","val":1.5}]',
    '[{"name":"font-color","op":"eq","val":"x"}]',
    '[{"name":"id","op":"eq","val":"x"}]',
    '[{"name":"id","op":"eq","val":99999999999999999999}]',
    '[{"name":"name","op":"eq","val":"\\u0000"}]',
    '[{"name":"name","op":"eq","val":"\\ud800"}]',
    '[{"name":"deleted-at","op":"gt","val":"2030-01-01"}]',
    '[{"name":"deleted-at","op":"gt","val":"0001-01-01T00:00:00+14:00"}]',
    '[{"name":"name","op":"eq","field":"position"}]',
    '[{"name":"name","op":"like","field":"color"}]',
    '[{"name":"name","op":"eq","field":1}]',
    '[{"or":{}}]',
    '[{"not":[]}]',
    '[{"name":"event","op":"eq","val":"1"}]',
    '[{"name":"name","op":"has","val":{}}]',
    '[{"name":"event","op":"has","val":1}]',
    '[{"name":"event__","op":"eq","val":"1"}]',
    '[{"name":"__name","op":"eq","val":"1"}]',
    '[{"name":"name","op":"like","val":"%%%%%%"}]',
    "[" * 20_000,
    '[{"not":' * 10 + "1" + "}]" * 10,
    json.dumps([{"or": [{"name": "name", "op": "eq", "val": "x"}] * 51}]),
    json.dumps([{"name": "position", "op": "in", "val": list(range(201))}]),
    json.dumps([{"not": {}}] * 60),
]


def test_a_filter_that_means_nothing_is_refused(tracks: str) -> None:
    answers = {text: get(None, f"{tracks}?filter={quote(text)}") for text in WRONG}

    assert [text for text, answer in answers.items() if answer.status_code != 400] == []
    assert {refusal(answer) for answer in answers.values()} == {(400, "filter")}


def test_a_name_that_means_nothing_is_refused(tracks: str) -> None:
    names = ["", "nothing", "name]", "NAME", "event.nothing", "a.b.c.d.e.f.g", "x" * 200, "name\x00"]

    answers = [get(None, f"{tracks}?{quote(f'filter[{name}]')}=x") for name in names]

    assert [refusal(answer)[0] for answer in answers] == [400] * len(names)


@pytest.fixture
def reachable(ann: User, session: Session, speaker: Speaker) -> Session:
    """Ann's public session; her address is the team's and hers."""
    Session.objects.update(comments="a secret")
    cache.clear()
    return session


PROBES: list[tuple[str, dict[str, Any]]] = [
    ("speakers", compare("email", "eq", "ann@example.org")),
    ("speakers", compare("email", "like", "a%")),
    ("speakers", compare("email", "isnot", None)),
    ("speakers", {"name": "email", "op": "gt", "field": "name"}),
    ("speakers", compare("user", "has", compare("email", "like", "a%"))),
    ("speakers", compare("user__email", "eq", "ann@example.org")),
    ("speakers", compare("user", "has", compare("first-name", "eq", ""))),
    ("speakers", compare("sessions", "any", compare("comments", "eq", "a secret"))),
    ("sessions", compare("comments", "eq", "a secret")),
    ("sessions", compare("speakers__email", "eq", "ann@example.org")),
    ("sessions", compare("creator__email", "eq", "olga@example.org")),
    ("sessions", compare("event__owner__email", "eq", "olga@example.org")),
    ("sessions", compare("event", "has", compare("roles", "any", compare("user__email", "like", "tom%")))),
    (
        "sessions",
        compare("event", "has", compare("roles", "any", compare("role", "has", compare("name", "eq", "owner")))),
    ),
]


WRAPPED: list[Any] = [lambda node: node, lambda node: {"or": [node]}]


def test_a_stranger_learns_nothing_of_what_it_may_not_read(mallory: User, reachable: Session) -> None:
    learnt = []
    for page, probe in PROBES:
        address = f"/v1/events/{reachable.event_id}/{page}"
        for user in (None, mallory):
            for wrap in WRAPPED:
                yes, no = (filtered(user, address, node) for node in (wrap(probe), {"not": wrap(probe)}))
                if (len(ids(yes)), len(ids(no))) != (0, 1):
                    learnt.append((page, probe, user, len(ids(yes)), len(ids(no))))

    assert learnt == []


def test_the_team_finds_by_what_it_reads(olga: User, reachable: Session) -> None:
    found = [
        len(ids(filtered(olga, f"/v1/events/{reachable.event_id}/{page}", probe)))
        for page, probe in PROBES
        if "user" not in str(probe)  # others' addresses are not the team's
    ]

    assert found == [1] * len(found)


def test_what_the_asker_does_not_see_is_not_found_by(olga: User, mallory: User, event: Event, speaker: Speaker) -> None:
    proposal = submitting.submit(event, by=olga, state="pending", title="A secret")
    speaking.link(speaker, proposal, by=olga)
    node = compare("sessions", "any", compare("title", "eq", "A secret"))

    assert ids(filtered(mallory, f"/v1/events/{event.pk}/speakers", node)) == []
    assert ids(filtered(olga, f"/v1/events/{event.pk}/speakers", node)) == [str(speaker.pk)]


def every_condition(of: Resource) -> list[dict[str, Any]]:
    """Each member, and each relationship."""
    by_id = compare("id", "eq", "1")
    return [
        *(compare(name, "isnot", None) for name in of.by_name),
        *(compare(name, "any" if relation.many else "has", by_id) for name, relation in of.relations.items()),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("actor", [Actor.ANONYMOUS, Actor.OWNER, Actor.SPEAKER])
def test_every_list_can_be_asked_for_every_member_and_relationship(actor: Actor) -> None:
    world = made(State.PUBLISHED)
    lists = {
        relation.resource: f"{of.address(world.rows[name])}/{relation.at or key}"
        for name, of in REGISTRY.items()
        for key, relation in of.relations.items()
        if relation.many
    }

    answers = {
        (address, json.dumps(node)): filtered(world.users[actor], address, node).status_code
        for name, address in lists.items()
        for node in every_condition(REGISTRY[name])
    }

    assert {key: status for key, status in answers.items() if status not in {200, 400, 401, 403, 404}} == {}
