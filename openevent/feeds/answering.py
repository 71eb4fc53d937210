"""HTTP around a calendar: validators, codings, caching (RFC 9110, RFC 9111), and errors."""

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property, lru_cache
from hashlib import blake2b
from http import HTTPStatus
from typing import Any, Concatenate, NamedTuple, ParamSpec, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.http import http_date, parse_http_date_safe
from django.views.decorators.csrf import csrf_exempt

from openevent.exports.requesting import fingerprint
from openevent.feeds.keeping import BR, GZIP, IDENTITY, KEEPER, Kept, Made
from openevent.lib.error_documents import MEDIA_TYPE, document
from openevent.lib.errors import Refused

P = ParamSpec("P")
Feed = Callable[Concatenate[HttpRequest, P], HttpResponse]
CHALLENGE = 'JWT realm="api"'
A_SECOND = timedelta(seconds=1)
LONGEST = 300  # of a header that is looked at
# A web page of any origin may read what needs no cookie.
ANY_ORIGIN = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "ETag"}


def _nothing() -> str:
    return ""


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A calendar that can be handed out: `key` is all that its bytes depend on, `make` makes them.

    What is public may be kept by caches that many use; `disposition` says how what is to be saved is called.
    """

    key: str
    media_type: str
    make: Callable[[], Made]
    is_public: bool = True
    disposition: Callable[[], str] = _nothing

    @cached_property
    def name(self) -> str:
        """The name by which the calendar is kept."""
        said = f"{self.key}\n{settings.FEED_REFRESH}\n{fingerprint()}"
        return blake2b(said.encode(), digest_size=12).hexdigest()


class Answer(NamedTuple):
    """What goes over the wire."""

    status: HTTPStatus
    headers: dict[str, str]
    body: bytes


def answer(request: Mapping[str, Any], offer: Offer) -> Answer:
    """304 for who has the calendar as it is, else the calendar, in a coding that the program takes.

    `request` holds the headers of the request by their names in WSGI.
    """
    return kept_answer(request, offer) or _answer(request, offer, *KEEPER.get(offer.name, offer.make))


def kept_answer(request: Mapping[str, Any], offer: Offer) -> Answer | None:
    """The answer, if that is a 304 or the calendar was made before; else None."""
    known = request.get("HTTP_IF_NONE_MATCH")
    if known is not None and _names(known, tag := _tag(request, offer)):
        return _not_modified(request, offer, tag)
    kept = KEEPER.peek(offer.name)
    return None if kept is None else _answer(request, offer, kept, is_new=False)


def body(offer: Offer) -> bytes:
    """The calendar's bytes, kept or made."""
    return KEEPER.get(offer.name, offer.make)[0].body(IDENTITY)


def respond(answer: Answer) -> HttpResponse:
    """The answer as Django sends it."""
    response = HttpResponse(answer.body, status=answer.status, headers=answer.headers)
    if answer.status == HTTPStatus.NOT_MODIFIED:
        del response["Content-Type"]  # the default one, for a body that is not there
    return response


def _answer(request: Mapping[str, Any], offer: Offer, kept: Kept, is_new: bool) -> Answer:
    changed, tag, known = _http_date(kept.changed_at), _tag(request, offer), request.get("HTTP_IF_NONE_MATCH")
    # “*” is whatever there is; a date counts where there is no tag (RFC 9110, 13.1.2 and 13.1.3).
    is_known = known is None and bool(changed) and _is_unchanged(changed, request.get("HTTP_IF_MODIFIED_SINCE", ""))
    if is_known or (known or "").strip() == "*":
        return _not_modified(request, offer, tag)
    coding = _coding(request)
    body = kept.body(coding)
    said = {
        "ETag": tag,
        "Last-Modified": changed,
        "Content-Encoding": coding,
        "Content-Disposition": offer.disposition(),
        "Server-Timing": "made" if is_new else "",  # everybody else is given what was made now
    }
    headers = {
        "Content-Type": offer.media_type,
        "Content-Length": str(len(body)),
        "X-Content-Type-Options": "nosniff",
        **ANY_ORIGIN,
        **_caching(offer.is_public),
        **{name: value for name, value in said.items() if value},
    }
    return Answer(HTTPStatus.OK, headers, body)


def _not_modified(request: Mapping[str, Any], offer: Offer, tag: str) -> Answer:
    """No more than a 304 must say (RFC 9110, 15.4.5): it is the answer to most of what a server is asked."""
    headers = {"ETag": tag, **_caching(offer.is_public)}
    return Answer(HTTPStatus.NOT_MODIFIED, headers | ANY_ORIGIN if "HTTP_ORIGIN" in request else headers, b"")


def _tag(request: Mapping[str, Any], offer: Offer) -> str:
    """A strong entity tag: other bytes, another tag (RFC 9110, 8.8.3.3)."""
    coding = _coding(request)
    return f'"{offer.name}-{coding}"' if coding else f'"{offer.name}"'


def refusing(feed: "Feed[P]") -> "Feed[P]":
    """The view, answering refusals as errors of the API."""

    @csrf_exempt  # whoever would change something is told that nothing can be changed
    @functools.wraps(feed)
    def view(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.method not in {"GET", "HEAD"}:
            refusal = document(HTTPStatus.METHOD_NOT_ALLOWED, "A calendar can be read, and nothing else.")
            return _error(HTTPStatus.METHOD_NOT_ALLOWED, refusal, {"Allow": "GET, HEAD"})
        try:
            return feed(request, *args, **kwargs)
        except Refused as error:
            body = document(error.status, str(error), parameter=error.parameter)
            challenge = {"WWW-Authenticate": CHALLENGE} if error.status == HTTPStatus.UNAUTHORIZED else {}
            return _error(error.status, body, challenge)

    return cast("Feed[P]", view)


def _error(status: int, body: dict[str, object], headers: dict[str, str]) -> HttpResponse:
    response = JsonResponse(body, status=status, content_type=MEDIA_TYPE, headers=headers)
    response["Cache-Control"] = "no-store"
    response["Access-Control-Allow-Origin"] = "*"
    return response


@lru_cache(maxsize=2)
def _caching(is_public: bool) -> dict[str, str]:
    """Who may keep it, and for how long."""
    if not is_public:
        return {
            "Cache-Control": "private, no-cache",
            "Vary": "Accept-Encoding, Authorization",
            "X-Robots-Tag": "noindex",
        }
    age = int(settings.FEED_MAX_AGE.total_seconds())
    return {
        "Cache-Control": f"public, max-age={age}, stale-while-revalidate={10 * age}",
        "Vary": "Accept-Encoding",
    }


def _coding(request: Mapping[str, Any]) -> str:
    """The coding to answer in: br or gzip where it is accepted (RFC 9110, 12.5.3), else none."""
    return _best(request.get("HTTP_ACCEPT_ENCODING", "")[:LONGEST])


@lru_cache(maxsize=1024)
def _best(accepted: str) -> str:
    weights = dict(map(_weight, accepted.lower().split(",")))
    return next((coding for coding in (BR, GZIP) if weights.get(coding, weights.get("*", 0.0)) > 0), IDENTITY)


def _weight(offered: str) -> tuple[str, float]:
    coding, _, parameter = offered.partition(";")
    name, _, value = parameter.strip().partition("=")
    if name.strip() != "q":
        return coding.strip(), 1.0
    try:
        return coding.strip(), float(value)
    except ValueError:
        return coding.strip(), 0.0


def _names(known: str, tag: str) -> bool:
    """Whether If-None-Match names the tag, also one that a proxy made weak (RFC 9110, 13.1.2)."""
    return tag in known and any(one.strip().removeprefix("W/") == tag for one in known.split(","))


def _is_unchanged(changed: str, since: str) -> bool:
    """Whether it changed last no later than If-Modified-Since says; what is no date says nothing (RFC 9110, 13.1.3)."""
    if since == changed:  # as programs send it that repeat what they were told
        return True
    known, last = parse_http_date_safe(since[:LONGEST]), parse_http_date_safe(changed)
    return known is not None and last is not None and last <= known


def _http_date(moment: datetime | None) -> str:
    """When it last changed, "" where it may change within that second again: then the date would tell too little."""
    if moment is None or moment.replace(microsecond=0) + A_SECOND > timezone.now():
        return ""
    return _as_http_date(moment)


@lru_cache(maxsize=4096)
def _as_http_date(moment: datetime) -> str:
    return http_date(moment.timestamp())
