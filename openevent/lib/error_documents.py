"""An error as a JSON:API document: the one shape that every face of the server answers with."""

from http import HTTPStatus
from typing import Any

from openevent.lib.text import storable

MEDIA_TYPE = "application/vnd.api+json"


def document(status: int, detail: str, *, pointer: str = "", parameter: str = "") -> dict[str, Any]:
    """An error document with one error (JSON:API 1.0, “Error Objects”).

    What it repeats of the request may hold characters that UTF-8 has none for.
    """
    error: dict[str, Any] = {"status": str(int(status)), "title": HTTPStatus(status).phrase, "detail": storable(detail)}
    if pointer:
        error["source"] = {"pointer": storable(pointer)}
    elif parameter:
        error["source"] = {"parameter": storable(parameter)}
    return {"errors": [error], "jsonapi": {"version": "1.0"}}
