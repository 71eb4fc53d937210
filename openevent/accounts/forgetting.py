"""Erasing what is personal of an account: the row stays, so that what hangs on it stays whole, and is nobody's."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from openevent.accounts import joining
from openevent.accounts.mailboxes import DELETED
from openevent.accounts.models import IdempotencyKey, Letter, Proof, User
from openevent.accounts.personal import by_address
from openevent.lib import media, models

# What nobody is known by. `erased_at` and `deleted_at` say that the account is over.
KEPT = frozenset({"id", "token_generation", "created_at", "deleted_at", "erased_at"})
RESERVED = f"@erased.invalid{DELETED}"
PICTURES = ("avatar_url", "original_image_url")


def close(user: User) -> User:
    """Close the account for ever; what is personal goes from now on. Must run behind the lock of its row."""
    user = joining.delete(user)
    if user.erased_at is None:
        user.erased_at = timezone.now()
        user.set_unusable_password()
        user.save(update_fields=["erased_at", "password"])
    return user


def forget(user: User, address: str) -> None:
    """Erase the account's own data, last of all: by it the rest is found. `address` is the proven one, or empty.

    Running it twice does no harm.
    """
    for name in PICTURES:  # before their addresses are gone; the files are no part of the transaction
        media.delete(getattr(user, name), of=[user])
    with transaction.atomic():
        # What was written there, also meanwhile, does not go out any more.
        is_free = not User.objects.filter(email=address).exists()
        Letter.objects.filter(Q(to=address) if address and is_free else by_address(user, address, "to")).delete()
        Proof.objects.filter(Q(user=user) | Q(user=None) & by_address(user, address)).delete()
        IdempotencyKey.objects.filter(user=user).delete()
        Authenticator.objects.filter(user=user).delete()
        # The log of the admin pages calls accounts by their addresses.
        kind = ContentType.objects.get_for_model(User)
        LogEntry.objects.filter(content_type=kind, object_id=str(user.pk)).update(object_repr=reserved_address(user))
        User.objects.filter(pk=user.pk).update(**_blank(user))


def reserved_address(user: User) -> str:
    """An address that nobody has (RFC 2606, 2), and that no account can be made for."""
    return f"erased-{user.pk}{RESERVED}"


def unfinished() -> QuerySet[User]:
    """The accounts whose data is being erased, and is not erased yet."""
    return User.objects.filter(erased_at__isnull=False).exclude(email__endswith=RESERVED)


def _blank(user: User) -> dict[str, Any]:
    """Every other column as it is in an account of which nobody has said anything."""
    names = {field.name for field in User._meta.concrete_fields} - KEPT
    return models.unsaid(User, names) | {"email": reserved_address(user), "password": user.password}
