"""Parsed files made into an archive that can be written."""

from collections.abc import Mapping, Sequence

from openevent.calendars import timezones
from openevent.imports.archive import asked, belongings, calls, event, facts, gathering
from openevent.imports.archive.columns import ROOMS, SESSION_TYPES, SPONSORS, TRACKS
from openevent.imports.archive.leftovers import Leftovers
from openevent.imports.archive.listing import Listing
from openevent.imports.archive.parsing import Json
from openevent.imports.archive.progress import Meter, Progress
from openevent.imports.archive.referring import references
from openevent.imports.archive.rows import Archive, SessionRow

# The files whose rows sessions name, and the member in which they do.
NAMED_IN = {
    "tracks": "track",
    "microlocations": "microlocation",
    "session_types": "session_type",
    "speakers": "speakers",
}


def read(contents: Mapping[str, Json], leftovers: Leftovers, progress: Progress) -> Archive:
    """The archive, clean and checked. Raises Refused; notes what is left out."""
    entry = event.entry_of(contents.get("event"), leftovers)
    event_row = event.read(entry, contents, leftovers)
    listings = _listings(contents, leftovers)
    sponsors = belongings.sponsors(contents.get("sponsors"), leftovers)
    meter = Meter(progress, rows=sum(len(listing.entries) for listing in listings.values()) + len(sponsors))
    cleaner = facts.Cleaner(zone=timezones.zone(event_row.facts["timezone"]), leftovers=leftovers)
    return Archive(
        event=event_row,
        sponsors=[cleaner.row(row, SPONSORS) for row in meter.counted(sponsors)],
        social_links=belongings.social_links(entry, cleaner),
        copyright=belongings.copyright_of(entry, cleaner),
        speakers_call=calls.call_of(entry, cleaner, event_starts_at=event_row.facts["starts_at"]),
        custom_forms=asked.fields(contents.get("forms"), cleaner),
        tracks=[cleaner.row(entry, TRACKS) for entry in meter.counted(listings["tracks"].entries)],
        microlocations=[cleaner.row(entry, ROOMS) for entry in meter.counted(listings["microlocations"].entries)],
        session_types=[cleaner.row(entry, SESSION_TYPES) for entry in meter.counted(listings["session_types"].entries)],
        speakers=[cleaner.speaker(entry) for entry in meter.counted(listings["speakers"].entries)],
        sessions=_sessions(listings, cleaner, meter),
    )


def _listings(contents: Mapping[str, Json], leftovers: Leftovers) -> dict[str, Listing]:
    sessions = gathering.sessions(contents.get("sessions"), leftovers)
    named = {
        file: gathering.listing(file, contents.get(file), gathering.nested(sessions, member), leftovers)
        for file, member in NAMED_IN.items()
    }
    return {**named, "sessions": sessions}


def _sessions(listings: Mapping[str, Listing], cleaner: facts.Cleaner, meter: Meter) -> list[SessionRow]:
    sessions = listings["sessions"]
    named = {
        member: references(member, listings[file], sessions, cleaner.leftovers) for file, member in NAMED_IN.items()
    }
    return [
        SessionRow(
            facts=cleaner.session(entry),
            key=entry.key,
            track=_first(named["track"][number]),
            microlocation=_first(named["microlocation"][number]),
            session_type=_first(named["session_type"][number]),
            speakers=named["speakers"][number],
        )
        for number, entry in enumerate(meter.counted(sessions.entries))
    ]


def _first(numbers: Sequence[int]) -> int | None:
    return numbers[0] if numbers else None
