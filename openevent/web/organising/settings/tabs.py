"""The pages of an event's settings, beside each other."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from openevent.accounts.models import User
from openevent.events import access
from openevent.events.models import Event
from openevent.web.organising.kinds import KINDS
from openevent.web.organising.sections import address
from openevent.web.organising.settings.groups import GROUPS


@dataclass(frozen=True, kw_only=True)
class Tab:
    """A page of the settings."""

    name: str | Promise
    address: str
    is_here: bool


def tabs(event: Event, here: str, user: User) -> list[Tab]:
    """Those for the user; `here` is the path of the one that is shown, after the event's address."""
    groups = [(_joined(group.path), group.name) for group in GROUPS]
    pages = [
        *groups[:2],
        ("settings/zone", _("Time zone")),
        ("settings/pictures", _("Pictures")),
        *groups[2:],
        *([("settings/stripe", _("Stripe"))] if may_link(user, event) else []),
        *((kind.path, kind.name) for kind in KINDS if kind.section == "settings"),
    ]
    return [Tab(name=name, address=address(event, path), is_here=path == here) for path, name in pages]


def _joined(path: str) -> str:
    return f"settings/{path}" if path else "settings"


def may_link(user: User, event: Event) -> bool:
    """Whether the user says which Stripe account takes the event's money."""
    return access.may_add(user, "stripe-authorization", event)
