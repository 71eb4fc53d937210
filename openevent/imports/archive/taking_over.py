"""Making an event of an Open Event archive."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

from openevent.accounts.models import User
from openevent.events.models import Event
from openevent.imports.archive import opening, parsing, reading, saving
from openevent.imports.archive.leftovers import Leftovers, Warning  # noqa: A004 - see there
from openevent.imports.archive.progress import OPENED, Progress, ignore


@dataclass(frozen=True, kw_only=True)
class Imported:
    """The new event, and what of the archive it does not have."""

    event: Event
    warnings: tuple[Warning, ...]


def nothing_more(_imported: Imported) -> None:
    """Do nothing more in the import's transaction."""


def take_over(
    file: IO[bytes],
    *,
    owner: User | None,
    by: User | None,
    publish: bool = False,
    again: bool = False,
    progress: Progress = ignore,
    within: Callable[[Imported], None] = nothing_more,
) -> Imported:
    """Make an event of the archive, owned by `owner`: a draft, unless it is to be published. Raises Refused.

    Everything is written or nothing. An archive that `by` (None: whoever runs the site) may know to be here already
    is refused, unless `again` asks for a second event of it. `progress` hears percents, `within` is called in the
    import's transaction when everything is written.
    """
    leftovers = Leftovers()
    contents = {name: parsing.parsed(name, content) for name, content in opening.unpacked(file, leftovers).items()}
    progress(OPENED)
    archive = reading.read(contents, leftovers, progress)
    warnings = leftovers.warnings()
    event = saving.save(
        archive,
        owner=owner,
        by=by,
        state=Event.State.PUBLISHED if publish else Event.State.DRAFT,
        again=again,
        within=lambda event: within(Imported(event=event, warnings=warnings)),
    )
    progress(100)
    return Imported(event=event, warnings=warnings)
