"""Reading what a request brings: bodies of plain JSON, and things by their address."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from rest_framework.exceptions import NotAuthenticated
from rest_framework.request import Request

from openevent.accounts.mailboxes import NotAnAddress, checked_email
from openevent.accounts.models import User
from openevent.events import access, revising
from openevent.events.access import Asker
from openevent.events.models import Event
from openevent.events.policy import Act, aloud
from openevent.lib.errors import Forbidden, Malformed, Unknown


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


def texts(body: dict[str, Any], name: str) -> list[str]:
    """The texts in this member, none where it is missing; Malformed where it is no array of texts."""
    value = body.get(name)
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise Malformed(f"“{name}” must be an array of texts.", pointer=f"/{name}")
    return value


def asker(request: Request) -> Asker:
    """Who asks; somebody anonymous where no token says it."""
    user: Asker = request.user
    return user


def account(request: Request) -> User:
    """Who asks, with an account; raises NotAuthenticated."""
    user = asker(request)
    if not isinstance(user, User):
        raise NotAuthenticated
    return user


def account_now(request: Request) -> User:
    """Who asks, as the account is now: it may have been closed, blocked or taken from the staff since it signed in.

    From here on the request knows the asker so. Raises NotAuthenticated.
    """
    before = account(request)
    found = User.objects.filter(pk=before.pk).first()
    if found is None or not found.is_active:
        raise NotAuthenticated
    found.has_fresh_token = before.has_fresh_token
    request.user = found
    return found


def framed(request: Request) -> dict[str, Any]:
    """The members of the body, or of its “data” where the body is framed so."""
    body = members(request)
    inner = body.get("data")
    return inner if isinstance(inner, dict) else body


def attributes(request: Request) -> dict[str, Any]:
    """The members of the body, be it a document with “attributes”, framed in “data”, or plain."""
    said = framed(request)
    inner = said.get("attributes")
    return inner if isinstance(inner, dict) else said


def needed(body: dict[str, Any], *names: str) -> str:
    """The text of the first of these members that is there; raises Malformed where none is."""
    text = words(body, *names)
    if not text:
        raise Malformed(f"“{names[0]}” is missing.", pointer=f"/data/{names[0]}")
    return text


def email_address(written: str, pointer: str) -> str:
    """The e-mail address as it is stored; raises NotAnAddress, pointing at where it is in the body."""
    try:
        return checked_email(written)
    except NotAnAddress as refusal:
        raise NotAnAddress(str(refusal), pointer=pointer) from refusal


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


def kept_event(key: str, user: Asker, act: Act) -> Event:
    """The event at this address for those who may do this with it; 401 and 403 for others who see it, else 404."""
    found = event(key)
    if access.may_act(user, found, act):
        return found
    if not access.may_see(user, found):
        raise NoSuchEvent
    if not isinstance(user, User):
        raise NotAuthenticated
    raise Forbidden(aloud("event", act))


@contextmanager
def changing(key: str, request: Request, act: Act) -> Iterator[tuple[Event, User]]:
    """A transaction in which nobody else changes the event at this address: event and asker as they are now.

    Asked again behind the lock: who waited for it may have lost the right meanwhile. Raises as `kept_event`.
    """
    before = kept_event(key, account(request), act)
    with revising.locked(before.pk):
        user = account_now(request)
        yield kept_event(key, user, act), user


def seen_event(key: str, user: Asker) -> Event:
    """The event at this address, if the asker sees it; raises NoSuchEvent."""
    found = event(key)
    if not access.may_see(user, found):
        raise NoSuchEvent
    return found
