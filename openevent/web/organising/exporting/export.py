"""The export page: choose what, press Export, watch it happen, download."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _

from openevent.events import access
from openevent.events.models import Event
from openevent.exports import delivering, requesting
from openevent.exports.kinds import SCHEDULES
from openevent.exports.options import Options
from openevent.jobs.models import Job
from openevent.program.models import Microlocation, SessionType, Track
from openevent.web.forms import Form, sent
from openevent.web.organising.exporting import jobs
from openevent.web.organising.exporting.choices import CALENDARS, LISTS, Choice
from openevent.web.organising.sections import address, around, managed
from openevent.web.rendering import own_page, reader, render

LATEST = 10
PARTS: dict[str, Any] = {"track": Track, "room": Microlocation, "type": SessionType}


class ExportForm(Form):
    """What to export, and which part of it."""

    kind = forms.ChoiceField(
        choices=[(choice.kind, choice.name) for choice in (*CALENDARS, *LISTS)], widget=forms.RadioSelect
    )
    track = forms.MultipleChoiceField(label=_("Only these tracks"), required=False)
    room = forms.MultipleChoiceField(label=_("Only these rooms"), required=False)
    type = forms.MultipleChoiceField(label=_("Only these kinds of sessions"), required=False)
    cancelled = forms.BooleanField(label=_("With sessions that were cancelled"), required=False)
    rich = forms.BooleanField(
        label=_("With what only some programs understand (speakers as participants, pictures, streams)"), required=False
    )

    def __init__(self, event: Event, *given: Any, **further: Any) -> None:
        super().__init__(*given, **further)
        for part, model in PARTS.items():
            rows = model._default_manager.filter(event=event, deleted_at=None).order_by("position", "pk")
            self.fields[part] = forms.MultipleChoiceField(
                label=self.fields[part].label,
                choices=[(str(row.pk), row.name) for row in rows],
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )

    @property
    def parts(self) -> Iterable[Any]:
        """The fields by which a part is chosen, where there is anything to choose from."""
        return [self[part] for part in PARTS if self.fields[part].choices]  # type: ignore[attr-defined]  # of this kind

    @property
    def options(self) -> Options:
        """The options that were chosen; raises Malformed for more of them than one may ask for."""
        said: dict[str, list[str]] = {part: self.cleaned_data[part] for part in PARTS}
        said["cancelled"] = ["true"] if self.cleaned_data["cancelled"] else []
        said["profile"] = ["rich" if self.cleaned_data["rich"] else "plain"]
        return Options.parse({name: values for name, values in said.items() if values})


@own_page
def export(request: HttpRequest, key: str) -> HttpResponse:
    """`/manage/{identifier}/export`: choose and start; the latest exports."""
    event = managed(request, key, access.may_export)
    form = ExportForm(event, sent(request), initial={"kind": CALENDARS[0].kind})
    if request.method == "POST" and form.is_valid():
        with form.refusing():
            job = _asked(request, event, form)
            return HttpResponseRedirect(address(event, f"export/{job.pk}"))
    latest = Job.objects.filter(event=event, task=delivering.TASK, is_void=False).select_related("event")
    context: dict[str, Any] = {
        "title": _("Export"),
        "form": form,
        "groups": _groups(form),
        "latest": [jobs.shown(job, reader(request)) for job in latest.order_by("-asked_at")[:LATEST]],
        **around(request, event, "export"),
    }
    return render(request, "organising/exporting/export.html", context)


def _asked(request: HttpRequest, event: Event, form: ExportForm) -> Job:
    kind, by = form.cleaned_data["kind"], reader(request)
    if kind in SCHEDULES:
        return requesting.request(event, kind, by=by, options=form.options)
    return requesting.request_table(event, kind, by=by)


def _groups(form: ExportForm) -> list[dict[str, Any]]:
    chosen = form["kind"].value()

    def options(found: tuple[Choice, ...]) -> list[dict[str, Any]]:
        return [{"choice": one, "is_chosen": one.kind == chosen} for one in found]

    return [
        {"name": _("Calendars and schedules"), "options": options(CALENDARS)},
        {"name": _("Lists"), "options": options(LISTS)},
    ]


@own_page
def followed(request: HttpRequest, key: str, identifier: UUID) -> HttpResponse:
    """`/manage/{identifier}/export/{job}`: how far it is, and the file."""
    event = managed(request, key, access.may_export)
    return jobs.page(request, jobs.followed(request, identifier, event), event, "export")
