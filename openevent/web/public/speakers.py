"""The page of a speaker."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from openevent.lib import addresses, text, urls
from openevent.program.models import Session, Speaker
from openevent.program.selecting import Selection
from openevent.web import words, zones
from openevent.web.linked import linked_speaker
from openevent.web.public.events import public
from openevent.web.public.faces import face
from openevent.web.public.schedule import subscribed
from openevent.web.public.sessions import place_of
from openevent.web.public.slots import rows, slot_of
from openevent.web.rendering import NoPage, page, render
from openevent.web.shown import Shown

PLACES = ("github", "mastodon", "twitter", "linkedin", "facebook", "instagram")  # columns of addresses


@page
def speaker(request: HttpRequest, key: str, number: str) -> HttpResponse:
    """`/e/{identifier}/speaker/{id}`: who it is, and what they give."""
    event = public(key)
    sessions = Session.objects.taking_place().filter(event=event, speaking__speaker=int(number))
    slots = [slot_of(row, event) for row in rows(sessions)]
    row = Speaker.objects.filter(event=event, pk=int(number), deleted_at=None).first()
    if row is None or not slots:
        raise NoPage
    shown_face = face(row)
    image = urls.absolute(shown_face.picture) if shown_face.picture else ""
    context: dict[str, Any] = {
        "title": row.name,
        "shown": Shown.of(event),
        "speaker": row,
        "face": shown_face,
        "image": image,
        "og_type": "profile",
        "links": links(row),
        "canonical": urls.absolute(addresses.speaker_page(event.identifier, row.pk)),
        "biography": words.shown(row.long_biography or row.short_biography),
        "about": text.plain(row.short_biography or row.long_biography)[:300],
        "slots": slots,
        "zone_called": zones.called(event.timezone),
        **subscribed(event, Selection(speaker=(row.pk,)), of=row.name),
        "linked": linked_speaker(event, row, image=image),
    }
    return render(request, "public/speaker.html", context)


def links(speaker: Speaker) -> list[tuple[str, str]]:
    """Where else the speaker is found, by what it is called."""
    found = [(_("Website"), speaker.website)]
    found += [(place_of(getattr(speaker, name)), getattr(speaker, name)) for name in PLACES]
    return [(called, url) for called, url in found if urls.is_absolute(url)]
