"""Feeds before everything else: a poll needs no session, no message and no cookie."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import DatabaseError, connection
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from openevent.feeds import answering, schedule
from openevent.feeds.addresses import feed_at
from openevent.feeds.answering import Answer
from openevent.lib.errors import Refused

READING = frozenset({"GET", "HEAD"})
Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class FeedsFirst:
    """Middleware that answers who reads a feed, without the middleware behind it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The feed at this address, or else what the rest of the server answers."""
        found = feed_at(request.path_info) if request.method in READING else None
        if found is None:
            return self.get_response(request)
        response: HttpResponseBase = found.func(request, *found.args, **found.kwargs)
        return response


class PollsFirst:
    """A WSGI application before another: it answers who asks for a public calendar that is as it was.

    Programs poll more often than people do anything else, and hardly ever has anything changed: to make a request and a
    response of Django's for that would take longer than to look.
    """

    def __init__(self, application: Wsgi) -> None:
        self.application = application

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """304, or the calendar if it is there; else what the application answers."""
        method = environ["REQUEST_METHOD"]
        found = _known(environ) if method in READING and "HTTP_AUTHORIZATION" not in environ else None
        if found is None:
            return self.application(environ, start_response)
        start_response(f"{found.status.value} {found.status.phrase}", list(found.headers.items()))
        return [found.body] if found.body and method == "GET" else []


def _known(environ: dict[str, Any]) -> Answer | None:
    """The answer, as far as nothing has to be made for it; None where the application has to find out."""
    path: str = environ["PATH_INFO"]
    found = feed_at(path)
    if found is None or found.func is not schedule.feed:
        return None
    address = dict(found.kwargs)
    read = address.pop("read")
    try:
        if not connection.in_atomic_block:  # as Django does before every request
            connection.close_if_unusable_or_obsolete()
        asked = read(environ.get("QUERY_STRING", ""), **address)
        if asked.wanted.mine:
            return None
        offer = schedule.public(asked, path, environ.get("HTTP_USER_AGENT", ""))
    except (Refused, DatabaseError):  # the application says so, and tries again what may have been a broken connection
        return None
    return answering.kept_answer(environ, offer)
