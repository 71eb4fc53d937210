"""The API, described: /v1/openapi.json for programs, /v1/docs for people."""

from functools import cache

import orjson
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.views import SpectacularSwaggerView
from rest_framework.renderers import TemplateHTMLRenderer

from openevent.api.permissions import Everyone


@cache
def described() -> bytes:
    """The OpenAPI document; the code does not change while it runs."""
    generator = SchemaGenerator()  # type: ignore[no-untyped-call]  # the library has no types here
    document = generator.get_schema(request=None, public=True)  # type: ignore[no-untyped-call]  # as above
    return orjson.dumps(document, option=orjson.OPT_NON_STR_KEYS)


def openapi(_request: HttpRequest) -> HttpResponse:
    """The document."""
    return HttpResponse(described(), content_type="application/vnd.oai.openapi+json;version=3.1")


class Docs(SpectacularSwaggerView):
    """A page to browse and to try it, all of whose parts this server serves itself."""

    authentication_classes = []
    permission_classes = [Everyone]
    renderer_classes = [TemplateHTMLRenderer]
    url = "/v1/openapi.json"


urlpatterns: list[URLPattern] = [
    path("v1/openapi.json", openapi, name="openapi"),
    path("v1/docs", Docs.as_view()),
]
