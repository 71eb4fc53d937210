"""The speakers of an event, as its team keeps them."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from openevent.accounts.models import User
from openevent.events import access as events
from openevent.events.models import Event
from openevent.lib.text import storable
from openevent.program import access, asking, calling, speaking
from openevent.program.models import Session, SessionSpeaker, Speaker
from openevent.web import pictures
from openevent.web.covers import Face
from openevent.web.forms import sent, sent_files
from openevent.web.organising.making import made
from openevent.web.organising.programme import answers
from openevent.web.organising.programme.listing import is_number
from openevent.web.organising.programme.opening import programme, to
from openevent.web.organising.programme.sessions import amend, found
from openevent.web.organising.sections import address, around
from openevent.web.organising.writing import done, saved
from openevent.web.rendering import NoPage, is_live, own_page, reader, render
from openevent.web.speaker_forms import InARow, OfTheTeam

ON_A_PAGE, LONGEST, MOST_WORDS = 50, 200, 8


def _rows(event: Event) -> QuerySet[Speaker]:
    """The event's speakers with all that the table shows of them (2 queries)."""
    given = SessionSpeaker.objects.filter(session__deleted_at=None).select_related("session").order_by("pk")
    return Speaker.objects.filter(event=event).prefetch_related(Prefetch("speaking", queryset=given))


def _shown(speaker: Speaker) -> dict[str, Any]:
    return {
        "speaker": speaker,
        "face": Face.of(
            speaker.name, pictures.ours(speaker.icon_image_url, speaker.thumbnail_image_url, speaker.photo_url)
        ),
        "sessions": [link.session for link in speaker.speaking.all()],
    }


def _found(event: Event, number: str) -> Speaker:
    speaker = _rows(event).filter(pk=int(number), deleted_at=None).first()
    if speaker is None:
        raise NoPage
    return speaker


@own_page
def table(request: HttpRequest, key: str) -> HttpResponse:
    """`/manage/{identifier}/speakers`: all of them; `?q=` searches, `?deleted=1` shows those who were deleted."""
    event, words = programme(request, key), storable(request.GET.get("q", "")).strip()[:LONGEST]
    is_deleted = request.GET.get("deleted") == "1"
    rows = _rows(event).filter(deleted_at__isnull=not is_deleted).order_by("name", "pk")
    for word in words.split()[:MOST_WORDS]:
        rows = rows.filter(Q(name__icontains=word) | Q(organisation__icontains=word) | Q(email__icontains=word))
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "title": _("Speakers"),
        "rows": [_shown(speaker) for speaker in page.object_list],
        "page": page,
        "words": words,
        "is_deleted": is_deleted,
        **around(request, event, "speakers"),
    }
    return render(request, "organising/programme/speakers.html", context)


@own_page
def row(request: HttpRequest, key: str, number: str) -> HttpResponse:
    """`/manage/{identifier}/speakers/{id}/row`: a row of the table, to be changed in it (for htmx)."""
    event = programme(request, key)
    speaker, is_changed = _found(event, number), False
    if not is_live(request):
        return HttpResponseRedirect(address(event, f"speakers/{number}"))
    form, is_open = InARow(speaker), "open" in request.GET
    if request.method == "POST":
        form = InARow(speaker, request.POST)
        is_changed = form.is_valid() and _amend(request, event, speaker, form, form.cleaned_data)
        is_open = not is_changed
    context = {
        "row": _shown(_found(event, number)),
        "event": event,
        "form": form,
        "is_changed": is_changed,
        "is_swapped": True,
    }
    return render(request, f"organising/programme/_speaker_{'form' if is_open else 'row'}.html", context)


@own_page
def edit(request: HttpRequest, key: str, number: str) -> HttpResponse:
    """`/manage/{identifier}/speakers/{id}`: all that the team says of somebody."""
    event = programme(request, key)
    speaker = _found(event, number)
    form = OfTheTeam(sent(request), sent_files(request), speaker=speaker)
    if request.method == "POST" and form.is_valid() and _amend(request, event, speaker, form, form.facts()):
        messages.success(request, _("The speaker was saved."))
        return to(event, f"speakers/{number}")
    context = {
        "title": speaker.name,
        "form": form,
        "answers": answers.own(speaker, asking.asked(calling.of(event))),
        **_shown(_found(event, number)),
        **around(request, event, "speakers"),
    }
    return render(request, "organising/programme/speaker.html", context)


@own_page
def new(request: HttpRequest, key: str) -> HttpResponse:
    """`/manage/{identifier}/speakers/new`: somebody whom the team enters; `?session=` says who gives which session."""
    event = programme(request, key)
    session, form = _given(request, event), OfTheTeam(sent(request), sent_files(request))
    if request.method == "POST" and form.is_valid() and (answer := _added(request, event, form, session)):
        messages.success(request, _("%(name)s is a speaker of the event now.") % {"name": form.cleaned_data["name"]})
        return answer
    context = {"title": _("New speaker"), "form": form, "of_session": session, **around(request, event, "speakers")}
    return render(request, "organising/programme/speaker.html", context)


def _given(request: HttpRequest, event: Event) -> Session | None:
    """The session that the new speaker is to give, if the address names one. Raises NoPage."""
    number = request.GET.get("session", "")
    if not number:
        return None
    if not is_number(number):
        raise NoPage
    return found(event, number)


@require_POST
@own_page
def delete(request: HttpRequest, key: str, number: str) -> HttpResponse:
    """`POST …/speakers/{id}/delete`: the sessions stay, without the name."""
    event = programme(request, key)
    speaker = _found(event, number)

    def act(now: Event, user: User) -> None:
        speaking.remove(speaker, by=user, may_lock=access.may_lock_in(user, now))

    if not done(request, event, access.may_edit_programme, act):
        return to(event, f"speakers/{number}")
    messages.success(request, _("%(name)s was deleted, and can be brought back.") % {"name": speaker.name})
    return to(event, "speakers")


@require_POST
@own_page
def restore(request: HttpRequest, key: str, number: str) -> HttpResponse:
    """`POST …/speakers/{id}/restore`: back, with the sessions."""
    event = programme(request, key)
    speaker = Speaker.objects.filter(event=event, pk=int(number), deleted_at__isnull=False).first()
    if speaker is None:
        raise NoPage
    if not done(request, event, access.may_edit_programme, lambda _now, user: speaking.restore(speaker, by=user)):
        return to(event, "speakers?deleted=1")
    messages.success(request, _("%(name)s is back.") % {"name": speaker.name})
    return to(event, f"speakers/{number}")


def _picture(request: HttpRequest, form: OfTheTeam | InARow) -> dict[str, Any]:
    """The address of the picture that was sent, stored; nothing where none was, or the form says why not.

    To make its sizes takes long: no lock waits for it.
    """
    picture = form.cleaned_data.get("picture")
    if picture is not None:
        with form.refusing():
            return {"photo_url": pictures.stored(picture, by=reader(request))}
    return {}


def _amend(
    request: HttpRequest, event: Event, speaker: Speaker, form: OfTheTeam | InARow, facts: dict[str, Any]
) -> bool:
    """Whether the speaker was given these facts; else the form says why not."""
    picture = _picture(request, form)

    def act(now: Event, user: User) -> None:
        speaking.amend(speaker, by=user, **_rights(user, now), **facts, **_addressed(speaker, facts), **picture)

    return saved(request, form, event, access.may_edit_programme, act)


def _addressed(speaker: Speaker, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Whoever writes the address of somebody who was entered without one means that there is one from now on."""
    return {"is_email_overridden": False} if facts.get("email") and speaker.is_email_overridden else {}


def _added(request: HttpRequest, event: Event, form: OfTheTeam, session: Session | None) -> HttpResponse | None:
    """The way on from the speaker, who gives the session too; None where that may not be, as the form says then."""
    facts = form.facts() | _picture(request, form)

    def make(now: Event, user: User) -> str:
        speaker = speaking.propose(now, by=user, **_rights(user, now), **facts)
        if session is None:
            return address(now, f"speakers/{speaker.pk}")
        amend(session, by=user, speakers=[*(link.speaker for link in session.speaking.all()), speaker])
        return address(now, f"sessions/{session.pk}")

    return made(request, form, event, access.may_edit_programme, make)


def _rights(user: User, event: Event) -> dict[str, Any]:
    """What of a speaker the user, who is of the event's team, may do."""
    return {
        "is_team": True,
        "may_override": events.may_manage_team(user, event),
        "may_lock": access.may_lock_in(user, event),
    }
