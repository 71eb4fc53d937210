"""What a reader of a schedule chooses: by the words of calendars' addresses, so that a calendar shows the same."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from openevent.program.grammar import MOST_WORDS
from openevent.program.selecting import Selection
from openevent.web.listed import Listed


@dataclass(frozen=True, kw_only=True)
class Option:
    """A value that can be chosen, with how many sessions have it."""

    value: str
    name: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A filter: what of it can be chosen."""

    name: str
    label: str
    options: Sequence[Option]

    @property
    def chosen(self) -> int:
        """How many of the options are chosen."""
        return sum(option.is_chosen for option in self.options)


def asked(request: HttpRequest) -> Selection:
    """What the address asks for. By state only teams choose, elsewhere. Raises Malformed.

    What stands in the field for words is one phrase: a title is looked for with its commas, and by its first words.
    """
    said = dict(request.GET.lists())
    if "text" in said:
        said["text"] = [" ".join(words.replace(",", " ").split()[:MOST_WORDS]) for words in said["text"]]
    return replace(Selection.parse(said), state=())


def choices(sessions: Sequence[Listed], selection: Selection) -> list[Choice]:
    """The filters among which there is something to choose."""
    spoken = Counter(language.casefold() for one in sessions for language in one.languages)
    called = {language.casefold(): language for one in sessions for language in one.languages}
    languages = [((0, name), called[name], called[name], count) for name, count in sorted(spoken.items())]
    found = [
        _choice("track", _("Track"), _parts(sessions, "track"), selection),
        _choice("room", _("Room"), _parts(sessions, "room"), selection),
        _choice("type", _("Type"), _parts(sessions, "type"), selection),
        _choice("language", _("Language"), languages, selection),
    ]
    return [choice for choice in found if len(choice.options) > 1 or choice.chosen]


def _parts(sessions: Iterable[Listed], part: str) -> list[tuple[Any, Any, str, int]]:
    """The event's tracks, rooms or types in the team's order: order, value, name and count."""
    rows = Counter(
        ((getattr(one, f"{part}_position"), getattr(one, part)), getattr(one, part), getattr(one, f"{part}_name"))
        for one in sessions
        if getattr(one, part) is not None
    )
    return sorted((*row, count) for row, count in rows.items())


def _choice(name: str, label: str, rows: Iterable[tuple[Any, Any, str, int]], selection: Selection) -> Choice:
    chosen = {str(value).casefold() for value in getattr(selection, name)}

    def options() -> Iterator[Option]:
        for _order, value, called, count in rows:
            is_chosen = str(value).casefold() in chosen
            yield Option(value=str(value), name=called, count=count, is_chosen=is_chosen)

    return Choice(name=name, label=label, options=list(options()))


def others(selection: Selection) -> list[tuple[str, str]]:
    """What the address asks for and the form has no field for, to be sent along: name and values."""
    found = ((name, getattr(selection, name)) for name in ("speaker", "session", "day"))
    return [(name, ",".join(map(str, values))) for name, values in found if values]
