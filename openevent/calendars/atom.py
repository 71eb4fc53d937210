"""What changed in a calendar, as an Atom feed (RFC 4287)."""

from collections.abc import Iterable, Iterator

from openevent.calendars import guids
from openevent.calendars.conferences import GENERATOR
from openevent.calendars.document import Calendar, Entry
from openevent.calendars.markup import element, parent, start
from openevent.calendars.sentences import when_and_where
from openevent.calendars.timestamps import utc
from openevent.calendars.titles import title

_ATOM = "http://www.w3.org/2005/Atom"


def stream(calendar: Calendar) -> Iterator[bytes]:
    """The pieces of the feed: the head, one piece an entry, the tail. What changed last comes first."""
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n{start("feed", xmlns=_ATOM)}\n{_lines(_head(calendar))}'.encode()
    for entry in sorted(calendar.entries, key=lambda entry: (-entry.revised_at.timestamp(), entry.uid)):
        yield _lines([parent("entry", "\n" + _lines(_entry(entry, calendar.zone)))]).encode()
    yield b"</feed>\n"


def _lines(elements: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in elements)


def _head(calendar: Calendar) -> Iterator[str]:
    about = calendar.about
    yield element("id", guids.of_calendar(calendar).urn)
    yield element("title", calendar.name)
    yield element("subtitle", calendar.description)
    yield element("updated", utc(calendar.revised_at))
    # A feed or each of its entries needs an author (RFC 4287, 4.1.1).
    yield parent("author", element("name", _author(calendar)))
    if about.source:
        yield element("link", rel="self", type="application/atom+xml", href=about.source)
    if about.url:
        yield element("link", rel="alternate", type="text/html", href=about.url)
    if about.image:
        yield element("logo", about.image)
    yield element("generator", GENERATOR)


def _author(calendar: Calendar) -> str:
    names = (entry.organizer.name for entry in calendar.entries if entry.organizer)
    return next(filter(None, names), calendar.name) or "The organizers"


def _entry(entry: Entry, zone: str) -> Iterator[str]:
    yield element("id", guids.guid(entry.uid).urn)
    yield element("title", title(entry))
    yield element("updated", utc(entry.revised_at))
    if entry.created_at:
        yield element("published", utc(entry.created_at))
    if entry.url:
        yield element("link", rel="alternate", type="text/html", href=entry.url)
    for link in entry.details.links:
        yield element("link", rel="related", href=link.url, title=link.title or link.url)
    for category in entry.categories:
        yield element("category", term=category)
    yield element("summary", when_and_where(entry, zone))
    yield from _content(entry)


def _content(entry: Entry) -> Iterator[str]:
    if html := entry.details.all_html:
        yield element("content", html, type="html")
    elif entry.description or not entry.url:
        # An entry without a link to its page must have content, if only an empty one (RFC 4287, 4.1.2).
        yield element("content", entry.description, type="text")
