"""PDF documents read again, by a reader that is not ours."""

import io
from typing import Any, cast

from pypdf import PdfReader


def pages(document: bytes) -> list[str]:
    """The words of each page."""
    return [page.extract_text() for page in PdfReader(io.BytesIO(document)).pages]


def catalog(document: bytes) -> dict[str, Any]:
    """What the document says of itself as a whole (ISO 32000-1, 7.7.2)."""
    return cast("dict[str, Any]", PdfReader(io.BytesIO(document)).root_object)


def metadata(document: bytes) -> str:
    """Its title, its dates and the standards that it keeps, as XMP (ISO 16684-1)."""
    return cast("str", catalog(document)["/Metadata"].get_data().decode())
