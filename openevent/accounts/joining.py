"""How people get an account."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from openevent.accounts import passwords
from openevent.accounts.models import User
from openevent.accounts.models.user import normal_email
from openevent.lib.errors import Conflicting, Refused

EMAIL = User._meta.get_field("email")  # knows how long an address may be


class NotAnAddress(Refused):
    """The text is no e-mail address."""


class AddressTaken(Conflicting):
    """Somebody has an account with this address."""


def checked_email(email: str) -> str:
    """The address as it is stored; raises NotAnAddress."""
    address = normal_email(email)
    try:
        EMAIL.run_validators(address)
        validate_email(address)  # of an empty text, too
    except ValidationError as error:
        raise NotAnAddress(f"“{address[:100]}” is not an e-mail address.", pointer="/data/attributes/email") from error
    return address


def join(
    email: str,
    password: str | None,
    *,
    verified: bool = False,
    admin: bool = False,
    super_admin: bool = False,
) -> User:
    """Make an account; without a password nobody can sign in to it until one is set.

    Raises NotAnAddress, AddressTaken and passwords.UnfitPassword.
    """
    user = User(
        email=checked_email(email),
        is_verified=verified,
        is_admin=admin or super_admin,
        is_super_admin=super_admin,
    )
    if password is not None:
        passwords.check(password, user)
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError as error:
        raise AddressTaken(
            f"There is already an account for {user.email}.", pointer="/data/attributes/email"
        ) from error
    return user


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
