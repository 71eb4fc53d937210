"""Tracks: what belongs together by subject. /v1/tracks."""

from rest_framework import serializers as rest

from openevent.api.jsonapi.members import Serializer
from openevent.api.jsonapi.relations import Reverse, ToOne
from openevent.api.jsonapi.resource import Part
from openevent.program import access, arranging
from openevent.program.models import Track


class TrackSerializer(Serializer[Track]):
    """A track's members; its font's colour follows from its own."""

    font_color = rest.CharField(read_only=True)

    class Meta:
        model = Track
        resource_name = "track"
        fields = ["name", "color", "font_color", "description", "position", "deleted_at"]
        read_only_fields = ["font_color", "deleted_at"]
        says = {
            "color": "#rgb or #rrggbb; it is kept with six digits.",
        }


class Tracks(Part):
    """Tracks: what belongs together by subject. /v1/tracks."""

    type, path, noun = "track", "tracks", "track"
    serializer, reach, acts = TrackSerializer, access.TRACK, arranging
    relations = {
        "event": ToOne(resource="event", column="event", needed=True, fixed=True),
        "sessions": Reverse(resource="session", column="track", many=True, inverse="track"),
    }
