"""The tables of accounts."""

from openevent.accounts.models.allowance import Allowance
from openevent.accounts.models.idempotency_key import IdempotencyKey
from openevent.accounts.models.letter import Letter
from openevent.accounts.models.proof import Proof
from openevent.accounts.models.session import EndedSession
from openevent.accounts.models.user import User

__all__ = ["Allowance", "EndedSession", "IdempotencyKey", "Letter", "Proof", "User"]
