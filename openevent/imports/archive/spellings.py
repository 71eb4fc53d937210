"""Values that archives write in a way of their own: states, colours, lengths, lists of links, free fields."""

import re
from datetime import datetime

from django.db import models
from django.utils.translation import gettext as _

from openevent.calendars import colors
from openevent.events import revising
from openevent.events.facts import MOST_DOCUMENTS
from openevent.events.models.event_copyright import FIRST_YEAR
from openevent.imports.archive.parsing import Json
from openevent.imports.archive.values import Cell, LeftOut, Reader, address, instant, integer, line, taken
from openevent.lib.text import storable

HEX = re.compile(r"#?([0-9a-f]{3}|[0-9a-f]{6})")
# "00:25", "1:15:00", and "3.30" for three and a half hours; a number alone counts minutes.
LENGTH = re.compile(r"([0-9]{1,2})[:.]([0-5][0-9])(?::[0-9]{2})?")
MINUTES = re.compile(r"[0-9]{1,4}")
MAX_HOURS = 99
MAX_FREE_FIELDS, MAX_FREE_NAME, MAX_FREE_TEXT = 30, 255, 10_000
MAX_EXACT = 2**53  # other programs read no bigger number exactly (RFC 8259, 6)
MAX_NAME, MAX_URL = 255, 2000


def one_of(choices: type[models.TextChoices], *, otherwise: str = "") -> Reader:
    """One of the choices, in whatever case; `otherwise` for another word."""
    known = {str(value).lower(): str(value) for value in choices.values}

    def read(value: Json, cell: Cell) -> str | None:
        word = known.get(str(value).strip().lower())
        if word is None:
            said = {"words": ", ".join(known.values()), "fate": taken(otherwise) if otherwise else _("left out")}
            cell.leftovers.note(cell.place, _("is none of %(words)s; %(fate)s") % said, value)
        return word or otherwise or None

    return read


def color(value: Json, _cell: Cell) -> str:
    """#rrggbb in lower case, also from three digits or a CSS name."""
    word = str(value).strip().lower()
    if word in colors.NAMES:
        return "#{:02x}{:02x}{:02x}".format(*colors.NAMES[word])
    found = HEX.fullmatch(word)
    if found is None:
        raise LeftOut(_("is no colour"))
    digits = found[1]
    return f"#{digits}" if len(digits) == len("rrggbb") else "#" + "".join(digit * 2 for digit in digits)


def length(value: Json, _cell: Cell) -> str:
    """HH:MM."""
    word = f"{value:.2f}" if isinstance(value, float) else str(value).strip()  # 3.3 was once written 3.30
    found = LENGTH.fullmatch(word)
    if found:
        hours, minutes = int(found[1]), int(found[2])
    elif MINUTES.fullmatch(word):
        hours, minutes = divmod(int(word), 60)
    else:
        raise LeftOut(_("is no length (hours and minutes)"))
    if hours > MAX_HOURS:
        raise LeftOut(_("is longer than %(most)s hours") % {"most": MAX_HOURS})
    return f"{hours:02}:{minutes:02}"


def past(value: Json, cell: Cell) -> datetime:
    """A moment that has been: a calendar must not hear of a change before it is made."""
    at = instant(value, cell)
    if at > revising.now():
        raise LeftOut(_("lies in the future"))
    return at


def year(value: Json, cell: Cell) -> int:
    """A year of the last or this century that has come."""
    found = integer(value, cell)
    if not FIRST_YEAR <= found <= revising.now().year:
        raise LeftOut(_("is no year from %(first)s to this one") % {"first": FIRST_YEAR})
    return found


def secret(value: Json, _cell: Cell) -> str | None:
    """A word that is not for everybody: a wrong one is told nowhere, so whoever reads this judges it."""
    return value.strip() if isinstance(value, str) else None


def links(most: int) -> Reader:
    """A list of names and addresses; a wrong one is left out."""

    def read(value: Json, cell: Cell) -> list[dict[str, object]] | None:
        if not isinstance(value, list) or len(value) > most:
            raise LeftOut(_("is no list of at most %(most)s links") % {"most": most})
        found = []
        for entry in value:
            try:
                found.append(_link(entry, cell))
            except LeftOut as reason:
                cell.leftovers.note(cell.place, _("%(reason)s; left out") % {"reason": reason}, entry)
        return found or None

    return read


def documents(value: Json, cell: Cell) -> list[dict[str, object]] | None:
    """As `links`; a document without a name is called by its address."""
    found = links(MOST_DOCUMENTS)(value, cell)
    if not isinstance(found, list):
        return None
    return [{**one, "name": one["name"] or str(one["link"])[:MAX_NAME]} for one in found]


def _link(entry: Json, cell: Cell) -> dict[str, object]:
    if not isinstance(entry, dict) or not isinstance(entry.get("link"), str):
        raise LeftOut(_("is no link with a name and an address"))
    named = entry.get("name")
    return {
        "name": line(MAX_NAME)(named, cell) or "" if isinstance(named, str) else "",
        "link": address(MAX_URL)(entry["link"], cell),
    }


def free_fields(value: Json, _cell: Cell) -> dict[str, object]:
    """A flat object: names to texts, numbers, true, false or null."""
    if not isinstance(value, dict) or len(value) > MAX_FREE_FIELDS or not all(map(_is_free, value, value.values())):
        raise LeftOut(_("is no object of at most %(most)s texts and numbers") % {"most": MAX_FREE_FIELDS})
    return {storable(name): storable(word) if isinstance(word, str) else word for name, word in value.items()}


def _is_free(name: str, value: Json) -> bool:
    if len(name) > MAX_FREE_NAME:
        return False
    if isinstance(value, str):
        return len(value) <= MAX_FREE_TEXT
    if isinstance(value, int | float):
        return abs(value) < MAX_EXACT
    return value is None
