"""The server's addresses behind one that answers nothing."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from openevent import urls


def empty(_request: HttpRequest) -> HttpResponse:
    """Nothing."""
    return HttpResponse()


urlpatterns = [path("empty", empty), *urls.urlpatterns]
