"""What a calendar would change in an event, entry by entry, and in one sentence."""

import enum
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from openevent.calendars.document import Entry
from openevent.program.models import Session


class What(enum.StrEnum):
    """What becomes of an entry; the values are the words of the preview."""

    NEW = "new"  # the event has no session with this uid
    MOVED = "moved"  # it has another time or room, and perhaps other words
    CHANGED = "changed"  # it says something else
    CANCELLED = "cancelled"  # it does not take place any more
    REVIVED = "revived"  # it was canceled, and takes place after all
    SAME = "same"
    OUTDATED = "outdated"  # the event knows a later state of it than the file
    LEFT_OUT = "left out"  # it cannot be taken over; the reason says why
    MISSING = "missing"  # a calendar brought it once, and this one does not have it: it stays


ACTS = (What.NEW, What.MOVED, What.CHANGED, What.CANCELLED, What.REVIVED)
TOLD = (*ACTS, What.OUTDATED, What.LEFT_OUT, What.MISSING)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a session shall say other than it does; None, or no words, for what stays. Parts are told by name.

    A room named "" is none at all.
    """

    starts_at: datetime | None = None
    ends_at: datetime | None = None
    room: str | None = None
    track: str | None = None
    session_type: str | None = None
    speakers: tuple[str, ...] | None = None
    words: Mapping[str, str] = field(default_factory=dict)

    @property
    def moves(self) -> bool:
        """Whether time or room differ."""
        return self.starts_at is not None or self.ends_at is not None or self.room is not None

    @property
    def rewords(self) -> bool:
        """Whether anything else differs."""
        parts = (self.track, self.session_type, self.speakers)
        return bool(self.words) or any(part is not None for part in parts)

    @property
    def members(self) -> tuple[str, ...]:
        """What differs, as the API calls it."""
        parts = {
            "starts-at": self.starts_at,
            "ends-at": self.ends_at,
            "microlocation": self.room,
            "track": self.track,
            "session-type": self.session_type,
            "speakers": self.speakers,
        }
        words = sorted(name.replace("_", "-") for name in self.words if name != "short_abstract_text")
        return (*(name for name, value in parts.items() if value is not None), *words)


NOTHING = Wanted()


@dataclass(frozen=True, kw_only=True)
class Step:
    """What becomes of one entry. `session` is the row that it is matched with, `move` its old and new time in words.

    What is new has only the new one.
    """

    what: What
    uid: str
    title: str
    reason: str = ""
    move: str = ""
    entry: Entry | None = None
    session: Session | None = None
    wanted: Wanted = NOTHING

    def __str__(self) -> str:
        """The step as a line of the preview."""
        more = self.reason or ", ".join(self._differences if self.session is not None else filter(None, [self.move]))
        line = f"{self.what}: {self.title or self.uid}"
        return f"{line} ({more})" if more else line

    @property
    def _differences(self) -> Iterator[str]:
        """What differs: the time as it was and will be, everything else by its name."""
        if self.move:
            yield self.move
        yield from (name for name in self.wanted.members if not (self.move and name in {"starts-at", "ends-at"}))

    def as_json(self) -> dict[str, Any]:
        """The step in JSON; `session` is an id, None for what the event does not have yet."""
        return {
            "what": self.what.value,
            "uid": self.uid,
            "title": self.title,
            "session": None if self.session is None else str(self.session.pk),
            "members": list(self.wanted.members),
            "move": self.move,
            "reason": self.reason,
        }


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What becomes of all entries, in the order of the file; `parts` are the names of those that are made for it."""

    steps: tuple[Step, ...]
    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def counts(self) -> dict[str, int]:
        """How many entries there are of each kind."""
        counted = Counter(step.what for step in self.steps)
        return {what.value: counted[what] for what in What}

    @property
    def is_empty(self) -> bool:
        """Whether nothing would change."""
        return not any(step.what in ACTS for step in self.steps)

    @property
    def sentence(self) -> str:
        """The counts in words: "12 new, 3 moved, 1 cancelled"."""
        counts = self.counts
        said = [f"{counts[what]} {what}" for what in TOLD if counts[what]]
        return ", ".join(["nothing new", *said] if self.is_empty else said)

    def told(self) -> Iterator[Step]:
        """The steps worth a line: all but those of entries that stay the same."""
        return (step for step in self.steps if step.what is not What.SAME)

    def as_json(self) -> dict[str, Any]:
        """The plan in JSON; what stays the same is only counted."""
        return {
            "sentence": self.sentence,
            "counts": self.counts,
            "parts": [{"type": what, "name": name} for what, names in self.parts.items() for name in names],
            "steps": [step.as_json() for step in self.told()],
        }
