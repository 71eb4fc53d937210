"""Writing to who runs an event: POST /v1/events/{identifier}/contact-organizer."""

from django.urls import URLPattern, path
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from openevent.api import reading
from openevent.api.describing import SUCCESS, TEXT, described, members
from openevent.api.permissions import SignedIn
from openevent.events import contacting


class Contact(APIView):
    """`{"email": text}`: the text of a letter to the owner, who learns from whom it is."""

    permission_classes = [SignedIn]

    @described(
        summary="Write to an event’s owner",
        tag="event",
        body=members(email=TEXT),
        answer=SUCCESS,
        refuses=(403, 404, 422, 429),
    )
    def post(self, request: Request, key: str) -> Response:
        """`{"success": true}`."""
        user = reading.account(request)
        event = reading.seen_event(key, user)
        contacting.write(event, reading.words(reading.members(request), "email"), by=user)
        return Response({"success": True})


urlpatterns: list[URLPattern] = [
    path("v1/events/<str:key>/contact-organizer", Contact.as_view()),
]
