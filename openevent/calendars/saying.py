"""Sentences that know what they are made of, so that a face can say them in another language than English."""

from collections.abc import Mapping
from typing import Self

Value = str | int


class Said(str):
    """An English sentence, or a part of one, with the pattern and the values that it was made of.

    Values may be Said themselves. With `many` there are two patterns, and `number` says which of them is used.
    What is cut out of such a text, or put together from some, is a plain string: English for everybody.
    """

    __slots__ = ("many", "number", "pattern", "values")

    pattern: str
    values: Mapping[str, Value]
    many: str
    number: int

    def __new__(cls, pattern: str, values: Mapping[str, Value], many: str = "", number: int = 1) -> Self:
        """Put the values into the pattern that is for this number."""
        made = super().__new__(cls, (many if many and number != 1 else pattern) % values)
        made.pattern, made.values, made.many, made.number = pattern, values, many, number
        return made

    def __reduce__(self) -> tuple[type[Self], tuple[str, Mapping[str, Value], str, int]]:
        """Caches keep it with what it is made of."""
        return type(self), (self.pattern, self.values, self.many, self.number)


def said(pattern: str, /, **values: Value) -> Said:
    """The sentence with these values in the places of their names: said("%(event)s has no end.", event=…)."""
    return Said(pattern, values)


def numbered(one: str, many: str, number: int, /, **values: Value) -> Said:
    """The sentence for one thing or for many; `%(count)s` is the number."""
    return Said(one, {"count": number, **values}, many, number)


def unsaid(text: str, /) -> str:
    """Mark a pattern that stands apart from where it is said: said(MISSING[name], …), so that catalogues have it."""
    return text
