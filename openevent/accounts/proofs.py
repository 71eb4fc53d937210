"""Secrets that are posted to a mailbox: whoever brings one back reads it. Good once, for a while, kept as hashes."""

import secrets
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from openevent.accounts import languages, letters, posting
from openevent.accounts.models import Proof, User
from openevent.lib.errors import Unknown

Purpose = Proof.Purpose
LETTERS = {Purpose.VERIFY_EMAIL: letters.verification, Purpose.RESET_PASSWORD: letters.reset}
NOBODY = "No letter was sent: no account with this address could use it."


class NoProof(Unknown):
    """The secret is none of ours, was used, or its time is over."""


def offer(purpose: Proof.Purpose, address: str, user: User | None) -> None:
    """Post a new secret to the address, for this account; for nobody do the same work, and post none.

    Who asks from outside cannot tell one from the other: the statements are the same, and so is what they take.
    """
    secret, now = secrets.token_urlsafe(32), timezone.now()  # 256 bits: nobody finds it by trying
    span = {
        Purpose.VERIFY_EMAIL: settings.VERIFICATION_LIFETIME,
        Purpose.RESET_PASSWORD: settings.RESET_LIFETIME,
    }[purpose]
    language = languages.of(user)
    with translation.override(language):
        subject, text = LETTERS[purpose](secret, until=now + span)
    with transaction.atomic():
        Proof.objects.create(
            purpose=purpose, user=user, email=address, token_hash=_hash(secret), created_at=now, expires_at=now + span
        )
        if user is None:
            posting.withhold(address, subject=subject, reason=NOBODY)
        else:
            posting.post(address, subject=subject, text=text, language=language)


def use(purpose: Proof.Purpose, secret: str) -> User:
    """The account that the secret is for, locked until the transaction ends; raises NoProof.

    It proves the address that it was posted to, and no other that the account may have by now. The account's other
    secrets for the same purpose are void with it.
    """
    found = Proof.objects.filter(purpose=purpose, token_hash=_hash(secret)).first()
    if found is None or found.user_id is None:
        raise NoProof(_("This code is not known. Ask for another."))
    user = User.objects.select_for_update().get(pk=found.user_id)
    good = _good().filter(pk=found.pk)
    if not (good.exists() and user.is_active and user.email == found.email):
        raise NoProof(_("This code was used, or is no longer good. Ask for another."))
    void(user, purpose)
    return user


def address(purpose: Proof.Purpose, secret: str) -> str:
    """The address to which this secret was posted, as long as it is good; else nothing. It is not used by that."""
    found = _good().filter(purpose=purpose, token_hash=_hash(secret)).exclude(user=None).first()
    return found.email if found is not None else ""


def _good() -> QuerySet[Proof]:
    return Proof.objects.filter(used_at=None, expires_at__gt=timezone.now())


def void(user: User, *purposes: Proof.Purpose) -> None:
    """Make the account's secrets for these purposes void; for all where none is named."""
    unused = Proof.objects.filter(user=user, used_at=None, purpose__in=purposes or list(Purpose))
    unused.update(used_at=timezone.now())


def _hash(secret: str) -> str:
    """What is kept of a secret. It cannot be guessed, so a quick hash will do."""
    return sha256(secret.encode(errors="replace")).hexdigest()


def sweep() -> int:
    """Delete secrets whose time is over; says how many."""
    return Proof.objects.filter(expires_at__lte=timezone.now()).delete()[0]
