"""Changing what belongs to an event: rights are asked again behind its lock, and what others did meanwhile is seen."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, QueryDict

from openevent.accounts.models import User
from openevent.events import revising
from openevent.events.access import somebody
from openevent.events.models import Event
from openevent.lib.errors import Conflicting, Refused, Unknown
from openevent.web.forms import Form, Moment
from openevent.web.organising.sections import May
from openevent.web.refusing import Refusing
from openevent.web.rendering import NoPage, reader
from openevent.web.watching import OVERTAKEN

MOST = 2**63 - 1
Act = Callable[[Event, User], object]


class Overtaken(Conflicting):
    """Somebody else changed these columns of the row since it was read."""

    def __init__(self, row: Model, members: Collection[str]) -> None:
        super().__init__(str(OVERTAKEN))
        self.row = row
        self.members = members


def members_changed(event: Event, row: Model, since: int) -> set[str]:
    """The columns of a row of the event that say something else since this revision."""
    changes = revising.later(event, since).filter(object_type=row._meta.model_name, object_id=row.pk)
    return {member for members in changes.values_list("members", flat=True) for member in members}


class Editing(Form):
    """A form of something that is there already: it carries the revision of the event at which that was read."""

    is_versioned = True
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=MOST)

    def facts(self) -> dict[str, Any]:
        """What it says, by the names of columns."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    def check_unchanged(self, event: Event, row: Model) -> None:
        """Raise Overtaken where somebody changed what this form shows of the row; call it behind the event's lock."""
        changed = members_changed(event, row, self.cleaned_data["version"])
        if "timezone" in changed:  # the clocks are others than those by which new times were written
            changed |= {name for name in self.touched if isinstance(self.fields[name], Moment)}
        if touched := changed & self.fields.keys():
            raise Overtaken(row, touched)

    def refuse(self, refusal: Refused) -> None:
        """As of every form; of what others changed, it shows what they wrote, and may then be saved all the same."""
        super().refuse(refusal)
        if isinstance(refusal, Overtaken):
            for name in sorted(refusal.members):
                self.say_now(name, getattr(refusal.row, name))

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
        yield now, asker(request, now, may)


def asker(request: HttpRequest, event: Event, may: May) -> User:
    """Who asks, as the account is now, if that still may. Raises NoPage."""
    found = User.objects.filter(pk=reader(request).pk).first()
    user = somebody(found) if found is not None else None
    if user is None or not may(user, event):
        raise NoPage
    return user


def saved(request: HttpRequest, form: Form, event: Event, may: May, act: Act) -> bool:
    """Whether the form is in order and the act did what it asks; if not, the form says why. Raises Unknown."""

    def checked(now: Event, user: User) -> None:
        _check_unmoved(form, event, now)
        act(now, user)

    def show(refusal: Refused) -> None:
        form.refuse(refusal)
        if isinstance(form, Editing) and isinstance(refusal, Overtaken):
            event.refresh_from_db(fields=["revision"])
            form.read_again(event)

    return form.is_valid() and _acted(request, event, may, checked, show)


def _check_unmoved(form: Form, read: Event, now: Event) -> None:
    """Raise Overtaken where the form's row was changed while it waited for the lock, after it had been read."""
    if form.watched is None or form.is_versioned or now.revision == read.revision:
        return
    if members_changed(now, form.watched, read.revision):
        raise Overtaken(form.watched, ())


def done(request: HttpRequest, event: Event, may: May, act: Act) -> bool:
    """The same where there is no form: if the act refuses, a message says why. Raises Unknown."""
    return _acted(request, event, may, act, lambda refusal: messages.error(request, str(refusal)))


def _acted(request: HttpRequest, event: Event, may: May, act: Act, show: Callable[[Refused], None]) -> bool:
    with Refusing(show, beyond=Unknown), working(request, event, may) as (now, user):
        act(now, user)
        return True
    return False
