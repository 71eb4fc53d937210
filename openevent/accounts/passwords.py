"""What a password must be, and how one is set."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from openevent.accounts.models import User
from openevent.lib.errors import Refused
from openevent.lib.text import storable

MAX_LENGTH = 1024  # hashing a longer one would be a way to keep the server busy


class UnfitPassword(Refused):
    """The password may not be used; the sentence says why."""


class MaximumLengthValidator:
    """Refuses passwords that are too long to be typed by anybody."""

    def validate(self, password: str, user: User | None = None) -> None:  # noqa: ARG002 - Django's signature
        """Raise ValidationError for a password of more than 1,024 characters."""
        if len(password) > MAX_LENGTH:
            raise ValidationError(f"This password is too long. It must contain at most {MAX_LENGTH} characters.")

    def get_help_text(self) -> str:
        """One sentence for forms."""
        return f"Your password must contain at most {MAX_LENGTH} characters."


def is_possible(password: str) -> bool:
    """Whether the text can be hashed at all: short enough, and with bytes to hash."""
    return len(password) <= MAX_LENGTH and storable(password) == password


def check(password: str, user: User | None = None) -> None:
    """Raise UnfitPassword for one that is too short, too long, too common or like the user's address."""
    if not is_possible(password):
        raise UnfitPassword(
            f"A password has at most {MAX_LENGTH} characters, all of which can be written in Unicode.",
            pointer="/data/attributes/password",
        )
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise UnfitPassword(" ".join(error.messages), pointer="/data/attributes/password") from error


def set_password(user: User, password: str) -> None:
    """Give the user this password; every token that was made before is void. Raises UnfitPassword."""
    check(password, user)
    with transaction.atomic():
        user.set_password(password)
        user.save(update_fields=["password"])
        User.objects.filter(pk=user.pk).update(token_generation=F("token_generation") + 1)
    user.refresh_from_db(fields=["token_generation"])
