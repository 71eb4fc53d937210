"""Where a session takes place, as people read it."""

from openevent.program.models import Microlocation

LONGEST = 1000


def location(room: Microlocation | None, house: str) -> str:
    """The room, if there is one and it was not removed, and the house that it is in: “Blue Hall, Old Mill”."""
    name = room.name if room is not None and room.deleted_at is None else ""
    return ", ".join(filter(None, (name, house.strip())))[:LONGEST]
