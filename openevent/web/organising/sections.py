"""What there is to an event: the pages that its team finds beside each other, and who is shown which."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from openevent.accounts.models import User
from openevent.events import access
from openevent.events.models import Event
from openevent.program import access as program
from openevent.tickets import access as tickets
from openevent.web import once
from openevent.web.rendering import NoPage, reader

May = Callable[[User, Event], bool]
EVENT, PROGRAMME, SELLING, FILES = _("Event"), _("Programme"), _("Tickets"), _("Calendars and files")


@dataclass(frozen=True, kw_only=True)
class Section:
    """A page of an event's team, among others of its group; `path` follows the event's own address."""

    group: str | Promise
    path: str
    name: str | Promise
    may: May


def address(event: Event, path: str = "") -> str:
    """Where a page of the event's team is; `path` as in a section."""
    return f"/manage/{event.identifier}{path and '/'}{path}"


def of_team(user: User, event: Event) -> bool:
    """Whether there is any page of the event's team for the user."""
    return any(section.may(user, event) for section in SECTIONS[1:])


SECTIONS = (
    Section(group=EVENT, path="", name=_("Overview"), may=of_team),
    Section(group=EVENT, path="settings", name=_("Settings"), may=access.may_edit),
    Section(group=EVENT, path="team", name=_("Team"), may=access.may_see_team),
    Section(group=PROGRAMME, path="tracks", name=_("Tracks"), may=access.may_keep_tracks),
    Section(group=PROGRAMME, path="rooms", name=_("Rooms"), may=program.may_edit_programme),
    Section(group=PROGRAMME, path="types", name=_("Session types"), may=program.may_edit_programme),
    Section(group=PROGRAMME, path="sessions", name=_("Sessions"), may=program.may_edit_programme),
    Section(group=PROGRAMME, path="speakers", name=_("Speakers"), may=program.may_edit_programme),
    Section(group=PROGRAMME, path="call", name=_("Call for speakers"), may=program.may_edit_programme),
    Section(group=PROGRAMME, path="review", name=_("Review"), may=program.may_edit_programme),
    Section(group=PROGRAMME, path="schedule", name=_("Schedule"), may=program.may_edit_programme),
    Section(group=SELLING, path="tickets", name=_("Tickets"), may=access.may_edit),
    Section(group=SELLING, path="codes", name=_("Codes"), may=access.may_edit),
    Section(group=SELLING, path="orders", name=_("Orders"), may=tickets.is_of_team),
    Section(group=SELLING, path="attendees", name=_("Attendees"), may=tickets.may_check_in),
    Section(group=SELLING, path="door", name=_("Check-in"), may=tickets.may_check_in),
    Section(group=SELLING, path="sales", name=_("Sales"), may=access.may_edit),
    Section(group=FILES, path="export", name=_("Export"), may=access.may_export),
    Section(group=FILES, path="import", name=_("Import"), may=access.may_edit),
    Section(group=FILES, path="check", name=_("Calendar check"), may=access.may_export),
)


def managed(request: HttpRequest, key: str, may: May) -> Event:
    """The event with this identifier, for who may work on it like this. Raises NoPage: strangers learn of no draft."""
    event, user = Event.objects.living().filter(identifier=key).first(), reader(request)
    if event is None or not may(user, event):
        raise NoPage
    return event


def around(request: HttpRequest, event: Event, path: str) -> dict[str, object]:
    """What every page of a team shows of its event: name, sections, which of them this is; and what its forms carry."""
    user = reader(request)
    with access.standing(user, event):
        open_to = [section for section in SECTIONS if section.may(user, event)]
    groups = [
        {
            "name": name,
            "sections": [
                {"name": one.name, "address": address(event, one.path), "is_here": one.path == path} for one in found
            ],
        }
        for name, found in groupby(open_to, lambda section: section.group)
    ]
    return {"event": event, "groups_of_sections": groups, **once.carried()}
