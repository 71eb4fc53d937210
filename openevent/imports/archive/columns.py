"""Which members of an archive go into which column, and how each is read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from openevent.events.facts import CHANGEABLE, OF_THE_STAFF, PAYMENT, SUBJECTS
from openevent.events.models import Event, EventCopyright, SocialLink, Sponsor
from openevent.events.models.event_copyright import UNSPECIFIED
from openevent.imports.archive import spellings, values
from openevent.imports.archive.parsing import Json
from openevent.imports.archive.refusals import Unusable
from openevent.imports.archive.values import Cell, Reader
from openevent.program.models import Microlocation, Session, SessionType, Speaker, SpeakersCall, Track
from openevent.tickets.models import CustomForm

DEGREES = {"latitude": 90.0, "longitude": 180.0}
NO_PLACE = gettext_noop("this server has no place for it")
# The staff of a site decide these, not whoever wrote the archive; a chat room's name is the server's own.
NOT_FROM_ARCHIVES = OF_THE_STAFF | {"is_announced", "chat_room_name"}
MOST_SLIDES = 100


@dataclass(frozen=True, kw_only=True)
class Resource:
    """One kind of row: its file, its columns, and what stands in for a column that must not be empty."""

    file: str
    columns: Mapping[str, Reader]
    named: str = "name"
    otherwise: Mapping[str, str] = field(default_factory=dict)
    # Members that say nothing new: ids, what is computed, and what is read elsewhere.
    redundant: frozenset[str] = frozenset({"id", "sessions"})
    homeless: Mapping[str, str] = field(default_factory=dict)

    def instead(self, member: str) -> str:
        """What becomes of a column whose value cannot be taken, in words."""
        return values.taken(self.otherwise[member]) if member in self.otherwise else _("left out")


def columns(model: type[models.Model], names: Iterable[str], **special: Reader) -> dict[str, Reader]:
    """A reader of single values for each of these columns: as its type asks for, or the special one that is given."""
    usual = {name: _usual(model._meta.get_field(name)) for name in names}
    return {name: _single(reader) for name, reader in (usual | special).items()}


def _usual(column: Any) -> Reader:  # Any: get_field knows reverse relations, too
    match column:
        case models.URLField():
            return values.address(column.max_length or 0)
        case models.EmailField():
            return values.email
        case models.CharField():
            return values.line(column.max_length or 0)
        case models.TextField():
            return values.html
        case models.BooleanField():
            return values.boolean
        case models.PositiveIntegerField():
            return values.count
        case models.IntegerField():
            return values.integer
        case models.FloatField():
            return values.number(DEGREES[column.name])
        case _:
            return values.instant


def _single(read: Reader) -> Reader:
    """The reader; raises Unusable for lists and objects."""

    def checked(value: Json, cell: Cell) -> object | None:
        if isinstance(value, list):
            raise Unusable(_("%(place)s should be a single value, and is a list.") % {"place": cell.place})
        if isinstance(value, dict):
            raise Unusable(_("%(place)s should be a single value, and is an object.") % {"place": cell.place})
        return read(value, cell)

    return checked


EVENT = Resource(
    file="event",
    columns=columns(
        Event,
        sorted(CHANGEABLE - SUBJECTS - PAYMENT - NOT_FROM_ARCHIVES - {"document_links"}),
        name=values.name(255),
        timezone=values.line(64),
        # Whoever wrote a word that we do not know meant something else than "for everyone".
        privacy=spellings.one_of(Event.Privacy, otherwise=Event.Privacy.PRIVATE),
        created_at=spellings.past,
        identifier=values.line(100),
        refund_policy=values.prose,
    )
    | {"document_links": spellings.documents},
    redundant=frozenset(
        {"id", "state", "social_links", "event_copyright", "speakers_call", "type", "topic", "sub_topic"}
    ),
    homeless={
        "licence_details": gettext_noop("of a licence this server keeps what the copyright says"),
        "version": gettext_noop("this server counts its own revisions"),
        "email": gettext_noop("an event has no address here; its team have accounts"),
        "is_featured": gettext_noop("the staff of this site decide it"),
        "is_promoted": gettext_noop("the staff of this site decide it"),
        "is_demoted": gettext_noop("the staff of this site decide it"),
    },
)
SPONSORS = Resource(
    file="sponsors",
    columns=columns(Sponsor, ("description", "url", "logo_url", "level", "type", "deleted_at"), name=values.name(255)),
    otherwise={"name": "Unnamed sponsor"},
    redundant=frozenset({"id"}),
)
SOCIAL_LINKS = Resource(
    file="social_links",
    columns=columns(SocialLink, ("link", "identifier", "deleted_at"), name=values.name(255)),
    otherwise={"name": "Link"},
    redundant=frozenset({"id"}),
)
COPYRIGHT = Resource(
    file="event_copyright",
    columns=columns(
        EventCopyright,
        ("licence_url", "holder", "holder_url", "logo_url"),
        licence=values.name(255),
        year=spellings.year,
    ),
    named="licence",
    otherwise={"licence": UNSPECIFIED},
    redundant=frozenset({"id"}),
)
SPEAKERS_CALL = Resource(
    file="speakers_call",
    columns=columns(
        SpeakersCall,
        ("announcement", "starts_at", "ends_at", "soft_ends_at", "deleted_at"),
        # As of the event: an unknown word does not mean everyone.
        privacy=spellings.one_of(SpeakersCall.Privacy, otherwise=SpeakersCall.Privacy.PRIVATE),
        hash=spellings.secret,
    ),
    redundant=frozenset({"id", "event", "event_id", "timezone"}),
)
CUSTOM_FORMS = Resource(
    file="forms",
    columns=columns(
        CustomForm,
        (
            *("field_identifier", "name", "description", "is_required", "is_included", "is_public", "position"),
            *("form_id", "deleted_at"),
        ),
        type=spellings.one_of(CustomForm.Type, otherwise=CustomForm.Type.TEXT),
    ),
    redundant=frozenset({"id", "event", "event_id", "form", "is_fixed", "is_complex"}),
    homeless=dict.fromkeys(("min", "max"), gettext_noop("this server sets no bounds to answers")),
)
TRACKS = Resource(
    file="tracks",
    columns=columns(Track, ("description", "position", "deleted_at"), name=values.name(255), color=spellings.color),
    otherwise={"name": "Unnamed track", "color": "#808080"},
    redundant=frozenset({"id", "sessions", "font_color"}),
)
ROOMS = Resource(
    file="microlocations",
    columns=columns(
        Microlocation,
        (
            *("latitude", "longitude", "floor", "room", "stream_url", "hidden_in_scheduler", "is_chat_enabled"),
            *("is_global_event_room", "position", "deleted_at"),
        ),
        name=values.name(255),
    ),
    otherwise={"name": "Unnamed room"},
)
SESSION_TYPES = Resource(
    file="session_types",
    columns=columns(SessionType, ("position", "deleted_at"), name=values.name(255), length=spellings.length),
    otherwise={"name": "Unnamed type", "length": "00:00"},
)
SPEAKERS = Resource(
    file="speakers",
    columns=columns(
        Speaker,
        (
            *("email", "is_email_overridden", "photo_url", "thumbnail_image_url", "small_image_url"),
            *("icon_image_url", "short_biography", "long_biography", "speaking_experience", "sponsorship_required"),
            *("organisation", "position", "country", "city", "address", "mobile", "heard_from", "website", "twitter"),
            *("facebook", "github", "mastodon", "linkedin", "instagram", "gender", "is_featured", "order"),
            "deleted_at",
        ),
        name=values.name(255),
    )
    | {"complex_field_values": spellings.free_fields, "speaker_positions": spellings.free_fields},
    otherwise={"name": "Unnamed speaker"},
)
SESSIONS = Resource(
    file="sessions",
    columns=columns(
        Session,
        (
            *("subtitle", "language", "short_abstract", "long_abstract", "comments", "starts_at", "ends_at"),
            *(
                "is_locked",
                "is_mail_sent",
                "submitted_at",
                "slides_url",
                "video_url",
                "audio_url",
                "signup_url",
                "stream_url",
            ),
            *("website", "twitter", "facebook", "github", "linkedin", "instagram", "gitlab", "mastodon"),
            "deleted_at",
        ),
        title=values.name(1000),
        state=spellings.one_of(Session.State, otherwise=Session.State.DRAFT),
        level=spellings.one_of(Session.Level),
        created_at=spellings.past,
        revised_at=spellings.past,
    )
    | {"slides": spellings.links(MOST_SLIDES), "complex_field_values": spellings.free_fields},
    named="title",
    otherwise={"title": "Untitled session"},
    redundant=frozenset({"id", "track", "microlocation", "session_type", "speakers"}),
)
