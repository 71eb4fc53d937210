"""Forms of what others may change while somebody writes: nobody undoes unseen what another did."""

from django import forms
from django.db.models import Model
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from openevent.web import seen

OVERTAKEN = _("Somebody changed this while you wrote. Look at what it says now, and save again to keep yours.")


class Watching(forms.Form):
    """A form that may watch a row; it then carries marks of what it showed.

    What its sender left as it was shown is read as it is by now. What both changed is refused once, with what it says
    now beside it, and may then be saved.
    """

    marks = "seen"  # the name of the field that carries them
    watched: Model | None = None  # the row that it is about, which others may change while somebody writes
    is_versioned = False  # whether its page looks itself for what both changed

    def watch(self, row: Model) -> None:
        """From here on it is about this row, as its initial values show it, and carries the marks of these."""
        self.watched = row
        self.fields[self.marks] = seen.Marks(initial=self._marks)

    def _marked(self) -> list[forms.BoundField]:
        return [self[name] for name, field in self.fields.items() if seen.is_marked(field)]

    def _marks(self) -> str:
        return seen.written(self._marked())

    @cached_property
    def touched(self) -> frozenset[str]:
        """The fields that its sender filled otherwise than they were shown, as far as one can tell."""
        marks = self._carried
        return frozenset(one.name for one in self._marked() if seen.mark(seen.sent(one)) != marks.get(one.name))

    @cached_property
    def _carried(self) -> dict[str, str]:
        """The marks that were sent."""
        return seen.read(self.data.get(self.add_prefix(self.marks), "")) if self.watched is not None else {}

    def full_clean(self) -> None:
        """As of every form, after what was not touched has been brought up to date."""
        overtaken = self._catch_up() if self.is_bound and self._carried else []
        super().full_clean()
        if not self.is_bound:
            return
        if self.watched is not None:  # a form that watches nothing may have a field of that name
            self.cleaned_data.pop(self.marks, None)
        if overtaken and not self.is_versioned:
            self.add_error(None, str(OVERTAKEN))
            for bound in overtaken:
                self.say_now(bound.name, bound.initial)

    def _catch_up(self) -> list[forms.BoundField]:
        """Read what was not touched as it is now; those fields that both changed, and otherwise."""
        data, marks, touched = QueryDict(mutable=True), self._carried, self.touched
        for name, values in self.data.lists() if isinstance(self.data, MultiValueDict) else ():
            data.setlist(name, values)
        overtaken = []
        for bound in self._marked():
            now = seen.shown(bound)
            if bound.name not in touched:
                seen.put(data, bound, now)
            elif seen.mark(now) not in (marks.get(bound.name), seen.mark(seen.sent(bound))):
                overtaken.append(bound)
        data[self.add_prefix(self.marks)] = self._marks()
        self.data = data
        return overtaken

    def say_now(self, name: str, value: object) -> None:
        """Say beside the field what it says by now, which somebody else wrote."""
        words = Truncator(seen.words(self[name], value)).chars(200)
        self.add_error(name, gettext("It says now: %(words)s") % {"words": words})
