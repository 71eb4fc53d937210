"""Run as a program: tables as a server made them that was installed while the migrations were still one by one."""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

import openevent.cli  # noqa: F401 - sets Django up

# How far each app had come when tickets could be checked in; holders were not there yet.
STOOD = [
    ("accounts", "0004_idempotency_keys"),
    ("events", "0011_tickets_in_feeds"),
    ("program", "0010_when_calendars_brought_it"),
    ("jobs", "0002_files_outlive_events"),
    ("tickets", "0003_check_ins"),
]


def stand() -> None:
    """Bring an empty database there, and those of the libraries to their end."""
    executor = MigrationExecutor(connection)
    executor.loader = MigrationLoader(connection, replace_migrations=False)
    ours = {app for app, _ in STOOD} | {"holders"}
    theirs = [(app, name) for app, name in executor.loader.graph.leaf_nodes() if app not in ours]
    executor.migrate([*theirs, *STOOD])


if __name__ == "__main__":
    stand()
