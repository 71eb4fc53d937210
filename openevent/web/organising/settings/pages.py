"""The pages of an event's settings."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from openevent.accounts import uploading
from openevent.accounts.models import User
from openevent.events import access, amending
from openevent.events.models import Event
from openevent.lib.errors import Refused
from openevent.program import rezoning
from openevent.program.rezoning import moved
from openevent.web import pictures
from openevent.web.clocks import Span
from openevent.web.forms import Form, sent
from openevent.web.organising.fields import Picture, Zone, zone_options
from openevent.web.organising.sections import address, around, managed
from openevent.web.organising.settings.groups import BY_PATH
from openevent.web.organising.settings.tabs import tabs
from openevent.web.organising.writing import Editing, saved, working
from openevent.web.rendering import own_page, reader, render
from openevent.web.shown import Shown


def _shown(request: HttpRequest, event: Event, path: str, template: str, **context: Any) -> HttpResponse:
    here = {"title": _("Settings"), "tabs": tabs(event, path, reader(request)), "here": address(event, path)}
    page = {**around(request, event, "settings"), **here, **context}
    return render(request, f"organising/settings/{template}.html", page)


def _saved(event: Event, path: str, request: HttpRequest) -> HttpResponse:
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(address(event, path))


@own_page
def facts(request: HttpRequest, key: str, path: str = "") -> HttpResponse:
    """`…/settings/{group}`: some of the event's facts; on POST new ones."""
    event, group = managed(request, key, access.may_edit), BY_PATH[path]
    here = f"settings/{path}" if path else "settings"
    form = group.form(sent(request), event=event)

    def act(now: Event, user: User) -> None:
        form.check_unchanged(now, now)
        amending.change(now, by=user, **form.facts())

    if request.method == "POST" and saved(request, form, event, access.may_edit, act):
        return _saved(event, here, request)
    map_url = Shown.of(event).map_url if path == "place" else ""
    return _shown(request, event, here, "facts", form=form, group=group, map_url=map_url)


class Rezoning(Editing):
    """Another zone, and what stays: what clocks show, or the instants."""

    timezone = Zone(label=lazy("Time zone"))
    keeps = forms.ChoiceField(choices=[("clocks", ""), ("instants", "")])


@own_page
def zone(request: HttpRequest, key: str) -> HttpResponse:
    """`…/settings/zone`: first which zone, then, with the times that come of it, what is to stay as it is."""
    event = managed(request, key, access.may_edit)
    if request.method == "POST":
        form = Rezoning(request.POST, initial={"version": event.revision})
        if saved(request, form, event, access.may_edit, lambda now, user: _rezone(form, now, user)):
            return _saved(event, "settings/zone", request)
        return _shown(request, event, "settings/zone", "zone", form=form, zones=zone_options())
    asked = request.GET.get("timezone")
    form = Rezoning({"timezone": asked, "keeps": "clocks", "version": event.revision} if asked is not None else None,
                    initial={"timezone": event.timezone})  # fmt: skip
    wanted = form.cleaned_data["timezone"] if form.is_valid() else ""
    context: dict[str, Any] = {"form": form, "zones": zone_options(), "wanted": wanted}
    if wanted and wanted != event.timezone:
        context |= _outlook(event, wanted)
    return _shown(request, event, "settings/zone", "zone", **context)


def _outlook(event: Event, wanted: str) -> dict[str, Any]:
    """What the event's times would be in the other zone, in both ways."""
    begin, end = (moved(instant, event.timezone, wanted) for instant in (event.starts_at, event.ends_at))
    return {
        "now": Span.of(event.starts_at, event.ends_at, event.timezone),
        "clocks": Span.of(begin, end, wanted),
        "instants": Span.of(event.starts_at, event.ends_at, wanted),
        "sessions": event.sessions.scheduled().count(),
    }


def _rezone(form: Rezoning, event: Event, user: User) -> None:
    form.check_unchanged(event, event)
    wanted = form.cleaned_data["timezone"]
    if form.cleaned_data["keeps"] == "clocks":
        rezoning.keep_clocks(event, wanted, by=user)
    else:
        amending.change(event, by=user, timezone=wanted)


@dataclass(frozen=True, kw_only=True)
class Spot:
    """A place for a picture: the column that holds its address."""

    column: str
    name: str | Promise
    about: str | Promise


SPOTS = (
    Spot(
        column="original_image_url",
        name=lazy("Picture"),
        about=lazy("Wide, above the event’s page and in lists: 1300 pixels or more."),
    ),
    Spot(column="logo_url", name=lazy("Logo"), about=lazy("Shown where there is no picture, and in calendars.")),
)


class PictureForm(Form):
    """A new picture."""

    picture = Picture(label=lazy("From your computer"))


@own_page
def images(request: HttpRequest, key: str) -> HttpResponse:
    """`…/settings/pictures`: the event's pictures; on POST a new one in a spot, or none there any more."""
    event, user = managed(request, key, access.may_edit), reader(request)
    spot = next((one for one in SPOTS if one.column == request.POST.get("spot")), SPOTS[0])
    form = PictureForm()
    if request.method == "POST" and request.POST.get("remove"):
        with working(request, event, access.may_edit) as (now, asker):
            amending.change(now, by=asker, **{spot.column: ""})
        return _saved(event, "settings/pictures", request)
    if request.method == "POST":
        form = PictureForm(request.POST, request.FILES)
        if form.is_valid() and _uploaded(request, event, spot, form, user):
            return _saved(event, "settings/pictures", request)
    shown = [
        {
            "spot": one,
            "url": getattr(event, one.column),
            "picture": pictures.ours(getattr(event, one.column)),
            "form": form if one is spot and form.is_bound else PictureForm(auto_id=f"{one.column}-%s"),
        }
        for one in SPOTS
    ]
    return _shown(request, event, "settings/pictures", "pictures", spots=shown)


def _uploaded(request: HttpRequest, event: Event, spot: Spot, form: PictureForm, user: User) -> bool:
    """Whether the picture was kept and is the event's; to make its sizes takes long, and waits for nobody's lock."""
    try:
        url = uploading.picture(form.cleaned_data["picture"], by=user)
    except Refused as refusal:
        form.add_error("picture", str(refusal))
        return False
    return saved(
        request, form, event, access.may_edit, lambda now, asker: amending.change(now, by=asker, **{spot.column: url})
    )
