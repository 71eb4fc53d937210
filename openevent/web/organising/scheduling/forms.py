"""When and where a session takes place, as a form: the way without a script, and of the keyboard."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from openevent.program.models import Microlocation, Session
from openevent.program.scheduling import Slot
from openevent.web import clocks
from openevent.web.forms import Form
from openevent.web.organising.scheduling.board import length
from openevent.web.organising.scheduling.days import Day, instant, minute

NONE = "none"  # no day, no room
LONGEST = 31 * 24 * 60  # minutes


class WhenAndWhere(Form):
    """The day, or none; then from when, how long, and in which room, as clocks at the event have it."""

    use_required_attribute = False  # a start is needed on a day only

    day = forms.ChoiceField(label=_("Day"))
    starts_at = forms.TimeField(
        label=_("Start"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={
            "skipped": _("Clocks skip this time on that day: they are put forward over it."),
            "required": _("On that day, but when?"),
        },
    )
    minutes = forms.IntegerField(label=_("Length in minutes"), min_value=1, max_value=LONGEST)
    microlocation = forms.ChoiceField(
        label=_("Room"),
        error_messages={"invalid_choice": _("Select a valid choice. This room is not there any more.")},
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**62, required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        session: Session,
        days: Sequence[Day],
        rooms: Sequence[Microlocation],
        seen: int,
        on: str = "",
    ) -> None:
        """`on` is the day that is meant for a session that has none yet."""
        present = {"day": on or NONE, **_present(session, days)}
        super().__init__(data, initial={**present, "minutes": length(session), "seen": seen})
        self.fields["starts_at"].required = data is None or data.get("day") != NONE
        self.session, self.days, self.rooms = session, days, rooms
        days_named = [(day.when.isoformat(), clocks.day(day.when)) for day in days]
        rooms_named = [(str(room.pk), room.name) for room in rooms]
        self.fields["day"].choices = [(NONE, _("Not in the schedule")), *days_named]  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["microlocation"].choices = [(NONE, _("No room")), *rooms_named]  # type: ignore[attr-defined]  # as above

    def clean(self) -> dict[str, Any]:
        """What a time needs."""
        said = super().clean() or {}
        is_timed = said.get("day", NONE) != NONE and said.get("starts_at") is not None
        if is_timed and not self._day().minutes_at(said["starts_at"]):
            self.add_error("starts_at", self.fields["starts_at"].error_messages["skipped"])
        return said

    def overtaken(self, sentence: str, revision: int) -> None:
        """Say that somebody moved it meanwhile; the form has seen that then, and may be saved all the same."""
        self.add_error(None, sentence)
        self.data = {name: self.data[name] for name in self.data} | {"seen": str(revision)}

    def _day(self) -> Day:
        when = date.fromisoformat(self.cleaned_data["day"])
        return next(day for day in self.days if day.when == when)

    def slot(self) -> Slot:
        """What was chosen; of a time that comes twice the first, unless the session is at the second already."""
        said = self.cleaned_data
        room = next((one for one in self.rooms if str(one.pk) == said["microlocation"]), None)
        if said["day"] == NONE:
            return Slot()
        found = self._day().minutes_at(said["starts_at"])
        now = minute(self.session.starts_at) if self.session.starts_at is not None else None
        start = now if now in found else found[0]
        assert start is not None  # noqa: S101 - one of those that were found
        return Slot(starts_at=instant(start), ends_at=instant(start + said["minutes"]), room=room)


def _present(session: Session, days: Sequence[Day]) -> dict[str, Any]:
    """What the form says of the session as it is."""
    room = session.shown_room
    said: dict[str, Any] = {"microlocation": str(room.pk) if room is not None else NONE}
    if session.starts_at is None or session.ends_at is None:
        return said
    start = minute(session.starts_at)
    on = next((day for day in days if day.start <= start < day.end), None)
    if on is None:
        return said
    shown = on.shown(start)
    return {**said, "day": on.when.isoformat(), "starts_at": f"{shown // 60:02}:{shown % 60:02}"}
