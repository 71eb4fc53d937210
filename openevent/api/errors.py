"""Every error as a JSON:API document: status, title, detail, and the part of the request that was at fault."""

from http import HTTPStatus
from typing import Any

import structlog
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, JsonResponse
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from openevent.lib.error_documents import MEDIA_TYPE, document
from openevent.lib.errors import Refused

log = structlog.get_logger(__name__)
UNEXPECTED = "Something went wrong on the server. The operators can find it in the log."
SIGN_IN = "Sign in first: POST /auth/session gives a token for the header “Authorization: JWT <token>”."
CHALLENGE = 'JWT realm="api"'  # what a 401 asks for (RFC 9110, 11.6.1)
NOTHING_HERE = "There is nothing at this address."


class _TooBig(exceptions.APIException):
    status_code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    default_detail = "The body is bigger than this server takes."


def answer(error: Exception, context: dict[str, Any]) -> Response | None:
    """The answer to what a view raised; for what nobody foresaw a 500 without any detail of it."""
    set_rollback()
    if isinstance(error, Refused):
        return _refused(error)
    if isinstance(error, Http404):
        error = exceptions.NotFound(NOTHING_HERE)
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    elif isinstance(error, RequestDataTooBig):
        error = _TooBig()
    elif isinstance(error, SuspiciousOperation):
        error = exceptions.ParseError("The request cannot be understood.")
    if isinstance(error, exceptions.APIException):
        return _of_library(error, context)
    log.error("a request failed", path=context["request"].path, exc_info=error)
    body = document(HTTPStatus.INTERNAL_SERVER_ERROR, UNEXPECTED)
    return Response(body, status=HTTPStatus.INTERNAL_SERVER_ERROR, content_type=MEDIA_TYPE)


def _refused(error: Refused) -> Response:
    body = document(error.status, str(error), pointer=error.pointer, parameter=error.parameter)
    for pointer, sentence in getattr(error, "faults", [])[1:]:  # several members at fault: an error each
        body["errors"] += document(error.status, sentence, pointer=pointer)["errors"]
    headers = {"Retry-After": str(int(wait))} if (wait := getattr(error, "wait", None)) else {}
    if error.status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = CHALLENGE
    return Response(body, status=error.status, headers=headers, content_type=MEDIA_TYPE)


def _of_library(error: exceptions.APIException, context: dict[str, Any]) -> Response:
    headers = {}
    if header := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = header
    if wait := getattr(error, "wait", None):
        headers["Retry-After"] = str(int(wait))
    if isinstance(error, exceptions.NotAuthenticated):
        error.detail = exceptions.ErrorDetail(SIGN_IN)
    detail = error.detail if isinstance(error.detail, str) else str(error.default_detail)
    if isinstance(error, exceptions.MethodNotAllowed) and (view := context.get("view")):
        detail = f"{detail} There is: {', '.join(sorted(view.allowed_methods))}."
    body = document(error.status_code, detail)
    return Response(body, status=error.status_code, headers=headers, content_type=MEDIA_TYPE)


def _plain(status: HTTPStatus, detail: str) -> JsonResponse:
    return JsonResponse(document(status, detail), status=status, content_type=MEDIA_TYPE)


def bad_request(_request: HttpRequest, exception: Exception | None = None) -> JsonResponse:
    """For requests that no view has seen: a host or a form that Django refuses."""
    if isinstance(exception, RequestDataTooBig):
        return _plain(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _TooBig.default_detail)
    return _plain(HTTPStatus.BAD_REQUEST, "The request cannot be understood.")


def forbidden(_request: HttpRequest, exception: Exception | None = None) -> JsonResponse:  # noqa: ARG001 - Django's signature
    """For requests that a middleware refuses."""
    return _plain(HTTPStatus.FORBIDDEN, "You may not do this.")


def not_found(_request: HttpRequest, exception: Exception | None = None) -> JsonResponse:  # noqa: ARG001 - as above
    """For addresses that lead nowhere."""
    return _plain(HTTPStatus.NOT_FOUND, NOTHING_HERE)


def failed(_request: HttpRequest) -> JsonResponse:
    """For what nobody foresaw, outside the views of the API; the trace is in the log only."""
    return _plain(HTTPStatus.INTERNAL_SERVER_ERROR, UNEXPECTED)
