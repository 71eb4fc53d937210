"""Content lines of at most 75 octets (RFC 5545, 3.1)."""

import re

# icalendar starts a new line after 74 octets: with the blank that begins a continuation, these are 75. It never breaks
# inside a character (before an octet that continues one), and a backslash or circumflex that would end a line begins
# the next one instead.
_OCTETS = 74
_PIECE = re.compile(rb"(?>.{1,74}(?![\x80-\xbf]))(?:(?<![\\^])|\Z)|.{1,73}(?=[\\^])", re.DOTALL)


def fold(line: bytes) -> bytes:
    """The content line (UTF-8, without its end), broken where icalendar breaks it."""
    return line if len(line) <= _OCTETS else b"\r\n ".join(_PIECE.findall(line))
