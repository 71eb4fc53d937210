"""One's own data: all of it as a file, and all of it erased."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from openevent.accounts import credentials
from openevent.accounts.models import User
from openevent.events import access
from openevent.exports import delivering, requesting
from openevent.exports.others import PERSONAL
from openevent.jobs.models import Job
from openevent.privacy import erasing
from openevent.web.accounts.answering import asked, shown
from openevent.web.accounts.entering import left
from openevent.web.accounts.forms import EraseForm
from openevent.web.accounts.sections import around
from openevent.web.rendering import NoPage, is_live, own_page, reader, render

HERE = "/account/data"


@own_page
def data(request: HttpRequest) -> HttpResponse:
    """`/account/data`: what one can do about it."""
    return render(request, "accounts/data.html", {"title": _("My data"), **around(HERE)})


@require_POST
@own_page
def export(request: HttpRequest) -> HttpResponse:
    """`POST /account/data/export`: a file of it, made by a worker."""
    user = reader(request)
    if not access.may_export_data(user, user):
        raise NoPage
    job = requesting.request_other(PERSONAL, by=user, parameters={"user": user.pk})
    return HttpResponseRedirect(f"{HERE}/{job.pk}")


@own_page
def exported(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """`/account/data/{job}`: how far it is, and then the file; to htmx the part that changes."""
    user = reader(request)
    job = Job.objects.filter(pk=job_id, kind=PERSONAL, task=delivering.TASK, is_void=False).first()
    if job is None or not delivering.may_have(user, job):
        raise NoPage
    context = {"title": _("My data"), "job": job, "download": _download(job, user), **around(HERE)}
    return render(request, "accounts/_exported.html" if is_live(request) else "accounts/exported.html", context)


def _download(job: Job, user: User) -> str:
    return delivering.download_url(job, user) if job.state == Job.State.SUCCESS else ""


@sensitive_post_parameters()
@own_page
def erase(request: HttpRequest) -> HttpResponse:
    """`/account/erase`: the account closed for ever, with the password; a worker erases the rest."""
    user = reader(request)
    form = asked(request, EraseForm)
    if form.is_valid():
        with form.refusing():
            credentials.confirm(user, form.cleaned_data["password"])
            _begin(user)
            response = left(request, "/")
            messages.success(request, _("Your account is closed, and your data is being erased."))
            return response
    return shown(request, "accounts/erase.html", form, title=_("Erase my account"), **around(HERE))


def _begin(user: User) -> None:
    if not access.may_forget(user, user):
        raise NoPage
    erasing.begin(user, by=user)
