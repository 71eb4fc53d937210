"""Handing out finished exports: private files behind signed addresses that expire."""

from datetime import datetime
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.core.files.base import File
from django.utils.translation import gettext as _

from openevent.accounts.models import User
from openevent.events import access
from openevent.events.models import Event
from openevent.exports.kinds import KINDS, Kind
from openevent.exports.others import OTHERS, Other
from openevent.jobs import files
from openevent.jobs.models import Job
from openevent.lib import downloads, signing, text, urls
from openevent.lib.errors import Gone, Unknown

TASK = "openevent.exports.tasks.build"


def kind_of(job: Job) -> Kind | Other:
    """What the job makes."""
    if job.kind in OTHERS:
        return OTHERS[job.kind]
    return KINDS[job.kind]


def may_have(user: User, job: Job) -> bool:
    """Whether the user follows the job, and downloads its file: the event's team, or who the kind says."""
    if job.kind in OTHERS:
        return user.is_active and OTHERS[job.kind].may_have(user, job)
    return job.event is not None and access.may_export(user, job.event)


def download_url(job: Job, user: User) -> str:
    """An address that hands this user the job's file, without any header, until it expires."""
    folder = "/v1/exports" if job.kind in OTHERS else f"/v1/events/{_event(job).identifier}/exports"
    signed = signing.query(_subject(job.pk, user.pk), lifetime=settings.DOWNLOAD_LIFETIME)
    return urls.public(f"{folder}/{job.pk}/{quote(file_name(job))}?for={user.pk}&{signed}")


def file_name(job: Job) -> str:
    """What the file is called: by what it lists and by its event, with the extension of the kind."""
    name, otherwise = _named(job)
    return f"{text.file_name(name, otherwise=otherwise)}.{kind_of(job).extension}"


def disposition(job: Job) -> str:
    """The Content-Disposition of the download."""
    name, otherwise = _named(job)
    return downloads.disposition(name, kind_of(job).extension, otherwise=otherwise)


def _named(job: Job) -> tuple[str, str]:
    """The name of the file, and another where no letter of it can be written in ASCII."""
    label = kind_of(job).label
    if job.kind in OTHERS:
        return label, label
    event = _event(job)
    return f"{label} {event.name}".strip(), event.identifier


def result(job: Job, user: User) -> dict[str, Any]:
    """What the task says when it succeeded: `download_url`, the file's size in bytes, and what was left out."""
    return {"download_url": download_url(job, user), **(job.result or {})}


def _event(job: Job) -> Event:
    if job.event is None:
        raise Gone(_("The event was deleted."))
    return job.event


def opened(event_key: str, job_id: UUID, *, user_id: str, expires: str, signed: str) -> tuple[Job, File]:  # type: ignore[type-arg]  # bytes, always
    """The finished job and its open file, for the holder of a signed address; the key is empty for what is of no event.

    Raises Unknown for what we did not sign or its user may not have any more, Gone when its time or the file's is
    over.
    """
    if not (user_id.isascii() and user_id.isdigit() and len(user_id) < 19):
        raise Unknown(_(signing.CHANGED))
    signing.check(_subject(job_id, int(user_id)), expires=expires, signed=signed)
    job = (
        Job.objects.select_related("event").filter(pk=job_id, task=TASK, state=Job.State.SUCCESS, is_void=False).first()
    )
    if job is None:
        raise Gone(_("This file was deleted. Ask for a new export."))
    user = User.objects.filter(pk=int(user_id)).first()
    keys = {job.event.identifier, str(job.event.pk)} if job.event is not None else {""}
    if user is None or event_key not in keys or not may_have(user, job):
        raise Unknown(_(signing.CHANGED))
    try:
        return job, files.storage().open(job.file)
    except OSError as error:  # swept, or lost with its disk
        raise Gone(_("This file was deleted. Ask for a new export.")) from error


def will_last(job: Job, *, now: datetime) -> bool:
    """Whether the file will be kept for as long as a download address made now is good."""
    kept_until = (job.finished_at or now) + settings.JOB_RETENTION
    return kept_until >= now + min(settings.DOWNLOAD_LIFETIME, settings.JOB_RETENTION / 2)


def _subject(job_id: UUID, user_id: int) -> str:
    return f"export {job_id} for {user_id}"
