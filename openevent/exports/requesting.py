"""Asking for an export: a finished one of the same revision is used again, one under way is waited for."""

from functools import cache
from importlib.metadata import version

from django.conf import settings
from django.utils import timezone

from openevent.accounts.models import User
from openevent.events import revising
from openevent.events.models import Event
from openevent.exports import delivering
from openevent.jobs import asking
from openevent.jobs.models import Job

TASK = "openevent.exports.tasks.build"


def request(event: Event, kind: str, *, by: User) -> Job:
    """The job that makes this kind of export (a name of KINDS) of the event as it is now."""
    with revising.locked(event.pk) as event:
        # Whoever asks at the same moment waits here, and finds the job.
        made_with = fingerprint()
        found = _usable(event, kind, made_with)
        return found or asking.ask(task=TASK, kind=kind, event=event, by=by, parameters={"made_with": made_with})


def fingerprint() -> str:
    """What a file depends on beside its event: addresses in it, our version, the rules of the time zones."""
    address = settings.SITE_URL or settings.LOCAL_URL
    return " ".join((address, settings.NOREPLY_DOMAIN, *_versions()))


@cache
def _versions() -> tuple[str, ...]:
    """Asked of the installed packages' files, which takes longer than what is asked for by it."""
    return tuple(version(name) for name in ("open-event-server", "tzdata"))


def _usable(event: Event, kind: str, made_with: str) -> Job | None:
    """An unfinished or fresh job that tells of the event's present revision and whose file is there."""
    jobs = Job.objects.filter(event=event, kind=kind, task=TASK, revision=event.revision)
    jobs = jobs.filter(parameters__made_with=made_with).order_by("-asked_at")
    waiting = jobs.filter(state__in=Job.UNFINISHED).first()
    if waiting is not None:
        return waiting
    done = jobs.filter(state=Job.State.SUCCESS).first()
    if done is None or not delivering.will_last(done, now=timezone.now()) or not delivering.is_whole(done):
        return None
    return done
