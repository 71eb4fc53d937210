"""Reading what a request brings: bodies of plain JSON, and things by their address."""

from typing import Any

from rest_framework.request import Request

from openevent.events.access import Asker
from openevent.events.models import Event
from openevent.lib.errors import Malformed, Unknown


def members(request: Request) -> dict[str, Any]:
    """The body as an object of members; raises Malformed for anything else."""
    if not isinstance(request.data, dict):
        raise Malformed("The body must be a JSON object.", pointer="")
    return request.data


def words(body: dict[str, Any], *names: str) -> str:
    """The text of the first of these members that is there; empty where none is, Malformed where it is no text."""
    for name in names:
        value = body.get(name)
        if value is not None:
            if not isinstance(value, str):
                raise Malformed(f"“{name}” must be a text.", pointer=f"/{name}")
            return value
    return ""


def flag(body: dict[str, Any], *names: str) -> bool:
    """Whether the first of these members that is there says yes; Malformed where it is no boolean."""
    for name in names:
        value = body.get(name)
        if value is not None:
            if not isinstance(value, bool):
                raise Malformed(f"“{name}” must be true or false.", pointer=f"/{name}")
            return value
    return False


def asker(request: Request) -> Asker:
    """Who asks; somebody anonymous where no token says it."""
    user: Asker = request.user
    return user


class NoSuchEvent(Unknown):
    """There is no such event, or none that the asker may know of: both are told in the same words."""

    def __init__(self) -> None:
        super().__init__("There is no such event.")


def event(key: str) -> Event:
    """The living event with this id or identifier; raises NoSuchEvent."""
    found = Event.objects.by_key(key)
    if found is None:
        raise NoSuchEvent
    return found
