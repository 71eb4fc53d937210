"""Sentences that are kept now, and told later in the language of whoever reads them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from django.utils.translation import gettext, override

from openevent.lib import money, spoken

OURS = "en"  # the language of the texts in the code


@dataclass(frozen=True)
class Amount:
    """Money in minor units, written as people write it where it is read."""

    units: int
    currency: str

    def __str__(self) -> str:
        return money.words(self.units, self.currency, str(spoken.locale()))


@dataclass(frozen=True)
class Sentence:
    """A text of the catalogues, marked by `gettext_noop`, and what its %(names)s stand for.

    `str()` is the sentence in the language spoken now.
    """

    pattern: str
    values: "Mapping[str, Value]" = field(default_factory=dict)

    def __str__(self) -> str:
        said = gettext(self.pattern)
        return said % {name: str(value) for name, value in self.values.items()} if self.values else said


Value: TypeAlias = "str | Amount | Sentence"
Said: TypeAlias = "str | Sentence"  # somebody's own words, or ours


def written(parts: Iterable[Said]) -> str:
    """The parts one after another, as they are read where no language is asked for: in English."""
    with override(OURS):
        return " ".join(filter(None, map(str, parts)))


def kept(parts: Iterable[Said]) -> list[Any]:
    """The parts as JSON that `told` understands; none where they are nothing but somebody's own words."""
    found = [part for part in parts if part]
    return [_kept(part) for part in found] if any(isinstance(part, Sentence) for part in found) else []


def told(parts: list[Any], otherwise: str) -> str:
    """What was kept, in the language spoken now; `otherwise` where nothing was."""
    return " ".join(map(str, read(parts))) or otherwise


def told_in(language: str, parts: list[Any], otherwise: str) -> str:
    """The same in this language, which is one of the site’s."""
    with override(language):
        return told(parts, otherwise)


def read(parts: list[Any]) -> list[Said]:
    """The parts that were kept."""
    return [part if isinstance(part, Sentence) else str(part) for part in map(_read, parts)]


def _kept(value: Value) -> Any:
    match value:
        case Sentence():
            return {"pattern": value.pattern, "values": {name: _kept(one) for name, one in value.values.items()}}
        case Amount():
            return {"units": value.units, "currency": value.currency}
    return value


def _read(value: Any) -> Value:
    match value:
        case {"pattern": str(pattern), "values": dict(values)}:
            return Sentence(pattern, {name: _read(one) for name, one in values.items()})
        case {"units": int(units), "currency": str(currency)}:
            return Amount(units, currency)
    return str(value)
