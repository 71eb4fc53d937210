"""What is asked of a session, by whoever proposes it and by its team."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openevent.events.models import Event
from openevent.program.asking import Asks, Question
from openevent.program.models import Microlocation, Session, SessionType, Track
from openevent.web import questions
from openevent.web.forms import Form, Line, Moment
from openevent.web.passages import Passage
from openevent.web.session_states import NAMES

LEVELS = [
    ("", gettext_lazy("not said")),
    ("Beginner", gettext_lazy("Beginner")),
    ("Intermediate", gettext_lazy("Intermediate")),
    ("Advanced", gettext_lazy("Advanced")),
    ("Expert", gettext_lazy("Expert")),
]
HTML = gettext_lazy("A blank line begins a new paragraph. HTML is understood, too.")


class Link(Line):
    """An address on the web."""

    widget = forms.URLInput

    def __init__(self, **further: Any) -> None:
        super().__init__(**{"required": False, "max_length": 2000, **further})


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
    track = forms.ModelChoiceField(Track.objects.none(), required=False, label=gettext_lazy("Track"))
    session_type = forms.ModelChoiceField(SessionType.objects.none(), required=False, label=gettext_lazy("Kind"))
    level = forms.ChoiceField(choices=LEVELS, required=False, label=gettext_lazy("Level"))
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
            initial = {name: getattr(session, name) for name in self.base_fields if hasattr(session, name)}
            further["initial"] = {**initial, **further.get("initial", {})}
        super().__init__(*args, **further)
        for name, model in {"track": Track, "session_type": SessionType, "microlocation": Microlocation}.items():
            if name in self.fields:
                self._offer(name, model._default_manager.filter(event=event, deleted_at=None))
        if asked is not None:
            answers = (session.complex_field_values if session else None) or {}
            questions.put(self, [one for one in asked if one.of == Asks.SESSION], ["title"], answers)

    def _offer(self, name: str, rows: QuerySet[Any]) -> None:
        """Let one choose among these rows; where there is none, nothing is asked."""
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - told to the type checker
        field.queryset, field.empty_label = rows, _("none")
        if not rows.exists():
            del self.fields[name]

    def facts(self) -> dict[str, Any]:
        """What is said of the session."""
        columns = {field.name for field in Session._meta.concrete_fields}
        facts = {name: value for name, value in self.cleaned_data.items() if name in columns}
        return questions.with_answers(facts, self.cleaned_data, self.session and self.session.complex_field_values)


class OfTheTeam(Proposal):
    """What the team says of a session, beside that."""

    audio_url = Link(label=gettext_lazy("Address of a recording"))
    signup_url = Link(label=gettext_lazy("Address of a sign-up page"))
    stream_url = Link(
        label=gettext_lazy("Address of the live stream"), help_text=gettext_lazy("If it is another than the room's.")
    )
    starts_at = Moment(required=False, label=gettext_lazy("Begins"))
    ends_at = Moment(required=False, label=gettext_lazy("Ends"))
    microlocation = forms.ModelChoiceField(Microlocation.objects.none(), required=False, label=gettext_lazy("Room"))
    state = forms.ChoiceField(label=gettext_lazy("State"))
    is_locked = forms.BooleanField(
        required=False, label=gettext_lazy("Locked"), help_text=gettext_lazy("Then only organizers change it.")
    )
    send_email = forms.BooleanField(
        required=False, label=gettext_lazy("Tell the speakers of a new state by letter"), initial=True
    )
    revision = forms.IntegerField(required=False, min_value=0, max_value=2**53, widget=forms.HiddenInput)

    field_order = (
        *("title", "subtitle", "state", "send_email", "is_locked", "starts_at", "ends_at", "microlocation"),
        *("track", "session_type", "level", "language", "short_abstract", "long_abstract", "comments"),
    )

    def __init__(self, event: Event, *args: Any, states: list[Session.State], may_lock: bool, **further: Any) -> None:
        further["initial"] = {"revision": event.revision, **further.get("initial", {})}
        super().__init__(event, *args, **further)
        for name in ("starts_at", "ends_at"):
            field = self.fields[name]
            assert isinstance(field, Moment)  # noqa: S101 - told to the type checker
            field.timezone, field.help_text = (
                event.timezone,
                _("As clocks in %(zone)s show it.") % {"zone": event.timezone},
            )
        state = self.fields["state"]
        assert isinstance(state, forms.ChoiceField)  # noqa: S101 - as above
        state.choices = [(str(one), NAMES[one]) for one in states]
        if not may_lock:
            del self.fields["is_locked"]


class InARow(Form):
    """What of a session is changed in the table."""

    title = Line(max_length=1000, label=gettext_lazy("Title"))
    state = forms.ChoiceField(label=gettext_lazy("State"))
    send_email = forms.BooleanField(required=False, label=gettext_lazy("Tell the speakers"))
    track = forms.ModelChoiceField(Track.objects.none(), required=False, label=gettext_lazy("Track"))
    session_type = forms.ModelChoiceField(SessionType.objects.none(), required=False, label=gettext_lazy("Kind"))
    microlocation = forms.ModelChoiceField(Microlocation.objects.none(), required=False, label=gettext_lazy("Room"))

    def __init__(self, session: Session, data: QueryDict | None = None, *, states: list[Session.State]) -> None:
        name = f"row-{session.pk}"
        initial = {field: getattr(session, field) for field in self.base_fields if hasattr(session, field)}
        super().__init__(data, initial=initial, auto_id=f"{name}-%s")
        for part, model in {"track": Track, "session_type": SessionType, "microlocation": Microlocation}.items():
            field = self.fields[part]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - told to the type checker
            field.queryset = model._default_manager.filter(event=session.event_id, deleted_at=None)
            field.empty_label = "–"
        state = self.fields["state"]
        assert isinstance(state, forms.ChoiceField)  # noqa: S101 - as above
        state.choices = [(str(one), NAMES[one]) for one in states]
        for label, field in self.fields.items():
            # Fields in the cells of a row are of the form in its last cell.
            field.widget.attrs |= {"form": name, "aria-label": str(self.fields[label].label)}
        self.fields["title"].widget.attrs["autofocus"] = True  # the row was opened to be changed
