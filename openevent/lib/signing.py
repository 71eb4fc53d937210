"""Addresses that open something for a while, to whoever holds them."""

import hmac
from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from openevent.lib.errors import Gone, Unknown

CHANGED = gettext_noop("This address is not complete, or was changed. Take it as it is from where you got it.")


def signature(subject: str, *, expires: int) -> str:
    """The signature (64 hex characters, HMAC-SHA-256) under a subject that is good until `expires` (Unix seconds)."""
    message = f"openevent.signing\n{subject}\n{expires}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), message, sha256).hexdigest()


def query(subject: str, *, lifetime: timedelta) -> str:
    """`expires=…&signature=…` for an address that opens the subject for this long."""
    return _query(subject, int((timezone.now() + lifetime).timestamp()))


def steady_query(subject: str, *, after: datetime, lifetime: timedelta) -> str:
    """The same for an address that is not another one whenever one looks.

    It is good for at least so long from now on, and at least so long after the given moment.
    """
    seconds = int(lifetime.total_seconds())
    steps = (int(timezone.now().timestamp()) // seconds + 2) * seconds
    return _query(subject, max(steps, int((after + lifetime).timestamp())))


def _query(subject: str, expires: int) -> str:
    return f"expires={expires}&signature={signature(subject, expires=expires)}"


def check(subject: str, *, expires: str, signed: str) -> None:
    """Raise Unknown unless the signature is ours, and Gone if its time is over."""
    if not (expires.isascii() and expires.isdigit() and len(expires) < 13):
        raise Unknown(_(CHANGED))
    if not hmac.compare_digest(signature(subject, expires=int(expires)).encode(), signed.encode()):
        raise Unknown(_(CHANGED))
    if int(expires) < timezone.now().timestamp():
        raise Gone(_("This address is no longer good. Ask for a new one where you got it."))
