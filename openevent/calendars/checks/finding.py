"""A finding: what is wrong with a calendar, or worth knowing, and what to do about it."""

import enum
from dataclasses import dataclass

from openevent.calendars.components import Component

_LONGEST = 60


class Severity(enum.StrEnum):
    """How bad it is."""

    ERROR = "error"  # programs show something wrong, or nothing
    WARNING = "warning"  # some programs show it otherwise, or late
    NOTE = "note"  # worth knowing; nothing needs to be done


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """What was found: `code` stays the same over releases, `uid` is of the event it is about, "" for the whole file."""

    severity: Severity
    code: str
    detail: str
    uid: str = ""


def error(code: str, detail: str, event: Component | None = None) -> Finding:
    """Something that programs show wrongly, or not at all."""
    return _finding(Severity.ERROR, code, detail, event)


def warning(code: str, detail: str, event: Component | None = None) -> Finding:
    """Something that some programs show otherwise, or late."""
    return _finding(Severity.WARNING, code, detail, event)


def note(code: str, detail: str, event: Component | None = None) -> Finding:
    """Something worth knowing."""
    return _finding(Severity.NOTE, code, detail, event)


def called(event: Component) -> str:
    """The event as a sentence begins with it: by its title, else by its uid."""
    title = " ".join(event.text("SUMMARY").split())
    if title:
        return f"“{shortened(title)}”"
    uid = event.text("UID").strip()
    return f"The event {shortened(uid)}" if uid else "An event without a title"


def shortened(text: str, most: int = _LONGEST) -> str:
    """The text in one line, or as much of it as a sentence bears; without what a terminal would obey."""
    visible = "".join(letter if letter.isprintable() else " " for letter in text[: most + 1])
    return visible if len(visible) <= most else f"{visible[:most]}…"


def _finding(severity: Severity, code: str, detail: str, event: Component | None) -> Finding:
    return Finding(severity=severity, code=code, detail=detail, uid=event.text("UID") if event else "")
