"""Accounts that stay as they are while they are given something.

They are held behind the lock of an event, never before it: whoever needs both takes the event first.
"""

from collections.abc import Collection

from django.utils.translation import gettext as _

from openevent.accounts.models import User
from openevent.lib.errors import Forbidden


class AccountClosed(Forbidden):
    """The account was closed or blocked, perhaps while something was done for it."""

    def __init__(self) -> None:
        super().__init__(_("This account is closed."))


def held(user: User) -> User:
    """The account as it is now; until the transaction ends nobody closes or blocks it, or gives it another address.

    Raises AccountClosed.
    """
    found = User.objects.select_for_update(no_key=True).filter(pk=user.pk).first()
    if found is None or not found.is_active:
        raise AccountClosed
    return found


def all_held(ids: Collection[int]) -> set[int]:
    """Those of the accounts that are not closed; until the transaction ends nobody closes them."""
    living = User.objects.select_for_update(no_key=True).filter(pk__in=ids, deleted_at=None)
    return set(living.order_by("pk").values_list("pk", flat=True))  # in one order, so that nobody waits in a circle
