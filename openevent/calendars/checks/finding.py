"""A finding: what is wrong with a calendar, or worth knowing, and what to do about it."""

import enum
from dataclasses import dataclass, replace

from openevent.calendars.components import Component
from openevent.calendars.saying import Said, said

_LONGEST = 60
# Of a title as much as a sentence can use, of a uid what one can have: a file may say them in megabytes, and have a
# thousand faults in one event.
_LOOKED_AT = 255


class Severity(enum.StrEnum):
    """How bad it is."""

    ERROR = "error"  # programs show something wrong, or nothing
    WARNING = "warning"  # some programs show it otherwise, or late
    NOTE = "note"  # worth knowing; nothing needs to be done


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """What was found: `code` stays the same over releases, `uid` is of the event it is about (its first
    255 characters), "" for the whole file.
    """

    severity: Severity
    code: str
    detail: str
    uid: str = ""


def error(code: str, detail: Said, event: Component | None = None) -> Finding:
    """Something that programs show wrongly, or not at all."""
    return _finding(Severity.ERROR, code, detail, event)


def warning(code: str, detail: Said, event: Component | None = None) -> Finding:
    """Something that some programs show otherwise, or late."""
    return _finding(Severity.WARNING, code, detail, event)


def note(code: str, detail: Said, event: Component | None = None) -> Finding:
    """Something worth knowing."""
    return _finding(Severity.NOTE, code, detail, event)


def called(event: Component) -> Said:
    """The event as a sentence begins with it: by its title, else by its uid."""
    title = " ".join(_start(event, "SUMMARY").split())
    if title:
        # Translators: an event, by its title, at the beginning of a sentence.
        return said("“%(title)s”", title=shortened(title))
    if uid := _start(event, "UID").strip():
        # Translators: an event without a title, by its UID, at the beginning of a sentence (and once within one).
        return said("The event %(uid)s", uid=shortened(uid))
    # Translators: at the beginning of a sentence.
    return said("An event without a title")


def shortened(text: str, most: int = _LONGEST) -> str:
    """The text in one line, or as much of it as a sentence bears; without what a terminal would obey."""
    visible = "".join(letter if letter.isprintable() else " " for letter in text[: most + 1])
    return visible if len(visible) <= most else f"{visible[:most]}…"


def _finding(severity: Severity, code: str, detail: Said, event: Component | None) -> Finding:
    return Finding(severity=severity, code=code, detail=detail, uid=_start(event, "UID") if event else "")


def _start(event: Component, name: str) -> str:
    """The beginning of a text of the event."""
    found = event.first(name)
    return replace(found, value=found.value[:_LOOKED_AT]).text if found else ""
