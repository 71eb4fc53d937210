"""Why a calendar is not read at all."""

from openevent.lib.errors import Malformed, TooLarge


class NotOneOfOurs(Malformed):
    """The file is no calendar that this server reads, or it is damaged."""


class TooMuch(TooLarge):
    """The file, or what it holds, is more than this server takes at once."""
