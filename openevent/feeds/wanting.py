"""What the address of a feed asks for: one grammar for every format."""

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from openevent.calendars.formats import FORMATS, Format
from openevent.exports.options import is_rich
from openevent.lib.flags import is_on
from openevent.program.selecting import EVERYTHING, Selection

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
        """The same of these parts of the event only."""
        return replace(self, selection=replace(self.selection, **parts))


@lru_cache(maxsize=4096)
def schedule(extension: str, query: str) -> Wanted:
    """What `/e/{identifier}/schedule.{extension}?{query}` asks for: sessions. Raises Malformed."""
    asked = QueryDict(query)
    return Wanted(
        format_name=EXTENSIONS[extension],
        rich=is_rich(asked.get("profile", "plain")),
        selection=Selection.parse(dict(asked.lists())),
        download=is_on(asked.get("download")),
    )


@lru_cache(maxsize=4096)
def event(extension: str, query: str) -> Wanted:
    """What `/v1/events/{identifier}.{extension}?{query}` asks for: the event, and sessions where it says so.

    `include_sessions`, `my_schedule` and `download` are as in the original; `user_id` is nothing. Formats that hold
    the sessions of a conference, and nothing else, hold them. Raises Malformed.
    """
    asked = QueryDict(query)
    wanted, mine = schedule(extension, query), is_on(asked.get("my_schedule"))
    if not wanted.format.holds_events:
        return replace(wanted, mine=mine)
    return replace(wanted, own_entry=True, sessions=mine or is_on(asked.get("include_sessions")), mine=mine)


def query(wanted: Wanted) -> str:
    """The query that asks for this, always the same for the same."""
    said = {"include_sessions": "1"} if wanted.own_entry and wanted.sessions else {}
    if wanted.rich:
        said["profile"] = "rich"
    return "&".join(filter(None, (urlencode(said), wanted.selection.query)))
