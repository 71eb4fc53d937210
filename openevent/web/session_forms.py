"""What is asked of a session, by whoever proposes it and by its team."""

import re
from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openevent.events.models import Event
from openevent.program.asking import Asks, Question
from openevent.program.models import Microlocation, Session, SessionType, Speaker, Track
from openevent.program.naming import STATES
from openevent.web import questions
from openevent.web.forms import Form, Line, Moment
from openevent.web.levels import LEVELS
from openevent.web.passages import Passage
from openevent.web.paths import NUMBER
from openevent.web.rows import Row

PARTS: dict[str, type[Track | SessionType | Microlocation]] = {
    "track": Track,
    "session_type": SessionType,
    "microlocation": Microlocation,
}
SLOT = {"starts_at", "ends_at"}
HTML = gettext_lazy("A blank line begins a new paragraph. HTML is understood, too.")


class Link(Line):
    """An address on the web."""

    widget = forms.URLInput

    def __init__(self, **further: Any) -> None:
        super().__init__(**{"required": False, "max_length": 2000, **further})


class Part(forms.ModelChoiceField[Track | SessionType | Microlocation]):
    """One of the event's tracks, types or rooms."""

    def __init__(self, model: type[Track | SessionType | Microlocation], **further: Any) -> None:
        super().__init__(model._default_manager.none(), required=False, **further)

    def label_from_instance(self, part: Any) -> str:
        """Its name; what was deleted is offered to those alone who have it, and said to be deleted."""
        return part.name if part.deleted_at is None else _("%(name)s (deleted)") % {"name": part.name}


class Speaking(forms.ModelMultipleChoiceField[Speaker]):
    """Some of the event's speakers."""

    def clean(self, value: Any) -> Any:
        """The speakers; what is the number of no row is not looked for: databases refuse numbers that are too big."""
        for number in value or ():
            if not re.fullmatch(NUMBER, str(number)):
                invalid = self.error_messages["invalid_choice"]
                raise forms.ValidationError(invalid, code="invalid_choice", params={"value": number})
        return super().clean(value)


class Proposal(Form):
    """What whoever proposes a session says of it."""

    title = Line(max_length=1000, label=gettext_lazy("Title"))
    subtitle = Line(max_length=1000, required=False, label=gettext_lazy("Subtitle"))
    short_abstract = Passage(
        rows=4,
        required=False,
        max_length=50_000,
        label=gettext_lazy("In short"),
        help_text=gettext_lazy("Two or three sentences for the programme."),
    )
    long_abstract = Passage(
        rows=10, required=False, max_length=200_000, label=gettext_lazy("Description"), help_text=HTML
    )
    track = Part(Track, label=gettext_lazy("Track"))
    session_type = Part(SessionType, label=gettext_lazy("Kind"))
    level = forms.ChoiceField(
        choices=[("", gettext_lazy("not said")), *LEVELS.items()], required=False, label=gettext_lazy("Level")
    )
    language = Line(max_length=255, required=False, label=gettext_lazy("Language"))
    slides_url = Link(label=gettext_lazy("Address of the slides"))
    video_url = Link(label=gettext_lazy("Address of a video"))
    comments = Passage(
        rows=4,
        required=False,
        max_length=50_000,
        label=gettext_lazy("Notes for the organisers"),
        help_text=gettext_lazy("Not published: what you need, when you cannot come, and the like."),
    )

    def __init__(
        self,
        event: Event,
        *args: Any,
        session: Session | None = None,
        asked: Iterable[Question] | None = None,
        **further: Any,
    ) -> None:
        self.session = session
        if session is not None:
            further["initial"] = self.known(session) | further.get("initial", {})
        super().__init__(*args, **further)
        for name in PARTS.keys() & self.fields.keys():
            if not _offer(self, name, event.pk, session, empty=_("none")).exists():  # there is nothing to ask
                del self.fields[name]
        if asked is not None:
            answers = (session.complex_field_values if session else None) or {}
            questions.put(self, [one for one in asked if one.of == Asks.SESSION], ["title"], answers)
        if session is not None:
            self.watch(session)

    def facts(self) -> dict[str, Any]:
        """What is said of the session."""
        columns = {field.name for field in Session._meta.concrete_fields}
        facts = {name: value for name, value in self.cleaned_data.items() if name in columns}
        return questions.with_answers(facts, self.cleaned_data, self.session and self.session.complex_field_values)


class OfTheTeam(Proposal):
    """What the team says of a session, beside that."""

    is_versioned = True
    audio_url = Link(label=gettext_lazy("Address of a recording"))
    signup_url = Link(label=gettext_lazy("Address of a sign-up page"))
    stream_url = Link(
        label=gettext_lazy("Address of the live stream"), help_text=gettext_lazy("If it is another than the room's.")
    )
    starts_at = Moment(required=False, label=gettext_lazy("Begins"))
    ends_at = Moment(required=False, label=gettext_lazy("Ends"))
    microlocation = Part(Microlocation, label=gettext_lazy("Room"))
    state = forms.ChoiceField(label=gettext_lazy("State"))
    is_locked = forms.BooleanField(
        required=False, label=gettext_lazy("Locked"), help_text=gettext_lazy("Then only organizers change it.")
    )
    send_email = forms.BooleanField(
        required=False, label=gettext_lazy("Tell the speakers of a new state by letter"), initial=True
    )
    revision = forms.IntegerField(required=False, min_value=0, max_value=2**53, widget=forms.HiddenInput)

    field_order = (
        *("title", "speakers", "subtitle", "state", "send_email", "is_locked", "starts_at", "ends_at", "microlocation"),
        *("track", "session_type", "level", "language", "short_abstract", "long_abstract", "comments"),
    )

    def __init__(self, event: Event, *args: Any, states: list[Session.State], may_lock: bool, **further: Any) -> None:
        further["initial"] = {"revision": event.revision, **further.get("initial", {})}
        super().__init__(event, *args, **further)
        for name in ("starts_at", "ends_at"):
            field = cast("Moment", self.fields[name])
            field.timezone = event.timezone
            field.help_text = _("In the time zone %(zone)s.") % {"zone": event.timezone}
        _offer_states(self, states)
        if not may_lock:
            del self.fields["is_locked"]

    def clean(self) -> dict[str, Any]:
        """A new time is a whole one: without an end it ends as sessions of its kind do, or somebody says when."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors.keys() & SLOT or not SLOT.intersection(self.changed_data):
            return said
        starts_at, ends_at, kind = said["starts_at"], said["ends_at"], said.get("session_type")
        if starts_at is None and ends_at is not None:
            self.add_error("starts_at", _("Say also when it begins, or leave out when it ends."))
        if starts_at is not None and ends_at is None and kind is not None and kind.lasts:
            said["ends_at"] = starts_at + kind.lasts
        elif starts_at is not None and ends_at is None:
            self.add_error("ends_at", _("Say also when it ends, or leave out when it begins."))
        return said


class New(OfTheTeam):
    """What the team enters into the programme, with who gives it."""

    speakers = Speaking(
        Speaker.objects.none(),
        required=False,
        label=gettext_lazy("Speakers"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Whoever is not there yet is entered afterwards, on the session’s page."),
    )

    def __init__(self, event: Event, *args: Any, **further: Any) -> None:
        super().__init__(event, *args, **further)
        field = cast("Speaking", self.fields["speakers"])
        field.queryset = Speaker.objects.filter(event=event, deleted_at=None).order_by("name", "pk")
        if not field.queryset.exists():  # there is nobody to choose
            del self.fields["speakers"]

    def facts(self) -> dict[str, Any]:
        """As above, with the speakers."""
        return {**super().facts(), "speakers": list(self.cleaned_data.get("speakers", ()))}


class InARow(Row):
    """What of a session is changed in the table."""

    title = Line(max_length=1000, label=gettext_lazy("Title"))
    state = forms.ChoiceField(label=gettext_lazy("State"))
    send_email = forms.BooleanField(required=False, label=gettext_lazy("Tell the speakers"))
    track = Part(Track, label=gettext_lazy("Track"))
    session_type = Part(SessionType, label=gettext_lazy("Kind"))
    microlocation = Part(Microlocation, label=gettext_lazy("Room"))

    def __init__(self, session: Session, data: QueryDict | None = None, *, states: list[Session.State]) -> None:
        super().__init__(session, data)
        for part in PARTS:
            _offer(self, part, session.event_id, session, empty="–")
        _offer_states(self, states)


def _offer(form: Form, name: str, event: int, session: Session | None, *, empty: str) -> QuerySet[Any]:
    """Let one choose among the event's tracks, types or rooms, or none of them.

    What the session has is offered, too, when it is deleted: who changes something else does not lose it, should it
    be brought back.
    """
    present = None if session is None else getattr(session, f"{name}_id")
    field = cast("Part", form.fields[name])
    field.empty_label = empty
    field.queryset = PARTS[name]._default_manager.filter(Q(deleted_at=None) | Q(pk=present), event=event)
    return field.queryset


def _offer_states(form: Form, states: Iterable[Session.State]) -> None:
    field = cast("forms.ChoiceField", form.fields["state"])
    field.choices = [(str(one), STATES[one]) for one in states]
