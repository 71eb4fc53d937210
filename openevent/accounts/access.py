"""Who may do what with an account."""

from django.utils.translation import gettext as _

from openevent.accounts.models import User
from openevent.lib.errors import Forbidden


class NotYourAccount(Forbidden):
    """The account is somebody else's."""


def may_change(by: User, user: User) -> bool:
    """Oneself and the staff. A super admin only another: with the mailbox of an account one gets all that it may do."""
    if not by.is_active:
        return False
    return by.pk == user.pk or by.is_super_admin or (by.is_staff and not user.is_super_admin)


def check_may_change(by: User, user: User) -> None:
    """Raise NotYourAccount for those who may not change the account."""
    if not may_change(by, user):
        raise NotYourAccount(_("You may not change this account."))
