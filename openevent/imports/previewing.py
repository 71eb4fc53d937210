"""Uploads that were only looked at: kept for a while, so that what was looked at is what is brought in."""

from contextlib import suppress
from datetime import timedelta
from hashlib import sha256
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from openevent.accounts.models import User
from openevent.events.models import Event
from openevent.imports import requesting
from openevent.imports.calendar import PREVIEWED_BYTES
from openevent.jobs.models import Job
from openevent.lib.errors import Gone

FOLDER = "previews"
KEPT = timedelta(hours=1)
LOST = gettext_noop("The file that you looked at is no longer here. Please upload it again.")


def keep(event: Event, file: IO[bytes], *, by: User) -> str:
    """Keep the file, in the place of the one before it; returns by what it is known again."""
    file.seek(0)
    data = file.read(PREVIEWED_BYTES)
    name, place = _name(event, by), requesting.storage()
    place.delete(name)
    place.save(name, ContentFile(data))
    return sha256(data).hexdigest()


def bring(event: Event, digest: str, *, by: User) -> Job:
    """The job that brings in the file that was looked at. Raises Gone where another was looked at since, or none."""
    name, place = _name(event, by), requesting.storage()
    try:
        with place.open(name) as file:
            data = file.read()
    except OSError as error:
        raise Gone(_(LOST)) from error
    if sha256(data).hexdigest() != digest:
        raise Gone(_(LOST))
    job = requesting.request_calendar(event, ContentFile(data), len(data), by=by)
    place.delete(name)
    return job


def sweep() -> int:
    """Delete what nobody came back for; says how many files."""
    place, swept = requesting.storage(), 0
    for name in _kept(place):
        with suppress(FileNotFoundError):  # brought in meanwhile
            if place.get_modified_time(name) < timezone.now() - KEPT:
                place.delete(name)
                swept += 1
    return swept


def _kept(place: Storage) -> list[str]:
    try:
        return [f"{FOLDER}/{name}" for name in place.listdir(FOLDER)[1]]
    except FileNotFoundError:  # nobody has looked at anything yet
        return []


def _name(event: Event, by: User) -> str:
    return f"{FOLDER}/{event.pk}-{by.pk}"
