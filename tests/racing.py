"""Doing things at the same moment: threads, each with a connection to the database of its own."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.db.models import Model

PATIENCE = 20.0  # seconds after which a test gives up; no test asserts how long anything takes
Act = Callable[..., Any]

only_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite has one writer at a time: nobody waits for one row only"
)


def together(*acts: Act) -> list[Any]:
    """Do all of this at the same moment; what each gave, or the exception that it raised, as they are named."""
    start = threading.Barrier(len(acts))

    def run(act: Act) -> Any:
        start.wait(PATIENCE)
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [outcome(running) for running in [pool.submit(_alone, run, act) for act in acts]]


@contextmanager
def beside(act: Act) -> Iterator["Future[Any]"]:
    """Do this in a thread while the block runs, and to its end."""
    with ThreadPoolExecutor(1) as pool:
        yield pool.submit(_alone, act)


def outcome(running: "Future[Any]") -> Any:
    """What it gave, or the exception that it raised."""
    return running.exception(PATIENCE) or running.result()


def _alone(act: Callable[..., Any], *args: Any) -> Any:
    """Do it with a connection of the thread's own, which ends with it."""
    try:
        return act(*args)
    finally:
        connection.close()


class Pause:
    """A place where who comes by stops until the test lets them go on."""

    def __init__(self) -> None:
        self._reached, self._over = threading.Event(), threading.Event()

    def here(self, *_args: Any, **_facts: Any) -> None:
        """Stop."""
        self._reached.set()
        assert self._over.wait(PATIENCE)

    def before(self, act: Act) -> Act:
        """The act, before which one stops."""

        def run(*args: Any, **facts: Any) -> Any:
            self.here()
            return act(*args, **facts)

        return run

    def after(self, act: Act, *, when: Callable[..., bool] = lambda *_args: True) -> Act:
        """The act, after which one stops; not for all that it may be done to."""

        def run(*args: Any, **facts: Any) -> Any:
            done = act(*args, **facts)
            if when(*args):
                self.here()
            return done

        return run

    def wait(self) -> None:
        """Until somebody has stopped."""
        assert self._reached.wait(PATIENCE)

    def end(self) -> None:
        """Let them go on."""
        self._over.set()


def until_somebody_waits() -> None:
    """Until a transaction waits for another one; SQLite does not tell, and lets nobody through anyway."""
    if connection.vendor != "postgresql":
        return
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with connection.cursor() as cursor:
            cursor.execute(waiting)
            if cursor.fetchone() != (0,):
                return
        time.sleep(0.005)
    raise AssertionError("nobody waits")


def impatient(act: Act, milliseconds: int = 5000) -> Act:
    """The act by somebody who waits for no lock longer than that: then it raises OperationalError (PostgreSQL)."""

    def run() -> Any:
        with connection.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = {milliseconds}")
        return act()

    return run


@contextmanager
def without_constraint(model: type[Model], name: str) -> Iterator[None]:
    """The table has no such constraint while the block runs; in the end no row has anything taken."""
    drop_constraint(model, name)
    try:
        yield
    finally:
        model._default_manager.update(taken=0)
        constraint = next(one for one in model._meta.constraints if one.name == name)
        with connection.schema_editor() as editor:
            editor.add_constraint(model, constraint)


def drop_constraint(model: type[Model], name: str) -> None:
    """Take the constraint from the table; its model still has it."""
    kept = model._meta.constraints
    model._meta.constraints = [one for one in kept if one.name != name]  # in SQLite the table is made anew, of these
    try:
        with connection.schema_editor() as editor:
            editor.remove_constraint(model, next(one for one in kept if one.name == name))
    finally:
        model._meta.constraints = kept
