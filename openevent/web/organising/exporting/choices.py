"""What of an event can be exported, in words for who has to choose."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from openevent.jobs.models import Job

Text = str | Promise


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A kind of export (a name of `exports.kinds.KINDS`): what it is called, and what it is good for."""

    kind: str
    name: Text
    means: Text


CALENDARS = (
    Choice(kind="ical", name=_("Calendar (iCalendar, .ics)"), means=_("Opens in every calendar program.")),
    Choice(
        kind="pentabarf",
        name=_("Schedule for conference apps (schedule.xml)"),
        means=_("What apps such as Giggity and ConfClerk read."),
    ),
    Choice(
        kind="schedule.json",
        name=_("Schedule for conference apps (schedule.json)"),
        means=_("The same for newer apps and for websites."),
    ),
    Choice(kind="jcal", name=_("Calendar as JSON (jCal)"), means=_("iCalendar for programmers (RFC 7265).")),
    Choice(kind="xcal", name=_("Calendar as XML (xCal)"), means=_("iCalendar for programmers (RFC 6321).")),
    Choice(
        kind="jscalendar", name=_("JSCalendar"), means=_("The newer format of calendars for programmers (RFC 8984).")
    ),
    Choice(kind="atom", name=_("Changes (Atom)"), means=_("What changed last, for feed readers.")),
)
LISTS = tuple(
    Choice(kind=f"{kind}/{spelling}", name=name, means=means)
    for kind, names in (
        ("sessions", (_("Sessions, for spreadsheets (CSV)"), _("Sessions, to print (PDF)"))),
        ("speakers", (_("Speakers, for spreadsheets (CSV)"), _("Speakers, to print (PDF)"))),
        ("orders", (_("Orders, for spreadsheets (CSV)"), _("Orders, to print (PDF)"))),
        ("attendees", (_("Attendees, for spreadsheets (CSV)"), _("Attendees, to print (PDF)"))),
    )
    for spelling, name, means in zip(("csv", "pdf"), names, ("", ""), strict=True)
)
NAMES: dict[str, Text] = {choice.kind: choice.name for choice in (*CALENDARS, *LISTS)}


def name(job: Job) -> Text:
    """What the job makes or reads, in words."""
    words: dict[str, Text] = {"archive": _("Import of an archive"), "calendar": _("Import of a calendar")}
    return NAMES.get(job.kind) or words.get(job.kind, job.kind)
