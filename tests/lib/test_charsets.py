"""What is sent is read as UTF-8."""

from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.test import RequestFactory

from openevent.lib.charsets import as_utf_8

FORM = "application/x-www-form-urlencoded"
# A lone surrogate, if these were UTF-7 or escapes of Unicode.
ODD = b"word=%2B2AA-%5Cud800"


def read(kind: str) -> WSGIRequest:
    """The request of this kind, as Django reads what is passed on to it."""
    environ: dict[str, Any] = RequestFactory().post("/", ODD, content_type=FORM, QUERY_STRING=ODD.decode()).environ
    found: list[WSGIRequest] = []

    def application(passed_on: dict[str, Any], _start: Any) -> list[bytes]:
        found.append(WSGIRequest(passed_on))
        return []

    as_utf_8(application)({**environ, "CONTENT_TYPE": kind}, lambda *_: None)
    return found[0]


@pytest.mark.parametrize(
    "charset", ["hex", "undefined", "punycode", "utf-7", "raw_unicode_escape", '"UTF-16"', "UTF-8"]
)
def test_whatever_charset_a_request_names_it_is_read_as_utf_8(charset: str) -> None:
    request = read(f"{FORM}; CharSet={charset}")

    assert (request.GET["word"], request.POST["word"]) == ("+2AA-\\ud800", "+2AA-\\ud800")


def test_what_else_is_said_of_the_body_stays() -> None:
    request = read("multipart/form-data; charset=hex; boundary=x")

    assert request.META["CONTENT_TYPE"] == "multipart/form-data; boundary=x"
