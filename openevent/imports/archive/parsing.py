"""JSON texts made values, with limits on their size and depth."""

import json
from collections import Counter
from typing import Any, NoReturn, TypeAlias

from django.utils.translation import gettext

from openevent.imports.archive.places import quoted
from openevent.imports.archive.refusals import NotAnArchive, TooBig, Unusable

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"

MAX_DEPTH = 20
# Each value takes some hundred bytes of memory, so that few bytes of JSON can ask for many: "[[],[],[],…".
MAX_VALUES = 1_000_000


def parsed(name: str, content: bytes) -> Json:
    """The value in the file of this name. Raises NotAnArchive, TooBig, Unusable."""
    if sum(map(content.count, (b",", b"[", b"{"))) > MAX_VALUES:
        raise TooBig(
            gettext("The file %(quoted)s holds more than the %(max_values)s values that are taken.")
            % {"quoted": quoted(name), "max_values": MAX_VALUES}
        )
    try:
        value: Json = json.loads(_text(name, content), object_pairs_hook=_object, parse_constant=_not_a_number)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise NotAnArchive(
            gettext("The file %(quoted)s is no JSON: %(msg)s (%(where)s).")
            % {"quoted": quoted(name), "msg": error.msg, "where": where}
        ) from error
    except RecursionError as error:
        raise _too_deep(name) from error
    except ValueError as error:
        raise NotAnArchive(
            gettext("The file %(quoted)s cannot be read: %(error)s") % {"quoted": quoted(name), "error": error}
        ) from error
    if _is_deep(value):
        raise _too_deep(name)
    return value


def _text(name: str, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotAnArchive(
            gettext("The file %(quoted)s is not written in UTF-8.") % {"quoted": quoted(name)}
        ) from error


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        [(double, _)] = Counter(name for name, _ in pairs).most_common(1)
        raise ValueError(f"an object has the member {quoted(double)} twice.")
    return members


def _not_a_number(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number.")


def _too_deep(name: str) -> Unusable:
    return Unusable(
        gettext("The file %(quoted)s is nested more than %(max_depth)s levels deep.")
        % {"quoted": quoted(name), "max_depth": MAX_DEPTH}
    )


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
