"""The tables of accounts."""

from openevent.accounts.models.token import RevokedToken
from openevent.accounts.models.user import User

__all__ = ["RevokedToken", "User"]
