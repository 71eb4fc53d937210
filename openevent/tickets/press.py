"""Printing papers: asked for as jobs, done by workers, kept in the private storage, handed out by signed addresses."""

import io
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from openevent.accounts.models import User
from openevent.events import access as events
from openevent.jobs import asking, files
from openevent.jobs.models import Job
from openevent.jobs.running import Outcome, Work
from openevent.lib import addresses, signing, urls
from openevent.lib.errors import Gone
from openevent.tickets import access, papers
from openevent.tickets.models import Attendee, Invoice, Order
from openevent.tickets.papers import Paper

TASK = "openevent.tickets.tasks.print_paper"
LETTER = timedelta(days=365)  # so long, at least, and so long after the event, the address in a letter opens the paper
PAUSE = timedelta(minutes=1)  # so long, at least, what failed is not tried again


def ask(paper: Paper, *, by: User | None) -> Job:
    """The job that prints the paper as it is now: one that is done or under way, or a new one.

    One that failed is begun anew after a while.
    """
    with transaction.atomic():
        job = Job.objects.select_for_update(no_key=True).filter(pk=paper.job_id).first()
        if job is not None and _serves(job):
            return job
        if job is not None:
            job.delete()
        try:
            with transaction.atomic():
                return asking.ask(
                    task=TASK,
                    kind=paper.kind,
                    by=by,
                    parameters={"paper": paper.kind, "id": paper.pk, "key": paper.key, "path": paper.path},
                    identifier=paper.job_id,
                )
        except IntegrityError:  # somebody asked in the same moment
            return Job.objects.get(pk=paper.job_id)


def _serves(job: Job) -> bool:
    """Whether the job is under way, its file there, or its failure fresh."""
    if job.is_void:
        return False
    if job.state == Job.State.FAILURE:
        return job.finished_at is not None and job.finished_at > timezone.now() - PAUSE
    return job.state in Job.UNFINISHED or files.is_whole(job)


def opened(job: Job) -> File[bytes] | None:
    """The open file of a finished job; None where there is none yet."""
    if job.is_void or job.state != Job.State.SUCCESS:
        return None
    try:
        return files.storage().open(job.file)
    except FileNotFoundError:  # swept in this moment
        return None


def work(work: Work) -> Outcome:
    """Print what the job asks for. Raises Gone where the paper would say something else by now."""
    paper = papers.read(work.job.parameters)
    if paper.job_id != work.job.pk:
        raise Gone(_("It has changed meanwhile. Ask for it again."))
    work.percent = 10
    content = paper.print()
    work.percent = 90
    name = files.save(work, "pdf", File(io.BytesIO(content)))
    return Outcome(result={"size": len(content)}, file=name)


def subject(kind: str, pk: int, key: str) -> str:
    """What a signed address opens, and of whom it is: `key` of the paper, which stands in the address, too."""
    return " ".join(["paper", kind, str(pk), *([key] if key else ())])


def letter_url(paper: Paper) -> str:
    """An address that opens the paper for whoever holds it; the same whenever one looks, unless the event moves."""
    return urls.absolute(f"{paper.path}?{_steady(paper)}")


def shown_url(attendee: Attendee) -> str:
    """The same of the page that shows the ticket on a telephone."""
    path = addresses.ticket_page(attendee.order.identifier, attendee.pk)
    return urls.absolute(f"{path}?{_steady(papers.ticket(attendee))}")


def check_holds(attendee: Attendee, said: Mapping[str, str]) -> None:
    """Raise Unknown or Gone unless this is the query of an address that opens the attendee's ticket now."""
    of = said.get("of", "")
    signed_subject = subject(papers.TICKET, attendee.pk, of)
    signing.check(signed_subject, expires=said.get("expires", ""), signed=said.get("signature", ""))
    if of != papers.ticket_key(attendee):
        raise Gone(_("This ticket is somebody else’s by now."))


def _steady(paper: Paper) -> str:
    signed = subject(paper.kind, paper.pk, paper.key)
    return f"{_of(paper.key)}{signing.steady_query(signed, after=paper.ends_at, lifetime=LETTER)}"


def page_url(paper: Paper) -> str:
    """An address on this site that opens the paper for a while, for a page that shows it to who may have it."""
    query = signing.query(subject(paper.kind, paper.pk, paper.key), lifetime=settings.DOWNLOAD_LIFETIME)
    return f"{paper.path}?{_of(paper.key)}{query}"


def _of(key: str) -> str:
    return f"of={key}&" if key else ""


def result(job: Job) -> dict[str, Any]:
    """What the task says when it succeeded: `download_url`, and the file's size in bytes."""
    said = job.parameters
    key = said.get("key", "")
    query = signing.query(subject(said["paper"], said["id"], key), lifetime=settings.DOWNLOAD_LIFETIME)
    return {"download_url": urls.public(f"{said['path']}?{_of(key)}{query}"), **(job.result or {})}


def may_have(user: User, job: Job) -> bool:
    """Whether the user may have what the job prints."""
    kind, key = job.parameters["paper"], job.parameters["id"]
    if kind == papers.TICKETS:
        order = Order.objects.filter(events.visible(user, access.ORDER), pk=key).select_related("event").first()
        return order is not None and access.may_print_tickets(user, order)
    if kind == papers.TICKET:
        return Attendee.objects.filter(events.visible(user, access.ATTENDEE), pk=key).exists()
    return Invoice.objects.filter(events.visible(user, access.INVOICE), pk=key).exists()
