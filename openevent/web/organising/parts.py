"""Lists of what an event has, in which one adds, edits, reorders and deletes in place.

Each address gives the whole page; asked by htmx, the list alone (organising/live.html), so that both show the same.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from openevent.accounts.models import User
from openevent.events.models import Event
from openevent.program import arranging
from openevent.web.forms import sent
from openevent.web.organising.kinds import BY_PATH, Kind, PartForm
from openevent.web.organising.making import made
from openevent.web.organising.sections import address, around, managed
from openevent.web.organising.settings.tabs import tabs
from openevent.web.organising.writing import done, saved, working
from openevent.web.rendering import NoPage, is_live, own_page, reader, render

MOST_DELETED = 20
STEPS = {"up": -1, "down": 1}


def _asked(request: HttpRequest, key: str, path: str) -> tuple[Event, Kind]:
    kind = BY_PATH[path]
    return managed(request, key, kind.may), kind


def _found(kind: Kind, event: Event, number: str, *, deleted: bool = False) -> Any:
    """The event's part with this id. Raises NoPage."""
    row = kind.all(event, deleted=deleted).filter(pk=int(number)).first()
    if row is None:
        raise NoPage
    return row


def _form(request: HttpRequest, kind: Kind, event: Event, row: Any = None) -> PartForm:
    """The form of a part, or of a new one, with what was sent."""
    known = kind.form.known(row) if row else {}
    prefix = f"part-{row.pk}" if row else "new"
    return kind.form(sent(request), event=event, initial=known | {"version": event.revision}, auto_id=f"{prefix}-%s")


def _shown(request: HttpRequest, event: Event, kind: Kind, template: str = "list", **context: Any) -> HttpResponse:
    base = "organising/live.html" if is_live(request) else "organising/base.html"
    here = {"title": kind.name, "kind": kind, "here": address(event, kind.path), "base": base}
    tabbed = {"tabs": tabs(event, kind.path, reader(request))} if kind.section == "settings" else {}
    page = {**around(request, event, kind.section), **here, **tabbed, **context}
    response = render(request, f"organising/parts/{template}.html", page)
    patch_vary_headers(response, ["HX-Request"])  # else a browser going back may show the part alone
    return response


def _listed(request: HttpRequest, event: Event, kind: Kind, **context: Any) -> HttpResponse:
    rows = list(kind.all(event))
    is_full = kind.is_single and bool(rows)
    at = request.GET.get("at", "")
    more = {
        "rows": rows,
        "last": len(rows),
        "deleted": list(kind.all(event, deleted=True)[:MOST_DELETED]),
        "at": int(at) if at.isascii() and at.isdigit() and len(at) < 19 else 0,
        "form": None if is_full else kind.form(event=event, initial={"version": event.revision}, auto_id="new-%s"),
    }
    return _shown(request, event, kind, **{**more, **context})


def _back(event: Event, kind: Kind, at: Any = "") -> HttpResponse:
    return HttpResponseRedirect(_path(event, kind, at))


def _path(event: Event, kind: Kind, at: Any = "") -> str:
    """The list, where the keyboard goes on at this part."""
    return f"{address(event, kind.path)}{f'?at={at}' if at else ''}"


@own_page
def parts(request: HttpRequest, key: str, path: str) -> HttpResponse:
    """The list; on POST another part."""
    event, kind = _asked(request, key, path)
    if request.method != "POST":
        return _listed(request, event, kind)
    form = _form(request, kind, event)

    def make(now: Event, user: User) -> str:
        return _path(now, kind, kind.acts.add(kind.made(now, form.facts()), by=user).pk)

    if answer := made(request, form, event, kind.may, make):
        messages.success(request, _("Added: %(name)s") % {"name": kind.made(event, form.facts())})
        return answer
    return _listed(request, event, kind, form=form)


@own_page
def part(request: HttpRequest, key: str, path: str, number: str) -> HttpResponse:
    """The list with the form of this part in its place; on POST its new facts."""
    event, kind = _asked(request, key, path)
    row = _found(kind, event, number)
    form = _form(request, kind, event, row)

    def act(now: Event, user: User) -> None:
        present = _found(kind, now, number)
        form.check_unchanged(now, present)
        kind.acts.change(present, by=user, **form.facts())

    if request.method == "POST" and saved(request, form, event, kind.may, act):
        messages.success(request, _("Saved."))
        return _back(event, kind, row.pk)
    return _listed(request, event, kind, editing=form, at=row.pk)


@own_page
def remove(request: HttpRequest, key: str, path: str, number: str) -> HttpResponse:
    """Asks, saying what comes of it, and deletes on POST."""
    event, kind = _asked(request, key, path)
    row = _found(kind, event, number)
    if request.method == "POST":
        with working(request, event, kind.may) as (now, user):
            kind.acts.remove(_found(kind, now, number), by=user)
        messages.success(request, _("Deleted: %(name)s") % {"name": row})
        return _back(event, kind)
    return _shown(request, event, kind, "remove", row=row)


@require_POST
@own_page
def restore(request: HttpRequest, key: str, path: str, number: str) -> HttpResponse:
    """A deleted part comes back."""
    event, kind = _asked(request, key, path)

    def act(now: Event, user: User) -> None:
        kind.acts.restore(_found(kind, now, number, deleted=True), by=user)

    if not done(request, event, kind.may, act):
        return _back(event, kind)
    messages.success(request, _("It is back."))
    return _back(event, kind, number)


@require_POST
@own_page
def shift(request: HttpRequest, key: str, path: str, number: str, where: str) -> HttpResponse:
    """A part goes one place up or down."""
    event, kind = _asked(request, key, path)
    if not kind.is_ordered:
        raise NoPage
    with working(request, event, kind.may) as (now, user):
        arranging.shift(_found(kind, now, number), STEPS[where], by=user)
    return _back(event, kind, number)
