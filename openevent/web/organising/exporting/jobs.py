"""A piece of slow work as its page shows it: how far it is, what came of it, what was left out and why."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from openevent.accounts.models import User
from openevent.events.models import Event
from openevent.exports import delivering, following
from openevent.jobs.models import Job
from openevent.web.clocks import ago
from openevent.web.organising.exporting import choices, plans
from openevent.web.organising.sections import address, around
from openevent.web.rendering import NoPage, is_live, reader, render


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A job, for a reader who may follow it."""

    job: Job
    address: str
    name: choices.Text
    download: str

    @property
    def ago(self) -> str:
        """How long ago it was asked for."""
        return ago(self.job.asked_at)

    @property
    def is_over(self) -> bool:
        """Whether nothing will come any more."""
        return self.job.state not in Job.UNFINISHED

    @property
    def is_done(self) -> bool:
        """Whether it succeeded."""
        return self.job.state == Job.State.SUCCESS

    @property
    def percent(self) -> int:
        """How far it is; at its end it is through."""
        return 100 if self.is_done else self.job.progress

    @property
    def result(self) -> dict[str, Any]:
        """What came of it."""
        return self.job.result or {}

    @property
    def plan(self) -> dict[str, Any]:
        """What a calendar changed, in words."""
        return plans.shown(self.result)

    @property
    def skipped(self) -> list[Any]:
        """What was left out."""
        return list(self.result.get("skipped", ()))


def shown(job: Job, user: User) -> Shown:
    """The job as it is now."""
    is_file = job.task == delivering.TASK and job.state == Job.State.SUCCESS
    event = job.event
    part = "export" if job.task == delivering.TASK else "import"
    here = address(event, f"{part}/{job.pk}") if event is not None else f"/manage/import/{job.pk}"
    return Shown(
        job=job, address=here, name=choices.name(job), download=delivering.download_url(job, user) if is_file else ""
    )


def followed(request: HttpRequest, identifier: UUID, event: Event | None) -> Job:
    """The job of this event, or of none, for who may follow it. Raises NoPage."""
    job = Job.objects.select_related("event").filter(pk=identifier, event=event, is_void=False).first()
    if job is None or not following.may_follow(reader(request), job):
        raise NoPage
    return job


def page(request: HttpRequest, job: Job, event: Event | None, path: str) -> HttpResponse:
    """The page on which one watches the job; to htmx the part that changes."""
    one = shown(job, reader(request))
    context: dict[str, Any] = {"title": _("Export") if path == "export" else _("Import"), "one": one, "path": path}
    if event is not None:
        context |= around(request, event, path)
    if is_live(request):
        return render(request, "organising/exporting/_job.html", context)
    template = "job.html" if event is not None else "job_of_none.html"
    return render(request, f"organising/exporting/{template}", context)
