"""What is asked of a speaker, by oneself and by the team."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from openevent.program.asking import Asks, Question
from openevent.program.models import Speaker
from openevent.web import pictures, questions
from openevent.web.forms import Form, Line
from openevent.web.passages import Passage
from openevent.web.rows import Row
from openevent.web.session_forms import Link


class Profile(Form):
    """What speakers say of themselves."""

    marks = "seen_speaker"  # its page has another form with marks, of the session
    name = Line(max_length=255, label=_("Name"))
    position = Line(max_length=500, required=False, label=_("What you do"))
    organisation = Line(max_length=500, required=False, label=_("Where"), help_text=_("An organisation or a company."))
    short_biography = Passage(
        rows=4,
        required=False,
        max_length=50_000,
        label=_("About you"),
        help_text=_("A few sentences for the programme."),
    )
    picture = forms.FileField(required=False, label=_("Picture"), help_text=_("PNG, JPEG, WebP or GIF."))
    website = Link(label=_("Website"))
    mastodon = Link(label=_("Mastodon"))
    github = Link(label=_("GitHub"))
    linkedin = Link(label=_("LinkedIn"))
    city = Line(max_length=255, required=False, label=_("City"))
    country = Line(max_length=255, required=False, label=_("Country"))
    mobile = Line(max_length=50, required=False, label=_("Telephone"), help_text=_("For the organisers alone."))
    speaking_experience = Passage(
        rows=3,
        required=False,
        max_length=50_000,
        label=_("Where you have spoken"),
        help_text=_("For the organisers alone."),
    )

    def __init__(
        self,
        *args: Any,
        speaker: Speaker | None = None,
        earlier: Speaker | None = None,
        asked: Iterable[Question] | None = None,
        **further: Any,
    ) -> None:
        """`earlier` is who the speaker was at another event: what is asked here is filled in so, to be read and sent.

        Nothing else is taken over: what was answered there was for its organisers.
        """
        self.speaker = speaker
        if (known := speaker or earlier) is not None:
            further["initial"] = self.known(known) | further.get("initial", {})
        super().__init__(*args, **further)
        self.fields["picture"].widget.attrs["accept"] = pictures.TYPES
        if asked is not None:
            answers = (speaker.complex_field_values if speaker else None) or {}
            questions.put(self, [one for one in asked if one.of == Asks.SPEAKER], ["name"], answers)
            if known is not None and known.photo_url and "picture" in self.fields:
                self.fields["picture"].required = False  # there is one already
        if speaker is not None:
            self.watch(speaker)

    def facts(self) -> dict[str, Any]:
        """What is said of the speaker; the picture has an act of its own."""
        facts = {
            name: value
            for name, value in self.cleaned_data.items()
            if name != "picture" and not name.startswith(questions.OWN)
        }
        return questions.with_answers(facts, self.cleaned_data, self.speaker and self.speaker.complex_field_values)


class OfTheTeam(Profile):
    """What the team says of a speaker, beside that."""

    email = Line(
        max_length=254, required=False, label=_("E-mail"), widget=forms.EmailInput, help_text=_("For the team alone.")
    )
    long_biography = Passage(rows=8, required=False, max_length=200_000, label=_("More about them"))
    is_featured = forms.BooleanField(required=False, label=_("Featured"), help_text=_("Shown before the others."))

    field_order = ("name", "email", "is_featured")

    def __init__(self, *args: Any, **further: Any) -> None:
        super().__init__(*args, **further)
        self.fields["position"].label = _("What they do")
        self.fields["short_biography"].label = _("About them")
        self.fields["speaking_experience"].label = _("Where they have spoken")


class InARow(Row):
    """What of a speaker is changed in the table."""

    name = Line(max_length=255, label=_("Name"))
    organisation = Line(max_length=500, required=False, label=_("Organisation"))
    email = Line(max_length=254, required=False, label=_("E-mail"), widget=forms.EmailInput)
    is_featured = forms.BooleanField(required=False, label=_("Featured"))
