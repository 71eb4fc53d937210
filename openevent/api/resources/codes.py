"""Codes by the words that buyers type. /v1/events/{identifier}/discount-codes/{code}."""

from typing import Any

from django.http import HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from openevent.accounts import clients, quotas
from openevent.api import reading
from openevent.api.describing import WHOLE, described, members
from openevent.api.jsonapi import documents
from openevent.api.jsonapi.asking import Asked
from openevent.api.jsonapi.resource import Resource
from openevent.api.permissions import Everyone
from openevent.api.resources.access_code import ACCESS_CODES
from openevent.api.resources.discount_code import DISCOUNT_CODES
from openevent.events.policy import Act
from openevent.lib.errors import Unknown
from openevent.tickets import coding
from openevent.tickets.models import AccessCode, DiscountCode

UNUSED = "delete-unused"


class NoSuchCode(Unknown):
    """There is no such code, or it is good for nothing now: both are told in the same words."""

    def __init__(self) -> None:
        super().__init__("There is no such code, or it cannot be used now.")


class CodeView(APIView):
    """A code that can be used now, for whoever knows its word; so often an hour, for words can be tried out."""

    permission_classes = [Everyone]
    of: Resource

    def found(self, request: Request, key: str, code: str) -> HttpResponse | Response:
        """The code's document."""
        asker = reading.asker(request)
        event = reading.seen_event(key, asker)
        quotas.code(client=clients.client(request._request.META))
        rows: Any = self.of.model._default_manager
        row: DiscountCode | AccessCode | None = rows.select_related("event").by_word(event, code)
        if row is None or not row.is_active or not row.is_valid_at(timezone.now()):
            raise NoSuchCode
        composer = documents.Composer(asker=asker, asked=Asked())
        body = documents.single(self.of, row, composer, link=request.path)
        return HttpResponse(documents.encoded(body), content_type=documents.MEDIA_TYPE)


class DiscountCodeView(CodeView):
    """`/v1/events/{identifier}/discount-codes/{code}`."""

    of = DISCOUNT_CODES

    @described(
        summary="Look a discount code up by its word",
        tag="discount-code",
        answer={"$ref": "#/components/schemas/discount-code-document"},
        gives=(documents.MEDIA_TYPE,),
        refuses=(404, 429),
    )
    def get(self, request: Request, key: str, code: str) -> HttpResponse | Response:
        """The code."""
        return self.found(request, key, code)


class UnusedView(APIView):
    """`/v1/events/{identifier}/discount-codes/delete-unused`: `{"success": true, "deletes": n}`."""

    permission_classes = [Everyone]

    @described(
        summary="Delete the discount codes that nobody has used",
        tag="discount-code",
        answer=members(success={"const": True}, deletes=WHOLE),
        refuses=(401, 403, 404),
    )
    def delete(self, request: Request, key: str) -> Response:
        """Those with which nobody has ordered."""
        with reading.changing(key, request, Act.EDIT) as (event, user):
            return Response({"success": True, "deletes": coding.remove_unused(event, by=user)})


class AccessCodeView(CodeView):
    """`/v1/events/{identifier}/access-codes/{code}`."""

    of = ACCESS_CODES

    @described(
        summary="Look an access code up by its word",
        tag="access-code",
        answer={"$ref": "#/components/schemas/access-code-document"},
        gives=(documents.MEDIA_TYPE,),
        refuses=(404, 429),
    )
    def get(self, request: Request, key: str, code: str) -> HttpResponse | Response:
        """The code."""
        return self.found(request, key, code)


urlpatterns: list[URLPattern] = [
    path(f"v1/events/<str:key>/discount-codes/{UNUSED}", UnusedView.as_view()),
    path("v1/events/<str:key>/discount-codes/<str:code>", DiscountCodeView.as_view()),
    path("v1/events/<str:key>/access-codes/<str:code>", AccessCodeView.as_view()),
]
