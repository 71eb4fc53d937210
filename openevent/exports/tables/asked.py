"""What attendees say: what an event asks them, and what some of them said without being asked."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from functools import partial
from itertools import chain, count
from typing import Any

from django.db.models import CharField, Count, F, Q, TextField

from openevent.events.models import Event
from openevent.exports.tables.table import answers, moment, said
from openevent.lib import text
from openevent.lib.separated import Cell
from openevent.tickets.forms import ASKABLE
from openevent.tickets.models import Attendee, CustomForm
from openevent.tickets.models.attendee import AttendeeQuerySet

NAMES = {"email": "Email", "firstname": "First Name", "lastname": "Last Name"}  # heads of what every list has
OTHERS = "Other Answers"
Cells = dict[str, Callable[[Any], Cell]]


def asked(event: Event, coming: AttendeeQuerySet, *, taken: Collection[str]) -> Cells:
    """A column for each; no two have one head, nor one that is taken, whatever an event calls what it asks."""
    forms = _forms(event)
    found: Cells = {}
    members = dict.fromkeys([*NAMES, *(name for name in forms if name in ASKABLE), *_filled(coming)])
    own = [name for name in forms if name not in ASKABLE]
    for name in (*members, *own):
        head = NAMES.get(name) or forms.get(name) or name.replace("_", " ").title()
        read = partial(_member if name in members else _answer, name)
        found[_free(head, name, {*taken, *found, OTHERS})] = read
    return {**found, OTHERS: partial(_other_answers, frozenset(own))}


def _forms(event: Event) -> Mapping[str, str]:
    """What the event asks, or asked once, by identifier: its name. Asked of different tickets, it is one column."""
    fields = CustomForm.objects.filter(event=event).order_by(F("deleted_at").asc(nulls_first=True), "position", "pk")
    found: dict[str, str] = {}
    for identifier, name in fields.values_list("field_identifier", "name"):
        found[identifier] = found.get(identifier) or text.one_line(name)
    return found


def _filled(coming: AttendeeQuerySet) -> list[str]:
    """The members of which somebody has said something."""
    counts = {f"said_{name}": Count("pk", filter=~_is_empty(name)) for name in sorted(ASKABLE)}
    counted = coming.aggregate(**counts)
    return [name for name in sorted(ASKABLE) if counted[f"said_{name}"]]


def _is_empty(name: str) -> Q:
    field = Attendee._meta.get_field(name)
    if isinstance(field, CharField | TextField):
        return Q(**{name: ""})
    return Q(**{f"{name}__isnull": True}) if field.null else Q(**{name: False})


def _free(head: str, name: str, taken: Collection[str]) -> str:
    ways = chain((head, f"Attendee {head}"), (f"{head} ({name}{more})" for more in chain([""], count(2))))
    return next(way for way in ways if way not in taken)


def _member(name: str, one: Attendee) -> Cell:
    value = getattr(one, name)
    return moment(value, "UTC")[:10] if isinstance(value, datetime) else said(value)


def _answer(name: str, one: Attendee) -> Cell:
    return said((one.complex_field_values or {}).get(name))


def _other_answers(known: frozenset[str], one: Attendee) -> str:
    """What answers no question that the event has, or had."""
    values = one.complex_field_values or {}
    return answers({name: value for name, value in values.items() if name not in known})
