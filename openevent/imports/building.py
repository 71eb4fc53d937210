"""Doing an import: the archive's rows and the end of its job come true together."""

from typing import Any

from openevent.imports import archive, requesting
from openevent.jobs.running import Outcome, Work
from openevent.lib import addresses, urls
from openevent.lib.errors import Gone


def build(work: Work) -> Outcome:
    """Read the uploaded archive into an event of the asker; the file is deleted whatever came of it."""
    job = work.job
    if job.asked_by is None or not job.asked_by.is_active:
        raise Gone("The account that asked for this import is no longer there.")
    outcome: list[Outcome] = []

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
            progress=lambda percent: setattr(work, "percent", percent),
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
