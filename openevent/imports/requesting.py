"""Asking for an import: the upload is kept privately until a worker has read it."""

import uuid
from http import HTTPStatus
from typing import IO, Any

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import Storage, storages
from django.db import transaction
from django.utils.translation import gettext as _

from openevent.accounts.models import User
from openevent.events.models import Event
from openevent.jobs import asking
from openevent.jobs.models import Job
from openevent.lib.errors import Refused, TooLarge

MOST_WAITING = 3  # unfinished imports of one account
TASK = "openevent.imports.tasks.build"
ARCHIVE, CALENDAR = "archive", "calendar"  # kinds of imports


class TooMany(Refused):
    """One account's imports shall not keep the workers from everybody else's work."""

    status = HTTPStatus.TOO_MANY_REQUESTS
    wait = 10  # seconds


def storage() -> Storage:
    """Where uploads wait for a worker; nothing there is public."""
    return storages["imports"]


def request(file: IO[bytes], size: int, *, by: User, again: bool = False) -> Job:
    """The job that reads this Open Event archive of `size` bytes into a new event of `by`. Raises TooLarge, TooMany."""
    return _ask(file, size, kind=ARCHIVE, by=by, parameters={"again": again})


def request_calendar(event: Event, file: IO[bytes], size: int, *, by: User) -> Job:
    """The job that brings this calendar of `size` bytes into the event. Raises TooLarge, TooMany."""
    return _ask(file, size, kind=CALENDAR, by=by, event=event)


def _ask(
    file: IO[bytes],
    size: int,
    *,
    kind: str,
    by: User,
    event: Event | None = None,
    parameters: dict[str, Any] | None = None,
) -> Job:
    check_size(size)
    waiting = Job.objects.filter(task=TASK, asked_by=by, state__in=Job.UNFINISHED).count()
    if waiting >= MOST_WAITING:
        raise TooMany(
            _("%(waiting)s of your imports are not done yet. Wait for them before you upload another file.")
            % {"waiting": waiting}
        )
    name = storage().save(f"{uuid.uuid4()}.{kind}", File(file))
    with transaction.atomic():
        return asking.ask(task=TASK, kind=kind, by=by, event=event, parameters=parameters, file=name)


def check_size(size: int) -> None:
    """Raise TooLarge for more bytes than an upload may have."""
    if size > settings.IMPORT_MAX_BYTES:
        raise TooLarge(
            _("An upload may have at most %(most)s MB.") % {"most": settings.IMPORT_MAX_BYTES // (1024 * 1024)}
        )
