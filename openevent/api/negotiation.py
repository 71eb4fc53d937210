"""What is read and answered where no documents are, whatever the request says of kinds.

The published API never looked at Accept there, and its clients say of plain JSON, too, that it is a document; browsers
and calendar programs ask for anything.
"""

from collections.abc import Iterable

from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

JSON = "application/json"


class AnyKind(DefaultContentNegotiation):
    """Any kind of answer is wanted, and any kind of JSON is JSON (RFC 6839, 3.1)."""

    is_picky = False  # says the description

    def select_parser(self, request: Request, parsers: Iterable[BaseParser]) -> BaseParser | None:
        """The parser of the body's kind; None, which is refused, for kinds that are not read here."""
        found: BaseParser | None = super().select_parser(request, parsers)
        kind = str(request.content_type or "").partition(";")[0].strip().lower()
        if found is None and kind.startswith("application/") and kind.endswith("+json") and len(kind) < 100:
            return next((parser for parser in parsers if parser.media_type == JSON), None)
        return found

    def select_renderer(
        self,
        request: Request,  # noqa: ARG002 - the library's signature
        renderers: Iterable[BaseRenderer],
        format_suffix: str | None = None,  # noqa: ARG002 - as above
    ) -> tuple[BaseRenderer, str]:
        """The first; files render themselves."""
        renderer = next(iter(renderers))
        return renderer, str(renderer.media_type)
