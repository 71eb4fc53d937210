"""Where CalDAV is: `/caldav/` and `/.well-known/caldav` (RFC 6764), before the rest of the server."""

import io
import logging
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.db import connection

from openevent.events import freshness, issuing
from openevent.feeds import following, programs
from openevent.feeds.caldav import application, principals
from openevent.feeds.caldav.principals import NotSignedIn, Principal
from openevent.feeds.front import Wsgi
from openevent.lib.errors import Malformed, Refused, TooLarge

PREFIX = "/caldav"
WELL_KNOWN = "/.well-known/caldav"
CHALLENGE = f'Basic realm="{application.REALM}", charset="UTF-8"'

logging.getLogger("radicale").setLevel(logging.ERROR)  # it tells of every request, and who made it


class Mount:
    """A WSGI application before another: it answers what is asked under `/caldav/`."""

    def __init__(self, application_behind: Wsgi) -> None:
        self.behind = application_behind
        self.radicale = application.configured()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Radicale's answer, a refusal, or what the application behind answers."""
        path: str = environ["PATH_INFO"]
        if path.rstrip("/") == WELL_KNOWN:
            home = f"{environ.get('SCRIPT_NAME', '')}{PREFIX}/"
            return _answer(start_response, HTTPStatus.MOVED_PERMANENTLY, "", {"Location": home})
        if path != PREFIX and not path.startswith(f"{PREFIX}/"):
            return self.behind(environ, start_response)
        if not connection.in_atomic_block:  # as Django does before every request
            connection.close_if_unusable_or_obsolete()
        try:
            asked, principal = _asked(environ), _principal(environ)
        except NotSignedIn as refusal:
            return _answer(start_response, HTTPStatus.UNAUTHORIZED, str(refusal), {"WWW-Authenticate": CHALLENGE})
        except Refused as refusal:
            return _answer(start_response, HTTPStatus(refusal.status), str(refusal), {})
        _note(asked["PATH_INFO"], principal, programs.name(environ.get("HTTP_USER_AGENT", "")))
        with principals.signed_in(principal):
            return self.radicale(asked, start_response)


def _asked(environ: dict[str, Any]) -> dict[str, Any]:
    """The request as Radicale gets it: read whole, and without what a client could mislead it with.

    Raises Malformed, TooLarge.
    """
    body = _body(environ)
    kept = {name: value for name, value in environ.items() if not name.startswith("HTTP_X_")}
    kept.pop("HTTP_AUTHORIZATION", None)
    return kept | {
        "SCRIPT_NAME": f"{environ.get('SCRIPT_NAME', '')}{PREFIX}",
        "PATH_INFO": environ["PATH_INFO"].removeprefix(PREFIX) or "/",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
    }


def _principal(environ: dict[str, Any]) -> Principal | None:
    authorization = environ.get("HTTP_AUTHORIZATION", "")
    return principals.of_header(authorization) if authorization else None


def _body(environ: dict[str, Any]) -> bytes:
    """The whole body, whether its length was said or not."""
    most: int = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    said = environ.get("CONTENT_LENGTH") or ""
    if said and not (said.isascii() and said.isdigit()):
        raise Malformed("Content-Length is no number.")
    if said and (len(said) > 18 or int(said) > most):
        raise TooLarge(f"A request of a calendar program has at most {most} bytes.")
    if not said and not environ.get("wsgi.input_terminated"):
        return b""
    body: bytes = environ["wsgi.input"].read(int(said) if said else most + 1)
    if len(body) > most:
        raise TooLarge(f"A request of a calendar program has at most {most} bytes.")
    return body


def _note(path: str, principal: Principal | None, program: str) -> None:
    """Let whose calendar it is, or the team of a public event, know that the program follows it."""
    if principal is not None:
        issuing.note_fetch(principal.token, program)
    parts = path.split("/")
    fresh = freshness.of(parts[2]) if path.startswith("/events/") else None
    if fresh is not None:
        following.note(fresh.event_id, program)


def _answer(
    start_response: Callable[..., Any], status: HTTPStatus, sentence: str, headers: dict[str, str]
) -> Iterable[bytes]:
    body = sentence.encode()
    said = {"Content-Type": "text/plain; charset=utf-8", "Content-Length": str(len(body)), **headers}
    start_response(f"{status.value} {status.phrase}", list(said.items()))
    return [body]
