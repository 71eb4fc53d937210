"""PDF documents read again, by a reader that is not ours."""

import io
from collections.abc import Iterator
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


def described(document: bytes) -> list[str]:
    """What is said in the place of its pictures to who does not see them (ISO 32000-1, 14.9.3)."""
    return [*_alternatives(catalog(document)["/StructTreeRoot"])]


def _alternatives(element: Any) -> Iterator[str]:
    if "/Alt" in element:
        yield str(element["/Alt"])
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        if isinstance(kid.get_object(), dict):
            yield from _alternatives(kid.get_object())
