"""What an entry says of a session in words, as the session's columns hold it. What it does not say stays."""

from copy import copy

from openevent.calendars import cleaning
from openevent.calendars.document import Entry
from openevent.imports.calendar.programme import Programme
from openevent.lib import models, text, urls
from openevent.program import editing
from openevent.program.entries import LINKS
from openevent.program.models import Session

COLUMNS = {title.casefold(): name for name, title in LINKS.items()}


def words(entry: Entry, here: Programme, session: Session | None) -> dict[str, str]:
    """The columns that would change, cleaned, with their new values. Raises Refused for what no row can hold."""
    draft = copy(session) if session is not None else Session(event=here.event, uid=entry.uid)
    said = {
        "title": entry.summary,
        "subtitle": entry.details.subtitle,
        "language": entry.details.language,
        **_abstracts(entry, draft),
        **_addresses(entry, here),
    }
    # To clean HTML takes longer than everything else here: only what looks new is looked at.
    new = {name: value for name, value in said.items() if value and not _is_said(value, getattr(draft, name))}
    changed = editing.put(draft, dict(new))
    models.check(draft, members=changed if session is not None else changed | {"title", "uid"})
    return {name: getattr(draft, name) for name in sorted(changed)}


def _is_said(value: str, stored: str) -> bool:
    return value in (stored, cleaning.line(stored), cleaning.lines(stored))


def _abstracts(entry: Entry, draft: Session) -> dict[str, str]:
    """Abstract and description; one and the same text, once plain and once with HTML, is one abstract."""
    short, html = entry.description, entry.details.long_html
    if short and _is_said(short, draft.short_abstract_text):
        short = ""
    if html and (_is_said(html, draft.short_abstract) or _is_said(html, draft.long_abstract)):
        html = ""
    if html and text.plain(html).strip() == entry.description.strip():
        return {"short_abstract" if draft.short_abstract or not draft.long_abstract else "long_abstract": html}
    return {"short_abstract": short, "long_abstract": html}


def _addresses(entry: Entry, here: Programme) -> dict[str, str]:
    """Links that sessions have a column for, and a stream that is neither the room's nor the event's."""
    found = {COLUMNS.get(link.title.casefold(), ""): link.url for link in entry.details.links}
    shared = {here.event.public_stream_link, *(room.stream_url for room in here.rooms.values())}
    if entry.conference not in shared:
        found["stream_url"] = entry.conference
    return {name: url for name, url in found.items() if name and urls.is_absolute(url)}
