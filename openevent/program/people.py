"""The speakers of a programme, as calendars name them: never with an address of their own."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from openevent.calendars.document import Person, Speaker
from openevent.lib import addresses


@dataclass(frozen=True, kw_only=True)
class Cast:
    """Who speaks in which session, in order: as people with addresses that reveal nothing, and as speakers."""

    people: Mapping[int, tuple[Person, ...]]
    speakers: Mapping[int, tuple[Speaker, ...]]

    @classmethod
    def of(cls, links: Iterable[tuple[Any, ...]], *, identifiers: Mapping[int, str], detailed: bool) -> "Cast":
        """The cast that rows of `calendar.links` tell of; `identifiers` are those of the events, by id."""
        pages = {event_id: addresses.speaker_pages(identifier) for event_id, identifier in identifiers.items()}
        domain = settings.NOREPLY_DOMAIN
        known: dict[int, Person] = {}
        shown: dict[int, Speaker] = {}
        people: defaultdict[int, list[Person]] = defaultdict(list)
        speakers: defaultdict[int, list[Speaker]] = defaultdict(list)
        for session_id, event_id, speaker_id, name, picture in links:
            if speaker_id not in known:
                # An address of their own, or programs would take two speakers for one; one that reveals nothing.
                known[speaker_id] = Person(name=name, address=f"speaker-{speaker_id}@{domain}")
                if detailed:
                    url = f"{pages[event_id]}{speaker_id}"
                    shown[speaker_id] = Speaker(number=speaker_id, name=name, url=url, image=picture)
            people[session_id].append(known[speaker_id])
            if detailed:
                speakers[session_id].append(shown[speaker_id])
        return cls(
            people={session_id: tuple(found) for session_id, found in people.items()},
            speakers={session_id: tuple(found) for session_id, found in speakers.items()},
        )
