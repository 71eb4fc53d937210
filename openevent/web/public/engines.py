"""What search engines ask for first: which pages there are (sitemaps.org), and which are none of theirs (RFC 9309)."""

from collections.abc import Callable, Iterator
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.views.decorators.gzip import gzip_page

from openevent.events import access
from openevent.events.models import Event
from openevent.lib import addresses, urls
from openevent.program.access import SESSION, SPEAKER
from openevent.program.models import Session, Speaker

MOST = 50_000  # addresses in a file, as the protocol has it
AN_HOUR = "public, max-age=3600"
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
NOT_THEIRS = ("/account", "/admin", "/auth", "/feeds", "/language", "/manage", "/orders", "/v1")


def robots(_request: HttpRequest) -> HttpResponse:
    """`/robots.txt`: people's own pages and programs' addresses are not for engines."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in NOT_THEIRS), ""]
    answer = "\n".join([*lines, f"Sitemap: {urls.absolute('/sitemap.xml')}", ""])
    return HttpResponse(answer, content_type="text/plain; charset=utf-8", headers={"Cache-Control": AN_HOUR})


def _events() -> QuerySet[Any, Any]:
    return Event.objects.listed().order_by("pk").values_list("identifier", "pk", "changed_at")


def _schedules() -> QuerySet[Any, Any]:
    return _events().filter(Exists(Session.objects.taking_place().filter(event=OuterRef("pk"))))


def _sessions() -> QuerySet[Any, Any]:
    rows = Session.objects.filter(access.visible(AnonymousUser(), SESSION), event__in=Event.objects.listed())
    return rows.order_by("pk").values_list("event__identifier", "pk", "revised_at")


def _speakers() -> QuerySet[Any, Any]:
    rows = Speaker.objects.filter(access.visible(AnonymousUser(), SPEAKER), event__in=Event.objects.listed())
    return rows.order_by("pk").values_list("event__identifier", "pk", "event__changed_at")


# By kind: the rows (identifier, id, when changed), and the path of a row's page.
KINDS: dict[str, tuple[Callable[[], QuerySet[Any, Any]], Callable[[str, int], str]]] = {
    "events": (_events, lambda identifier, _: addresses.event_page(identifier)),
    "schedules": (_schedules, lambda identifier, _: addresses.schedule(identifier)),
    "sessions": (_sessions, addresses.session_page),
    "speakers": (_speakers, addresses.speaker_page),
}


@gzip_page
def index(_request: HttpRequest) -> HttpResponse:
    """`/sitemap.xml`: the files in which the pages are listed."""
    files = (
        f"<sitemap><loc>{urls.absolute(f'/sitemap-{kind}-{number}.xml')}</loc></sitemap>"
        for kind, (rows, _) in KINDS.items()
        for number in range(1, -(-rows().count() // MOST) + 1)
    )
    return _xml("sitemapindex", files)


@gzip_page
def pages(_request: HttpRequest, kind: str, number: str) -> HttpResponse:
    """`/sitemap-{kind}-{number}.xml`: pages of one kind, and when what they show changed last."""
    rows, path = KINDS[kind]
    start = (int(number) - 1) * MOST
    found = rows()[start : start + MOST] if 0 <= start < 2**62 else ()
    answer = _xml("urlset", (_entry(path(identifier, row), changed_at) for identifier, row, changed_at in found))
    if b"<url>" not in answer.content:
        answer.status_code = HTTPStatus.NOT_FOUND
    return answer


def _entry(path: str, changed_at: datetime | None) -> str:
    changed = f"<lastmod>{changed_at:%Y-%m-%dT%H:%M:%S+00:00}</lastmod>" if changed_at is not None else ""
    return f"<url><loc>{urls.absolute(path)}</loc>{changed}</url>"


def _xml(element: str, parts: Iterator[str]) -> HttpResponse:
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<{element} xmlns="{NAMESPACE}">', *parts, f"</{element}>", ""]
    return HttpResponse("\n".join(lines), content_type="application/xml", headers={"Cache-Control": AN_HOUR})
