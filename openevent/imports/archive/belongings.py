"""What belongs to the archive's event beside its programme: links, a licence, sponsors."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from openevent.imports.archive.columns import COPYRIGHT, SOCIAL_LINKS, Resource
from openevent.imports.archive.dialects import note_contradictions, understood
from openevent.imports.archive.facts import Cleaner
from openevent.imports.archive.leftovers import Leftovers, too_many
from openevent.imports.archive.listing import Entry, rows_of
from openevent.imports.archive.parsing import Json
from openevent.imports.archive.places import Place
from openevent.imports.archive.refusals import Unusable
from openevent.imports.archive.rows import Facts

MOST_LINKS = 100


def sponsors(content: Json, leftovers: Leftovers) -> list[Entry]:
    """The rows of the file “sponsors”. Raises Unusable, TooBig."""
    return list(rows_of("sponsors", content or [], leftovers, are_named=False))


def social_links(event: Entry, cleaner: Cleaner) -> list[Facts]:
    """The links of the event; what leads nowhere is noted. Raises Unusable."""
    spelled = event.members.get("social_links")
    if spelled is None:
        return []
    place = event.place.at(spelled.spelling)
    if not isinstance(spelled.value, list):
        raise Unusable(_("%(place)s should be a list.") % {"place": place})
    if len(spelled.value) > MOST_LINKS:
        cleaner.leftovers.note(place, too_many(MOST_LINKS), spelled.value)
    return list(_links(spelled.value[:MOST_LINKS], place, cleaner))


def _links(written: list[Json], place: Place, cleaner: Cleaner) -> Iterator[Facts]:
    for one in written:
        entry = nested(one, place, SOCIAL_LINKS, cleaner.leftovers)
        facts = cleaner.row(entry, SOCIAL_LINKS)
        if "link" in facts:
            yield facts
        elif "link" not in entry.members:  # one that cannot be read is noted already
            cleaner.leftovers.note(place, _("leads nowhere; left out"), facts["name"])


def copyright_of(event: Entry, cleaner: Cleaner) -> Facts | None:
    """The licence of the event, if the archive has one. Raises Unusable."""
    spelled = event.members.get("event_copyright")
    if spelled is None:
        return None
    entry = nested(spelled.value, event.place.at(spelled.spelling), COPYRIGHT, cleaner.leftovers)
    return cleaner.row(entry, COPYRIGHT) if entry.members else None


def nested(written: Json, place: Place, resource: Resource, leftovers: Leftovers) -> Entry:
    """What is nested at this place. Raises Unusable where that is no object."""
    if not isinstance(written, dict):
        raise Unusable(_("%(place)s should hold objects only.") % {"place": place})
    note_contradictions(written, place=place, leftovers=leftovers, of=resource.file)
    return Entry(key="", place=place, members=understood(written, of=resource.file))
