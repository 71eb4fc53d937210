"""The file as octets: encoding, ends of lines, their length, characters that no calendar may hold (RFC 5545, 3.1)."""

import codecs
import re
from collections.abc import Iterator

from openevent.calendars.checks.finding import Finding, error, warning
from openevent.calendars.saying import numbered, said

_MOST_OCTETS = 75
_FOLD = re.compile(rb"\r?\n[ \t]")
_LONE_CR = re.compile(rb"\r(?!\n)")
_END_OF_LINE = re.compile(rb"\r?\n")
_CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# U+0085, U+2028 and U+2029 in UTF-8: some programs break lines at them.
_SEPARATORS = re.compile(rb"\xc2\x85|\xe2\x80[\xa8\xa9]")


def findings(data: bytes) -> Iterator[Finding]:
    """What the octets show."""
    yield from _encoding(data)
    yield from _ends_of_lines(data)
    yield from _lengths([len(line) for line in _END_OF_LINE.split(data.rstrip(b"\r\n"))])
    if found := _CONTROLS.search(data):
        yield error(
            "control-character",
            said(
                "Line %(line)s holds a control character (0x%(octet)s): some programs refuse the whole file. "
                "Take it out of the text.",
                line=_line(data, found.start()),
                octet=found[0].hex().upper(),
            ),
        )
    if found := _SEPARATORS.search(data):
        yield warning(
            "line-separator",
            said(
                "Line %(line)s holds a line separator of Unicode (U+0085, U+2028 or U+2029), at which some programs "
                "break the line. Write a blank, or \\n for a line break.",
                line=_line(data, found.start()),
            ),
        )


def _encoding(data: bytes) -> Iterator[Finding]:
    if data.startswith(codecs.BOM_UTF8):
        yield warning(
            "byte-order-mark",
            said(
                "The file begins with a byte order mark, so some programs do not find BEGIN:VCALENDAR. "
                "Leave the mark out."
            ),
        )
    if (place := _first_not_utf8(data)) is None:
        return
    if _first_not_utf8(_FOLD.sub(b"", data)) is None:
        yield warning(
            "folded-inside-character",
            said(
                "Line %(line)s is folded inside a character, which some programs show as “�”. "
                "Fold between characters only.",
                line=_line(data, place),
            ),
        )
    else:
        yield error(
            "not-utf-8",
            said(
                "Line %(line)s is not UTF-8, so names and titles are shown garbled. Save the file as UTF-8.",
                line=_line(data, place),
            ),
        )


def _first_not_utf8(data: bytes) -> int | None:
    try:
        data.decode()
    except UnicodeDecodeError as fault:
        return fault.start
    return None


def _ends_of_lines(data: bytes) -> Iterator[Finding]:
    bare = data.count(b"\n") - data.count(b"\r\n")
    if bare:
        yield warning(
            "bare-line-feed",
            numbered(
                "One line ends with LF alone; calendars end lines with CRLF, and strict programs refuse the file. "
                "Write CRLF.",
                "%(count)s lines end with LF alone; calendars end lines with CRLF, and strict programs refuse the "
                "file. Write CRLF.",
                bare,
            ),
        )
    if found := _LONE_CR.search(data):
        yield warning(
            "bare-carriage-return",
            said(
                "Line %(line)s holds a CR without LF, which programs read differently. Write CRLF.",
                line=_line(data, found.start()),
            ),
        )


def _lengths(sizes: list[int]) -> Iterator[Finding]:
    """Lines of no octets, and of too many."""
    if 0 in sizes:
        yield warning(
            "blank-line",
            said(
                "Line %(line)s is empty: some programs stop reading there. Leave empty lines out.",
                line=sizes.index(0) + 1,
            ),
        )
    numbers = [number for number, size in enumerate(sizes, start=1) if size > _MOST_OCTETS]
    if numbers:
        yield warning(
            "long-line",
            numbered(
                "One line is longer than %(most)s octets (the first is line %(line)s with %(size)s): "
                "strict programs cut or refuse them. Fold long lines.",
                "%(count)s lines are longer than %(most)s octets (the first is line %(line)s with %(size)s): "
                "strict programs cut or refuse them. Fold long lines.",
                len(numbers),
                most=_MOST_OCTETS,
                line=numbers[0],
                size=sizes[numbers[0] - 1],
            ),
        )


def _line(data: bytes, place: int) -> int:
    """The number of the line at this place."""
    return data.count(b"\n", 0, place) + 1
