"""The tables of accounts."""

from openevent.accounts.models.session import EndedSession
from openevent.accounts.models.user import User

__all__ = ["EndedSession", "User"]
