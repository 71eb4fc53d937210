"""Whether the parts that slow work needs can be reached: database, queue, storage."""

import uuid
from collections.abc import Callable

import structlog
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import connection

from openevent.celery import app
from openevent.jobs import files

log = structlog.get_logger(__name__)


def parts() -> dict[str, str]:
    """Each part with “ok” or “unavailable”; the reason is in the log."""
    checks: dict[str, Callable[[], None]] = {"database": _database, "queue": _queue, "storage": _storage}
    return {name: _state(name, check) for name, check in checks.items()}


def _state(name: str, check: Callable[[], None]) -> str:
    try:
        check()
    except Exception as error:  # noqa: BLE001 - stores have errors of their own; whatever it is, the part does not work
        log.warning("a part cannot be reached", part=name, reason=str(error))
        return "unavailable"
    return "ok"


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _queue() -> None:
    if settings.CELERY_BROKER_URL == settings.EMBEDDED_QUEUE:
        probe = settings.QUEUE_DIR / "messages" / f".{uuid.uuid4()}"
        probe.touch()
        probe.unlink()
        return
    with app.connection_for_write() as broker:
        broker.ensure_connection(max_retries=1, interval_start=0, timeout=2)


def _storage() -> None:
    storage = files.storage()
    name = storage.save("health", ContentFile(b"ok"))
    storage.delete(name)
