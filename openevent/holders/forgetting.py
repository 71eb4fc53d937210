"""Erasing what is personal of somebody who holds tickets: what their calendar was told."""

from django.db import transaction

from openevent.accounts.models import User
from openevent.holders.models import ToldSession


def forget(user: User) -> None:
    """Erase it; nobody corrects the calendar of an account that is closed."""
    with transaction.atomic():
        ToldSession.objects.filter(user=user).delete()
