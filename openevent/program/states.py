"""The states of a session, and who may move it from which to which."""

from enum import Enum

from django.utils.translation import gettext as _

from openevent.lib.errors import Forbidden
from openevent.program.models import Session

State = Session.State


class Side(Enum):
    """On which side of the table somebody sits."""

    ORGANIZER = "organizer"  # coorganizers and up, and staff
    SPEAKER = "speaker"  # whoever speaks in the session or proposed it


# For each side: from a state to the states it may set. What is not here is forbidden.
TRANSITIONS: dict[Side, dict[Session.State, frozenset[Session.State]]] = {
    Side.ORGANIZER: {
        State.DRAFT: frozenset(),
        State.PENDING: frozenset({State.ACCEPTED, State.REJECTED, State.CONFIRMED, State.WITHDRAWN}),
        State.ACCEPTED: frozenset({State.PENDING, State.REJECTED, State.CONFIRMED, State.CANCELED, State.WITHDRAWN}),
        State.CONFIRMED: frozenset({State.PENDING, State.ACCEPTED, State.REJECTED, State.CANCELED, State.WITHDRAWN}),
        State.REJECTED: frozenset({State.PENDING, State.ACCEPTED, State.CONFIRMED, State.WITHDRAWN}),
        State.CANCELED: frozenset({State.PENDING, State.ACCEPTED, State.REJECTED, State.CONFIRMED, State.WITHDRAWN}),
        State.WITHDRAWN: frozenset({State.PENDING, State.ACCEPTED, State.REJECTED, State.CANCELED, State.WITHDRAWN}),
    },
    Side.SPEAKER: {
        State.DRAFT: frozenset({State.PENDING}),
        State.PENDING: frozenset({State.WITHDRAWN}),
        State.ACCEPTED: frozenset({State.WITHDRAWN}),
        State.CONFIRMED: frozenset({State.WITHDRAWN}),
        State.REJECTED: frozenset({State.WITHDRAWN}),
        State.CANCELED: frozenset({State.WITHDRAWN}),
        State.WITHDRAWN: frozenset(),
    },
}


class IllegalTransition(Forbidden):
    """The session cannot go from this state to that one, or not by this side."""

    def __init__(self, before: str, after: str) -> None:
        super().__init__(
            _('You cannot change a session state from "%(before)s" to "%(after)s"')
            % {"before": before, "after": after},
            pointer="/data/attributes/state",
        )


def onward(before: str, side: Side, *, is_author: bool = False) -> list[Session.State]:
    """To which states this side may move a session from here, in the order in which states are named."""
    sides = {side, Side.SPEAKER} if is_author else {side}
    open_to = {after for one in sides for after in TRANSITIONS[one][State(before)]}
    return [state for state in State if state in open_to and state != before]


def check(before: str, after: str, side: Side, *, is_author: bool = False) -> None:
    """Raise IllegalTransition unless this side may move a session from one state to the other.

    Whoever organises and is the author, too, sits on both sides.
    """
    sides = {side, Side.SPEAKER} if is_author else {side}
    if all(after not in TRANSITIONS[one][State(before)] for one in sides):  # nor is what is no state
        raise IllegalTransition(before, after)
