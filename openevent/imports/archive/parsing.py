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
            gettext("The file %(name)s holds more than the %(most)s values that are taken.")
            % {"name": quoted(name), "most": MAX_VALUES}
        )
    try:
        value: Json = json.loads(_text(name, content), object_pairs_hook=_object, parse_constant=_not_a_number)
    except json.JSONDecodeError as error:
        raise NotAnArchive(
            gettext("The file %(name)s is no JSON: %(error)s (line %(line)s, column %(column)s).")
            % {"name": quoted(name), "error": error.msg, "line": error.lineno, "column": error.colno}
        ) from error
    except RecursionError as error:
        raise _too_deep(name) from error
    except ValueError as error:
        raise NotAnArchive(
            gettext("The file %(name)s cannot be read: %(error)s") % {"name": quoted(name), "error": error}
        ) from error
    if _is_deep(value):
        raise _too_deep(name)
    return value


def _text(name: str, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotAnArchive(gettext("The file %(name)s is not written in UTF-8.") % {"name": quoted(name)}) from error


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        [(double, _)] = Counter(name for name, _ in pairs).most_common(1)
        raise ValueError(gettext("an object has the member %(member)s twice.") % {"member": quoted(double)})
    return members


def _not_a_number(word: str) -> NoReturn:
    raise ValueError(gettext("%(word)s is no number.") % {"word": word})


def _too_deep(name: str) -> Unusable:
    return Unusable(
        gettext("The file %(name)s is nested more than %(most)s levels deep.")
        % {"name": quoted(name), "most": MAX_DEPTH}
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
