"""Open Event archives (zips of JSON files) taken over as events."""

from openevent.imports.archive.leftovers import Warning  # noqa: A004 - see there
from openevent.imports.archive.taking_over import Imported, take_over

__all__ = ["Imported", "Warning", "take_over"]
