"""The import pages: an archive that becomes an event, and a calendar that is brought into one."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openevent.events import access
from openevent.events.models import Event
from openevent.imports import calendar, previewing, requesting
from openevent.jobs.models import Job
from openevent.lib.errors import Forbidden
from openevent.program import access as program
from openevent.web.forms import Form, sent, sent_files
from openevent.web.organising.exporting import jobs, plans
from openevent.web.organising.sections import address, around, managed
from openevent.web.rendering import own_page, reader, render

LATEST = 5


class ArchiveForm(Form):
    """An Open Event archive."""

    file = forms.FileField(
        label=gettext_lazy("Archive"),
        help_text=gettext_lazy(
            "An Open Event archive: a .zip of JSON files, as other servers of Open Event export events."
        ),
        widget=forms.FileInput(attrs={"accept": ".zip,application/zip"}),
    )
    again = forms.BooleanField(
        label=gettext_lazy("Make another event, even if this archive was imported before"), required=False
    )


class CalendarForm(Form):
    """A calendar to look at first."""

    file = forms.FileField(
        label=gettext_lazy("Calendar or schedule"),
        help_text=gettext_lazy("An .ics, schedule.xml or schedule.json file. You see first what it would change."),
        widget=forms.FileInput(attrs={"accept": ".ics,.xml,.json,text/calendar"}),
    )


@own_page
def archive(request: HttpRequest) -> HttpResponse:
    """`/manage/import`: make an event of an archive."""
    if not access.may_create(reader(request)):
        raise Forbidden(_("Please verify your e-mail address first: only verified accounts make events."))
    form = ArchiveForm(sent(request), sent_files(request))
    if request.method == "POST" and form.is_valid():
        file: Any = form.cleaned_data["file"]
        with form.refusing():
            job = requesting.request(file, file.size or 0, by=reader(request), again=form.cleaned_data["again"])
            return HttpResponseRedirect(f"/manage/import/{job.pk}")
    own = Job.objects.filter(task=requesting.TASK, kind=requesting.ARCHIVE, asked_by=reader(request), is_void=False)
    context: dict[str, Any] = {
        "title": _("Import an event"),
        "form": form,
        "latest": [jobs.shown(job, reader(request)) for job in own.order_by("-asked_at")[:LATEST]],
    }
    return render(request, "organising/exporting/archive.html", context)


@own_page
def archive_followed(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """`/manage/import/{job}`: how far it is, the event, and what was not taken over."""
    return jobs.page(request, jobs.followed(request, identifier, None), None, "import")


@own_page
def into(request: HttpRequest, key: str) -> HttpResponse:
    """`/manage/{identifier}/import`: bring a calendar in; first it is shown what it would change."""
    event = managed(request, key, access.may_edit)
    form = CalendarForm(sent(request), sent_files(request))
    context: dict[str, Any] = {"title": _("Import"), "form": form, **around(request, event, "import")}
    if request.method == "POST" and "seen" in request.POST:
        job = previewing.bring(event, request.POST["seen"], by=reader(request))
        return HttpResponseRedirect(address(event, f"import/{job.pk}"))
    if request.method == "POST" and form.is_valid():
        with form.refusing():
            context |= _preview(request, event, form.cleaned_data["file"])
    brought = Job.objects.filter(event=event, task=requesting.TASK, is_void=False).select_related("event")
    context["latest"] = [jobs.shown(job, reader(request)) for job in brought.order_by("-asked_at")[:LATEST]]
    return render(request, "organising/exporting/import.html", context)


def _preview(request: HttpRequest, event: Event, file: Any) -> dict[str, Any]:
    """What the file would change. Raises what an import refuses."""
    requesting.check_size(file.size or 0)
    incoming = calendar.opened(file, zone=event.timezone, most=calendar.PREVIEWED_BYTES)
    plan = calendar.compare(event, incoming, may_lock=program.may_lock_in(reader(request), event))
    seen = previewing.keep(event, file, by=reader(request))
    return {"plan": plans.shown(plan.as_json()), "is_empty": plan.is_empty, "seen": seen}


@own_page
def followed(request: HttpRequest, key: str, identifier: UUID) -> HttpResponse:
    """`/manage/{identifier}/import/{job}`: how far it is, and what changed."""
    event = managed(request, key, access.may_edit)
    return jobs.page(request, jobs.followed(request, identifier, event), event, "import")
