"""How archives spell their members, with underscores or with dashes, and what we call them."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from openevent.imports.archive.leftovers import Leftovers
from openevent.imports.archive.parsing import Json
from openevent.imports.archive.places import Place, quoted

# Names of the older dialect, and a few of the younger one, that are not ours with other dashes.
ALIASES: Mapping[str, Mapping[str, str]] = {
    "event": {
        "start_time": "starts_at",
        "end_time": "ends_at",
        "organizer_name": "owner_name",
        "organizer_description": "owner_description",
        "has_organizer_info": "has_owner_info",
        "has_session_speakers": "is_sessions_speakers_enabled",
        "show_map": "is_map_shown",
        "event_url": "external_event_url",
        "logo": "logo_url",
        "background_image": "original_image_url",
        "background_url": "original_image_url",
        "large": "large_image_url",
        "thumbnail": "thumbnail_image_url",
        "icon": "icon_image_url",
        "call_for_papers": "speakers_call",
        "copyright": "event_copyright",
    },
    "sessions": {
        "start_time": "starts_at",
        "end_time": "ends_at",
        "video": "video_url",
        "audio": "audio_url",
        "mail_sent": "is_mail_sent",
        "submission_date": "submitted_at",
        "date_of_submission": "submitted_at",
        "last_modified_at": "revised_at",
    },
    "speakers": {
        "photo": "photo_url",
        "thumbnail": "thumbnail_image_url",
        "small": "small_image_url",
        "icon": "icon_image_url",
        "featured": "is_featured",
    },
    "tracks": {},
    "microlocations": {},
    "session_types": {},
    "sponsors": {"logo": "logo_url", "sponsor_type": "type"},
    "social_links": {"url": "link"},
    "speakers_call": {
        "start_date": "starts_at",
        "end_date": "ends_at",
        "start_time": "starts_at",
        "end_time": "ends_at",
    },
    "forms": {},
    "event_copyright": {"logo": "logo_url", "license": "licence", "license_url": "licence_url"},
}


@dataclass(frozen=True, kw_only=True)
class Spelled:
    """A member's value, and the member's name as the archive spells it."""

    spelling: str
    value: Json


Members = Mapping[str, Spelled]


def understood(row: Mapping[str, Json], *, of: str) -> dict[str, Spelled]:
    """The row's members by our names, without the empty ones; of two spellings the first counts."""
    members: dict[str, Spelled] = {}
    for spelling, value in row.items():
        if not is_empty(value):
            members.setdefault(_ours(spelling, value, of), Spelled(spelling=spelling, value=value))
    return members


def note_contradictions(row: Mapping[str, Json], *, place: Place, leftovers: Leftovers, of: str = "") -> None:
    """Note each member that the row spells in two ways with two values; `of` says what is nested at the place."""
    kind = of or place.file
    members = understood(row, of=kind)
    for spelling, value in row.items():
        first = members.get(_ours(spelling, value, kind))
        if first is not None and first.value != value and not is_empty(value):
            reason = _("contradicts %(member)s of the same row, which counts") % {"member": quoted(first.spelling)}
            leftovers.note(place.at(spelling), reason, value)


def is_empty(value: Json) -> bool:
    """Whether the archive says nothing here: exports write "" for what is not set."""
    return value is None or value in ([], {}) or (isinstance(value, str) and not value.strip())


def _ours(spelling: str, value: Json, file: str) -> str:
    name = spelling.strip().lower().replace("-", "_")
    if name == "slides" and isinstance(value, str):  # one address in the older dialect, a list of links in the younger
        return "slides_url"
    return ALIASES[file].get(name, name)
