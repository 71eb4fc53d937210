"""A page of sessions as the JSON:API library renders it by itself: what our answers are measured against."""

from typing import Any

from django.db.models import QuerySet
from rest_framework_json_api import serializers, views
from rest_framework_json_api.pagination import JsonApiPageNumberPagination
from rest_framework_json_api.relations import ResourceRelatedField
from rest_framework_json_api.renderers import JSONRenderer

from openevent.api.resources.microlocation import MicrolocationSerializer
from openevent.api.resources.session import SessionSerializer
from openevent.api.resources.speaker import SpeakerSerializer
from openevent.api.resources.track import TrackSerializer
from openevent.program.models import Microlocation, Session, Speaker, Track


def columns(serializer: Any) -> list[str]:
    """The members that our documents show to the public and that are columns."""
    model, private = serializer.Meta.model, getattr(serializer.Meta, "private", [])
    names = {field.name for field in model._meta.concrete_fields}
    return [name for name in serializer.Meta.fields if name in names and name not in private]


class PlainTrack(serializers.ModelSerializer[Track]):
    """A track."""

    class Meta:
        model = Track
        resource_name = "track"
        fields = columns(TrackSerializer)


class PlainMicrolocation(serializers.ModelSerializer[Microlocation]):
    """A room."""

    class Meta:
        model = Microlocation
        resource_name = "microlocation"
        fields = columns(MicrolocationSerializer)


class PlainSpeaker(serializers.ModelSerializer[Speaker]):
    """A speaker."""

    class Meta:
        model = Speaker
        resource_name = "speaker"
        fields = columns(SpeakerSerializer)


class PlainSession(serializers.ModelSerializer[Session]):
    """A session with the relationships that are included."""

    speakers = ResourceRelatedField(many=True, read_only=True)
    track = ResourceRelatedField(read_only=True)
    microlocation = ResourceRelatedField(read_only=True)
    included_serializers = {"speakers": PlainSpeaker, "track": PlainTrack, "microlocation": PlainMicrolocation}

    class Meta:
        model = Session
        resource_name = "session"
        fields = [*columns(SessionSerializer), "speakers", "track", "microlocation"]


class Pages(JsonApiPageNumberPagination):
    """Pages of up to a hundred."""

    max_page_size = 100


class PlainSessions(views.ReadOnlyModelViewSet):
    """The sessions of one event that the public sees."""

    authentication_classes: list[Any] = []
    permission_classes: list[Any] = []
    renderer_classes = [JSONRenderer]
    serializer_class = PlainSession
    pagination_class = Pages
    queryset = Session.objects.all()
    event: int = 0

    def get_queryset(self, *args: Any, **kwargs: Any) -> QuerySet[Session]:
        """In the order of our list."""
        rows: QuerySet[Session] = super().get_queryset(*args, **kwargs)
        return rows.filter(event=self.event, state__in=Session.PUBLIC_STATES, deleted_at=None).order_by(
            "starts_at", "pk"
        )
