"""Handing out finished exports: private files behind signed addresses that expire."""

from datetime import datetime
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import Storage, storages

from openevent.accounts.models import User
from openevent.events import access
from openevent.events.models import Event
from openevent.exports.kinds import KINDS
from openevent.jobs.models import Job
from openevent.lib import downloads, signing, text, urls
from openevent.lib.errors import Gone, Unknown


def storage() -> Storage:
    """Where finished exports lie; nothing there is public."""
    return storages["exports"]


def download_url(job: Job, user: User) -> str:
    """An address that hands this user the job's file, without any header, until it expires."""
    path = f"/v1/events/{_event(job).identifier}/exports/{job.pk}/{quote(file_name(job))}"
    signed = signing.query(_subject(job.pk, user.pk), lifetime=settings.DOWNLOAD_LIFETIME)
    return urls.public(f"{path}?for={user.pk}&{signed}")


def file_name(job: Job) -> str:
    """The event's name as a file name, with the extension of the kind."""
    event = _event(job)
    return f"{text.file_name(event.name, otherwise=event.identifier)}.{KINDS[job.kind].extension}"


def disposition(job: Job) -> str:
    """The Content-Disposition of the download."""
    event = _event(job)
    return downloads.disposition(event.name, KINDS[job.kind].extension, otherwise=event.identifier)


def result(job: Job, user: User) -> dict[str, Any]:
    """What the task says when it succeeded: `download_url`, the file's size in bytes, and what was left out."""
    return {"download_url": download_url(job, user), **(job.result or {})}


def _event(job: Job) -> Event:
    if job.event is None:
        raise Gone("The event was deleted.")
    return job.event


def opened(event_key: str, job_id: UUID, *, user_id: str, expires: str, signed: str) -> tuple[Job, File]:  # type: ignore[type-arg]  # bytes, always
    """The finished job and its open file, for the holder of a signed address.

    Raises Unknown for what we did not sign or its user may not have any more, Gone when its time or the file's is
    over.
    """
    if not (user_id.isascii() and user_id.isdigit() and len(user_id) < 19):
        raise Unknown(signing.CHANGED)
    signing.check(_subject(job_id, int(user_id)), expires=expires, signed=signed)
    job = Job.objects.select_related("event").filter(pk=job_id, state=Job.State.SUCCESS).first()
    if job is None:
        raise Gone("This file was deleted. Ask for a new export.")
    event, user = job.event, User.objects.filter(pk=int(user_id)).first()
    if event is None or user is None or event_key not in {event.identifier, str(event.pk)}:
        raise Unknown(signing.CHANGED)
    if not access.may_export(user, event):
        raise Unknown(signing.CHANGED)
    try:
        return job, storage().open(job.file)
    except OSError as error:  # swept, or lost with its disk
        raise Gone("This file was deleted. Ask for a new export.") from error


def is_whole(job: Job) -> bool:
    """Whether the job's file is there with every byte that was written."""
    try:
        return storage().size(job.file) == (job.result or {}).get("size")
    except OSError:
        return False


def will_last(job: Job, *, now: datetime) -> bool:
    """Whether the file will be kept for as long as a download address made now is good."""
    kept_until = (job.finished_at or now) + settings.JOB_RETENTION
    return kept_until >= now + min(settings.DOWNLOAD_LIFETIME, settings.JOB_RETENTION / 2)


def _subject(job_id: UUID, user_id: int) -> str:
    return f"export {job_id} for {user_id}"
