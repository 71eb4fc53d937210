"""Bodies that make a row of each resource in the world, and that change the world's row."""

from typing import Any

from openevent.events.models import Role
from tests.api.matrix.world import World

ATTRIBUTES: dict[str, dict[str, Any]] = {
    "event": {
        "name": "Another", "starts-at": "2027-01-01T09:00:00Z", "ends-at": "2027-01-01T10:00:00Z", "timezone": "UTC",
    },
    "track": {"name": "New", "color": "#00ff00"},
    "microlocation": {"name": "New"},
    "session-type": {"name": "New", "length": "00:45"},
    "sponsor": {"name": "New"},
    "social-link": {"name": "New", "link": "https://example.org/new"},
    "faq": {"question": "Who?", "answer": "You."},
    "faq-type": {"name": "New"},
    "event-copyright": {"licence": "CC0"},
    "speakers-call": {"announcement": "Come!", "starts-at": "2026-01-01T00:00:00Z", "ends-at": "2026-02-01T00:00:00Z"},
    "ticket": {
        "name": "New", "type": "free", "quantity": 5,
        "sales-starts-at": "2026-01-01T00:00:00Z", "sales-ends-at": "2026-02-01T00:00:00Z",
    },
    "ticket-tag": {"name": "New"},
    "tax": {"name": "VAT", "rate": 19, "tax-id": "DE1"},
    "custom-form": {"field-identifier": "company", "is-included": True},
    "discount-code": {"code": "NEW", "type": "percent", "value": 10, "used-for": "ticket"},
    "access-code": {"code": "NEW", "valid-from": "2026-01-01T00:00:00Z"},
    "order": {"on-site-tickets": []},
    "check-in": {"direction": "in", "key": "2"},
    "waiting-list-entry": {"quantity": 1},
    "stripe-authorization": {"stripe-auth-code": "ac_1"},
    "session": {"title": "New"},
    "speaker": {"name": "New"},
    "feedback": {"rating": 5},
    "user-favourite-event": {},
    "user-favourite-session": {},
    "feed-token": {"name": "New", "scope": "favourites"},
    "role-invite": {"email": "new@example.org", "role-name": "coorganizer"},
    "role": {"name": "usher"},
    "event-type": {"name": "New"},
    "event-topic": {"name": "New"},
    "event-sub-topic": {"name": "New"},
    "event-location": {"name": "New"},
    "user": {"email": "new@example.org", "password": "a long and secret sentence"},
}  # fmt: skip
# What a new row is not made in an event.
OF_NO_EVENT = frozenset(
    {
        *("event", "role", "event-type", "event-topic", "event-sub-topic", "event-location", "user"),
        *("user-favourite-session", "feed-token", "waiting-list-entry"),
    }
)
CHANGES: dict[str, dict[str, Any]] = {
    "event": {"name": "Changed"},
    "session": {"title": "Changed"},
    "social-link": {"name": "Changed"},
    "faq": {"question": "Changed?"},
    "event-copyright": {"holder": "Changed"},
    "speakers-call": {"announcement": "Changed"},
    "feedback": {"comment": "Changed"},
    "role": {"title-name": "Changed"},
    "discount-code": {"code": "CHANGED"},
    "access-code": {"code": "CHANGED"},
    "order": {"order-notes": "Changed"},
    "attendee": {"firstname": "Changed"},
    "stripe-authorization": {},
    "user": {"first-name": "Changed"},
    "users-events-roles": {},
}


def identifier(resource: str, row: Any) -> dict[str, str]:
    return {"type": resource, "id": str(row.pk)}


def new(resource: str, world: World) -> dict[str, Any]:
    relationships: dict[str, Any] = {}
    if resource not in OF_NO_EVENT:
        relationships["event"] = {"data": identifier("event", world.event)}
    if resource == "user-favourite-session":
        relationships["session"] = {"data": identifier("session", world.rows["session"])}
    if resource == "event-sub-topic":
        relationships["event-topic"] = {"data": identifier("event-topic", world.rows["event-topic"])}
    if resource == "check-in":
        return {
            "data": {
                "type": resource,
                "attributes": {**ATTRIBUTES[resource], "code": world.rows["attendee"].identifier},
            }
        }
    if resource == "waiting-list-entry":
        relationships["ticket"] = {"data": identifier("ticket", world.rows["ticket"])}
    if resource == "role-invite":
        relationships["role"] = {"data": identifier("role", Role.objects.get(name="coorganizer"))}
    attributes = ATTRIBUTES[resource]
    if resource == "order":
        attributes = {"on-site-tickets": [{"id": world.rows["ticket"].pk}]}
    return {"data": {"type": resource, "attributes": attributes, "relationships": relationships}}


def change(resource: str, world: World) -> dict[str, Any]:
    document: dict[str, Any] = {
        **identifier(resource, world.rows[resource]),
        "attributes": CHANGES.get(resource, {"name": "Changed"}),
    }
    if resource == "users-events-roles":
        role = Role.objects.get(name="moderator")
        document["relationships"] = {"role": {"data": identifier("role", role)}}
    return {"data": document}
