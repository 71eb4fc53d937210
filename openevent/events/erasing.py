"""Deleting for good: what the law or a person asks for, and nobody can bring back."""

import structlog
from django.db import models, transaction

from openevent.accounts.models import User
from openevent.events import guards, revising
from openevent.events.models import Event

log = structlog.get_logger(__name__)


def erase(row: models.Model, *, by: User) -> None:
    """Take the row out of the database, with what hangs on it. It was deleted before: calendars know, and the log."""
    with transaction.atomic():
        if isinstance(row, Event):
            with revising.locked(row.pk, deleted=True) as event:
                guards.check_leaving(event, guards.Leaving.ERASED)
        type(row)._base_manager.filter(pk=row.pk).delete()
    log.info("erased for good", kind=str(row._meta.verbose_name), id=row.pk, by=by.pk)
