"""What the call asks: of sessions and of speakers, which of the usual, in which order, and questions of its own."""

from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openevent.accounts.models import User
from openevent.events.models import Event
from openevent.lib.text import new_word
from openevent.program import asking, calling
from openevent.program.access import may_edit_programme
from openevent.program.asking import LONGEST_HELP, LONGEST_LABEL, MEMBERS, Asks, Kind, Question
from openevent.web.forms import Form, Line, sent
from openevent.web.organising.programme.opening import programme, to
from openevent.web.organising.sections import around
from openevent.web.organising.writing import Editing, Overtaken, members_changed, saved
from openevent.web.questions import CALLED
from openevent.web.rendering import NoPage, own_page, render
from openevent.web.session_forms import Proposal
from openevent.web.speaker_forms import Profile

USES = [("no", gettext_lazy("not asked")), ("may", gettext_lazy("asked")), ("must", gettext_lazy("required"))]
KINDS = [
    ("text", gettext_lazy("a line")),
    ("paragraph", gettext_lazy("a text")),
    ("boolean", gettext_lazy("a box to tick")),
]
FORMS: dict[Asks, type[Form]] = {Asks.SESSION: Proposal, Asks.SPEAKER: Profile}
NAMES: dict[Asks, Promise | str] = {
    Asks.SESSION: gettext_lazy("Of a session"),
    Asks.SPEAKER: gettext_lazy("Of a speaker"),
}
BLANK = 2  # rows for further questions


class Member(Form):
    """Whether something usual is asked, and in which place."""

    use = forms.ChoiceField(choices=USES, label=gettext_lazy("Use"))
    place = forms.IntegerField(min_value=0, max_value=999, required=False, label=gettext_lazy("Position"))


class Own(Member):
    """A question of one's own; without words it is none."""

    label = Line(max_length=LONGEST_LABEL, required=False, label=gettext_lazy("Question"))
    help = Line(max_length=LONGEST_HELP, required=False, label=gettext_lazy("Explanation"))
    kind = forms.ChoiceField(choices=KINDS, initial="text", label=gettext_lazy("Answered by"))


@dataclass(frozen=True, kw_only=True)
class Row:
    """A row of the page: a question, or room for one, with its form."""

    known: Question  # of a question that is not there yet without a name
    label: str
    form: Member

    @property
    def question(self) -> Question | None:
        """What is asked; None where it is not, or nothing stands there."""
        said = self.form.cleaned_data
        asked = replace(self.known, is_required=said["use"] == "must")
        if isinstance(self.form, Own):
            asked = replace(asked, kind=Kind(said["kind"]), label=said["label"], help=said["help"])
        is_there = said["use"] != "no" and (asked.label or not isinstance(self.form, Own))
        return asked if is_there else None


@own_page
def questions(request: HttpRequest, key: str) -> HttpResponse:
    """`/manage/{identifier}/call/questions`: what is asked, and in which order."""
    event = programme(request, key)
    call = calling.of(event)
    if call is None:
        raise NoPage
    rows, form = _rows(asking.asked(call), sent(request)), Editing(sent(request), initial={"version": event.revision})
    are_valid = [row.form.is_valid() for row in rows]  # each, so that each says what is wrong with it

    def act(now: Event, user: User) -> None:
        if "questions" in members_changed(now, call, form.cleaned_data["version"]):
            raise Overtaken(call, ())
        asking.ask(call, _asked(rows), by=user)

    if request.method == "POST" and all(are_valid) and saved(request, form, event, may_edit_programme, act):
        messages.success(request, _("The form was saved."))
        return to(event, "call/questions")
    groups = [
        {
            "name": NAMES[of],
            "members": [row for row in rows if row.known.of == of and not isinstance(row.form, Own)],
            "own": [row for row in rows if row.known.of == of and isinstance(row.form, Own)],
        }
        for of in Asks
    ]
    context: dict[str, Any] = {
        "title": _("What the call asks"),
        "groups": groups,
        "form": form,
        "call": call,
        **around(request, event, "call"),
    }
    return render(request, "organising/programme/questions.html", context)


def _asked(rows: list[Row]) -> list[Question]:
    """What the rows ask, by their places; those without one stand last."""
    placed = sorted(
        rows, key=lambda row: 1000 if row.form.cleaned_data["place"] is None else row.form.cleaned_data["place"]
    )
    return _named([question for row in placed if (question := row.question) is not None], rows)


def _named(asked: list[Question], rows: list[Row]) -> list[Question]:
    """The same, the new ones with names that no other of their form has."""
    taken = {of: {row.known.name for row in rows if row.known.of == of} for of in Asks}
    named = []
    for one in asked:
        name = one.name or new_word(one.label, taken[one.of], otherwise="question")
        taken[one.of].add(name)
        named.append(replace(one, name=name))
    return named


def _rows(asked: tuple[Question, ...], data: QueryDict | None) -> list[Row]:
    """All that can be asked: what is, in its order, what is not, and blank rows."""
    found = []
    for of in Asks:
        own = [one for one in asked if one.of == of]
        members = [one.name for one in own if not one.is_own]
        unasked = [name for name in MEMBERS[of] if name not in members]
        found += [_row(of, one, place, data) for place, one in enumerate(own, 1)]
        found += [_row(of, Question(of=of, name=name), None, data) for name in unasked]
        found += [_blank(of, number, data) for number in range(BLANK)]
    return found


def _row(of: Asks, question: Question, place: int | None, data: QueryDict | None) -> Row:
    use = "no" if place is None else "must" if question.is_required else "may"
    initial = {"use": use, "place": place, "label": question.label, "help": question.help, "kind": str(question.kind)}
    kind = Own if question.is_own else Member
    form = kind(data, initial=initial, prefix=f"{of}-{question.name}")
    label = question.label or str(FORMS[of].base_fields[CALLED.get(question.name, question.name)].label)
    return Row(known=question, label=label, form=form)


def _blank(of: Asks, number: int, data: QueryDict | None) -> Row:
    form = Own(data, initial={"use": "may"}, prefix=f"{of}-new-{number}")
    return Row(known=Question(of=of, name=""), label=_("Another question"), form=form)
