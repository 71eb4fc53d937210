"""What a reader's calendar knows of an entry, and what is news to it (iTIP, RFC 5546)."""

from dataclasses import dataclass

from openevent.calendars.document import Entry
from openevent.calendars.itip import Message, Method


@dataclass(frozen=True, kw_only=True)
class Known:
    """`told` is the sequence of the last message, `entry` that of the entry it told of; none where there was none."""

    told: int | None = None
    entry: int | None = None
    is_invited: bool = False  # told last that they are to come

    def misses(self, entry: Entry, method: Method) -> bool:
        """Whether the reader knows it otherwise, or not at all."""
        if method is Method.CANCEL:
            return self.is_invited
        return not self.is_invited or self.entry is None or entry.sequence > self.entry

    def next_sequence(self, entry: Entry) -> int:
        """The sequence of a message: higher than that of the one before, and no less than the entry's own."""
        return entry.sequence if self.told is None else max(entry.sequence, self.told + 1)


def after(message: Message) -> Known:
    """What the reader knows with this message."""
    return Known(told=message.sequence, entry=message.entry.sequence, is_invited=message.method is Method.REQUEST)
