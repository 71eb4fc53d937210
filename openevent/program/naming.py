"""What people call the states of sessions."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from openevent.program.models import Session

State = Session.State

STATES: dict[str, Promise | str] = {
    State.DRAFT: _("Draft"),
    State.PENDING: _("Pending"),
    State.ACCEPTED: _("Accepted"),
    State.CONFIRMED: _("Confirmed"),
    State.REJECTED: _("Rejected"),
    State.CANCELED: _("Canceled"),
    State.WITHDRAWN: _("Withdrawn"),
}
