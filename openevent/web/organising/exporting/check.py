"""The calendar check: what is wrong with the event's calendar, who follows it, and what each program shows of it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openevent.calendars.checking import Severity
from openevent.events import access
from openevent.exports.diagnosing import checked
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
        "findings": [{**one, "word": WORDS[Severity(one["severity"])]} for one in found["findings"]],
        "programs": found["programs"],
        "skipped": found["skipped"],
        "polls": event.polls.all(),
        **around(request, event, "check"),
    }
    return render(request, "organising/exporting/check.html", context)
