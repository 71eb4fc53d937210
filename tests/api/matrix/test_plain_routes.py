"""Every actor at every route that is no resource's: plain JSON, exports, tasks, uploads, the log of changes."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction

from openevent.api.jsonapi.answering import ResourceView
from openevent.web.urls import urlpatterns as pages
from tests.api.matrix import expected
from tests.api.matrix.expected import (
    ACCOUNTS,
    CO,
    EVERYONE,
    OR,
    REGISTRAR,
    RG,
    SP,
    SPEAKER,
    STAFF,
    Actor,
    Actors,
    State,
)
from tests.api.matrix.test_matrix import METHODS, patterns, tells
from tests.api.matrix.world import ORDER, World, made
from tests.conftest import as_user

Visible = Callable[[State], Actors]


def anyone(_state: State) -> Actors:
    return EVERYONE


def event(state: State) -> Actors:
    return expected.sees("event", state)


def session(state: State) -> Actors:
    return expected.sees("session", state)


def invite(state: State) -> Actors:
    return expected.sees("role-invite", state)


def order(state: State) -> Actors:
    return expected.sees("order", state)


def attendee(state: State) -> Actors:
    return expected.sees("attendee", state)


def invoice(state: State) -> Actors:
    return expected.sees("order-invoice", state)


def entry(state: State) -> Actors:
    return expected.sees("waiting-list-entry", state)


def buyer(state: State) -> Actors:
    return expected.NOBODY if state is State.DELETED else SP | REGISTRAR


def token(_state: State) -> Actors:
    return expected.SELF


@dataclass(frozen=True, kw_only=True)
class Line:
    """Who may, of those who see that there is something; what is sent, and what comes of it for who may."""

    may: Actors
    sees: Visible = anyone
    body: Any = None
    done: frozenset[int] = frozenset({200, 201, 202})
    media_type: str = "application/json"
    named: bool = False  # nobody is told anything without an account, not even that there is nothing


MEDIA = "^media/(?P<media_id>[0-9a-f]{32})/(?P<name>[^/]{1,255})$"
LISTS = frozenset({"v1/events/upcoming", "v1/search/events"})  # further lists of events

CHARGE = {"data": {"type": "charge", "attributes": {"stripe": "pm_card_visa"}}}
NOTHING_SUCH = frozenset({404})  # the token or the id in the request is nobody's
MALFORMED = frozenset({400})
LINES: dict[tuple[str, str], Line] = {
    ("GET", ""): Line(may=EVERYONE),
    ("GET", "health/live"): Line(may=EVERYONE),
    ("GET", "health/ready"): Line(may=EVERYONE, done=frozenset({200, 503})),
    ("GET", "health-check"): Line(may=EVERYONE, done=frozenset({200, 503})),
    ("GET", "v1/openapi.json"): Line(may=EVERYONE),
    ("GET", "v1/docs"): Line(may=EVERYONE),
    ("GET", "v1/events/upcoming"): Line(may=EVERYONE),
    ("GET", "v1/search/events"): Line(may=EVERYONE),
    ("GET", "v1/sessions/states"): Line(may=EVERYONE),
    ("GET", "v1/sessions/mails"): Line(may=EVERYONE),
    ("GET", "v1/events/<str:key>/sessions/dates"): Line(may=EVERYONE, sees=event),
    ("GET", "v1/events/<str:key>/sessions/languages"): Line(may=EVERYONE, sees=event),
    ("GET", "v1/events/<str:key>/tickets/availability"): Line(may=EVERYONE, sees=event),
    ("GET", "v1/events/<str:key>/discount-codes/<str:code>"): Line(may=EVERYONE, sees=event),
    ("GET", "v1/events/<str:key>/access-codes/<str:code>"): Line(may=EVERYONE, sees=event),
    ("DELETE", "v1/events/<str:key>/discount-codes/delete-unused"): Line(may=CO, sees=event),
    ("POST", "v1/orders/calculate-amount"): Line(may=EVERYONE, body={"tickets": []}, done=frozenset({422})),
    ("POST", "v1/orders/resend-email"): Line(
        may=CO, sees=order, body={"data": {"order": ORDER}}, done=frozenset({422})
    ),
    ("POST", "v1/attendees/send-receipt"): Line(
        may=SP | REGISTRAR,
        sees=buyer,
        body={"order-identifier": ORDER},
        done=frozenset({409}),  # it is being filled in still
    ),
    ("GET", "v1/attendees/<str:identifier>/leave-mail/<str:signature>"): Line(may=EVERYONE, done=NOTHING_SUCH),
    ("POST", "v1/attendees/<str:identifier>/leave-mail/<str:signature>"): Line(
        may=EVERYONE, done=NOTHING_SUCH, media_type="application/x-www-form-urlencoded"
    ),
    ("POST", "v1/orders/<str:key>/charge"): Line(may=expected.SPEAKER, sees=order, body=CHARGE, done=frozenset({409})),
    ("POST", "v1/orders/<str:key>/verify"): Line(may=SP, sees=order, done=frozenset({409})),  # it costs nothing
    ("POST", "v1/orders/<str:key>/refunds"): Line(may=CO, sees=order, done=frozenset({409})),
    ("GET", "v1/orders/<str:key>/tickets-pdf"): Line(may=SP, sees=order, done=frozenset({409}), named=True),
    ("GET", "v1/orders/attendees/<str:key>.pdf"): Line(
        may=SP | REGISTRAR, sees=attendee, done=frozenset({409}), named=True
    ),
    ("GET", "v1/orders/invoices/<str:key>"): Line(may=SP, sees=invoice, named=True),
    ("POST", "v1/payments/stripe/webhook"): Line(may=EVERYONE, done=MALFORMED),
    ("POST", "v1/orders/create-order"): Line(may=ACCOUNTS, body={"tickets": []}, done=frozenset({422})),
    ("GET", "v1/events/<str:key>/attendees/search"): Line(may=RG, sees=event, done=MALFORMED),
    ("GET", "v1/states"): Line(may=EVERYONE, done=NOTHING_SUCH),
    ("POST", "v1/waiting-list-entries/<str:key>/take"): Line(may=SPEAKER, sees=entry, done=frozenset({409})),
    ("POST", "v1/events/<str:key>/check-ins/batch"): Line(may=RG, sees=event, body={"check-ins": []}),
    ("GET", "v1/events/<str:key>/changes"): Line(may=CO, sees=event),
    ("GET", "v1/events/<str:key>/conflicts"): Line(may=CO, sees=event),
    ("GET", "v1/events/<str:key>/calendar-check"): Line(may=CO, sees=event),
    ("POST", "v1/events/<str:key>/copy"): Line(may=CO, sees=event),
    ("POST", "v1/events/<str:key>/reorder-speakers"): Line(may=CO, sees=event, body=[]),
    ("POST", "v1/events/<str:key>/contact-organizer"): Line(may=ACCOUNTS, sees=event, body={"email": "Hello?"}),
    ("GET", "v1/events/<str:key>/export/<str:kind>"): Line(may=CO, sees=event, named=True),
    ("POST", "v1/events/<str:key>/export/<str:kind>"): Line(may=CO, sees=event, named=True),
    ("GET", "v1/events/<str:key>/export/<str:table>/<str:spelling>"): Line(may=CO, sees=event, named=True),
    ("POST", "v1/events/<str:key>/export/<str:table>/<str:spelling>"): Line(may=CO, sees=event, named=True),
    ("POST", "v1/admin/export/sales/csv"): Line(may=STAFF),
    ("GET", "v1/events/<str:key>/exports/<uuid:job_id>/<str:name>"): Line(may=EVERYONE, done=NOTHING_SUCH),
    ("GET", "v1/exports/<uuid:job_id>/<str:name>"): Line(may=EVERYONE, done=NOTHING_SUCH),
    ("GET", "v1/tasks/<uuid:job_id>"): Line(may=ACCOUNTS, done=NOTHING_SUCH),
    ("POST", "v1/events/import/json"): Line(may=ACCOUNTS, done=frozenset({415})),
    ("POST", "v1/events/<str:key>/import/calendar"): Line(may=CO, sees=event, done=frozenset({415})),
    ("POST", "v1/upload/image"): Line(may=ACCOUNTS, body={"data": ""}, done=frozenset({400, 415, 422})),
    ("POST", "v1/upload/files"): Line(may=ACCOUNTS, done=frozenset({415})),
    ("GET", MEDIA): Line(may=EVERYONE, done=NOTHING_SUCH),
    ("POST", "v1/sessions/<str:key>/notify"): Line(may=OR, sees=session, body={"subject": "Hello", "message": "You."}),
    ("POST", "v1/role-invites/<str:key>/resend-invite"): Line(may=CO, sees=invite),
    ("POST", "v1/feed-tokens/<str:key>/rotate"): Line(may=expected.SPEAKER, sees=token),
    ("POST", "v1/role_invites/accept-invite"): Line(may=ACCOUNTS, body={"token": "x"}, done=NOTHING_SUCH),
    ("POST", "v1/role_invites/decline-invite"): Line(may=ACCOUNTS, body={"token": "x"}, done=NOTHING_SUCH),
    ("POST", "v1/role_invites/user"): Line(may=EVERYONE, body={"token": "x"}, done=NOTHING_SUCH),
    ("POST", "auth/session"): Line(may=EVERYONE, done=MALFORMED),
    ("POST", "v1/auth/login"): Line(may=EVERYONE, done=MALFORMED),
    ("POST", "v1/auth/token/refresh"): Line(may=STAFF - STAFF),  # an access token refreshes nothing
    ("POST", "v1/auth/logout"): Line(may=EVERYONE),
    ("POST", "v1/auth/blacklist"): Line(may=ACCOUNTS),
    ("POST", "v1/auth/fresh-login"): Line(may=ACCOUNTS, done=MALFORMED),
    ("POST", "v1/auth/verify-password"): Line(may=ACCOUNTS, body={"password": "wrong"}),
    ("POST", "v1/auth/change-password"): Line(may=ACCOUNTS, done=MALFORMED),
    ("POST", "v1/auth/reset-password"): Line(may=EVERYONE, done=frozenset({400, 422})),
    ("PATCH", "v1/auth/reset-password"): Line(may=EVERYONE, done=frozenset({400, 404, 422})),
    ("POST", "v1/auth/verify-email"): Line(may=EVERYONE, done=frozenset({400, 422})),
    ("POST", "v1/auth/resend-verification-email"): Line(may=EVERYONE, done=frozenset({400, 422})),
    ("POST", "v1/users/check_email"): Line(may=EVERYONE, done=frozenset({400, 422})),
    ("POST", "v1/users/checkEmail"): Line(may=EVERYONE, done=frozenset({400, 422})),
    ("GET", "v1/users/user-details/get-user-id"): Line(may=ACCOUNTS),
    ("POST", "v1/users/<str:key>/export/personal-data"): Line(may=expected.SELF, sees=token),
    # The speaker's tickets are of an event that goes on, unless it is deleted.
    ("POST", "v1/users/<str:key>/erase-personal-data"): Line(may=expected.SELF, sees=token, done=frozenset({202, 409})),
}
REFRESHES = "v1/auth/token/refresh"


PAGES = {str(page.pattern) for page in pages}


def plain_routes() -> set[tuple[str, str]]:
    """Every method at every address that is no resource's."""
    found = set()
    for path, callback in patterns():
        view = getattr(callback, "cls", None)
        is_resource = isinstance(view, type) and issubclass(view, ResourceView) and path not in LISTS
        if callback.__module__.startswith("openevent.feeds.") or path in PAGES:  # tests/feeds and tests/web ask there
            continue
        names = {name.lower() for name in getattr(view, "http_method_names", ["get"])}
        found |= {
            (method, path)
            for method in METHODS
            if method.lower() in names
            and (view is None or hasattr(view, method.lower()))
            and (not is_resource or (view is not None and tells(view, method)))
        }
    return found


def statuses(actor: Actor, line: Line, seen: Actors, method: str) -> frozenset[int]:
    """What the answer may be."""
    may = line.may & seen
    if actor in may:
        return line.done
    if actor is Actor.ANONYMOUS and line.may != EVERYONE:
        # Who has no token is told so; what would not be there for anybody else either is not there.
        return frozenset({401}) if method != "GET" or actor in seen or line.named else frozenset({404})
    if actor not in seen:
        return frozenset({404})
    return frozenset({403})


def address(path: str, world: World) -> str:
    key = world.rows["session"].pk if path.startswith("v1/sessions") else world.event.identifier
    if path.startswith("v1/orders"):
        key = ORDER
    if path.startswith("v1/orders/attendees"):
        key = world.rows["attendee"].pk
    if path.startswith("v1/orders/invoices"):
        key = world.rows["order-invoice"].number
    if path.startswith("v1/role-invites"):
        key = world.rows["role-invite"].pk
    if path.startswith("v1/waiting-list-entries"):
        key = world.rows["waiting-list-entry"].pk
    if path.startswith("v1/feed-tokens"):
        key = world.rows["feed-token"].pk
    if path.startswith("v1/users/<str:key>"):
        key = world.rows["user"].pk
    if path == MEDIA:
        return f"/media/{'0' * 32}/x.png"
    filled = path.replace("<str:key>", str(key)).replace("<str:kind>", "ical").replace("<str:name>", "x.ics")
    filled = filled.replace("<str:table>", "orders").replace("<str:spelling>", "csv")
    filled = filled.replace("<str:identifier>", "x").replace("<str:signature>", "x")
    filled = filled.replace("<str:code>", "EARLY" if "discount" in filled else "FRIEND")
    nobodys = "00000000-0000-4000-8000-000000000000"
    return "/" + filled.replace("<uuid:job_id>", nobodys)


def test_every_route_that_is_no_resources_has_its_line() -> None:
    assert plain_routes() == LINES.keys()


@pytest.mark.django_db
@pytest.mark.parametrize("state", list(State))
def test_every_plain_route(state: State, settings: Any) -> None:
    settings.CELERY_BROKER_URL = "memory://"
    world = made(state)
    wrong = []
    for (method, path), line in LINES.items():
        for actor, user in world.users.items():
            with transaction.atomic():
                answer = as_user(user).generic(
                    method,
                    address(path, world),
                    json.dumps(line.body if line.body is not None else {}) if method != "GET" else b"",
                    content_type=line.media_type,
                )
                transaction.set_rollback(True)
            allowed = frozenset({401, 422}) if path == REFRESHES else statuses(actor, line, line.sees(state), method)
            if answer.status_code not in allowed:
                wrong.append((method, path, actor.value, answer.status_code, sorted(allowed)))

    assert wrong == []
