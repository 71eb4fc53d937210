"""Answers that need not be made again: 304 for who has it, and the remembered bytes for who has not.

Around every view of a resource. For an answer about one event both are told from one indexed read of the event's
revision; the answer was made under the same revision, for the same asker, so whether it may be seen was asked then.
"""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import SimpleTemplateResponse
from rest_framework.exceptions import APIException

from openevent.api.authentication import TokenAuthentication
from openevent.api.jsonapi import media, tags
from openevent.api.jsonapi.documents import MEDIA_TYPE
from openevent.api.jsonapi.resource import Resource
from openevent.events.access import Asker
from openevent.lib.errors import Refused

BIGGEST_REMEMBERED = 512 * 1024
READS = frozenset({"GET", "HEAD"})
View = Callable[..., HttpResponseBase]


def conditional(view: View, of: Resource, target: Resource, *, is_detail: bool) -> View:
    """The view, asked only where what is known already does not answer."""

    @wraps(view)
    def answered(request: HttpRequest, **parts: Any) -> HttpResponseBase:
        if request.method not in READS:
            return view(request, **parts)
        asker = _asker(request)
        tag = _known_tag(request, of, target, parts, asker, is_detail=is_detail) if asker is not None else None
        if tag is not None:
            if _has(request, tag):
                return _finished(HttpResponse(status=HTTPStatus.NOT_MODIFIED), tag, request)
            if (body := cache.get(tags.remembered(tag, request))) is not None:
                return _made(HttpResponse(body, content_type=MEDIA_TYPE), tag, request, is_new=False)
        return _made(view(request, **parts), tag, request)

    return answered


def tagged(view: View) -> View:
    """The view of what is no resource: its answer has a tag, too, and who has it gets none again."""

    @wraps(view)
    def answered(request: HttpRequest, **parts: Any) -> HttpResponseBase:
        response = view(request, **parts)
        if request.method not in READS:
            return response
        if isinstance(response, SimpleTemplateResponse):  # the library's answers are made after the view
            response.render()
        return _made(response, None, request)

    return answered


def _asker(request: HttpRequest) -> Asker | None:
    """Who asks; None where the view has to refuse the token, or the kind of answer."""
    if not media.is_wanted(request):
        return None
    if not names_somebody(request):
        return AnonymousUser()
    try:
        found = TokenAuthentication().authenticate(request)  # type: ignore[arg-type]  # it reads headers and cookies only
    except APIException:
        return None
    return found[0] if found else AnonymousUser()


def _known_tag(
    request: HttpRequest, of: Resource, target: Resource, parts: dict[str, Any], asker: Asker, *, is_detail: bool
) -> str | None:
    if "key" not in parts:
        return None
    at = tags.moment(of, parts["key"], asker)
    subject = f"{of.type}/{at.row}" if at is not None and is_detail else request.path
    try:
        return tags.of_answer(request, subject, target, at, asker)
    except Refused:  # an inclusion that there is not: the view says so
        return None


def _has(request: HttpRequest, tag: str) -> bool:
    header = request.META.get("HTTP_IF_NONE_MATCH")
    # “*” asks whether there is anything at all: only the view knows whether there is for this asker.
    return header is not None and header.strip() != "*" and tags.matches(header, tag)


def _made(
    response: HttpResponseBase, tag: str | None, request: HttpRequest, *, is_new: bool = True
) -> HttpResponseBase:
    if response.status_code != HTTPStatus.OK or not isinstance(response, HttpResponse):
        return response
    if is_new and tag is not None and len(response.content) <= BIGGEST_REMEMBERED:
        cache.set(tags.remembered(tag, request), response.content)
    tag = tag or response.headers.get("ETag") or tags.of_bytes(response.content)
    if (header := request.META.get("HTTP_IF_NONE_MATCH")) is not None and tags.matches(header, tag):
        response = HttpResponse(status=HTTPStatus.NOT_MODIFIED)
    return _finished(response, tag, request)


def names_somebody(request: HttpRequest) -> bool:
    """Whether the request says who asks, so that its answer is for nobody else."""
    return "HTTP_AUTHORIZATION" in request.META or bool(request.COOKIES)


def _finished(response: HttpResponse, tag: str, request: HttpRequest) -> HttpResponse:
    response["ETag"] = tag
    response["Vary"] = "Accept, Authorization, Cookie"
    response["Cache-Control"] = "private, no-cache" if names_somebody(request) else "no-cache"
    if request.method == "HEAD":
        response["Content-Length"] = str(len(response.content))
        response.content = b""
    return response
