"""A session as an item of a CalDAV collection."""

import re
from typing import Any

from django.utils.http import http_date
from radicale.item import Item
from radicale.storage import BaseCollection

from openevent.calendars import ics
from openevent.calendars.document import Calendar, Entry

HREF = re.compile(r"([1-9][0-9]{0,17})\.ics", re.ASCII)
MOST_PARSED = 1000  # in one request


class TooMuchToRead(ValueError):  # noqa: N818 - a refusal, which Radicale knows by its base
    """The question can be answered only by reading very many items word by word."""


def number(href: str) -> int | None:
    """The session's id that an item's name holds."""
    found = HREF.fullmatch(href)
    return int(found[1]) if found else None


def href(number: int) -> str:
    """The name of a session's item."""
    return f"{number}.ics"


class SessionItem(Item):
    """An item that is read word by word only where a filter needs it, and not for ever."""

    @property
    def vobject_item(self) -> Any:
        """The item as Radicale's own library reads it. Raises TooMuchToRead."""
        if self._vobject_item is None:
            parsed = getattr(self.collection, "parsed", 0) + 1
            if parsed > MOST_PARSED:
                raise TooMuchToRead(f"Ask for a time range of at most {MOST_PARSED} entries.")
            setattr(self.collection, "parsed", parsed)  # noqa: B010 - Radicale's class does not know it
        return super().vobject_item


def item(collection: BaseCollection, number: int, entry: Entry, zone: str) -> SessionItem:
    """The entry as a calendar of its own, with its time zone; the tag is made of its bytes."""
    text = ics.write(Calendar(name="", description="", zone=zone, entries=(entry,))).decode()
    return SessionItem(
        collection=collection,
        href=href(number),
        text=text,
        uid=entry.uid,
        name="VCALENDAR",
        component_name="VEVENT",
        last_modified=http_date(entry.revised_at.timestamp()),
        time_range=(int(entry.starts_at.timestamp()), int(entry.ends_at.timestamp())),
    )
