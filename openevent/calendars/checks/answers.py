"""How a server answers programs that fetch a calendar (RFC 9110, RFC 9111)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from openevent.calendars.checks.finding import Finding, error, note, shortened, warning
from openevent.calendars.saying import Said, said

_CHARSET = re.compile(r"""charset\s*=\s*["']?([^"';\s]+)""", re.IGNORECASE)
_WORTH_COMPRESSING = 2_000
_MOST_REDIRECTS = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """An answer that was received: headers with names in small letters, the addresses that it was redirected to.

    `repeated` is the status of a second request with If-None-Match (or If-Modified-Since) as received, None where
    nothing was there to send, or nobody asked.
    """

    headers: Mapping[str, str]
    redirects: tuple[str, ...] = ()
    repeated: int | None = None

    @property
    def at(self) -> datetime | None:
        """What the server's clock said, in UTC."""
        try:
            found = parsedate_to_datetime(self.headers.get("date", ""))
            return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
        except (ValueError, OverflowError):
            return None


def findings(answer: Answer, size: int) -> Iterator[Finding]:
    """What programs meet there; `size` is that of the file, in octets."""
    yield from _kind(answer.headers.get("content-type", ""))
    yield from _validators(answer)
    yield from _caching(answer.headers.get("cache-control", ""))
    if "content-encoding" not in answer.headers and size > _WORTH_COMPRESSING:
        yield note(
            "not-compressed",
            said(
                "The server sends %(size)s octets uncompressed; gzip makes calendars about a fifth as long. "
                "Switch it on.",
                size=size,
            ),
        )
    if "set-cookie" in answer.headers:
        yield warning(
            "sets-cookie",
            said(
                "The answer sets a cookie: shared caches then do not keep it, and calendar programs have no use for "
                "it. Serve calendars without a session."
            ),
        )
    yield from _redirects(answer.redirects)


def _kind(told: str) -> Iterator[Finding]:
    kind, _, parameters = told.partition(";")
    charset = _CHARSET.search(parameters)
    if kind.strip().lower() != "text/calendar":
        yield error("content-type", _wrong_kind(shortened(told)))
    elif charset is None:
        yield warning(
            "no-charset",
            said("The Content-Type says no charset, so some programs garble names. Send text/calendar; charset=utf-8."),
        )
    elif charset[1].lower() not in {"utf-8", "utf8", "us-ascii"}:
        yield error(
            "charset",
            said(
                "The Content-Type says charset=%(charset)s, but calendars are UTF-8. Send "
                "text/calendar; charset=utf-8.",
                charset=shortened(charset[1]),
            ),
        )


def _wrong_kind(told: str) -> Said:
    if not told:
        return said(
            "The server calls the file nothing: programs may refuse it, or show its text. "
            "Send Content-Type: text/calendar; charset=utf-8."
        )
    return said(
        "The server calls the file %(kind)s: programs may refuse it, or show its text. "
        "Send Content-Type: text/calendar; charset=utf-8.",
        kind=told,
    )


def _validators(answer: Answer) -> Iterator[Finding]:
    has_etag, has_date = "etag" in answer.headers, "last-modified" in answer.headers
    if not (has_etag or has_date):
        yield warning(
            "no-validator",
            said(
                "The answer has neither ETag nor Last-Modified: every program fetches the whole file each time. "
                "Send both."
            ),
        )
    elif not (has_etag and has_date):
        missing = "Last-Modified" if has_etag else "ETag"
        yield note(
            f"no-{missing.lower()}",
            said(
                "The answer has no %(header)s: programs that know only this one fetch the whole file each time. "
                "Send both.",
                header=missing,
            ),
        )
    if answer.repeated not in {None, HTTPStatus.NOT_MODIFIED}:
        yield warning(
            "not-304",
            said(
                "A second request with the %(header)s as received was answered with %(status)s instead of 304: every "
                "program fetches the whole file each time. Compare the header as it was sent, quotes included, and "
                "keep the file the same while nothing changes.",
                header="ETag" if has_etag else "Last-Modified",
                status=str(answer.repeated),
            ),
        )


def _caching(told: str) -> Iterator[Finding]:
    directives = {part.strip().lower() for part in told.split(",")}
    if "no-store" in directives:
        yield warning(
            "no-store",
            said(
                "Cache-Control: no-store keeps programs and caches from remembering the file: each fetch is a whole "
                "one. Send no-cache or a max-age."
            ),
        )
    elif not told.strip():
        yield note(
            "no-cache-control",
            said("The answer has no Cache-Control: caches guess how long it is good. Send max-age."),
        )


def _redirects(addresses: tuple[str, ...]) -> Iterator[Finding]:
    if any(address.lower().startswith("http:") for address in addresses):
        yield warning(
            "redirected-to-http",
            said("The address leads to one without encryption, which programs refuse. Redirect to https."),
        )
    if len(addresses) > _MOST_REDIRECTS:
        yield warning(
            "many-redirects",
            said("There are %(count)s redirects, which some programs do not follow.", count=len(addresses)),
        )
    elif addresses:
        yield note(
            "redirected",
            said(
                "The address redirects, which not every program follows. Give people %(address)s",
                address=shortened(addresses[-1], 500),
            ),
        )
