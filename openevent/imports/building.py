"""Doing an import: the rows that it writes and the end of its job come true together."""

import time
from collections.abc import Callable
from typing import IO, Any

from django.conf import settings
from django.utils.translation import gettext as _

from openevent.accounts.models import User
from openevent.events import access, revising
from openevent.imports import archive, calendar, requesting
from openevent.imports.archive.progress import Progress
from openevent.jobs.running import Outcome, Work
from openevent.lib import addresses, urls
from openevent.lib.errors import Forbidden, Gone, Refused
from openevent.program import access as programme


class TooSlow(Refused):
    """Reading one file shall not keep a worker from everybody else's work."""


def build(work: Work) -> Outcome:
    """Read the uploaded file. Raises Refused; the job is finished together with what it writes."""
    by = work.job.asked_by
    if by is None or not by.is_active:
        raise Gone(_("The account that asked for this import is no longer there."))
    try:
        file = requesting.storage().open(work.job.file)
    except OSError as error:
        raise Gone(_("The uploaded file is no longer there. Please upload it again.")) from error
    with file:
        return KINDS[work.job.kind](work, file, by, _progress(work))


def _progress(work: Work) -> Progress:
    """Shows how far the work is, and ends it where it takes too long."""
    end = time.monotonic() + settings.IMPORT_MAX_TIME.total_seconds()

    def report(percent: int) -> None:
        work.percent = percent
        if not work.finished and time.monotonic() > end:
            raise TooSlow(_("The file takes too long to read. The site's operators can import it for you."))

    return report


def _take_over(work: Work, file: IO[bytes], by: User, progress: Progress) -> Outcome:
    """Make an event of an archive."""
    outcome: list[Outcome] = []

    def finish(imported: archive.Imported) -> None:
        outcome.append(Outcome(result=result(imported)))
        work.finish(outcome[0])

    again = bool(work.job.parameters.get("again"))
    archive.take_over(file, owner=by, by=by, again=again, progress=progress, within=finish)
    return outcome[0]


def _bring(work: Work, file: IO[bytes], by: User, progress: Progress) -> Outcome:
    """Bring a calendar into the job's event, if the asker still may: that was asked when it was uploaded."""
    if work.job.event is None:
        raise Gone(_("The event was deleted."))
    incoming = calendar.opened(file, zone=work.job.event.timezone)
    with revising.locked(work.job.event.pk) as event:
        if not access.may_edit(by, event):
            raise Forbidden(_("You do not organise this event any more."))
        may_lock = programme.may_lock_in(by, event)
        plan = calendar.apply(event, incoming, by=by, may_lock=may_lock, progress=progress)
        outcome = Outcome(result={"identifier": event.identifier, **plan.as_json()})
        work.finish(outcome)
    return outcome


KINDS: dict[str, Callable[[Work, IO[bytes], User, Progress], Outcome]] = {
    requesting.ARCHIVE: _take_over,
    requesting.CALENDAR: _bring,
}


def result(imported: archive.Imported) -> dict[str, Any]:
    """What the task says when it succeeded."""
    event = imported.event
    return {
        "id": str(event.pk),
        "identifier": event.identifier,
        "event_name": event.name,
        "url": urls.public(addresses.event_page(event.identifier)),
        "warnings": [warning.as_json() for warning in imported.warnings],
    }
