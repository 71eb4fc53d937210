"""What a password must be, and how one is set, changed and, when it is forgotten, replaced."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from openevent.accounts import proofs
from openevent.accounts.mailboxes import checked_email
from openevent.accounts.models import User
from openevent.accounts.proofs import Purpose
from openevent.lib.errors import Malformed, Refused
from openevent.lib.text import storable

MAX_LENGTH = 1024  # hashing a longer one would be a way to keep the server busy


class UnfitPassword(Refused):
    """The password may not be used; the sentence says why."""


class MaximumLengthValidator:
    """Refuses passwords that are too long to be typed by anybody."""

    def validate(self, password: str, user: User | None = None) -> None:  # noqa: ARG002 - Django's signature
        """Raise ValidationError for a password of more than 1,024 characters."""
        if len(password) > MAX_LENGTH:
            raise ValidationError(
                _("This password is too long. It must contain at most %(most)s characters.") % {"most": MAX_LENGTH}
            )

    def get_help_text(self) -> str:
        """One sentence for forms."""
        return _("Your password must contain at most %(most)s characters.") % {"most": MAX_LENGTH}


def is_possible(password: str) -> bool:
    """Whether the text can be hashed at all: short enough, and with bytes to hash."""
    return len(password) <= MAX_LENGTH and storable(password) == password


def check(password: str, user: User | None = None) -> None:
    """Raise UnfitPassword for one that is too short, too long, too common or like the user's address."""
    if not is_possible(password):
        raise UnfitPassword(
            _("A password has at most %(most)s characters, all of which can be written in Unicode.")
            % {"most": MAX_LENGTH},
            pointer="/data/attributes/password",
        )
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise UnfitPassword(" ".join(error.messages), pointer="/data/attributes/password") from error


def set_password(user: User, password: str) -> None:
    """Give the user this password; every token, and every secret to set one, is void. Raises UnfitPassword."""
    check(password, user)
    with transaction.atomic():
        user.set_password(password)
        user.save(update_fields=["password"])
        User.objects.filter(pk=user.pk).update(token_generation=F("token_generation") + 1)
        proofs.void(user, Purpose.RESET_PASSWORD)
    user.refresh_from_db(fields=["token_generation"])


def is_right(user: User, password: str) -> bool:
    """Whether this is the user's password; what no password can be is not even hashed."""
    return is_possible(password) and user.check_password(password)


def change(user: User, old: str, new: str) -> None:
    """Give the user another password for the present one. Raises Malformed for a wrong, the same or an unfit one."""
    if not is_right(user, old):
        raise Malformed(_("Wrong Password: this is not your present one."), pointer="/data/old-password")
    if new == old:
        raise Malformed(_("The new password must be another than the present one."), pointer="/data/new-password")
    try:
        set_password(user, new)
    except UnfitPassword as refusal:
        raise Malformed(str(refusal), pointer="/data/new-password") from refusal


def ask_reset(email: str) -> None:
    """Post a secret that sets a new password, if the address has an account that may be used.

    Whoever asks cannot tell whether it has: answer and work are the same. Raises NotAnAddress.
    """
    address = checked_email(email)
    proofs.offer(Purpose.RESET_PASSWORD, address, User.objects.active_by_email(address))


def reset(token: str, new: str) -> User:
    """Set a new password with a posted secret, which proves the address, too. Raises NoProof and UnfitPassword.

    A password that is refused does not use the secret up.
    """
    with transaction.atomic():
        user = proofs.use(Purpose.RESET_PASSWORD, token)
        try:
            set_password(user, new)
        except UnfitPassword as refusal:
            raise UnfitPassword(str(refusal), pointer="/data/password") from refusal
        user.is_verified = True
        user.save(update_fields=["is_verified"])
    return user
