"""How people get an account, change what it says of them, and leave it."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from openevent.accounts import access, languages, letters, passwords, posting, profiles, proofs, tokens
from openevent.accounts.mailboxes import DELETED, NotAnAddress, checked_email, former_email
from openevent.accounts.models import User
from openevent.accounts.proofs import NoProof, Purpose
from openevent.lib import models
from openevent.lib.errors import Conflicting, Forbidden, Malformed

__all__ = [
    "AddressTaken",
    "CannotRestore",
    "DeletedTooOften",
    "InvalidToken",
    "NotAnAddress",
    "address_in_question",
    "change_email",
    "change_profile",
    "checked_email",
    "delete",
    "enter",
    "former_email",
    "join",
    "known_or_new",
    "register",
    "resend_verification",
    "restore",
    "verify",
    "verify_with",
]

LONGEST = User._meta.get_field("email").max_length or 0


class AddressTaken(Conflicting):
    """Somebody has an account with this address."""


class DeletedTooOften(Conflicting):
    """There are more deleted accounts of this address than can be told apart."""


class CannotRestore(Forbidden):
    """The address of the deleted account is somebody else's by now, or its data is erased."""


class InvalidToken(Malformed):
    """The secret proves nothing."""


def join(
    email: str,
    password: str | None,
    *,
    verified: bool = False,
    admin: bool = False,
    super_admin: bool = False,
    **profile: Any,
) -> User:
    """Make an account; without a password nobody can sign in to it until one is set.

    Raises NotAnAddress, AddressTaken, passwords.UnfitPassword, and for the profile WrongProfile and WrongValue.
    """
    user = User(
        email=checked_email(email),
        is_verified=verified,
        is_admin=admin or super_admin,
        is_super_admin=super_admin,
        **profiles.checked(profile),
    )
    models.check(user, members=set(profile))
    if password is not None:
        passwords.check(password, user)
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError as error:
        raise _taken(user.email) from error
    return user


def _taken(email: str) -> AddressTaken:
    return AddressTaken(
        _("There is already an account for %(email)s.") % {"email": email}, pointer="/data/attributes/email"
    )


def register(email: str, password: str, **profile: Any) -> User:
    """Make an account for whoever asks, and post a letter that asks for a proof of the address. Raises as `join`."""
    with transaction.atomic():
        user = join(email, password, **_own(profile))
        proofs.offer(Purpose.VERIFY_EMAIL, user.email, user)
    return user


def _own(profile: dict[str, Any]) -> dict[str, Any]:
    """The profile, if it says nothing else: whoever registers does not verify the address, or make staff."""
    if others := profile.keys() - profiles.MEMBERS:
        raise TypeError(f"Nobody says {', '.join(sorted(others))} of himself.")
    return profile


def known_or_new(email: str) -> User:
    """The account with this address, made without a password if there was none. Raises NotAnAddress."""
    address = checked_email(email)
    return User.objects.by_email(address) or join(address, None)


def enter(email: str, password: str, *, admin: bool = False) -> User:
    """An account with a verified address, made by whoever runs the site; one that had no password gets this one.

    Raises as `join`.
    """
    found = User.objects.by_email(checked_email(email))
    if found is None or found.has_usable_password():
        return join(email, password, verified=True, admin=admin, super_admin=admin)
    with transaction.atomic():
        passwords.set_password(found, password)
        verify(found)
        if admin:
            found.is_admin = found.is_super_admin = True
            found.save(update_fields=["is_admin", "is_super_admin"])
    return found


def verify(user: User) -> None:
    """Take the user's address as proven."""
    user.is_verified = True
    user.save(update_fields=["is_verified"])


def address_in_question(token: str) -> str:
    """The address that this secret proves; empty for a secret that proves nothing."""
    return proofs.address(Purpose.VERIFY_EMAIL, token)


def verify_with(token: str) -> User:
    """Take the address as proven to which this secret was posted; raises InvalidToken."""
    with transaction.atomic():
        try:
            user = proofs.use(Purpose.VERIFY_EMAIL, token)
        except NoProof as refusal:
            raise InvalidToken(
                _("Invalid Token: %(refusal)s") % {"refusal": refusal}, pointer="/data/token"
            ) from refusal
        verify(user)
    return user


def resend_verification(email: str) -> None:
    """Post another secret that proves the address, if it has an account that waits for it. Raises NotAnAddress.

    Whoever asks cannot tell whether it has: answer and work are the same.
    """
    address = checked_email(email)
    user = User.objects.active_by_email(address)
    proofs.offer(Purpose.VERIFY_EMAIL, address, None if user is None or user.is_verified else user)


def change_profile(user: User, *, by: User, **facts: Any) -> User:
    """Say these things of the account. Raises NotYourAccount, WrongProfile, WrongValue; returns it as it is."""
    access.check_may_change(by, user)
    kept = profiles.checked(facts)
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        changed = {member for member, value in kept.items() if getattr(user, member) != value}
        for member in changed:
            setattr(user, member, kept[member])
        models.check(user, members=changed)
        user.save(update_fields=changed)
    return user


def change_email(user: User, new: str, fresh: bool = False, *, by: User | None = None) -> User:
    """Give the account another address, which is to be proven; the former one gets a letter. Returns it as it is.

    Whoever does it gave the password just now: `fresh` says so, or the token with which `by`, the user unless it is
    said, asks. Raises NotSignedIn, NotYourAccount, NotAnAddress and AddressTaken.
    """
    by = by or user
    access.check_may_change(by, user)
    address = checked_email(new)
    if not fresh:
        tokens.check_fresh(by)
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        if user.email == address:
            return user
        former, user.email, user.is_verified = user.email, address, False
        _save_address(user, _taken(address))
        proofs.void(user)
        posting.write(former, letters.moved, language=languages.of(user))
        proofs.offer(Purpose.VERIFY_EMAIL, address, user)
    return user


def _save_address(user: User, refusal: Conflicting | Forbidden) -> None:
    """Save address, proof of it and deletion; raise the refusal where the address is somebody's."""
    try:
        with transaction.atomic():
            user.save(update_fields=["email", "is_verified", "deleted_at"])
    except IntegrityError as error:
        raise refusal from error


def delete(user: User) -> User:
    """Close the account: its address is free again, its tokens are void. Raises DeletedTooOften; returns it."""
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        if user.deleted_at is None:
            refusal = DeletedTooOften(_("Accounts of this address were deleted too often. Ask the staff of this site."))
            user.deleted_at = timezone.now()
            user.email = _free(user.email + DELETED)
            if len(user.email) > LONGEST:
                raise refusal
            _save_address(user, refusal)
            proofs.void(user)
            tokens.revoke_all(user)
    return user


def _free(address: str) -> str:
    """The address with as many endings as no other account has."""
    while User.objects.filter(email=address).exists():
        address += DELETED
    return address


def restore(user: User, *, by: User) -> User:
    """Open a deleted account again, under its old address. Raises NotYourAccount, CannotRestore; returns it."""
    access.check_may_change(by, user)
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        if user.erased_at is not None:
            raise CannotRestore(_("What made this account somebody's is erased: nobody can open it again."))
        if user.deleted_at is not None:
            user.email, user.deleted_at = former_email(user), None
            _save_address(
                user, CannotRestore(_("There is another account for %(email)s by now.") % {"email": user.email})
            )
    return user
