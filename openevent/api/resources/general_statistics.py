"""How much there is in an event. /v1/events/{identifier}/general-statistics."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers as rest

from openevent.api.jsonapi.members import Serializer
from openevent.api.jsonapi.resource import Resource
from openevent.events import access
from openevent.events.models import Event
from openevent.program import counting


class GeneralStatisticsSerializer(Serializer[Event]):
    """Sessions by their states, speakers and sponsors, as numbers."""

    sessions_draft = rest.IntegerField(read_only=True)
    sessions_submitted = rest.IntegerField(read_only=True)
    sessions_pending = rest.IntegerField(read_only=True)
    sessions_accepted = rest.IntegerField(read_only=True)
    sessions_confirmed = rest.IntegerField(read_only=True)
    sessions_rejected = rest.IntegerField(read_only=True)
    sessions_canceled = rest.IntegerField(read_only=True)
    sessions_withdrawn = rest.IntegerField(read_only=True)
    sessions = rest.IntegerField(source="all_sessions", read_only=True)
    speakers = rest.IntegerField(source="all_speakers", read_only=True)
    sponsors = rest.IntegerField(source="all_sponsors", read_only=True)

    class Meta:
        model = Event
        resource_name = "event-statistics-general"
        fields = [
            *("identifier", "sessions_draft", "sessions_submitted", "sessions_pending", "sessions_accepted"),
            *("sessions_confirmed", "sessions_rejected", "sessions_canceled", "sessions_withdrawn"),
            *("sessions", "speakers", "sponsors"),
        ]
        read_only_fields = ["identifier"]


class GeneralStatistics(Resource):
    """What there is in an event, counted for its team; at home under the event alone."""

    type, path, noun = "event-statistics-general", "events", "event"
    serializer, reach = GeneralStatisticsSerializer, access.STATISTICS
    collection = detail = frozenset()
    relations = {}

    def prepared(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Each with its numbers."""
        return counting.counted(rows)

    def address(self, row: Event) -> str:
        """Below the event."""
        return f"/v1/events/{row.pk}/general-statistics"
