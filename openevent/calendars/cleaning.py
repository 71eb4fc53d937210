"""Making free text harmless before it enters a document."""

import re

# Characters that are none: XML refuses the two of the first plane (XML 1.0, 2.2), I-JSON all of them (RFC 7493, 2.1).
_NO_CHARACTERS = "\ufdd0-\ufdef" + "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
)
# What no calendar text may hold: controls other than TAB, C1 controls, lone surrogates, every kind of line break but
# LF, and the byte order mark, which icalendar drops when it leads.
_SUSPECT = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff{_NO_CHARACTERS}]")
_BREAKS = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_DROPPED = re.compile(f"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff{_NO_CHARACTERS}]")

_ASCII_CONTROLS = bytes([*range(9), *range(11, 32), 127])


def lines(text: str) -> str:
    r"""Text of several lines: every line break becomes LF, other controls than TAB go, `\N` becomes `\n`.

    icalendar takes a backslash before "N" for a line break of its own when it writes, and so would lose both.
    """
    # One letter is found much faster than two.
    if "\\" in text and r"\N" in text:
        return _plain(text, line_break="\n")
    # Two quick looks spare most texts the pattern, which takes three times as long.
    if text.isascii() and len(text.encode().translate(None, _ASCII_CONTROLS)) == len(text):
        return text
    if text.replace("\n", " ").isprintable() or not _SUSPECT.search(text):
        return text
    return _plain(text, line_break="\n")


def line(text: str) -> str:
    """Text of one line: as `lines`, but a line break becomes a blank (calcurse drops an event otherwise)."""
    if text.isprintable() and "\\" not in text:
        return text
    return lines(text) if not _BREAKS.search(text) else _plain(text, line_break=" ")


def name(text: str) -> str:
    r"""A parameter value (CN): one line, without outer blanks; a TAB becomes a blank and a backslash a slash.

    RFC 5545 knows no backslash escapes in parameters, but icalendar reads them: `CN=Ann\:mailto:` would swallow
    the colon. It also strips an unquoted TAB.
    """
    if text.isprintable() and "\\" not in text:
        return text.strip()
    return line(text).replace("\t", " ").replace("\\", "/").strip()


def _plain(text: str, *, line_break: str) -> str:
    # What is dropped may join a backslash and an "N", so these come last.
    return _DROPPED.sub("", _BREAKS.sub(line_break, text)).replace(r"\N", r"\n")
