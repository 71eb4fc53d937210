"""What readers call the levels of sessions."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from openevent.program.models import Session

LEVELS: Mapping[str, Promise | str] = {
    Session.Level.BEGINNER: _("Beginner"),
    Session.Level.INTERMEDIATE: _("Intermediate"),
    Session.Level.ADVANCED: _("Advanced"),
    Session.Level.EXPERT: _("Expert"),
}
