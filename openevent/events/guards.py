"""What stands against a change of an event, or of an account, in packages that events know nothing of.

Who knows more than events do (who has paid for a ticket, say) is named in settings.EVENT_GUARDS, a list of modules,
each with the functions of `Guard`. They are asked behind the lock of the event, before anything is written, and raise
Refused: so every way to an act meets them, be it the API, an admin page or the command line.
"""

from collections.abc import Collection
from enum import Enum
from functools import cache
from importlib import import_module
from typing import Protocol, cast

from django.conf import settings

from openevent.accounts.models import User
from openevent.events.models import Event


class Leaving(Enum):
    """How an event goes away from the public."""

    UNPUBLISHED = "unpublished"
    DELETED = "deleted"
    ERASED = "erased for good"


class Guard(Protocol):
    """What a guarding module says."""

    def check_leaving(self, event: Event, how: Leaving) -> None:
        """Raise Refused where the event must not go away so."""

    def check_change(self, event: Event, changed: Collection[str]) -> None:
        """Raise Refused where these columns of the event, which have their new values, must not change."""

    def check_closing(self, user: User) -> None:
        """Raise Refused where the account is needed still."""


@cache
def guards() -> tuple[Guard, ...]:
    """The guards of the settings, in their order."""
    return tuple(cast("Guard", import_module(name)) for name in settings.EVENT_GUARDS)


def check_leaving(event: Event, how: Leaving) -> None:
    """Raise Refused where a guard says so."""
    for guard in guards():
        guard.check_leaving(event, how)


def check_change(event: Event, changed: Collection[str]) -> None:
    """Raise Refused where a guard says so."""
    for guard in guards():
        guard.check_change(event, changed)


def check_closing(user: User) -> None:
    """Raise Refused where a guard says so."""
    for guard in guards():
        guard.check_closing(user)
