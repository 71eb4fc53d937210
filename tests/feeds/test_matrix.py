"""Every actor at every address of a calendar, in every state of the event: asked of all addresses that there are."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLPattern
from django.utils.regex_helper import normalize

from openevent.calendars.formats import FORMATS
from openevent.events import issuing
from openevent.feeds import urls
from tests.api.matrix import expected
from tests.api.matrix.expected import Actor, State
from tests.api.matrix.world import World, made
from tests.conftest import as_user


def fill(pattern: str, world: World, secret: str, extension: str) -> str:
    """An address that the pattern matches, of what there is in the world."""
    key = world.event.identifier
    number = world.rows["session"].pk if "/sessions/" in pattern else world.rows["speaker"].pk
    ((path, _),) = normalize(pattern)
    return "/" + path % {"key": key, "number": number, "secret": secret, "extension": extension}


def addresses() -> Iterator[str]:
    for one in urls.CALENDARS:
        assert isinstance(one, URLPattern)
        yield str(one.pattern)


@pytest.mark.django_db
@pytest.mark.parametrize("state", list(State))
def test_every_calendar(state: State, settings: Any) -> None:
    settings.CELERY_BROKER_URL = "memory://"
    world = made(state)
    speaker = world.users[Actor.SPEAKER]
    assert speaker is not None
    secret = issuing.issue(speaker, name="Mine", scope="favourites")[1]
    wrong, asked = [], 0
    for pattern in addresses():
        if "<key>" not in pattern:  # of no single event
            continue
        for actor, user in world.users.items():
            for written in FORMATS.values():
                path = fill(pattern, world, secret, written.extension)
                answer = as_user(user).get(path)
                wanted = 200 if actor in expected.sees("event", state) else 404
                asked += 1
                if answer.status_code != wanted:
                    wrong.append((path, actor.value, answer.status_code, wanted))

    assert wrong == []
    assert asked >= 4 * len(Actor) * len(FORMATS)


@pytest.mark.django_db
@pytest.mark.parametrize("state", list(State))
def test_a_secret_is_what_opens_a_personal_calendar_and_nothing_else_does(state: State) -> None:
    world = made(state)
    speaker = world.users[Actor.SPEAKER]
    assert speaker is not None
    (pattern,) = (one for one in addresses() if "secret" in one)
    secret = issuing.issue(speaker, name="Mine", scope="favourites")[1]
    titles: set[bytes] = set()
    for user in world.users.values():
        path = fill(pattern, world, secret, "ics")
        opened, closed = as_user(user).get(path), as_user(user).get(path.replace(secret, secret[::-1]))

        assert (opened.status_code, closed.status_code) == (200, 404)
        titles.add(opened.content)

    (content,) = titles  # whoever asks
    assert (b"Soldering for All" in content) == (state is State.PUBLISHED)
