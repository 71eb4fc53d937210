"""The words of a selection: how one value of each is read, what it means, and how OpenAPI writes it."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openevent.lib.errors import Malformed
from openevent.lib.text import storable
from openevent.program.models import Session

Schema = dict[str, Any]
MOST = 100  # values in one address
MOST_PHRASES, MOST_WORDS = 3, 10  # each word is looked for in every session
NUMBER = re.compile(r"[0-9]{1,18}", re.ASCII)
HABITS = re.compile(r"(?:[-_]?ids?|s)?(?:\[\])?$")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Word:
    """One member of a selection: `what` a value must be, what the member `means`, and the JSON Schema of one value."""

    read: Callable[[str], Any]  # raises ValueError
    what: str | Promise
    means: str
    schema: Schema
    most: int = MOST  # values


def values(name: str, written: Iterable[str]) -> tuple[Any, ...]:
    """The values of a member, with commas between them; empty ones are none. Raises Malformed."""
    word = WORDS[name]
    texts = [text.strip() for one in written for text in one.split(",") if text.strip()]
    if len(texts) > word.most:
        raise Malformed(
            _("At most %(most)s values of “%(name)s” are possible.") % {"most": word.most, "name": name}, parameter=name
        )
    try:
        return tuple(map(word.read, texts))
    except ValueError as error:
        raise Malformed(
            _("“%(name)s” must be %(what)s.") % {"name": name, "what": word.what}, parameter=name
        ) from error


def meant(name: str) -> str:
    """The name without what people put to it by habit: `tracks`, `track_ids[]`, `Track`."""
    return HABITS.sub("", name.lower())


def _number(text: str) -> int:
    if not NUMBER.fullmatch(text):
        raise ValueError(text)
    return int(text)


def _day(text: str) -> date:
    if not DAY.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text)


def _text(text: str) -> str:
    if storable(text) != text:
        raise ValueError(text)
    return text


def _words(text: str) -> str:
    words = _text(text).split()
    if len(words) > MOST_WORDS:
        raise ValueError(text)
    return " ".join(words)


def _state(text: str) -> str:
    return Session.State(text).value


def _or_nothing(pattern: str) -> Schema:
    return {"type": "string", "pattern": rf"^\s*({pattern})?\s*$"}


def _id(means: str) -> Word:
    return Word(read=_number, what=gettext_lazy("an id, such as 12"), means=means, schema=_or_nothing(NUMBER.pattern))


WORDS = {
    "track": _id("Only sessions of these tracks, by their ids."),
    "room": _id("Only sessions in these rooms, by their ids."),
    "speaker": _id("Only what these speakers give, by their ids."),
    "type": _id("Only sessions of these types, by their ids."),
    "session": _id("Only these sessions, by their ids."),
    "language": Word(
        read=_text, what=gettext_lazy("a text"), means="Only sessions in these languages.", schema={"type": "string"}
    ),
    "text": Word(
        read=_words,
        what=format_lazy(gettext_lazy("a text of at most {most} words"), most=MOST_WORDS),
        means="Only sessions in whose title, subtitle, short abstract or speakers all these words are.",
        schema={"type": "string"},
        most=MOST_PHRASES,
    ),
    "day": Word(
        read=_day,
        what=gettext_lazy("a day, such as 2026-10-24"),
        means="Only sessions that begin on these days, as the event's clocks have them.",
        schema=_or_nothing(DAY.pattern),
    ),
    "state": Word(
        read=_state,
        what=format_lazy(gettext_lazy("one of {values}"), values=", ".join(Session.State.values)),
        means="Only sessions in these states; for the team.",
        schema={"type": "string", "enum": [*Session.State.values, ""]},
    ),
}


def parameter(name: str, description: str, schema: Schema) -> Schema:
    """A parameter of a query that may be missing (OpenAPI 3.1)."""
    return {"name": name, "in": "query", "required": False, "description": description, "schema": schema}


def _listed(name: str, word: Word) -> Schema:
    words = f"{word.means} Several with commas between them; none is everything."
    # A name that is there twice is read, too; OpenAPI has one way of writing a list.
    listed = {"type": "array", "items": word.schema, "maxItems": word.most}
    return {**parameter(name, words, listed), "style": "form", "explode": False}


PARAMETERS = {name: _listed(name, word) for name, word in WORDS.items()}
