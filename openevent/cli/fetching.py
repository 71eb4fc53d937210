"""A calendar fetched as programs that follow it do: without Accept, and a second time with what came with it."""

import time
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from http import HTTPStatus
from http.client import HTTPException, HTTPMessage, HTTPResponse
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit, urlunsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
    UnknownHandler,
)

from openevent.lib.errors import Refused

BIGGEST = 10_000_000
PATIENCE = 20  # seconds for one answer, all of it
_PIECE = 65_536
_SCHEMES = {"http": "http", "https": "https", "webcal": "https", "webcals": "https"}


class NotFetched(Refused):
    """The calendar could not be fetched; says why in a sentence."""


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """A file with what came with it; `repeated` is the status of the second request, None without a validator."""

    data: bytes
    headers: Mapping[str, str]
    redirects: tuple[str, ...]
    repeated: int | None


class _Redirects(HTTPRedirectHandler):
    """Follows redirects as usual, and remembers where they led to."""

    def __init__(self) -> None:
        self.followed: list[str] = []

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        """The request for the new address."""
        self.followed.append(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def is_address(source: str) -> bool:
    """Whether this names something in the web rather than a file."""
    return "://" in source


def fetch(source: str) -> Fetched:
    """The calendar at this address; webcal: means https:. Raises NotFetched."""
    url = _address(source)
    status, data, headers, redirects = _get(url, {"Accept-Encoding": "gzip"})
    if status != HTTPStatus.OK:
        raise NotFetched(f"The server answers {status} {_phrase(status)} instead of a calendar.")
    validator = _validator(headers)
    repeated = _get(url, {"Accept-Encoding": "gzip", **validator})[0] if validator else None
    return Fetched(data=_unpacked(data, headers), headers=headers, redirects=redirects, repeated=repeated)


def _address(source: str) -> str:
    try:
        parts = urlsplit(source)
    except ValueError as fault:
        raise NotFetched(f"{source} is no address: {fault}.") from fault
    if parts.scheme not in _SCHEMES or not parts.hostname:
        raise NotFetched(f"{source} is no address of a calendar: it must begin with https://, http:// or webcal://.")
    return urlunsplit(parts._replace(scheme=_SCHEMES[parts.scheme], fragment=""))


def _get(url: str, headers: Mapping[str, str]) -> tuple[int, bytes, dict[str, str], tuple[str, ...]]:
    """Status, body, headers (names in small letters) and the addresses that it was redirected to."""
    redirects = _Redirects()
    request = Request(url, headers={"User-Agent": "open-event-server-doctor", **headers})  # noqa: S310 - see _address
    try:
        with _opener(redirects).open(request, timeout=PATIENCE) as answer:
            return answer.status, _body(answer), _named(answer.headers), tuple(redirects.followed)
    except HTTPError as answer:
        with answer:
            return answer.code, b"", _named(answer.headers), tuple(redirects.followed)
    except (OSError, HTTPException, ValueError) as fault:
        reason = fault.reason if isinstance(fault, URLError) else fault
        raise NotFetched(f"{url} cannot be fetched: {reason or type(fault).__name__}") from fault


def _opener(redirects: _Redirects) -> OpenerDirector:
    """HTTP and HTTPS only, wherever a redirect wants to lead."""
    opener = OpenerDirector()
    opener.addheaders = []
    for handler in (
        HTTPHandler,
        HTTPSHandler,
        HTTPDefaultErrorHandler,
        HTTPErrorProcessor,
        ProxyHandler,
        UnknownHandler,
    ):
        opener.add_handler(handler())
    opener.add_handler(redirects)
    return opener


def _body(answer: HTTPResponse) -> bytes:
    until, pieces, size = time.monotonic() + PATIENCE, [], 0
    while piece := answer.read1(_PIECE):
        pieces.append(piece)
        size += len(piece)
        if size > BIGGEST:
            raise NotFetched(too_big())
        if time.monotonic() > until:
            raise NotFetched(f"The server has not sent the whole calendar within {PATIENCE} seconds.")
    return b"".join(pieces)


def too_big() -> str:
    """The sentence for a file that is bigger than anything that programs read."""
    return f"The calendar has more than {BIGGEST // 1_000_000} MB, which programs do not read."


def _named(headers: Message) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def _validator(headers: Mapping[str, str]) -> dict[str, str]:
    """The header of a conditional request, exactly as its value was received."""
    if "etag" in headers:
        return {"If-None-Match": headers["etag"]}
    return {"If-Modified-Since": headers["last-modified"]} if "last-modified" in headers else {}


def _unpacked(data: bytes, headers: Mapping[str, str]) -> bytes:
    encoding = headers.get("content-encoding", "identity").strip().lower()
    if encoding in {"", "identity"}:
        return data
    if encoding not in {"gzip", "x-gzip"}:
        raise NotFetched(f"The server packs the calendar with {encoding}, though only gzip was asked for.")
    try:
        unpacked = zlib.decompressobj(wbits=31).decompress(data, BIGGEST + 1)
    except zlib.error as fault:
        raise NotFetched("The server says that the calendar is packed with gzip, but it is not.") from fault
    if len(unpacked) > BIGGEST:
        raise NotFetched(too_big())
    return unpacked


def _phrase(status: int) -> str:
    return HTTPStatus(status).phrase if status in set(HTTPStatus) else ""
