"""What the address of a feed asks for: one grammar for every format."""

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from openevent.calendars.formats import FORMATS, Format
from openevent.exports.options import is_rich
from openevent.lib import downloads
from openevent.lib.errors import Malformed
from openevent.lib.flags import is_on
from openevent.program.selecting import EVERYTHING, Selection

LONGEST = 2048
# By the end of the address.
EXTENSIONS: dict[str, str] = {written.extension: name for name, written in FORMATS.items()}


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A calendar in a format and a profile: the event's own entry, sessions, or both."""

    format_name: str
    rich: bool = False
    selection: Selection = EVERYTHING
    own_entry: bool = False
    sessions: bool = True
    mine: bool = False
    download: bool = False
    said: Selection = EVERYTHING  # what of the selection stands in the query, and not in the path

    @property
    def format(self) -> Format:
        """The format."""
        return FORMATS[self.format_name]

    @property
    def detailed(self) -> bool:
        """Whether entries need their details."""
        return self.format.shows_details(rich=self.rich)

    @cached_property
    def key(self) -> str:
        """What the bytes depend on, beside the rows: the same for what means the same."""
        parts = (self.format_name, "rich" if self.rich else "", "own" if self.own_entry else "")
        return " ".join((*parts, "sessions" if self.sessions else "", self.selection.query))

    def of(self, **parts: Any) -> "Wanted":
        """The same of these parts of the event only, which the path says, whatever the query said of them."""
        said = replace(self.said, **dict.fromkeys(parts, ()))
        return replace(self, selection=replace(self.selection, **parts), said=said)


def schedule(extension: str, query: str) -> Wanted:
    """What `/e/{identifier}/schedule.{extension}?{query}` asks for: sessions. Raises Malformed."""
    return _schedule(extension, _checked(query))


def event(extension: str, query: str) -> Wanted:
    """What `/v1/events/{identifier}.{extension}?{query}` asks for: the event, and sessions where it says so.

    `include_sessions`, `my_schedule` and `download` are as in the original; `user_id` is nothing. Formats that hold
    the sessions of a conference, and nothing else, hold them. Raises Malformed.
    """
    return _event(extension, _checked(query))


def query(wanted: Wanted) -> str:
    """The query that asks for this, always the same for the same."""
    said = {"include_sessions": "1"} if wanted.own_entry and wanted.sessions else {}
    if wanted.mine:
        said["my_schedule"] = "1"
    if wanted.rich:
        said["profile"] = "rich"
    return "&".join(filter(None, (urlencode(said), wanted.said.query)))


def source(wanted: Wanted, path: str) -> str:
    """The address at which this is read, always the same for the same."""
    return f"{path}?{query(wanted)}".rstrip("?")


def selected(wanted: Wanted, path: str) -> str:
    """What of the address says which entries there are: the same in every format and profile."""
    return source(replace(wanted, rich=False), path.removesuffix(f".{wanted.format.extension}"))


def disposition(wanted: Wanted, name: str) -> str:
    """Only what is to be saved has a file name; what is followed has none."""
    return downloads.disposition(name, wanted.format.extension, otherwise="calendar") if wanted.download else ""


def _checked(query: str) -> str:
    """The query, if it is no longer than a selection can be: what it asks for is remembered."""
    if len(query) > LONGEST:
        raise Malformed(f"The query has more than {LONGEST} characters.")
    return query


@lru_cache(maxsize=4096)
def _schedule(extension: str, query: str) -> Wanted:
    asked = QueryDict(query)
    selection = Selection.parse(dict(asked.lists()))
    return Wanted(
        format_name=EXTENSIONS[extension],
        rich=is_rich(asked.get("profile", "plain")),
        selection=selection,
        said=selection,
        download=is_on(asked.get("download")),
    )


@lru_cache(maxsize=4096)
def _event(extension: str, query: str) -> Wanted:
    asked = QueryDict(query)
    wanted, mine = _schedule(extension, query), is_on(asked.get("my_schedule"))
    if not wanted.format.holds_events:
        return replace(wanted, mine=mine)
    return replace(wanted, own_entry=True, sessions=mine or is_on(asked.get("include_sessions")), mine=mine)
