"""Why an archive is not taken over at all."""

from openevent.lib.errors import Conflicting, Malformed, Refused, TooLarge


class NotAnArchive(Malformed):
    """The file is no zip that can be read, or not one of an Open Event archive."""


class TooBig(TooLarge):
    """The archive, or something in it, is bigger than this server takes."""


class Unusable(Refused):
    """The archive can be read, but what it says cannot be: the sentence names the file, the row and the member."""


class ImportedAlready(Conflicting):
    """The archive is here already, as an event that the asker may know of."""


class ChangedMeanwhile(Conflicting):
    """Somebody else changed the same rows while the archive was written."""
