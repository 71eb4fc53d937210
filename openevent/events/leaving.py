"""Closing accounts: nobody leaves an event behind without its people."""

import structlog
from django.db import transaction
from django.utils.translation import gettext as _

from openevent.accounts import access, joining
from openevent.accounts.models import User
from openevent.events import guards
from openevent.events.models import Event
from openevent.lib.errors import Forbidden

log = structlog.get_logger(__name__)


class NeededStill(Forbidden):
    """The user has a role in an event."""


def delete_account(user: User, *, by: User) -> None:
    """Close the account for good. Raises NeededStill for somebody with a role in an event that is not deleted."""
    access.check_may_change(by, user)
    with transaction.atomic():
        # Nobody gives the user a role meanwhile: the new row's reference would wait for this lock.
        User.objects.select_for_update().get(pk=user.pk)
        needing = Event.objects.living().run_by(user).order_by("id").first()
        if needing is not None:
            raise NeededStill(
                _("The account has a role in the event “%(name)s”. Give it up, or hand the event over, first.")
                % {"name": needing.name}
            )
        guards.check_closing(user)
        joining.delete(user)
    log.info("an account is closed", account=user.pk, by=by.pk)
