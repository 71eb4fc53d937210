"""A forgotten password set anew, in an account that somebody else may have made in one's name."""

from django.db import transaction

from openevent.accounts import factors, passwords, proofs
from openevent.accounts.models import User
from openevent.accounts.proofs import Purpose
from openevent.events import issuing


def reset(token: str, new: str) -> User:
    """Set a new password with a posted secret. Raises NoProof and UnfitPassword.

    Whoever reads the mailbox is the first to prove an address that nobody had proven: another may have signed up with
    it, and waits. All that would let that person in later goes: the second factor, and the keys to calendars.
    """
    with transaction.atomic():
        unproven = User.objects.active_by_email(proofs.address(Purpose.RESET_PASSWORD, token))
        user = passwords.reset(token, new)
        if unproven is not None and not unproven.is_verified:
            factors.turn_off(user)
            issuing.revoke_all(user)
    return user
