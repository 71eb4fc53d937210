"""What answers with documents, be they of resources or not."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from openevent.api import reading
from openevent.api.jsonapi import documents, media, tags
from openevent.api.permissions import Everyone
from openevent.events.access import Asker
from openevent.events.models import Event

WRITES = frozenset({"POST", "PATCH"})
NO_LENGTH = (None, "", "0")  # some clients say of a body that there is not that it is empty


class PlainView(APIView):
    """What answers with documents. The policy is asked inside."""

    permission_classes = [Everyone]
    parser_classes = [media.Document]
    renderer_classes = [JSONRenderer]
    content_negotiation_class = media.Negotiation

    @property
    def asker(self) -> Asker:
        """Who asks."""
        return reading.asker(self.request)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse kinds of bodies and answers that there are not, before anything is looked at."""
        super().initial(request, *args, **kwargs)
        if not media.is_wanted(request._request):
            raise media.NotAcceptable(f"The answer is of the type {documents.MEDIA_TYPE}; the request takes no such.")
        if self.reads_body(request):
            media.check_body(request.META.get("CONTENT_TYPE", ""))

    def reads_body(self, request: Request) -> bool:
        """Whether there is a body that counts; a method that is not taken is refused as such."""
        method = str(request.method).lower()
        if method not in self.http_method_names or not hasattr(self, method):
            return False
        return request.method in WRITES or (method == "delete" and request.META.get("CONTENT_LENGTH") not in NO_LENGTH)

    def unless_known(self, event: Event, document: Callable[[], Any]) -> HttpResponse:
        """The document about the event; 304, and it is not even made, for who has it as it is."""
        request = self.request._request
        tag = tags.of_event(event, request, self.asker)
        if tags.matches(request.headers.get("If-None-Match", ""), tag):
            return HttpResponse(status=HTTPStatus.NOT_MODIFIED, headers={"ETag": tag})
        return self.answer(document(), ETag=tag)

    def answer(self, document: Any, status: int = HTTPStatus.OK, **headers: str) -> HttpResponse:
        """The document as an answer."""
        return HttpResponse(
            documents.encoded(document),
            status=status,
            headers={"Content-Type": documents.MEDIA_TYPE, **headers},
        )
