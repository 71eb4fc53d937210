"""What Radicale asks of its host: who signed in, who may do what, what is stored."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils import timezone
from radicale.auth import BaseAuth
from radicale.item import Item
from radicale.rights import BaseRights
from radicale.storage import BaseCollection, BaseStorage
from radicale.types import contextmanager

from openevent.events.models import Event
from openevent.feeds.caldav import contents, principals
from openevent.feeds.caldav.collections import Calendar, Collection, Folder

EVENTS = "events"
MOST_LISTED = 200


class Auth(BaseAuth):
    """Takes who has signed in from the mount, which has asked."""

    def get_external_login(self, environ: Mapping[str, Any]) -> tuple[()] | tuple[str, str]:  # noqa: ARG002 - the mount asked
        """The principal's name; nothing for somebody anonymous, so that Radicale asks for more where it is needed."""
        principal = principals.present()
        return (principal.name, "") if principal is not None else ()

    def _login(self, login: str, password: str) -> str:  # noqa: ARG002 - it was checked before
        return login


class Rights(BaseRights):
    """Everybody reads what is public, who signed in reads what is theirs; nobody writes."""

    def authorization(self, user: str, user_groups: set[str], path: str) -> str:  # noqa: ARG002 - there are none
        """R for folders, r for calendars, as Radicale has it."""
        parts = _parts(path)
        if not parts or parts == [EVENTS]:
            return "R"
        if parts[0] == EVENTS or (user and parts[0] == user):
            return "R" if len(parts) == 1 else "r"
        return ""


class Storage(BaseStorage):
    """Our rows, as collections and items."""

    @contextmanager
    def acquire_lock(self, mode: str, user: str = "", *args: Any, **kwargs: Any) -> Iterator[None]:  # noqa: ARG002
        """Nothing to lock: nobody writes."""
        yield

    def discover(
        self,
        path: str,
        depth: str = "0",
        child_context_manager: Any = None,  # noqa: ARG002 - for stores that lock
        user_groups: Iterable[str] = (),  # noqa: ARG002 - there are none
    ) -> Iterator[Item | BaseCollection]:
        """What is at the path and, unless the depth is 0, what is in it; nothing where there is nothing."""
        found = at(_parts(path))
        if found is None:
            return
        yield found
        if depth != "0" and isinstance(found, Folder | Calendar):
            yield from found.children()


def at(parts: list[str]) -> Collection | Item | None:
    """The collection or item at a path."""
    match parts:
        case []:
            return Folder("", "Open Event Server", lambda: [_events()])
        case ["events"]:
            return _events()
        case [name] if principals.NAME.fullmatch(name):
            return Folder(name, "My calendars", lambda: filter(None, [_own(name)]))
        case [first, second]:
            return _calendar(first, second)
        case [first, second, third]:
            calendar = _calendar(first, second)
            return None if calendar is None else next(iter(calendar.get_multi([third])))[1]
    return None


def _calendar(first: str, second: str) -> Calendar | None:
    if first == EVENTS:
        content = contents.of_event(second)
        return None if content is None else Calendar(f"{EVENTS}/{second}", content)
    own = _own(first)
    return own if own is not None and own.path == f"{first}/{second}" else None


def _events() -> Folder:
    return Folder(EVENTS, "Events", _listed)


def _listed() -> Iterator[Calendar]:
    """The events that everyone finds in lists, the next one first."""
    for event in Event.objects.upcoming(timezone.now())[:MOST_LISTED]:
        yield Calendar(f"{EVENTS}/{event.identifier}", contents.programme(event))


def _own(name: str) -> Calendar | None:
    token = principals.named(name)
    return None if token is None else Calendar(f"{name}/{token.scope}", contents.of_token(token))


def _parts(path: str) -> list[str]:
    return [part for part in path.split("/") if part]
