"""Making an export: rows to bytes, piece by piece into the private storage."""

import tempfile
from collections.abc import Callable
from typing import IO

from django.core.files.base import File
from django.utils.translation import gettext as _

from openevent.events.models import Event
from openevent.exports import delivering
from openevent.exports.kinds import KINDS
from openevent.exports.made import Made
from openevent.exports.options import NO_OPTIONS, Options
from openevent.exports.others import OTHERS
from openevent.jobs import files
from openevent.jobs.models import Job
from openevent.jobs.running import Outcome, Work
from openevent.lib.errors import Gone

IN_MEMORY = 4 * 1024 * 1024  # a file of this size or less needs no temporary one


def build(work: Work) -> Outcome:
    """Make what the job asks for; the file has a name that no other attempt has, so none is ever half there."""
    made, revision = _begun(work.job)
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as file:
        size = write(made, file, progress=lambda percent: setattr(work, "percent", percent))
        file.seek(0)
        name = files.save(work, delivering.kind_of(work.job).extension, File(file))
    result = {"size": size, "skipped": [skipped.as_json() for skipped in made.skipped]}
    return Outcome(result=result, file=name, revision=revision)


def _begun(job: Job) -> tuple[Made, int | None]:
    """The export, and the revision of the event of which all that it tells is."""
    if (other := OTHERS.get(job.kind)) is not None:
        return other.make(job), None
    event, kind = job.event, KINDS[job.kind]
    if event is None or event.deleted_at is not None:
        raise Gone(_("The event was deleted."))
    return kind.make(event, job.parameters.get("options", "")), event.revision if kind.is_counted else None


def make(event: Event, kind: str, options: Options = NO_OPTIONS) -> Made:
    """An export of the event as it is now, for whoever writes it out at once. Raises what the options refuse."""
    return KINDS[kind].make(event, options.query)


def write(made: Made, file: IO[bytes], *, progress: Callable[[int], None]) -> int:
    """Write the export into the file, telling percents; the number of bytes."""
    size = told = 0
    for number, piece in enumerate(made.stream, start=1):
        size += file.write(piece)
        percent = min(99, 100 * number // made.pieces)
        if percent != told:
            told = percent
            progress(percent)
    return size
