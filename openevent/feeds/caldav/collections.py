"""Collections as Radicale asks them: folders that hold calendars, and calendars that hold sessions."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import overload
from xml.etree import ElementTree as ET

from django.utils.http import http_date
from radicale.item import Item
from radicale.item.filter import TIMESTAMP_MAX, TIMESTAMP_MIN, simplify_prefilters
from radicale.storage import BaseCollection
from radicale.xmlutils import make_clark

from openevent.calendars import ics
from openevent.events.freshness import Freshness
from openevent.feeds import answering, schedule, wanting
from openevent.feeds.caldav import items
from openevent.feeds.caldav.contents import Content
from openevent.lib import addresses
from openevent.program import calendar
from openevent.program.changes import MOST
from openevent.program.models.session import SessionQuerySet

# A question for the entry with a uid (RFC 4791, 7.8.6).
UID = "/".join(map(make_clark, ("C:comp-filter", "C:comp-filter", "C:prop-filter[@name='UID']", "C:text-match")))


class Collection(BaseCollection):
    """What folders and calendars have in common; nothing of it can be written."""

    def __init__(self, path: str, properties: Mapping[str, str]) -> None:
        self._path = path
        self._properties = properties

    @property
    def path(self) -> str:
        """The path without slashes around it."""
        return self._path

    @property
    def owner(self) -> str:
        """The principal to whom it belongs; "" for what is everybody's."""
        first = self._path.partition("/")[0]
        return "" if first == "events" else first

    @property
    def is_principal(self) -> bool:
        """Whether it is somebody's own folder."""
        return bool(self.owner) and "/" not in self._path

    @overload
    def get_meta(self, key: None = None) -> Mapping[str, str]: ...

    @overload
    def get_meta(self, key: str) -> str | None: ...

    def get_meta(self, key: str | None = None) -> Mapping[str, str] | str | None:
        """One property, or all of them, as Radicale spells their names."""
        return self._properties if key is None else self._properties.get(key)


class Folder(Collection):
    """A collection of collections."""

    def __init__(self, path: str, title: str, children: Callable[[], Iterable[Collection]]) -> None:
        super().__init__(path, {"D:displayname": title})
        self._children = children

    def get_all(self) -> Iterable[Item]:
        """A folder holds no items."""
        return ()

    def children(self) -> Iterable[Collection]:
        """The collections in it."""
        return self._children()


class Calendar(Collection):
    """A calendar of sessions, read as far as somebody asks for it."""

    def __init__(self, path: str, content: Content) -> None:
        self.content = content
        self._zones = {event.pk: event.timezone for event in content.events}
        properties = {
            "tag": "VCALENDAR",
            "D:displayname": content.title,
            "C:calendar-description": f"Schedule for sessions at {content.title}" if content.is_public else "",
            "C:supported-calendar-component-set": "VEVENT",
        }
        super().__init__(path, {name: value for name, value in properties.items() if value})

    @property
    def etag(self) -> str:
        """It changes with whatever its items depend on."""
        return self.content.standing.tag

    @property
    def last_modified(self) -> str:
        """When one of its events changed last."""
        moments = [event.changed_at or event.created_at for event in self.content.events]
        return http_date(max(moments).timestamp() if moments else 0)

    def sync(self, old_token: str = "") -> tuple[str, Iterable[str]]:
        """The present token, and the names of what changed since the old one. Raises UnknownToken."""
        numbers = self.content.changed_since(old_token) if old_token else self.content.numbers()
        return self.content.standing.token, map(items.href, sorted(numbers))

    def get_all(self) -> Iterator[Item]:
        """Every item (2 queries)."""
        return self._items(self.content.sessions)

    def get_multi(self, hrefs: Iterable[str]) -> Iterator[tuple[str, Item | None]]:
        """The items of these names, None for those that are not there (2 queries, however many)."""
        asked = {href: items.number(href) for href in hrefs}
        numbers = {number for number in asked.values() if number is not None}
        sessions = self.content.sessions
        # Of very many it is quicker to read all rows than to look each of them up.
        few = sessions.filter(pk__in=numbers) if len(numbers) <= MOST else sessions
        found = {item.href: item for item in self._items(few)} if numbers else {}
        for href in asked:
            yield href, found.get(href)

    def get_filtered(self, filters: Iterable[ET.Element]) -> Iterator[tuple[Item, bool]]:
        """The items in the time range that is asked for (RFC 4791, 9.9), and whether no other question is left."""
        filters = list(filters)
        tag, start, end, is_simple = simplify_prefilters(filters, self.tag)
        if tag not in (None, "VEVENT"):
            return
        begins = datetime.fromtimestamp(start, UTC) if start > TIMESTAMP_MIN else None
        ends = datetime.fromtimestamp(end, UTC) if end < TIMESTAMP_MAX else None
        sessions = self.content.sessions.between(begins, ends)
        if (uid := _uid(filters)) is not None:
            sessions = sessions.filter(uid__icontains=uid)
        for item in self._items(sessions):
            yield item, is_simple

    def serialize(self, vcf_to_ics: bool = False, ShareActions: object = None) -> str:  # noqa: ARG002, N803 - Radicale's
        """The whole calendar as one file: for a programme the same bytes as its feed."""
        if self.content.is_public:
            [event] = self.content.events
            fresh = Freshness(event.pk, *self.content.standing.events[event.pk])
            path = addresses.schedule_feed(event.identifier)
            return answering.body(schedule.offer(wanting.schedule("ics", ""), path, fresh)).decode()
        made = calendar.agenda(
            self.content.events,
            self.content.sessions,
            name=self.content.title,
            description=self.content.title,
            detailed=False,
        )
        return ics.write(made.calendar).decode()

    def children(self) -> Iterable[Item]:
        """Its items."""
        return self.get_all()

    def _items(self, sessions: SessionQuerySet) -> Iterator[Item]:
        for number, event_id, entry in calendar.numbered(self.content.events, sessions):
            yield items.item(self, number, entry, self._zones[event_id])


def _uid(filters: Iterable[ET.Element]) -> str | None:
    """What the uids have to hold at least, where a program asks for one that it knows."""
    found = (match for one in filters for match in one.findall(UID) if match.get("negate-condition", "no") == "no")
    return next((match.text for match in found if match.text and match.text.isascii()), None)
