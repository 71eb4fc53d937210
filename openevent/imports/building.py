"""Doing an import: the archive's rows and the end of its job come true together."""

import time
from typing import Any

from django.conf import settings

from openevent.imports import archive, requesting
from openevent.jobs.running import Outcome, Work
from openevent.lib import addresses, urls
from openevent.lib.errors import Gone, Refused


class TooSlow(Refused):
    """Reading one archive shall not keep a worker from everybody else's work."""


def build(work: Work) -> Outcome:
    """Read the uploaded archive into an event of the asker. Raises Refused; the job is finished with the event."""
    job = work.job
    if job.asked_by is None or not job.asked_by.is_active:
        raise Gone("The account that asked for this import is no longer there.")
    outcome: list[Outcome] = []
    end = time.monotonic() + settings.IMPORT_MAX_TIME.total_seconds()

    def report(percent: int) -> None:
        work.percent = percent
        if not work.finished and time.monotonic() > end:
            raise TooSlow("The archive takes too long to read. The site's operators can import it for you.")

    def finish(imported: archive.Imported) -> None:
        outcome.append(Outcome(result=result(imported)))
        work.finish(outcome[0])

    try:
        file = requesting.storage().open(job.file)
    except OSError as error:
        raise Gone("The uploaded archive is no longer there. Please upload it again.") from error
    with file:
        archive.take_over(
            file,
            owner=job.asked_by,
            by=job.asked_by,
            again=bool(job.parameters.get("again")),
            progress=report,
            within=finish,
        )
    return outcome[0]


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
