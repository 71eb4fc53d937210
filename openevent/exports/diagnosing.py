"""Whether an event's calendar is right: the file that programs are sent, read by the files' own doctor."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from hashlib import blake2b
from typing import Any

from django.conf import settings
from django.core.cache import cache

from openevent.accounts import languages
from openevent.calendars.checking import Finding, Report, Severity, Shown, check
from openevent.calendars.formats import FORMATS
from openevent.events import freshness
from openevent.events.models import Event
from openevent.exports.requesting import fingerprint
from openevent.lib import addresses
from openevent.program import calendar
from openevent.program.calendar import Skipped
from openevent.program.models import Session

MOST_OF_A_KIND = 20


def checked(event: Event) -> dict[str, Any]:
    """What there is to say of the event's calendar; said again as long as the event is as it was."""
    tells = freshness.tells_cancelled(event)
    said = f"{event.pk} {event.revision} {tells} {settings.FEED_REFRESH} {languages.here()} {fingerprint()}"
    key = f"calendar-check/{blake2b(said.encode(), digest_size=16).hexdigest()}"
    found: dict[str, Any] | None = cache.get(key)
    if found is None:
        schedule = calendar.schedule(
            event, Session.objects.of_feed(tells_cancelled=tells), detailed=False, departed=True
        )
        feed = calendar.followed(schedule.calendar, addresses.schedule_feed(event.identifier))
        report = check(FORMATS["ics"].write(feed))
        found = {**_shown(report), "skipped": [_left_out(session) for session in schedule.skipped]}
        cache.set(key, found)
    return found


def _shown(report: Report) -> dict[str, Any]:
    """The report as attributes; of findings of one kind the first few, for all are mended alike."""
    return {
        "sessions": report.sessions,
        "starts-at": moment(report.starts_at),
        "ends-at": moment(report.ends_at),
        "timezone": report.zone,
        **{f"{severity}s": report.count(severity) for severity in Severity},
        "findings": [_finding(one) for one in _few(report.findings)],
        "programs": [_program(one) for one in report.programs],
    }


def _few(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Of each kind at most MOST_OF_A_KIND."""
    seen: Counter[str] = Counter()
    for one in findings:
        seen[one.code] += 1
        if seen[one.code] <= MOST_OF_A_KIND:
            yield one


def moment(at: datetime | None) -> str | None:
    """An instant as attributes have it (ISO 8601)."""
    return at.isoformat() if at else None


def _finding(found: Finding) -> dict[str, Any]:
    """What was found; `uid` is empty where it is about the whole calendar."""
    return {"severity": found.severity, "code": found.code, "uid": found.uid, "detail": found.detail}


def _program(one: Shown) -> dict[str, Any]:
    """What one program will show."""
    return {
        "name": one.program,
        "refresh": one.refresh,
        "heeds-interval": one.heeds_interval,
        "notes": list(one.notes),
    }


def _left_out(session: Skipped) -> dict[str, Any]:
    """A session that takes place, but does not stand in the calendar."""
    return {"session": str(session.session), "title": session.title, "reason": session.reason}
