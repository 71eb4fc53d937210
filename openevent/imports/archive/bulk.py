"""Many rows in one statement."""

import sqlite3
from typing import TypeVar

from django.db import connection, models

Row = TypeVar("Row", bound=models.Model)


def insert(model: type[Row], rows: list[Row]) -> list[Row]:
    """Insert the rows, in their order, by one statement (for SQLite: one for each 32,766 values); sets their ids."""
    if connection.vendor == "sqlite":
        lift_limit()
    return model._default_manager.bulk_create(rows)


def lift_limit() -> None:
    """Let Django use as many values in a statement as SQLite really takes, and not 999 as before SQLite 3.32.

    Django does so itself from 6.0 on (ticket 36143).
    """
    connection.ensure_connection()
    limit = connection.connection.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER)
    connection.features.max_query_params = limit
