"""Whether an event's calendar is right, and what programs will show: GET /v1/events/{identifier}/calendar-check."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from hashlib import blake2b
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse
from django.urls import URLPattern, path
from rest_framework.request import Request

from openevent.api import reading
from openevent.api.describing import FLAG, TEXT, WHOLE, described, many, members
from openevent.api.jsonapi import documents
from openevent.api.jsonapi.documents import MEDIA_TYPE
from openevent.api.jsonapi.plain import PlainView
from openevent.api.jsonapi.schemas import ID, LINKS, VERSION
from openevent.calendars.checking import Finding, Report, Severity, Shown, check
from openevent.calendars.formats import FORMATS
from openevent.events import freshness
from openevent.events.models import Event, Poll
from openevent.events.policy import Act
from openevent.exports.requesting import fingerprint
from openevent.lib import addresses
from openevent.program import calendar
from openevent.program.calendar import Skipped
from openevent.program.models import Session

MOST_OF_A_KIND = 20
MOMENT = {"type": ["string", "null"], "format": "date-time"}
FINDING = members(severity={"enum": list(Severity)}, code=TEXT, uid=TEXT, detail=TEXT)
PROGRAM = members(name=TEXT, refresh=TEXT, heeds__interval=FLAG, notes=many(TEXT))
SKIPPED = members(session=ID, title=TEXT, reason=TEXT)
POLL = members(program=TEXT, first__at=MOMENT, last__at=MOMENT)
ATTRIBUTES = members(
    sessions=WHOLE,
    starts__at=MOMENT,
    ends__at=MOMENT,
    timezone=TEXT,
    errors=WHOLE,
    warnings=WHOLE,
    notes=WHOLE,
    findings=many(FINDING),
    programs=many(PROGRAM),
    skipped=many(SKIPPED),
    polls=many(POLL),
)
CHECK = members(
    data=members(type={"const": "calendar-check"}, id=ID, attributes=ATTRIBUTES), links=LINKS, jsonapi=VERSION
)


class CalendarCheck(PlainView):
    """The event's calendar as programs that follow it are sent it now, checked, and who these programs are.

    It has no tag: who asked for a calendar last changes without the event.
    """

    @described(
        summary="Check an event's calendar",
        tag="event",
        answer=CHECK,
        gives=(MEDIA_TYPE,),
        refuses=(403, 404),
    )
    def get(self, request: Request, key: str) -> HttpResponse:
        """What is wrong with it, what programs will show of it, and which sessions are left out."""
        event = reading.kept_event(key, self.asker, Act.FOLLOW)
        response = self.answer(self.document(event, request))
        response["Cache-Control"] = "no-store"  # who follows the calendar is the team's, and of this moment
        return response

    def document(self, event: Event, request: Request) -> dict[str, Any]:
        """What there is to say."""
        attributes = {**checked(event), "polls": [polled(poll) for poll in event.polls.all()]}
        return {
            "data": {"type": "calendar-check", "id": str(event.pk), "attributes": attributes},
            "links": {"self": request.get_full_path()},
            "jsonapi": documents.VERSION,
        }


def checked(event: Event) -> dict[str, Any]:
    """What there is to say of the event's calendar; said again as long as the event is as it was."""
    tells = freshness.tells_cancelled(event)
    said = f"{event.pk} {event.revision} {tells} {settings.FEED_REFRESH} {fingerprint()}"
    key = f"calendar-check/{blake2b(said.encode(), digest_size=16).hexdigest()}"
    found: dict[str, Any] | None = cache.get(key)
    if found is None:
        schedule = calendar.schedule(
            event, Session.objects.of_feed(tells_cancelled=tells), detailed=False, departed=True
        )
        feed = calendar.followed(schedule.calendar, addresses.schedule_feed(event.identifier))
        report = check(FORMATS["ics"].write(feed))
        found = {**shown(report), "skipped": [left_out(session) for session in schedule.skipped]}
        cache.set(key, found)
    return found


def shown(report: Report) -> dict[str, Any]:
    """The report as attributes; of findings of one kind the first few, for all are mended alike."""
    return {
        "sessions": report.sessions,
        "starts-at": moment(report.starts_at),
        "ends-at": moment(report.ends_at),
        "timezone": report.zone,
        **{f"{severity}s": report.count(severity) for severity in Severity},
        "findings": [finding(one) for one in few(report.findings)],
        "programs": [program(one) for one in report.programs],
    }


def few(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Of each kind at most MOST_OF_A_KIND."""
    seen: Counter[str] = Counter()
    for one in findings:
        seen[one.code] += 1
        if seen[one.code] <= MOST_OF_A_KIND:
            yield one


def moment(at: datetime | None) -> str | None:
    """An instant as the API says it."""
    return at.isoformat() if at else None


def finding(found: Finding) -> dict[str, Any]:
    """What was found; `uid` is empty where it is about the whole calendar."""
    return {"severity": found.severity, "code": found.code, "uid": found.uid, "detail": found.detail}


def program(one: Shown) -> dict[str, Any]:
    """What one program will show."""
    return {
        "name": one.program,
        "refresh": one.refresh,
        "heeds-interval": one.heeds_interval,
        "notes": list(one.notes),
    }


def left_out(session: Skipped) -> dict[str, Any]:
    """A session that takes place, but does not stand in the calendar."""
    return {"session": str(session.session), "title": session.title, "reason": session.reason}


def polled(poll: Poll) -> dict[str, Any]:
    """A program that follows the event's calendars; to the ten minutes."""
    return {"program": poll.program, "first-at": moment(poll.first_at), "last-at": moment(poll.last_at)}


urlpatterns: list[URLPattern] = [
    path("v1/events/<str:key>/calendar-check", CalendarCheck.as_view()),
]
