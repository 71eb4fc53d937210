"""The API, described: /v1/openapi.json for programs, /v1/docs for people."""

from functools import cache

import orjson
from django.http import HttpResponse
from django.urls import URLPattern, path
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.views import SpectacularSwaggerView
from rest_framework.renderers import TemplateHTMLRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from openevent.api.describing import described, members
from openevent.api.negotiation import AnyKind
from openevent.api.permissions import Everyone

MEDIA_TYPE = "application/vnd.oai.openapi+json"


@cache
def document() -> bytes:
    """The OpenAPI document; the code does not change while it runs."""
    generator = SchemaGenerator()  # type: ignore[no-untyped-call]  # the library has no types here
    found = generator.get_schema(request=None, public=True)  # type: ignore[no-untyped-call]  # as above
    return orjson.dumps(found, option=orjson.OPT_NON_STR_KEYS)


class OpenApi(APIView):
    """Every operation, member and error of this API."""

    authentication_classes = []
    permission_classes = [Everyone]
    content_negotiation_class = AnyKind

    @described(
        summary="Read this document",
        tag="site",
        answer=members(openapi={"const": "3.1.0"}, info={"type": "object"}, paths={"type": "object"}),
        gives=(MEDIA_TYPE,),
    )
    def get(self, request: Request) -> HttpResponse:  # noqa: ARG002 - the library's signature
        """OpenAPI 3.1."""
        return HttpResponse(document(), content_type=f"{MEDIA_TYPE};version=3.1")


class Docs(SpectacularSwaggerView):
    """A page to browse and to try it, all of whose parts this server serves itself."""

    authentication_classes = []
    permission_classes = [Everyone]
    renderer_classes = [TemplateHTMLRenderer]
    url = "/v1/openapi.json"


urlpatterns: list[URLPattern] = [
    path("v1/openapi.json", OpenApi.as_view(), name="openapi"),
    path("v1/docs", Docs.as_view()),
]
