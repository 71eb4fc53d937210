"""Whether the parts that slow work needs can be reached: database, queue, storage."""

from collections.abc import Callable

import structlog
from django.core.files.base import ContentFile
from django.db import DatabaseError, connection
from kombu.exceptions import OperationalError

from openevent.celery import app
from openevent.exports import delivering

log = structlog.get_logger(__name__)


def parts() -> dict[str, str]:
    """Each part with “ok” or “unavailable”; the reason is in the log."""
    checks: dict[str, Callable[[], None]] = {"database": _database, "queue": _queue, "storage": _storage}
    return {name: _state(name, check) for name, check in checks.items()}


def _state(name: str, check: Callable[[], None]) -> str:
    try:
        check()
    except (DatabaseError, OperationalError, OSError) as error:
        log.warning("a part cannot be reached", part=name, reason=str(error))
        return "unavailable"
    return "ok"


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _queue() -> None:
    with app.connection_for_write() as broker:
        broker.ensure_connection(max_retries=1, interval_start=0, timeout=2)


def _storage() -> None:
    storage = delivering.storage()
    name = storage.save("health", ContentFile(b"ok"))
    storage.delete(name)
