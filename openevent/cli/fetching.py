"""A calendar fetched as programs that follow it do: without Accept, and a second time with what came with it."""

import threading
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from http import HTTPStatus
from http.client import HTTPException, HTTPMessage, HTTPResponse
from ssl import SSLCertVerificationError
from typing import IO, Any, NamedTuple
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit, urlunsplit
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
AGENT = "OpenEventServer-Doctor"  # by which `feeds.programs` knows it
BROKEN = "The connection broke off before the whole calendar had come."
_PACKED = {"Accept-Encoding": "gzip"}
_PIECE = 65_536
_GIVEN_UP = "The address was given up, as that of a personal calendar that was revoked or renewed: ask for another."
_LEGAL = "%/:?#[]@!$&'()*+,;=-._~"
_SCHEMES = {"http": "http", "https": "https", "webcal": "https", "webcals": "https"}


class NotFetched(Refused):
    """The calendar could not be fetched; says why in a sentence."""


class NotConnected(NotFetched):
    """Nobody listens at the address, or not to its protocol."""


class Answer(NamedTuple):
    """Status, body, headers (names in small letters) and the addresses that it was redirected to."""

    status: int
    body: bytes
    headers: dict[str, str]
    redirects: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """A file with what came with it; `repeated` is the status of the second request, None without a validator.

    `address` is the one that was asked, `fell_back` whether that is http: because https: could not be connected to.
    """

    address: str
    fell_back: bool
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

    def http_error_302(self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage) -> Any:
        """On to the new address. What stands in the answer nobody reads: the base would read it all, however long."""
        fp.close()
        return super().http_error_302(req, fp, code, msg, headers)

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302


def is_address(source: str) -> bool:
    """Whether this names something in the web rather than a file."""
    return "://" in source or source.partition(":")[0].lower() in _SCHEMES


def fetch(source: str) -> Fetched:
    """The calendar at this address; webcal: means https:, or http: where nobody listens there. Raises NotFetched."""
    first = _address(source)
    url, (status, data, headers, redirects) = _reached(first, may_fall_back=source.lower().startswith("webcal:"))
    if status != HTTPStatus.OK:
        more = f" {_GIVEN_UP}" if status == HTTPStatus.GONE else ""
        raise NotFetched(f"The server answers {status} {_phrase(status)} instead of a calendar.{more}")
    validator = _validator(headers)
    repeated = _get(url, {**_PACKED, **validator}).status if validator else None
    return Fetched(
        address=url,
        fell_back=url != first,
        data=_unpacked(data, headers),
        headers=headers,
        redirects=redirects,
        repeated=repeated,
    )


def _reached(url: str, *, may_fall_back: bool) -> tuple[str, Answer]:
    """The address that was connected to, and its answer."""
    try:
        return url, _get(url, _PACKED)
    except NotConnected as refusal:
        if not may_fall_back:
            raise
        try:
            plain = "http" + url.removeprefix("https")
            return plain, _get(plain, _PACKED)
        except NotConnected as other:
            raise NotConnected(f"{refusal}. {other}") from other


def _address(source: str) -> str:
    """The address as HTTP takes it (RFC 3986, RFC 3490); people copy it from browsers, which show other letters."""
    scheme, colon, rest = source.partition(":")
    whole = source if rest.startswith("//") else f"{scheme}{colon}//{rest}"
    try:
        parts = urlsplit(whole)
        host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode()
    except ValueError as fault:  # what is no name of a host is one, too
        raise NotFetched(f"{source} is no address: {fault}.") from fault
    if parts.scheme not in _SCHEMES or not parts.hostname:
        raise NotFetched(f"{source} is no address of a calendar: it must begin with https://, http:// or webcal://.")
    path, query = (quote(part, safe=_LEGAL) for part in (parts.path, parts.query))
    return urlunsplit((_SCHEMES[parts.scheme], host, path, query, ""))


def _get(url: str, headers: Mapping[str, str]) -> Answer:
    """The answer, if all of it comes in time: whatever a server keeps us waiting with, its headers too."""
    found: list[Answer | NotFetched] = []

    def ask() -> None:
        try:
            found.append(_asked(url, headers))
        except NotFetched as refusal:
            found.append(refusal)

    # Nothing interrupts a socket from which a byte comes now and then; a thread that is left behind ends with us.
    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(PATIENCE)
    if not found:
        raise NotFetched(too_slow())
    if isinstance(found[0], NotFetched):
        raise found[0]
    return found[0]


def _asked(url: str, headers: Mapping[str, str]) -> Answer:
    redirects = _Redirects()
    request = Request(url, headers={"User-Agent": AGENT, **headers})  # noqa: S310 - see _address
    try:
        # A little sooner than nobody waits any longer, or one would not know that there is no connection.
        with _opener(redirects).open(request, timeout=PATIENCE * 0.9) as answer:
            return Answer(answer.status, _body(answer), _named(answer.headers), tuple(redirects.followed))
    except HTTPError as answer:
        with answer:
            return Answer(answer.code, b"", _named(answer.headers), tuple(redirects.followed))
    except TimeoutError as fault:
        raise NotFetched(too_slow()) from fault
    except (OSError, HTTPException, ValueError) as fault:
        reason = fault.reason if isinstance(fault, URLError) else fault
        kind = NotConnected if _is_unconnected(fault) and not redirects.followed else NotFetched
        raise kind(f"{url} cannot be fetched: {reason or type(fault).__name__}") from fault


def _is_unconnected(fault: Exception) -> bool:
    """Whether no request could be sent; a server whose certificate is wrong is there, and that is to be told."""
    reason = fault.reason if isinstance(fault, URLError) else None
    return isinstance(reason, OSError) and not isinstance(reason, SSLCertVerificationError)


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
    pieces, size = [], 0
    while piece := answer.read1(_PIECE):
        pieces.append(piece)
        size += len(piece)
        if size > BIGGEST:
            raise NotFetched(too_big())
    if answer.length:  # bytes that were announced and did not come
        raise NotFetched(BROKEN)
    return b"".join(pieces)


def too_slow() -> str:
    """The sentence for a calendar that one waits for in vain."""
    return f"The server has not sent the whole calendar within {PATIENCE} seconds."


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
    unpacked = b""
    while data:  # a file of gzip is one member after the other (RFC 1952, 2.2)
        member = zlib.decompressobj(wbits=31)
        try:
            unpacked += member.decompress(data, BIGGEST + 1 - len(unpacked))
        except zlib.error as fault:
            raise NotFetched("The server says that the calendar is packed with gzip, but it is not.") from fault
        if len(unpacked) > BIGGEST:
            raise NotFetched(too_big())
        if not member.eof:
            raise NotFetched(BROKEN)
        data = member.unused_data
    return unpacked


def _phrase(status: int) -> str:
    return HTTPStatus(status).phrase if status in set(HTTPStatus) else ""
