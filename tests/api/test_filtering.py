"""The filter language (contract, 1.7): what it finds, what it refuses, and what nobody learns by it."""

import json
from typing import Any
from urllib.parse import quote

import pytest
from django.core.cache import cache

from openevent.accounts.models import User
from openevent.api.jsonapi.filtering import COMPARISONS, LISTS, WORDS
from openevent.api.jsonapi.resource import REGISTRY, Resource
from openevent.events.models import Event
from openevent.program import arranging, speaking, submitting
from openevent.program.models import Session, Speaker, Track
from tests.api.defects.documents import get, ids, read, refusal
from tests.api.matrix.expected import Actor, State
from tests.api.matrix.world import made


def filtered(user: User | None, address: str, *nodes: Any) -> Any:
    return get(user, f"{address}?filter={quote(json.dumps(list(nodes)))}")


@pytest.fixture
def tracks(event: Event, olga: User) -> str:
    """The address of five tracks; what a test finds are their letters."""
    for position, name in enumerate(["Ada", "Bob", "Cy%", "dora", "E_"]):
        description = "said" if position % 2 else ""
        arranging.add(Track(event=event, name=name, position=position, description=description, color="#ff0000"), by=olga)
    return f"/v1/events/{event.pk}/tracks"


def letters(answer: Any) -> str:
    return "".join(row["attributes"]["name"][0] for row in read(answer))


def compare(name: str, op: str, value: Any) -> dict[str, Any]:
    return {"name": name, "op": op, "val": value}


FOUND: list[tuple[dict[str, Any], str]] = [
    (compare("name", "eq", "Ada"), "A"), (compare("name", "ne", "Ada"), "BCdE"),
    (compare("position", "gt", 2), "dE"), (compare("position", "ge", 2), "CdE"),
    (compare("position", "lt", 2), "AB"), (compare("position", "le", 2), "ABC"),
    (compare("position", "in", [0, 4, 9]), "AE"), (compare("position", "in_", [0]), "A"),
    (compare("position", "notin", [0, 4]), "BCd"), (compare("position", "notin_", [0]), "BCdE"),
    (compare("position", "in", []), ""), (compare("position", "notin", []), "ABCdE"),
    (compare("name", "like", "%o%"), "Bd"), (compare("name", "notlike", "%o%"), "ACE"),
    (compare("name", "like", "Cy\\%"), "C"), (compare("name", "like", "_\\_"), "E"), (compare("name", "like", "%"), "ABCdE"),
    (compare("name", "ilike", "D%"), "d"), (compare("name", "notilike", "D%"), "ABCE"),
    (compare("description", "is", None), "ACE"), (compare("description", "is_", None), "ACE"),
    (compare("description", "isnot", None), "Bd"), (compare("description", "eq", None), "ACE"),
    (compare("name", "startswith", "A"), "A"), (compare("name", "endswith", "a"), "Ad"),
    (compare("name", "contains", "%"), "C"), (compare("name", "match", "OB"), "B"),
    (compare("deleted-at", "is", None), "ABCdE"), (compare("deleted-at", "gt", "2000-01-01T00:00:00Z"), ""),
    ({"or": [compare("name", "eq", "Ada"), compare("name", "eq", "Bob")]}, "AB"),
    ({"and": [compare("position", "gt", 0), compare("position", "lt", 3)]}, "BC"),
    ({"not": compare("name", "eq", "Ada")}, "BCdE"), ({"or": []}, ""), ({"and": []}, "ABCdE"),
    ({"not": {"or": [compare("position", "lt", 2), {"and": [compare("position", "gt", 3)]}]}}, "Cd"),
    ({"name": "name", "op": "eq", "field": "name"}, "ABCdE"), ({"name": "name", "op": "ne", "field": "color"}, "ABCdE"),
    ({"name": "name", "op": "lt", "field": "color"}, ""), (compare("event", "has", compare("timezone", "eq", "UTC")), ""),
    (compare("event", "has", compare("timezone", "eq", "Europe/Berlin")), "ABCdE"),
    (compare("event__timezone", "eq", "Europe/Berlin"), "ABCdE"), (compare("event__event_type__name", "eq", "x"), ""),
    (compare("sessions", "any", compare("title", "ne", "x")), ""),
    ({"not": compare("sessions", "any", compare("title", "ne", "x"))}, "ABCdE"),
]  # fmt: skip


@pytest.mark.parametrize(("node", "found"), FOUND)
def test_a_condition_finds(tracks: str, node: dict[str, Any], found: str) -> None:
    assert letters(filtered(None, tracks, node)) == found


def test_conditions_side_by_side_must_all_hold(tracks: str) -> None:
    answer = filtered(None, tracks, compare("position", "gt", 0), compare("position", "lt", 2))

    assert (letters(answer), answer.json()["meta"]) == ("B", {"count": 1})
    assert letters(filtered(None, tracks)) == "ABCdE"


@pytest.mark.parametrize(
    ("query", "found"),
    [("filter[name]=Ada", "A"), ("filter[position]=1", "B"), ("filter[event.timezone]=UTC", ""),
     ("filter[event.timezone]=Europe/Berlin&filter[name]=Bob", "B"), ("filter[deleted-at]=null", "ABCdE"),
     ("filter[event__timezone]=UTC", ""), ("filter[event.is-map-shown]=true&filter[name]=x", "")],
)  # fmt: skip
def test_a_member_is_named_in_the_parameter(tracks: str, query: str, found: str) -> None:
    assert letters(get(None, f"{tracks}?{query}")) == found


WRONG: list[Any] = [
    "", "x", "{}", "null", '"x"', "[1]", "[null]", "[{}]", '[{"name":"name"}]', '[{"op":"eq","val":1}]', "[[]]",
    '[{"name":"name","op":"eq"}]', '[{"name":"nothing","op":"eq","val":1}]', '[{"name":"name","op":"nothing","val":1}]',
    '[{"name":"name","op":"__class__","val":1}]', '[{"name":"name","op":"eq","val":1}]', '[{"name":1,"op":"eq","val":1}]',
    '[{"name":"name","op":["eq"],"val":"x"}]', '[{"name":"name","op":"in","val":"x"}]', '[{"name":"name","op":"gt","val":null}]',
    '[{"name":"position","op":"like","val":"1"}]', '[{"name":"position","op":"eq","val":true}]',
    '[{"name":"position","op":"eq","val":1e400}]', '[{"name":"position","op":"eq","val":NaN}]',
    '[{"name":"position","op":"eq","val":99999999999999999999}]', '[{"name":"position","op":"eq","val":1.5}]',
    '[{"name":"font-color","op":"eq","val":"x"}]', '[{"name":"id","op":"eq","val":"x"}]',
    '[{"name":"id","op":"eq","val":99999999999999999999}]', '[{"name":"name","op":"eq","val":"\\u0000"}]',
    '[{"name":"name","op":"eq","val":"\\ud800"}]', '[{"name":"deleted-at","op":"gt","val":"2030-01-01"}]',
    '[{"name":"deleted-at","op":"gt","val":"0001-01-01T00:00:00+14:00"}]', '[{"name":"name","op":"eq","field":"position"}]',
    '[{"name":"name","op":"like","field":"color"}]', '[{"name":"name","op":"eq","field":1}]', '[{"or":{}}]', '[{"not":[]}]',
    '[{"name":"event","op":"eq","val":"1"}]', '[{"name":"name","op":"has","val":{}}]', '[{"name":"event","op":"has","val":1}]',
    '[{"name":"event__","op":"eq","val":"1"}]', '[{"name":"__name","op":"eq","val":"1"}]', '[{"name":"name","op":"like","val":"%%%%%%"}]',
    "[" * 20_000, '[{"not":' * 10 + "1" + "}]" * 10, json.dumps([{"or": [{"name": "name", "op": "eq", "val": "x"}] * 51}]),
    json.dumps([{"name": "position", "op": "in", "val": list(range(201))}]), json.dumps([{"not": {}}] * 60),
]  # fmt: skip


@pytest.mark.parametrize("text", WRONG)
def test_a_filter_that_means_nothing_is_refused(tracks: str, text: str) -> None:
    assert refusal(get(None, f"{tracks}?filter={quote(text)}")) == (400, "filter")


@pytest.mark.parametrize("name", ["", "nothing", "name]", "NAME", "event.nothing", "a.b.c.d.e.f.g", "x" * 200, "name\x00"])
def test_a_name_that_means_nothing_is_refused(tracks: str, name: str) -> None:
    answer = get(None, f"{tracks}?{quote(f'filter[{name}]')}=x")

    assert refusal(answer)[0] == 400


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
    ("sessions", compare("event", "has", compare("roles", "any", compare("role", "has", compare("name", "eq", "owner"))))),
]


@pytest.mark.parametrize(("page", "node"), PROBES)
@pytest.mark.parametrize("wrap", [lambda node: node, lambda node: {"not": {"not": node}}, lambda node: {"or": [node]}])
def test_a_stranger_learns_nothing_of_what_it_may_not_read(
    mallory: User, reachable: Session, page: str, node: dict[str, Any], wrap: Any
) -> None:
    address = f"/v1/events/{reachable.event_id}/{page}"

    for user in (None, mallory):
        assert ids(filtered(user, address, wrap(node))) == []
        assert len(ids(filtered(user, address, {"not": wrap(node)}))) == 1


@pytest.mark.parametrize(("page", "node"), PROBES)
def test_the_team_finds_by_what_it_reads(olga: User, reachable: Session, page: str, node: dict[str, Any]) -> None:
    reads = "first-name" not in str(node) and "user" not in str(node) and "creator" not in str(node)

    found = ids(filtered(olga, f"/v1/events/{reachable.event_id}/{page}", node))

    assert len(found) == 1 or not reads


def test_what_the_asker_does_not_see_is_not_found_by(olga: User, mallory: User, event: Event, speaker: Speaker) -> None:
    proposal = submitting.submit(event, by=olga, state="pending", title="A secret")
    speaking.link(speaker, proposal, by=olga)
    node = compare("sessions", "any", compare("title", "eq", "A secret"))

    assert ids(filtered(mallory, f"/v1/events/{event.pk}/speakers", node)) == []
    assert ids(filtered(olga, f"/v1/events/{event.pk}/speakers", node)) == [str(speaker.pk)]


def every_condition(of: Resource) -> list[dict[str, Any]]:
    """Each operator on each member, and each relationship, with what a row has or null."""
    by_id = compare("id", "eq", "1")
    return [
        *(compare(name, op, [] if op in LISTS else ("x" if op in WORDS else None)) for name in of.by_name for op in COMPARISONS),
        *(compare(name, "any" if relation.many else "has", by_id) for name, relation in of.relations.items()),
    ]


def test_every_member_and_relationship_of_every_list_can_be_asked(db: None) -> None:
    world = made(State.PUBLISHED)
    lists = [(of.address(world.rows[of.type]), relation) for of in REGISTRY.values() for relation in of.relations.values()]
    statuses = {}
    for name, of in REGISTRY.items():
        here = next((f"{home}/{relation.at or key}" for home_of in REGISTRY.values() for key, relation in home_of.relations.items()
                     if relation.resource == name and relation.many for home in [home_of.address(world.rows[home_of.type])]), "")
        for node in every_condition(of) if here else []:
            for actor in (Actor.ANONYMOUS, Actor.OWNER, Actor.STAFF):
                statuses[(here, json.dumps(node), actor)] = filtered(world.users[actor], here, node).status_code

    assert lists
    assert {key: status for key, status in statuses.items() if status not in {200, 400, 401, 403, 404}} == {}
