"""The addresses of the pages that people open: one place, so that calendars, answers and pages agree."""

from openevent.lib import urls


def event_page(identifier: str) -> str:
    """The path of an event's public page."""
    return f"/e/{identifier}"


def session_page(identifier: str, session_id: int) -> str:
    """The absolute address of a session's public page, as calendar entries carry it."""
    return urls.absolute(f"{event_page(identifier)}/session/{session_id}")
