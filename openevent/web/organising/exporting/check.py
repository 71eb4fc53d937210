"""The calendar check: what is wrong with the event's calendar, who follows it, and what each program shows of it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openevent.calendars.checking import Severity
from openevent.events import access
from openevent.exports.diagnosing import checked
from openevent.lib.translating import translated
from openevent.web.clocks import ago
from openevent.web.organising.exporting.plain import plain
from openevent.web.organising.sections import around, managed
from openevent.web.rendering import own_page, render

WORDS = {
    Severity.ERROR: gettext_lazy("Wrong"),
    Severity.WARNING: gettext_lazy("Doubtful"),
    Severity.NOTE: gettext_lazy("Good to know"),
}


@own_page
def check(request: HttpRequest, key: str) -> HttpResponse:
    """`/manage/{identifier}/check`: the calendar, as a doctor sees it."""
    event = managed(request, key, access.may_follow)
    found = checked(event)
    context: dict[str, Any] = {
        "title": _("Calendar check"),
        "sessions": found["sessions"],
        "is_well": not found["errors"] and not found["warnings"],
        "findings": [_finding(one) for one in found["findings"]],
        "programs": [_program(one) for one in found["programs"]],
        "skipped": found["skipped"],
        "polls": [{"program": poll.program, "last": ago(poll.last_at)} for poll in event.polls.all()],
        **around(request, event, "check"),
    }
    return render(request, "organising/exporting/check.html", context)


def _finding(one: dict[str, Any]) -> dict[str, Any]:
    """What was found, in the reader's language."""
    return {**one, "word": WORDS[Severity(one["severity"])], "detail": translated(one["detail"])}


def _program(one: dict[str, Any]) -> dict[str, Any]:
    """What a program will show, in the reader's language and in plain words."""
    told = {name: translated(plain(one[name])) for name in ("name", "refresh")}
    return {**one, **told, "notes": [translated(plain(note)) for note in one["notes"]]}
