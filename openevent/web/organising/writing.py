"""Changing what belongs to an event: rights are asked again behind its lock, and what others did meanwhile is seen."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import Any

from django import forms
from django.db.models import Model
from django.http import HttpRequest, QueryDict
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from openevent.accounts.models import User
from openevent.events import revising
from openevent.events.access import somebody
from openevent.events.models import Event
from openevent.lib.errors import Conflicting, Refused, Unknown
from openevent.web.forms import Form
from openevent.web.organising.sections import May
from openevent.web.rendering import NoPage, reader

MOST = 2**63 - 1


class Overtaken(Conflicting):
    """Somebody else changed these columns of the row since it was read."""

    def __init__(self, row: Model, members: Collection[str]) -> None:
        super().__init__(
            _("Somebody changed this while you wrote. Look at what it says now, and save again to keep yours.")
        )
        self.row = row
        self.members = members


class Editing(Form):
    """A form of something that is there already: it carries the revision of the event at which that was read."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=MOST)

    def facts(self) -> dict[str, Any]:
        """What it says, by the names of columns."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    def check_unchanged(self, event: Event, row: Model) -> None:
        """Raise Overtaken where somebody changed what this form shows of the row; call it behind the event's lock."""
        changes = revising.later(event, self.cleaned_data["version"])
        of_row = changes.filter(object_type=row._meta.model_name, object_id=row.pk)
        changed = {member for members in of_row.values_list("members", flat=True) for member in members}
        if touched := changed & self.fields.keys():
            raise Overtaken(row, touched)

    def refuse(self, refusal: Refused) -> None:
        """As of every form; of what others changed, it shows what they wrote, and may then be saved all the same."""
        super().refuse(refusal)
        if isinstance(refusal, Overtaken):
            for name in sorted(refusal.members):
                said = str(self.fields[name].prepare_value(getattr(refusal.row, name)) or "–")
                self.add_error(name, _("It says now: %(words)s") % {"words": Truncator(said).chars(200)})

    def read_again(self, event: Event) -> None:
        """From here on, what the form knows is what there is now."""
        said = QueryDict(mutable=True)
        for name, values in self.data.lists() if isinstance(self.data, QueryDict) else ():
            said.setlist(name, values)
        said["version"] = str(event.revision)
        self.data = said


@contextmanager
def working(request: HttpRequest, event: Event, may: May, *, deleted: bool = False) -> Iterator[tuple[Event, User]]:
    """A transaction behind the event's lock: the event and the asker as they are now. Raises NoPage, EventGone."""
    with revising.locked(event.pk, deleted=deleted) as now:
        found = User.objects.filter(pk=reader(request).pk).first()
        user = somebody(found) if found is not None else None
        if user is None or not may(user, now):
            raise NoPage
        yield now, user


def saved(request: HttpRequest, form: Form, event: Event, may: May, act: Callable[[Event, User], object]) -> bool:
    """Whether the form is in order and the act did what it asks; if not, the form says why. Raises Unknown."""
    if not form.is_valid():
        return False
    try:
        with working(request, event, may) as (now, user):
            act(now, user)
    except Unknown:
        raise
    except Refused as refusal:
        form.refuse(refusal)
        if isinstance(form, Editing) and isinstance(refusal, Overtaken):
            event.refresh_from_db(fields=["revision"])
            form.read_again(event)
        return False
    return True
