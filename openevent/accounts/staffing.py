"""What only the staff of the site says of an account."""

from django.db import transaction
from django.utils.translation import gettext as _

from openevent.accounts import access, tokens
from openevent.accounts.models import User
from openevent.lib.errors import Forbidden


class StaffOnly(Forbidden):
    """Only the staff, or only a super admin, sets this."""


def set_flags(
    user: User,
    *,
    by: User,
    is_admin: bool | None = None,
    is_blocked: bool | None = None,
    is_verified: bool | None = None,
    is_marketer: bool | None = None,
    is_sales_admin: bool | None = None,
) -> User:
    """Set what is said; blocking makes every token void. Raises StaffOnly, and NotYourAccount for super admins.

    Only staff sets any of these; only super admins make staff, and change super admins. Returns the account as it is.
    """
    said = {
        "is_admin": is_admin,
        "is_blocked": is_blocked,
        "is_verified": is_verified,
        "is_marketer": is_marketer,
        "is_sales_admin": is_sales_admin,
    }
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        flags = {flag: value for flag, value in said.items() if value is not None}
        changed = {flag: value for flag, value in flags.items() if getattr(user, flag) != value}
        _check_may_set(by, user, flags, changed)
        for flag, value in changed.items():
            setattr(user, flag, value)
        user.save(update_fields=[*changed])
        if changed.get("is_blocked"):
            tokens.revoke_all(user)
    return user


def _check_may_set(by: User, user: User, flags: dict[str, bool], changed: dict[str, bool]) -> None:
    """Raise for whoever may not say this; what is so already, staff may say again."""
    if flags and not by.is_staff:
        raise _only(_("Only the staff of this site sets “%(member)s”."), min(flags))
    if "is_admin" in changed and not (by.is_super_admin and by.is_active):
        raise _only(_("Only super admins set “%(member)s”."), "is_admin")
    if changed:
        access.check_may_change(by, user)


def _only(sentence: str, flag: str) -> StaffOnly:
    member = flag.replace("_", "-")
    return StaffOnly(sentence % {"member": member}, pointer=f"/data/attributes/{member}")
