"""Who may do what with an event: the whole table, asked of everybody in every state of the event."""

import inspect
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from openevent.accounts.models import User
from openevent.events import access, creating, removing, team
from openevent.events.access import Asker
from openevent.events.models import Event, EventRole
from tests.conftest import account, at

# One line an asker, one column a question; "x" is yes. “unverified” and “blocked” are owners, too.
DRAFT = """
                  see  edit  publish  delete  restore  export  manage_team  keep_tracks  follow  hand_over  see_team
anonymous          -    -       -       -        -        -         -            -        -        -        -
mallory            -    -       -       -        -        -         -            -        -        -        -
owner              x    x       x       x        -        x         x            x        x        x        x
organizer          x    x       x       x        -        x         x            x        x        -        x
coorganizer        x    x       x       x        -        x         -            x        x        -        x
track_organizer    -    -       -       -        -        -         -            x        -        -        -
registrar          -    -       -       -        -        -         -            -        -        -        -
moderator          -    -       -       -        -        -         -            -        -        -        -
owner_elsewhere    -    -       -       -        -        -         -            -        -        -        -
staff              x    x       x       x        -        x         x            x        x        x        x
super_admin        x    x       x       x        -        x         x            x        x        x        x
unverified         x    x       -       x        -        x         x            x        x        x        x
blocked            -    -       -       -        -        -         -            -        -        -        -
deleted            -    -       -       -        -        -         -            -        -        -        -
blocked_staff      -    -       -       -        -        -         -            -        -        -        -
"""
PUBLISHED = """
                  see  edit  publish  delete  restore  export  manage_team  keep_tracks  follow  hand_over  see_team
anonymous          x    -       -       -        -        -         -            -        -        -        -
mallory            x    -       -       -        -        -         -            -        -        -        -
owner              x    x       x       x        -        x         x            x        x        x        x
organizer          x    x       x       x        -        x         x            x        x        -        x
coorganizer        x    x       x       x        -        x         -            x        x        -        x
track_organizer    x    -       -       -        -        -         -            x        -        -        -
registrar          x    -       -       -        -        -         -            -        -        -        -
moderator          x    -       -       -        -        -         -            -        -        -        -
owner_elsewhere    x    -       -       -        -        -         -            -        -        -        -
staff              x    x       x       x        -        x         x            x        x        x        x
super_admin        x    x       x       x        -        x         x            x        x        x        x
unverified         x    x       -       x        -        x         x            x        x        x        x
blocked            x    -       -       -        -        -         -            -        -        -        -
deleted            x    -       -       -        -        -         -            -        -        -        -
blocked_staff      x    -       -       -        -        -         -            -        -        -        -
"""
DELETED = """
                  see  edit  publish  delete  restore  export  manage_team  keep_tracks  follow  hand_over  see_team
anonymous          -    -       -       -        -        -         -            -        -        -        -
mallory            -    -       -       -        -        -         -            -        -        -        -
owner              -    -       -       -        x        -         -            -        -        -        -
organizer          -    -       -       -        x        -         -            -        -        -        -
coorganizer        -    -       -       -        x        -         -            -        -        -        -
track_organizer    -    -       -       -        -        -         -            -        -        -        -
registrar          -    -       -       -        -        -         -            -        -        -        -
moderator          -    -       -       -        -        -         -            -        -        -        -
owner_elsewhere    -    -       -       -        -        -         -            -        -        -        -
staff              -    -       -       -        x        -         -            -        -        -        -
super_admin        -    -       -       -        x        -         -            -        -        -        -
unverified         -    -       -       -        x        -         -            -        -        -        -
blocked            -    -       -       -        -        -         -            -        -        -        -
deleted            -    -       -       -        -        -         -            -        -        -        -
blocked_staff      -    -       -       -        -        -         -            -        -        -        -
"""
FACTS = {"timezone": "UTC", "starts_at": at("2026-10-24 07:00"), "ends_at": at("2026-10-26 17:00")}


def table(text: str) -> dict[str, set[str]]:
    """By asker: what is allowed."""
    columns, *lines = (line.split() for line in text.strip().splitlines())
    return {who: {column for column, mark in zip(columns, marks, strict=True) if mark == "x"} for who, *marks in lines}


def columns(text: str) -> set[str]:
    return set(text.strip().splitlines()[0].split())


@pytest.fixture
def event(db: None) -> Event:
    """An event whose owner is asked below in three guises, so that each of them is the one owner."""
    return creating.create(by=account("owner"), name="Asked about", **FACTS)


@pytest.fixture
def askers(event: Event) -> dict[str, Asker]:
    """Everybody who asks, by the name in the table, except the owner's guises."""
    owner = User.objects.get(email="owner@example.org")
    found: dict[str, Asker] = {"anonymous": AnonymousUser(), "mallory": account("mallory"), "owner": owner}
    for role in EventRole.Name:
        if role != EventRole.Name.OWNER:
            found[role] = account(role)
            team.appoint(account_of(role), role, event, by=owner)
    found["owner_elsewhere"] = account("elsewhere")
    creating.create(by=account_of("elsewhere"), name="Elsewhere", **FACTS)
    found["staff"], found["super_admin"] = account("staff"), account("super")
    User.objects.filter(email="staff@example.org").update(is_admin=True)
    User.objects.filter(email="super@example.org").update(is_super_admin=True)
    found["blocked_staff"] = account("former")
    User.objects.filter(email="former@example.org").update(is_admin=True, is_super_admin=True, is_blocked=True)
    return {who: reread(asker) for who, asker in found.items()}


def account_of(name: str) -> User:
    return User.objects.get(email=f"{name}@example.org")


def reread(asker: Asker) -> Asker:
    return User.objects.get(pk=asker.pk) if isinstance(asker, User) else asker


def guises(owner: User) -> dict[str, User]:
    """The owner as blocked, deleted and with an address that nobody has verified."""
    found = {who: User.objects.get(pk=owner.pk) for who in ("blocked", "deleted", "unverified")}
    found["blocked"].is_blocked = True
    found["deleted"].deleted_at = at("2026-01-01 00:00")
    found["unverified"].is_verified = False
    return found


@pytest.mark.parametrize(("state", "expected"), [("draft", DRAFT), ("published", PUBLISHED), ("deleted", DELETED)])
def test_the_whole_table(event: Event, askers: dict[str, Asker], state: str, expected: str) -> None:
    if state == "deleted":
        Event.objects.filter(pk=event.pk).update(state="published", deleted_at=at("2026-01-01 00:00"))
    else:
        Event.objects.filter(pk=event.pk).update(state=state)
    event.refresh_from_db()
    everybody: dict[str, Asker] = {**askers, **guises(account_of("owner"))}

    found = {
        who: {question for question in columns(expected) if getattr(access, f"may_{question}")(asker, event)}
        for who, asker in everybody.items()
    }

    assert found == table(expected)


@pytest.mark.parametrize("state", ["draft", "published", "deleted"])
def test_whose_roles_were_read_once_is_answered_the_same(
    event: Event, askers: dict[str, Asker], state: str, django_assert_num_queries: Any
) -> None:
    Event.objects.filter(pk=event.pk).update(
        state="draft" if state == "deleted" else state,
        deleted_at=at("2026-01-01 00:00") if state == "deleted" else None,
    )
    event.refresh_from_db()
    accounts = {who: one for who, one in {**askers, **guises(account_of("owner"))}.items() if isinstance(one, User)}
    questions = [getattr(access, f"may_{question}") for question in columns(DRAFT)]
    answers = {who: [may(one, event) for may in questions] for who, one in accounts.items()}

    again = {}
    for who, one in accounts.items():
        with django_assert_num_queries(1), access.standing(one, event):
            again[who] = [may(one, event) for may in questions]

    assert again == answers


def test_roles_that_were_read_say_nothing_of_others_nor_later(event: Event, askers: dict[str, Asker]) -> None:
    owner, mallory = account_of("owner"), account_of("mallory")
    other = creating.create(by=mallory, name="Other", **FACTS)

    with access.standing(owner, event):
        seen = [access.may_edit(*pair) for pair in ((owner, event), (mallory, event), (owner, other), (mallory, other))]
    team.dismiss(account_of("organizer"), EventRole.Name.ORGANIZER, event, by=owner)
    with access.standing(account_of("organizer"), event):
        is_still = access.may_edit(account_of("organizer"), event)

    assert seen == [True, False, False, True]
    assert not is_still


def test_every_question_about_an_event_is_in_the_table() -> None:
    questions = {
        name.removeprefix("may_")
        for name, function in inspect.getmembers(access, inspect.isfunction)
        if name.startswith("may_") and list(inspect.signature(function).parameters) == ["user", "event"]
    }

    assert questions == columns(DRAFT) == columns(PUBLISHED) == columns(DELETED)


def test_whoever_has_a_verified_address_makes_events(askers: dict[str, Asker]) -> None:
    everybody: dict[str, Asker] = {**askers, **guises(account_of("owner"))}

    refused = {who for who, asker in everybody.items() if not access.may_create(asker)}

    assert refused == {"anonymous", "blocked", "deleted", "unverified", "blocked_staff"}


def test_staff_need_not_verify_their_address(staff: User) -> None:
    staff.is_verified = False

    assert access.may_create(staff)


def test_only_staff_is_staff(askers: dict[str, Asker]) -> None:
    assert {who for who, asker in askers.items() if access.is_staff(asker)} == {"staff", "super_admin"}


def test_a_role_that_was_taken_gives_nothing_any_more(event: Event, askers: dict[str, Asker]) -> None:
    organizer = account_of("organizer")
    before = access.may_edit(organizer, event)

    team.dismiss(organizer, EventRole.Name.ORGANIZER, event, by=account_of("owner"))

    assert (before, access.may_edit(organizer, event)) == (True, False)


def test_a_deleted_event_is_seen_by_nobody_until_it_is_back(event: Event, askers: dict[str, Asker]) -> None:
    owner = account_of("owner")

    gone = removing.delete(event, by=owner)
    back = removing.restore(event, by=owner)

    assert (access.may_see(owner, gone), access.may_see(owner, back)) == (False, True)
