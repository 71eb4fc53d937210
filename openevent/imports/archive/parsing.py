"""JSON texts made values, with limits on their size and depth."""

import json
from collections import Counter
from typing import Any, NoReturn, TypeAlias

from openevent.imports.archive.places import quoted
from openevent.imports.archive.refusals import NotAnArchive, TooBig, Unusable

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"

MAX_DEPTH = 20
# Each value takes some hundred bytes of memory, so that few bytes of JSON can ask for many: "[[],[],[],…".
MAX_VALUES = 1_000_000


def parsed(name: str, content: bytes) -> Json:
    """The value in the file of this name. Raises NotAnArchive, TooBig, Unusable."""
    if sum(map(content.count, (b",", b"[", b"{"))) > MAX_VALUES:
        raise TooBig(f"The file {quoted(name)} holds more than the {MAX_VALUES} values that are taken.")
    try:
        value: Json = json.loads(_text(name, content), object_pairs_hook=_object, parse_constant=_not_a_number)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise NotAnArchive(f"The file {quoted(name)} is no JSON: {error.msg} ({where}).") from error
    except RecursionError as error:
        raise _too_deep(name) from error
    except ValueError as error:
        raise NotAnArchive(f"The file {quoted(name)} cannot be read: {error}") from error
    if _is_deep(value):
        raise _too_deep(name)
    return value


def _text(name: str, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotAnArchive(f"The file {quoted(name)} is not written in UTF-8.") from error


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        [(double, _)] = Counter(name for name, _ in pairs).most_common(1)
        raise ValueError(f"an object has the member {quoted(double)} twice.")
    return members


def _not_a_number(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number.")


def _too_deep(name: str) -> Unusable:
    return Unusable(f"The file {quoted(name)} is nested more than {MAX_DEPTH} levels deep.")


def _is_deep(value: Json) -> bool:
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [child for parent in level for child in _children(parent)]
        if not level:
            return False
    return True


def _children(value: Json) -> list[Json]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []
