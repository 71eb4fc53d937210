"""How a server answers programs that fetch a calendar (RFC 9110, RFC 9111)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from openevent.calendars.checks.finding import Finding, error, note, shortened, warning

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
            f"The server sends {size} octets uncompressed; gzip makes calendars about a fifth as long. Switch it on.",
        )
    if "set-cookie" in answer.headers:
        yield warning(
            "sets-cookie",
            "The answer sets a cookie: shared caches then do not keep it, and calendar programs have no use for it. "
            "Serve calendars without a session.",
        )
    yield from _redirects(answer.redirects)


def _kind(said: str) -> Iterator[Finding]:
    kind, _, parameters = said.partition(";")
    charset = _CHARSET.search(parameters)
    if kind.strip().lower() != "text/calendar":
        yield error(
            "content-type",
            f"The server calls the file {shortened(said) or 'nothing'}: programs may refuse it, or show its text. "
            "Send Content-Type: text/calendar; charset=utf-8.",
        )
    elif charset is None:
        yield warning(
            "no-charset",
            "The Content-Type says no charset, so some programs garble names. Send text/calendar; charset=utf-8.",
        )
    elif charset[1].lower() not in {"utf-8", "utf8", "us-ascii"}:
        yield error(
            "charset",
            f"The Content-Type says charset={shortened(charset[1])}, but calendars are UTF-8. Send "
            "text/calendar; charset=utf-8.",
        )


def _validators(answer: Answer) -> Iterator[Finding]:
    has_etag, has_date = "etag" in answer.headers, "last-modified" in answer.headers
    if not (has_etag or has_date):
        yield warning(
            "no-validator",
            "The answer has neither ETag nor Last-Modified: every program fetches the whole file each time. Send both.",
        )
    elif not (has_etag and has_date):
        missing = "Last-Modified" if has_etag else "ETag"
        yield note(
            f"no-{missing.lower()}",
            f"The answer has no {missing}: programs that know only this one fetch the whole file each time. Send both.",
        )
    if answer.repeated not in {None, HTTPStatus.NOT_MODIFIED}:
        yield warning(
            "not-304",
            f"A second request with the {'ETag' if has_etag else 'Last-Modified'} as received was answered with "
            f"{answer.repeated} instead of 304: every program fetches the whole file each time. Compare the header "
            "as it was sent, quotes included, and keep the file the same while nothing changes.",
        )


def _caching(said: str) -> Iterator[Finding]:
    directives = {part.strip().lower() for part in said.split(",")}
    if "no-store" in directives:
        yield warning(
            "no-store",
            "Cache-Control: no-store keeps programs and caches from remembering the file: each fetch is a whole one. "
            "Send no-cache or a max-age.",
        )
    elif not said.strip():
        yield note(
            "no-cache-control", "The answer has no Cache-Control: caches guess how long it is good. Send max-age."
        )


def _redirects(addresses: tuple[str, ...]) -> Iterator[Finding]:
    if any(address.lower().startswith("http:") for address in addresses):
        yield warning(
            "redirected-to-http",
            "The address leads to one without encryption, which programs refuse. Redirect to https.",
        )
    if len(addresses) > _MOST_REDIRECTS:
        yield warning("many-redirects", f"There are {len(addresses)} redirects, which some programs do not follow.")
    elif addresses:
        yield note(
            "redirected",
            f"The address redirects, which not every program follows. Give people {shortened(addresses[-1], 500)}",
        )
