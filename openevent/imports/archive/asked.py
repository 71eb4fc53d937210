"""What an archive's event asks its attendees: the file “forms”."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from openevent.imports.archive.columns import CUSTOM_FORMS
from openevent.imports.archive.facts import Cleaner
from openevent.imports.archive.leftovers import Leftovers, left_out, too_many
from openevent.imports.archive.listing import Entry, row_of
from openevent.imports.archive.parsing import Json
from openevent.imports.archive.places import Place
from openevent.imports.archive.refusals import Unusable
from openevent.imports.archive.rows import Facts
from openevent.imports.archive.values import LeftOut
from openevent.tickets import asking
from openevent.tickets.forms import ASKABLE
from openevent.tickets.models import CustomForm

FILE = Place(file="forms")
MOST_FIELDS = 1000
# The forms for sessions and speakers: a row for each field in the younger dialect, all in one row in the older.
PROPOSING = frozenset({"session", "speaker"})
WHOLE_FORMS = ("session_form", "speaker_form")
SAME_EVERYWHERE = gettext_noop(
    "this form is the same for every event here: what attendees are asked can be chosen, nothing else"
)
HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def fields(content: Json, cleaner: Cleaner) -> list[Facts]:
    """The fields of the form for attendees; what cannot be asked is noted, and the rest is taken over."""
    kept: list[Facts] = []
    asked: set[tuple[str, str]] = set()
    for number, row in enumerate(_rows(content, cleaner.leftovers), start=1):
        try:
            entry = row_of(FILE.file, number, row, cleaner.leftovers, is_named=False)
            facts = _field(entry, cleaner) if _is_of_attendees(entry, cleaner.leftovers) else None
            if facts and _is_new(facts, entry, asked, cleaner.leftovers):
                kept.append(facts)
        except (LeftOut, Unusable) as reason:
            place = Place(file=FILE.file, row=number)
            cleaner.leftovers.note(place, left_out(reason))
    return kept


def _rows(content: Json, leftovers: Leftovers) -> list[Json]:
    rows = [] if content is None else content
    if not isinstance(rows, list):
        leftovers.note(FILE, _("should be a list of rows; left out"))
        return []
    if len(rows) > MOST_FIELDS:
        leftovers.note(FILE, too_many(MOST_FIELDS), rows)
    return rows[:MOST_FIELDS]


def _field(entry: Entry, cleaner: Cleaner) -> Facts:
    """The facts of one field, as the rules for every form want them. Raises LeftOut, Unusable."""
    facts = cleaner.row(entry, CUSTOM_FORMS)
    identifier = _identifier(facts.get("field_identifier", ""))
    if not identifier:
        raise LeftOut(_("nothing says what it asks for"))
    facts |= {"field_identifier": identifier, **asking.nature(identifier)}
    return {**facts, **_demanded(facts, entry, cleaner.leftovers)}


def _is_of_attendees(entry: Entry, leftovers: Leftovers) -> bool:
    whole = [entry.members[member] for member in WHOLE_FORMS if member in entry.members]
    for form in whole:
        leftovers.note(entry.place.at(form.spelling), _(SAME_EVERYWHERE))
    if whole:
        return False
    spelled = entry.members.get("form")
    word = str(spelled.value).strip().lower() if spelled else ""
    if word == CustomForm.Form.ATTENDEE:
        return True
    if word in PROPOSING:
        leftovers.note(entry.place.at("form"), _(SAME_EVERYWHERE))
    else:
        unclear = _("does not say who is asked (attendee, session or speaker); left out")
        leftovers.note(entry.place.at("form"), unclear, spelled.value if spelled else None)
    return False


def _identifier(written: str) -> str:
    """What the field asks for; archives write members of an attendee as `jobTitle`, too."""
    identifier = asking.identifier(written)
    snake = HUMP.sub("_", identifier).lower()
    return snake if snake in ASKABLE else identifier


def _demanded(facts: Facts, entry: Entry, leftovers: Leftovers) -> Facts:
    """Whether the field is in the form, and required: the address always, others only where they are in it."""
    is_included, is_required = facts.get("is_included", False), facts.get("is_required", False)
    if facts["is_fixed"]:
        if not (is_included and is_required):
            reason = _("asks for the address, which every form requires; it is required here, too")
            leftovers.note(entry.place, reason)
        return {"is_included": True, "is_required": True}
    if is_required and not is_included:
        place = entry.place.at(entry.members["is_required"].spelling)
        leftovers.note(place, _("is said of a field that is not in the form; nobody is required to fill it"))
        return {"is_required": False}
    return {}


def _is_new(facts: Facts, entry: Entry, asked: set[tuple[str, str]], leftovers: Leftovers) -> bool:
    """Whether no earlier field asks the same of the same tickets; one that was deleted asks nothing."""
    if "deleted_at" in facts:
        return True
    what = (facts.get("form_id", ""), facts["field_identifier"])
    if what in asked:
        leftovers.note(entry.place, _("asks for {value}, as an earlier row does; left out"), what[1])
        return False
    asked.add(what)
    return True
