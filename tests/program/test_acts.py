"""Every act counts the revision up once, logs what it changed, and tells calendars what they must know."""

import inspect
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from types import ModuleType
from typing import Any

import pytest
from django.utils import timezone

from openevent import events as events_package
from openevent import program as program_package
from openevent.accounts.models import User
from openevent.events import creating, revising
from openevent.events.models import Change
from openevent.program.models import Session
from tests.conftest import at
from tests.program.acts import ACTS, Act
from tests.program.house import LONG_AGO, House, forget_revisions


def modules_with_acts() -> Iterator[ModuleType]:
    """Every module of the domains that counts revisions: a new one is found without being named here."""
    for package in (events_package, program_package):
        for found in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            module = import_module(found.name)
            if getattr(module, "revising", None) is revising:
                yield module


MODULES = tuple(modules_with_acts())


def is_act(function: Callable[..., Any]) -> bool:
    return "by" in inspect.signature(function).parameters


def public(module: ModuleType) -> dict[str, Callable[..., Any]]:
    """The functions that the module offers itself."""
    found = inspect.getmembers(module, inspect.isfunction)
    return {
        f"{module.__name__}.{name}": function
        for name, function in found
        if function.__module__ == module.__name__ and not name.startswith("_")
    }


# Making and copying an event have tests of their own: there is nothing yet whose revision could move. The catalogue is
# the site's: what an event says of it moves when something is removed, or a sub-topic goes to another topic.
OF_NO_EVENT = {
    "openevent.events.creating.create",
    "openevent.program.copying.copy",
    "openevent.events.erasing.erase",  # what is erased has been deleted, and the log of an event goes with it
    *(f"openevent.events.cataloguing.{name}" for name in ("add", "change", "restore")),
}


def test_every_act_is_in_the_walk() -> None:
    acts = {name for module in MODULES for name, function in public(module).items() if is_act(function)}

    walked = {f"{act.calls.__module__}.{act.calls.__name__}" for act in ACTS}

    assert walked | OF_NO_EVENT == acts


def test_what_is_no_act_writes_nothing() -> None:
    others = {name for module in MODULES for name, function in public(module).items() if not is_act(function)}

    # Whoever adds a public function to a module of acts either lets it say by whom, or lists it here and knows why.
    assert others == {
        "openevent.events.favouring.add",  # counts a reaction, and no revision
        "openevent.events.favouring.remove",  # as above
        "openevent.events.forgetting.check",  # asks only
        "openevent.events.forgetting.forget",  # erases who did it: the log says nobody (tests/privacy)
        "openevent.events.inviting.of_token",  # asks only
        "openevent.program.answering.latest_profile",  # asks only
        "openevent.program.answering.profile",  # asks only
        "openevent.program.calling.announced_end",  # asks only
        "openevent.program.calling.check_enabled",  # asks only
        "openevent.program.calling.check_open",  # asks only
        "openevent.program.calling.check_window",  # asks only
        "openevent.program.calling.is_open",  # asks only
        "openevent.program.calling.new_secret",  # draws a word
        "openevent.program.calling.of",  # asks only
        "openevent.program.editing.check_addresses",  # asks only
        "openevent.program.editing.check_same_event",  # asks only
        "openevent.program.forgetting.check",  # asks only
        "openevent.program.forgetting.events_of",  # asks only
        "openevent.program.forgetting.forget",  # as in events
        "openevent.program.remembering.note_departure",  # as below
        "openevent.program.remembering.seen",  # asks only
        "openevent.program.scheduling.kind_of_move",  # asks only
        "openevent.program.editing.put",  # changes an object in memory; whoever calls it saves and logs
    }


@dataclass(frozen=True)
class Shown:
    """What the rows say of a session's entry."""

    uid: str
    sequence: int
    revised_at: datetime


def shown(session: Session) -> Shown:
    row = Session.objects.select_related("event").get(pk=session.pk)
    return Shown(row.uid, row.event.sequence + row.sequence, max(row.event.revised_at, row.revised_at))


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.says.replace(" ", "-"))
def test_every_act_counts_logs_and_revises(house: House, act: Act) -> None:
    house.new = act.before(house)
    forget_revisions(house)
    revision, session, bystander = house.event.revision, shown(house.session), shown(house.bystander)
    started = timezone.now().replace(microsecond=0)

    made = act.do(house)

    house.new = house.new if made is None else made
    house.event.refresh_from_db()
    rows = Change.objects.filter(event=house.event, revision__gt=revision)
    counted = [revision + (number if act.is_of_several else 1) for number in range(1, len(act.logged) + 1)]
    assert house.event.revision == counted[-1]
    assert [(row.revision, row.kind, row.object_type, row.object_id, row.by) for row in rows] == [
        (number, kind, subject, which(house), getattr(house, act.by))
        for number, (kind, subject, which) in zip(counted, act.logged, strict=True)
    ]
    assert changes(session, shown(house.session), started) == (act.sequence, act.revised)
    others = (act.sequence, act.revised) if act.everywhere else (0, False)
    assert changes(bystander, shown(house.bystander), started) == others


def changes(before: Shown, after: Shown, started: datetime) -> tuple[int, bool]:
    """By how much the sequence was counted up, and whether the entry was revised; its uid stays."""
    assert after.uid == before.uid
    assert after.revised_at == LONG_AGO or after.revised_at >= started
    return after.sequence - before.sequence, after.revised_at != LONG_AGO


def test_making_an_event_is_its_first_revision(olga: User) -> None:
    facts = {"starts_at": at("2026-10-24 07:00"), "ends_at": at("2026-10-26 17:00"), "timezone": "UTC"}

    made = creating.create(by=olga, name="New", **facts)

    rows = Change.objects.filter(event=made)
    assert made.revision == 1
    assert [(row.revision, row.kind, row.object_type, row.object_id, row.by) for row in rows] == [
        (1, "created", "event", made.pk, olga)
    ]
