"""Asking once more, before something is done that is not easily undone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from openevent.accounts.models import User
from openevent.events import access
from openevent.events.models import Event
from openevent.lib.errors import Refused, Unknown
from openevent.web.forms import Form, sent
from openevent.web.organising.sections import around
from openevent.web.organising.writing import working
from openevent.web.rendering import render


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is asked: `says` tells what will be so then, `button` does it, `back` leads away from it."""

    title: str
    button: str
    back: str
    says: Sequence[str] = ()
    is_bad: bool = True  # whether something is lost by it


def confirmed(
    request: HttpRequest,
    event: Event,
    section: str,
    question: Question,
    act: Callable[[Form], str],
    *,
    form: Form | None = None,
    done: str = "",
) -> HttpResponse:
    """The page that asks; sent, it calls the act, which returns what to say, and goes to `done`, or else back.

    Raises Unknown.
    """
    form = form if form is not None else Form(sent(request))
    status, refusal = HTTPStatus.OK, ""
    if request.method == "POST" and (not form.fields or form.is_valid()):
        try:
            messages.success(request, act(form))
            return HttpResponseRedirect(done or question.back)
        except Unknown:
            raise
        except Refused as refused:
            status, refusal = HTTPStatus(refused.status), _refused(form, refused)
    context = {"title": question.title, "question": question, "form": form, "refusal": refusal}
    return render(
        request, "organising/selling/sure.html", {**context, **around(request, event, section)}, status=status
    )


def removed(
    request: HttpRequest,
    event: Event,
    section: str,
    question: Question,
    remove: Callable[[User], object],
    sentence: str,
    *,
    done: str = "",
) -> HttpResponse:
    """The same for what takes away something that is sold: behind the event's lock, for who edits it still."""

    def act(_form: Form) -> str:
        with working(request, event, access.may_edit) as (_now, user):
            remove(user)
        return sentence

    return confirmed(request, event, section, question, act, done=done)


def _refused(form: Form, refusal: Refused) -> str:
    """The sentence, where it is not shown beside a field of the form."""
    if not form.fields:
        return str(refusal)
    form.refuse(refusal)
    return ""
