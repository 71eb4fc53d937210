"""An archive as it will be written: clean facts, and references by number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

# Columns of a row with the values that they take; a column that is not named keeps its default.
Facts: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class EventRow:
    """The event; `identifier` is the archive's own, "" where it has none, and `source` says which archive this is."""

    facts: Facts
    identifier: str
    source: str


@dataclass(frozen=True, kw_only=True)
class SessionRow:
    """A session; `key` is its id in the archive, references are numbers of rows."""

    facts: Facts
    key: str
    track: int | None
    microlocation: int | None
    session_type: int | None
    speakers: Sequence[int]


@dataclass(frozen=True, kw_only=True)
class Archive:
    """Everything that will be written."""

    event: EventRow
    sponsors: Sequence[Facts]
    social_links: Sequence[Facts]
    copyright: Facts | None
    speakers_call: Facts | None
    custom_forms: Sequence[Facts]
    tracks: Sequence[Facts]
    microlocations: Sequence[Facts]
    session_types: Sequence[Facts]
    speakers: Sequence[Facts]
    sessions: Sequence[SessionRow]
