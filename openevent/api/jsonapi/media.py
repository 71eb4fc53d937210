"""Media types: which bodies are read, and which answers are wanted (JSON:API 1.0, 2.1; RFC 9110, 12.5.1)."""

from email.message import Message
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer

from openevent.api.parsing import Json
from openevent.lib.error_documents import MEDIA_TYPE
from openevent.lib.errors import Refused

HARMLESS = frozenset({"charset", "profile", "q"})  # parameters that change nothing of what is meant
COVERING = frozenset({MEDIA_TYPE, "application/*", "*/*"})


class Unsupported(Refused):
    """The body is of a kind that is not read here."""

    status = HTTPStatus.UNSUPPORTED_MEDIA_TYPE


class NotAcceptable(Refused):
    """The client takes no answer of the kind that there is."""

    status = HTTPStatus.NOT_ACCEPTABLE


class Document(Json):
    """A JSON:API document."""

    media_type = MEDIA_TYPE


def _read(header: str) -> tuple[str, set[str]]:
    message = Message()
    message["Content-Type"] = header
    return message.get_content_type(), {name.lower() for name, _ in (message.get_params() or [])[1:]}


def check_body(header: str) -> None:
    """Raise Unsupported unless the body is a JSON:API document."""
    kind, parameters = _read(header)
    if kind != MEDIA_TYPE:
        raise Unsupported(f"Send the body with “Content-Type: {MEDIA_TYPE}”.")
    if parameters - HARMLESS:
        raise Unsupported("The media type has a parameter that is not known here.")


def is_wanted(request: HttpRequest) -> bool:
    """Whether the client takes a JSON:API document."""
    header = request.META.get("HTTP_ACCEPT") or "*/*"
    if header in COVERING:
        return True
    for part in header.split(","):
        if part.strip():
            kind, parameters = _read(part.strip())
            if kind in COVERING and not parameters - HARMLESS and "q=0" not in part.replace(" ", "").split(";")[1:]:
                return True
    return False


class Negotiation(BaseContentNegotiation):
    """One kind of body, one kind of answer."""

    def select_parser(self, _request: Any, parsers: Any) -> BaseParser:
        """The one that there is."""
        parser: BaseParser = parsers[0]
        return parser

    def select_renderer(
        self, _request: Any, renderers: Any, _format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        """The one that there is."""
        return renderers[0], MEDIA_TYPE
