"""What one does to bring a session into a state."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from openevent.program.models import Session

State = Session.State

# What the team does.
MOVES: dict[str, Promise | str] = {
    State.PENDING: _("Back to pending"),
    State.ACCEPTED: _("Accept"),
    State.CONFIRMED: _("Confirm"),
    State.REJECTED: _("Reject"),
    State.CANCELED: _("Cancel the session"),
    State.WITHDRAWN: _("Withdraw"),
}
# Of which a letter can tell, if one asks for it.
TOLD = frozenset({State.ACCEPTED, State.CONFIRMED, State.REJECTED, State.CANCELED, State.WITHDRAWN})
