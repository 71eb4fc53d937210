"""What a document refuses: each means a value of which no calendar can be made."""

from openevent.calendars.saying import Said, said


class Nonsense(ValueError):  # noqa: N818 - a document refuses "nonsense"; its kinds are named for what is wrong
    """A value that means nothing in a calendar; `sentence` says why, as `str()` does, and knows its pattern."""

    def __init__(self, sentence: Said) -> None:
        """Keep the sentence as it was made: `str()` of an error is a plain string."""
        super().__init__(sentence)
        self.sentence = sentence


class NaiveTime(Nonsense):
    """A time without a zone is no instant."""


class TimeOutOfRange(Nonsense):
    """A time that no calendar program can be trusted with: before 1900 or after 2199."""


class EndsBeforeStart(Nonsense):
    """An entry must end after it starts, by a whole second at least."""


class NoUid(Nonsense):
    """An entry needs an identifier of its own (RFC 5545, 3.8.4.7)."""


class SequenceOutOfRange(Nonsense):
    """A sequence is counted from 0 to 2147483647 (RFC 5545, 3.8.7.4)."""


class NoMailbox(Nonsense):
    """A message needs somebody whom it comes from and somebody whom it goes to (RFC 5546, 3.2)."""


class NotTakingPlace(Nonsense):
    """Nobody can be asked to come to what is cancelled (RFC 5546, 3.2.2)."""


class UnknownZone(Nonsense):
    """The tz database has no zone of this name."""

    def __init__(self, name: str) -> None:
        """Name the zone that was asked for."""
        super().__init__(said("There is no time zone named %(name)s.", name=repr(name)))
        self.name = name


class NotACalendar(Nonsense):
    """What was to be read is no iCalendar file; says why in a sentence."""


class Unreadable(Nonsense):
    """A value in an iCalendar file that cannot be understood; says which in a sentence."""
