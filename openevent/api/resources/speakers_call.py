"""Calls for speakers. /v1/speakers-calls."""

from typing import Any

from openevent.api.jsonapi.members import Serializer, Text
from openevent.api.jsonapi.relations import ToOne
from openevent.api.jsonapi.resource import Facts, Part
from openevent.program import access, calling
from openevent.program.models import SpeakersCall


class SpeakersCallSerializer(Serializer[SpeakersCall]):
    """A call's members; the word that opens a private one is for the team, who may choose it."""

    hash = Text(
        required=False,
        allow_blank=True,
        max_length=64,
        help_text="Of a private call: 16 to 64 letters, digits, hyphens and underscores; made where none is given.",
    )

    class Meta:
        model = SpeakersCall
        resource_name = "speakers-call"
        fields = ["announcement", "starts_at", "ends_at", "soft_ends_at", "hash", "privacy", "deleted_at"]
        read_only_fields = ["deleted_at"]
        says = {
            "ends_at": "Not after the event starts.",
            "soft_ends_at": "The end that is announced; proposals are taken until ends-at.",
            "privacy": "private: only who says the hash as “call-hash” proposes anything.",
        }
        private = ["hash"]


class SpeakersCalls(Part):
    """Calls for speakers. /v1/speakers-calls."""

    type, path, noun = "speakers-call", "speakers-calls", "speakers' call"
    serializer, reach, acts = SpeakersCallSerializer, access.SPEAKERS_CALL, calling
    relations = {
        "event": ToOne(resource="event", column="event", needed=True, fixed=True),
    }

    def create(self, facts: Facts, *, by: Any) -> SpeakersCall:
        """The event's call."""
        return calling.add(facts.pop("event"), by=by, **facts)
