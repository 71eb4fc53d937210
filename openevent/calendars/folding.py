"""Content lines of at most 75 octets (RFC 5545, 3.1)."""

# icalendar starts a new line after 74 octets: with the blank that begins a continuation, these are 75.
_OCTETS = 74
_BREAK = b"\r\n "


def fold(line: bytes) -> bytes:
    """The content line (UTF-8, without its end), broken where icalendar breaks it.

    Never inside a character, and a backslash or circumflex that would end a line begins the next one instead.
    """
    return line if len(line) <= _OCTETS else _BREAK.join(_pieces(line))


def _pieces(line: bytes) -> list[bytes]:
    pieces, start, last = [], 0, len(line) - _OCTETS
    while start < last:
        end = start + _OCTETS
        while 0x80 <= line[end] < 0xC0:  # the octet at `end` continues a character
            end -= 1
        if line[end - 1] in b"\\^":
            end -= 1
        pieces.append(line[start:end])
        start = end
    pieces.append(line[start:])
    return pieces
