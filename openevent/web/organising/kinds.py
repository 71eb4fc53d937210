"""What an event has in lists: tracks, rooms, session types, sponsors, links, questions, its licence."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from django import forms
from django.db import models
from django.db.models import Count, F, Max, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from openevent.accounts.models import User
from openevent.events import access, furnishing
from openevent.events.models import Event, EventCopyright, Faq, FaqType, SocialLink, Sponsor
from openevent.program import access as program
from openevent.program import arranging
from openevent.program.models import Microlocation, SessionType, Track
from openevent.web.forms import Line, Words
from openevent.web.organising.fields import Address, Html, Minutes
from openevent.web.organising.sections import May
from openevent.web.organising.writing import Editing

HIGHEST = 2**31 - 1


class Acts(Protocol):
    """A module that keeps such parts."""

    def add(self, part: Any, *, by: User) -> Any:
        """Save a new one."""

    def change(self, part: Any, *, by: User, **facts: Any) -> Any:
        """Give it these facts."""

    def remove(self, part: Any, *, by: User) -> Any:
        """Delete it."""

    def restore(self, part: Any, *, by: User) -> Any:
        """Bring it back."""


class PartForm(Editing):
    """A part of an event; fields are named as its columns."""

    def __init__(self, *args: Any, event: Event, **further: Any) -> None:
        super().__init__(*args, **further)
        self.event = event


class TrackForm(PartForm):
    """A track."""

    name = Line(label=_("Name"), max_length=255)
    color = Line(label=_("Colour"), initial="#0b5cad", widget=forms.TextInput(attrs={"type": "color"}))
    description = Words(label=_("Description"), rows=2, required=False)


class RoomForm(PartForm):
    """A room."""

    name = Line(label=_("Name"), max_length=255)
    floor = forms.IntegerField(label=_("Floor"), required=False, min_value=-1000, max_value=1000)
    room = Line(label=_("Number or wing"), max_length=255, required=False)
    stream_url = Address(label=_("Address of its live stream"), required=False)
    latitude = forms.FloatField(label=_("Latitude"), required=False, min_value=-90, max_value=90)
    longitude = forms.FloatField(label=_("Longitude"), required=False, min_value=-180, max_value=180)
    hidden_in_scheduler = forms.BooleanField(label=_("Hide it where the schedule is made"), required=False)


class TypeForm(PartForm):
    """A session type."""

    name = Line(label=_("Name"), max_length=255)
    length = Minutes(label=_("Usual length in minutes"), initial=30)


class SponsorForm(PartForm):
    """A sponsor."""

    name = Line(label=_("Name"), max_length=255)
    level = forms.IntegerField(
        label=_("Level"), required=False, min_value=0, max_value=HIGHEST, help_text=_("The lowest number comes first.")
    )
    type = Line(label=_("Kind"), max_length=255, required=False, help_text=_("Such as Gold, Venue or Media."))
    url = Address(label=_("Web page"), required=False)
    logo_url = Address(label=_("Address of its logo"), required=False)
    description = Html(label=_("Description"), rows=3, required=False)


class LinkForm(PartForm):
    """A page of the event somewhere else."""

    name = Line(label=_("Name"), max_length=255, help_text=_("Such as Mastodon, or Photos."))
    link = Address(label=_("Address"))


class GroupForm(PartForm):
    """A group of questions."""

    name = Line(label=_("Name"), max_length=255)


class QuestionForm(PartForm):
    """A question and its answer."""

    question = Line(label=_("Question"), max_length=2000)
    answer = Html(label=_("Answer"), rows=4)
    faq_type = forms.ModelChoiceField(
        label=_("Group"), queryset=FaqType.objects.none(), required=False, empty_label="–"
    )

    def __init__(self, *args: Any, event: Event, **further: Any) -> None:
        super().__init__(*args, event=event, **further)
        self.fields["faq_type"].queryset = event.faq_types.all()  # type: ignore[attr-defined]  # a choice of rows


class LicenceForm(PartForm):
    """Under which licence texts and recordings are."""

    licence = Line(label=_("Licence"), max_length=255, help_text=_("Such as CC BY 4.0."))
    licence_url = Address(label=_("Where it can be read"), required=False)
    holder = Line(label=_("Who holds the rights"), max_length=255, required=False)
    holder_url = Address(label=_("Their web page"), required=False)
    year = forms.IntegerField(label=_("Since which year"), required=False, min_value=1900, max_value=9999)


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of parts: where its page is, what it is called, who keeps it by which acts."""

    path: str  # after the event's address
    section: str  # of SECTIONS
    name: str | Promise
    new: str | Promise  # what the button to add one says
    about: str | Promise  # a line below the heading
    gone: str | Promise  # what comes of it when one is deleted
    model: type[models.Model]
    form: type[PartForm]
    may: May
    acts: Acts
    columns: tuple[str | Promise, ...]
    cells: str  # the template of a row's cells
    order: Callable[[QuerySet[Any]], QuerySet[Any]] = lambda rows: rows
    is_single: bool = False

    @property
    def columns_of(self) -> set[str]:
        """The names of the model's columns."""
        return {field.name for field in self.model._meta.concrete_fields}

    @property
    def is_soft(self) -> bool:
        """Whether deleted ones can be brought back."""
        return "deleted_at" in self.columns_of

    @property
    def is_ordered(self) -> bool:
        """Whether the team says in which order they are."""
        return "position" in self.columns_of

    def all(self, event: Event, *, deleted: bool = False) -> QuerySet[Any]:
        """The event's; those that were deleted, the last one first."""
        rows: QuerySet[Any] = self.model._default_manager.filter(event=event)
        if deleted:
            return rows.filter(deleted_at__isnull=False).order_by("-deleted_at") if self.is_soft else rows.none()
        found: QuerySet[Any] = self.order(rows.filter(deleted_at=None) if self.is_soft else rows)
        return found

    def made(self, event: Event, facts: dict[str, Any]) -> Any:
        """A new one, last in order, that is not saved yet."""
        if self.is_ordered:
            last = self.all(event).aggregate(last=Max("position"))["last"]
            facts = {**facts, "position": 0 if last is None else min(last + 1, HIGHEST)}
        return self.model(event=event, **facts)


def _with_sessions(rows: QuerySet[Any]) -> QuerySet[Any]:
    # Where rows are grouped, the order of the table itself is dropped (Django, “Meta.ordering”).
    counted = rows.annotate(number=Count("sessions", filter=Q(sessions__deleted_at=None)))
    found: QuerySet[Any] = counted.order_by("position", "id")
    return found


def _with_questions(rows: QuerySet[Any]) -> QuerySet[Any]:
    found: QuerySet[Any] = rows.annotate(number=Count("faqs", filter=Q(faqs__deleted_at=None))).order_by("id")
    return found


def _by_level(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.order_by(F("level").asc(nulls_last=True), "id")


KINDS = (
    Kind(
        path="tracks",
        section="tracks",
        name=_("Tracks"),
        new=_("Add a track"),
        about=_("Sessions that belong together by subject. The colour marks them in the schedule."),
        gone=_("Its sessions stay, and are in no track."),
        model=Track,
        form=TrackForm,
        may=access.may_keep_tracks,
        acts=arranging,
        columns=(_("Name"), _("Colour"), _("Sessions")),
        cells="organising/parts/_track.html",
        order=_with_sessions,
    ),
    Kind(
        path="rooms",
        section="rooms",
        name=_("Rooms"),
        new=_("Add a room"),
        about=_("Halls, rooms, stages and stands, in the order in which schedules show them."),
        gone=_("Its sessions stay at their times, and have no room."),
        model=Microlocation,
        form=RoomForm,
        may=program.may_edit_programme,
        acts=arranging,
        columns=(_("Name"), _("Floor"), _("Sessions")),
        cells="organising/parts/_room.html",
        order=_with_sessions,
    ),
    Kind(
        path="types",
        section="types",
        name=_("Session types"),
        new=_("Add a session type"),
        about=_("Talk, workshop, panel: what kinds of sessions there are, and how long they usually take."),
        gone=_("Its sessions stay, and are of no type."),
        model=SessionType,
        form=TypeForm,
        may=program.may_edit_programme,
        acts=arranging,
        columns=(_("Name"), _("Minutes"), _("Sessions")),
        cells="organising/parts/_type.html",
        order=_with_sessions,
    ),
    Kind(
        path="settings/sponsors",
        section="settings",
        name=_("Sponsors"),
        new=_("Add a sponsor"),
        about=_("Who supports the event, and is thanked on its page."),
        gone=_("It is named on the event’s page no more."),
        model=Sponsor,
        form=SponsorForm,
        may=access.may_edit,
        acts=furnishing,
        columns=(_("Name"), _("Level"), _("Kind")),
        cells="organising/parts/_sponsor.html",
        order=_by_level,
    ),
    Kind(
        path="settings/links",
        section="settings",
        name=_("Links"),
        new=_("Add a link"),
        about=_("Where else the event is found: its pages at other sites."),
        gone=_("It is on the event’s page no more."),
        model=SocialLink,
        form=LinkForm,
        may=access.may_edit,
        acts=furnishing,
        columns=(_("Name"), _("Address")),
        cells="organising/parts/_link.html",
    ),
    Kind(
        path="settings/questions",
        section="settings",
        name=_("Questions and answers"),
        new=_("Add a question"),
        about=_("What many ask, and what you answer."),
        gone=_("Its answer goes with it."),
        model=Faq,
        form=QuestionForm,
        may=access.may_edit,
        acts=furnishing,
        columns=(_("Question"), _("Group")),
        cells="organising/parts/_question.html",
        order=lambda rows: rows.select_related("faq_type"),
    ),
    Kind(
        path="settings/groups",
        section="settings",
        name=_("Groups of questions"),
        new=_("Add a group"),
        about=_("Getting there, food, tickets: what questions are about."),
        gone=_("Its questions stay, and are in no group. A group does not come back."),
        model=FaqType,
        form=GroupForm,
        may=access.may_edit,
        acts=furnishing,
        columns=(_("Name"), _("Questions")),
        cells="organising/parts/_group.html",
        order=_with_questions,
    ),
    Kind(
        path="settings/licence",
        section="settings",
        name=_("Licence"),
        new=_("Add a licence"),
        about=_("What others may do with the event’s texts and recordings. There is one."),
        gone=_("The event is under no licence then."),
        model=EventCopyright,
        form=LicenceForm,
        may=access.may_edit,
        acts=furnishing,
        columns=(_("Licence"), _("Who holds the rights")),
        cells="organising/parts/_licence.html",
        is_single=True,
    ),
)
BY_PATH = {kind.path: kind for kind in KINDS}
