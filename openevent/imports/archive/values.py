"""Values as archives write them, made into values as the tables hold them."""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from openevent.accounts.models.user import normal_email
from openevent.imports.archive.leftovers import Leftovers
from openevent.imports.archive.parsing import Json
from openevent.imports.archive.places import Place
from openevent.lib import text, urls

MAX_TEXT = 100_000  # characters; cleaning HTML that is made to be slow takes half a second for so many
MAX_EMAIL = 254
YEARS = range(1970, 2200)
MAX_INTEGER = 2**31 - 1
WORDS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
# Blanks before a break are looked at from the first of them alone: from each, it would take time that grows with its
# square.
BREAKS = re.compile(r"(?:(?<![ \t])[ \t]+)?[\n\r\t\v\f\x85\u2028\u2029]+[ \t]*")
# What the allowed tags cannot replace: a reader would miss it.
EMBEDDED = re.compile(r"<(?:img|picture|svg|video|audio|iframe|embed|object)\b", re.IGNORECASE)


class LeftOut(Exception):  # noqa: N818 - said of a value
    """A value cannot be taken over; `str()` says what is wrong with it."""


@dataclass(frozen=True, kw_only=True)
class Cell:
    """Where the value stands, the zone in which its times are meant, and where to note what is replaced."""

    place: Place
    zone: ZoneInfo
    leftovers: Leftovers


def taken(instead: str) -> str:
    """What becomes of a value that cannot be taken over: this one stands there."""
    return _("“%(value)s” is taken") % {"value": instead}


# What the table holds for a value that is not empty (None: nothing is left of it). Raises LeftOut.
Reader: TypeAlias = Callable[[Any, Cell], object | None]


def line(limit: int) -> Reader:
    """A text in one line, of at most `limit` characters."""

    def read(value: Json, _cell: Cell) -> str | None:
        words = _words(value)
        if len(words) > limit:
            raise LeftOut(_too_long(limit))
        return words or None

    return read


def name(limit: int) -> Reader:
    """As `line`, for what a row cannot be without: cut where it is too long."""

    def read(value: Json, cell: Cell) -> str:
        words = _words(value)
        if not words:
            raise LeftOut(_("is empty"))
        if len(words) > limit:
            cell.leftovers.note(cell.place, _("has more than %(most)s characters; cut") % {"most": limit}, words)
        return words[:limit].strip()

    return read


def html(value: Json, cell: Cell) -> str:
    """A text with the tags that descriptions may have."""
    written = _written(value)
    if len(written) > MAX_TEXT:
        raise LeftOut(_too_long(MAX_TEXT))
    if EMBEDDED.search(written):
        cell.leftovers.note(cell.place, _("pictures, films and embedded pages in its text are left out"))
    return text.safe_html(written)


def prose(value: Json, _cell: Cell) -> str:
    """A text of several lines, without markup."""
    written = _written(value).strip()
    if len(written) > MAX_TEXT:
        raise LeftOut(_too_long(MAX_TEXT))
    return written


def address(limit: int) -> Reader:
    """An absolute URL; none is ever fetched."""

    def read(value: Json, _cell: Cell) -> str:
        url = _words(value)
        if not urls.is_absolute(url):
            raise LeftOut(_("is no absolute address (http, https or ftp)"))
        if len(url) > limit:
            raise LeftOut(_too_long(limit))
        return url

    return read


def email(value: Json, _cell: Cell) -> str:
    """An e-mail address in lower case."""
    written = normal_email(_written(value))
    try:
        validate_email(written)
    except ValidationError as error:
        raise LeftOut(_("is no e-mail address")) from error
    if len(written) > MAX_EMAIL:
        raise LeftOut(_too_long(MAX_EMAIL))
    return written


def boolean(value: Json, _cell: Cell) -> bool:
    """True or false, also as a word or a number."""
    answer = WORDS.get(str(value).strip().lower())
    if answer is None:
        raise LeftOut(_("is neither true nor false"))
    return answer


def integer(value: Json, _cell: Cell) -> int:
    """A whole number that fits its column."""
    found = _number(value)
    if not found.is_integer() or abs(found) > MAX_INTEGER:
        raise LeftOut(_("is no whole number that this server takes"))
    return int(found)


def count(value: Json, cell: Cell) -> int:
    """As `integer`, for what is counted from 0."""
    found = integer(value, cell)
    if found < 0:
        raise LeftOut(_("is less than 0"))
    return found


def number(limit: float) -> Reader:
    """A number between -limit and limit."""

    def read(value: Json, _cell: Cell) -> float:
        found = _number(value)
        if abs(found) > limit:
            raise LeftOut(_("does not lie between -%(limit)s and %(limit)s") % {"limit": f"{limit:g}"})
        return found

    return read


def instant(value: Json, cell: Cell) -> datetime:
    """A moment to the second; a time without an offset is meant in the event's zone."""
    try:
        at = datetime.fromisoformat(value.strip() if isinstance(value, str) else "")
        at = (at if at.tzinfo else at.replace(tzinfo=cell.zone)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise LeftOut(_("is no date and time (ISO 8601)")) from error
    if at.year not in YEARS:
        raise LeftOut(
            _("lies outside the years %(first)s to %(last)s") % {"first": YEARS.start, "last": YEARS.stop - 1}
        )
    return at.replace(microsecond=0)


def _too_long(most: int) -> str:
    return _("has more than %(most)s characters") % {"most": most}


def _written(value: Json) -> str:
    """The value as text: some archives write numbers where a text is meant."""
    if isinstance(value, bool):
        raise LeftOut(_("is no text"))
    return text.storable(str(value))


def _words(value: Json) -> str:
    return BREAKS.sub(" ", _written(value)).strip()


def _number(value: Json) -> float:
    try:
        found = float(value) if isinstance(value, int | float | str) and not isinstance(value, bool) else math.nan
    except (ValueError, OverflowError) as error:
        raise LeftOut(_("is no number")) from error
    if not math.isfinite(found):
        raise LeftOut(_("is no number"))
    return found
