"""The file as octets: encoding, ends of lines, their length, characters that no calendar may hold (RFC 5545, 3.1)."""

import codecs
import re
from collections.abc import Iterator

from openevent.calendars.checks.finding import Finding, error, warning

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
            f"Line {_line(data, found.start())} holds a control character (0x{found[0].hex().upper()}): "
            "some programs refuse the whole file. Take it out of the text.",
        )
    if found := _SEPARATORS.search(data):
        yield warning(
            "line-separator",
            f"Line {_line(data, found.start())} holds a line separator of Unicode (U+0085, U+2028 or U+2029), at which "
            "some programs break the line. Write a blank, or \\n for a line break.",
        )


def _encoding(data: bytes) -> Iterator[Finding]:
    if data.startswith(codecs.BOM_UTF8):
        yield warning(
            "byte-order-mark",
            "The file begins with a byte order mark, so some programs do not find BEGIN:VCALENDAR. Leave the mark out.",
        )
    if (place := _first_not_utf8(data)) is None:
        return
    if _first_not_utf8(_FOLD.sub(b"", data)) is None:
        yield warning(
            "folded-inside-character",
            f"Line {_line(data, place)} is folded inside a character, which some programs show as “�”. "
            "Fold between characters only.",
        )
    else:
        yield error(
            "not-utf-8",
            f"Line {_line(data, place)} is not UTF-8, so names and titles are shown garbled. Save the file as UTF-8.",
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
            f"{_counted(bare)} with LF alone; calendars end lines with CRLF, and strict programs refuse the file. "
            "Write CRLF.",
        )
    if found := _LONE_CR.search(data):
        yield warning(
            "bare-carriage-return",
            f"Line {_line(data, found.start())} holds a CR without LF, which programs read differently. Write CRLF.",
        )


def _counted(lines: int) -> str:
    return "One line ends" if lines == 1 else f"{lines} lines end"


def _lengths(sizes: list[int]) -> Iterator[Finding]:
    """Lines of no octets, and of too many."""
    if 0 in sizes:
        yield warning(
            "blank-line",
            f"Line {sizes.index(0) + 1} is empty: some programs stop reading there. Leave empty lines out.",
        )
    numbers = [number for number, size in enumerate(sizes, start=1) if size > _MOST_OCTETS]
    if numbers:
        many = f"{len(numbers)} lines are" if len(numbers) > 1 else "One line is"
        yield warning(
            "long-line",
            f"{many} longer than {_MOST_OCTETS} octets (the first is line {numbers[0]} with {sizes[numbers[0] - 1]}): "
            "strict programs cut or refuse them. Fold long lines.",
        )


def _line(data: bytes, place: int) -> int:
    """The number of the line at this place."""
    return data.count(b"\n", 0, place) + 1
