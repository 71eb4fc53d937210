"""What the archive's event is about, by the lists of this site."""

from typing import TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from openevent.events.models import EventSubTopic, EventTopic, EventType
from openevent.imports.archive.leftovers import Leftovers
from openevent.imports.archive.listing import Entry
from openevent.lib import text

LONGEST_NAME = 255
Row = TypeVar("Row", bound=Model)


def found(entry: Entry, leftovers: Leftovers) -> dict[str, Model]:
    """The site's own type, topic and sub-topic that the archive names (at most 3 statements); others are noted."""
    topic = _found(entry, "topic", EventTopic.objects.filter(deleted_at=None), leftovers)
    rows: dict[str, Model | None] = {
        "event_type": _found(entry, "type", EventType.objects.filter(deleted_at=None), leftovers),
        "event_topic": topic,
        "event_sub_topic": _found(entry, "sub_topic", EventSubTopic.objects.filter(event_topic=topic), leftovers),
    }
    return {member: row for member, row in rows.items() if row is not None}


def _found(entry: Entry, member: str, rows: QuerySet[Row], leftovers: Leftovers) -> Row | None:
    """The row whose name or slug the archive says, in whatever case."""
    spelled = entry.members.get(member)
    if spelled is None:
        return None
    name = text.one_line(spelled.value) if isinstance(spelled.value, str) else ""
    if name and len(name) <= LONGEST_NAME:
        row = rows.filter(Q(name__iexact=name) | Q(slug=name.lower())).order_by("pk").first()
        if row is not None:
            return row
    leftovers.note(entry.place.at(spelled.spelling), _("is not on this site's list; left out"), spelled.value)
    return None
