"""Who signs in to CalDAV: with an e-mail address, and a feed token for the password (RFC 7617)."""

import binascii
import re
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple

from openevent.accounts.models.user import normal_email
from openevent.events import issuing
from openevent.events.models import FeedToken
from openevent.feeds import personal
from openevent.feeds.personal import REVOKED
from openevent.lib.errors import Refused

NAME = re.compile(r"feed-([1-9][0-9]{0,17})", re.ASCII)
WRONG = "Sign in with your e-mail address, and for the password a feed token that you have made for this calendar."


class NotSignedIn(Refused):
    """Address and token are not those of a calendar that can be opened."""


class Principal(NamedTuple):
    """Whose calendars are seen: by their path, which tells nothing about a person."""

    name: str
    token: FeedToken


# Radicale hands the request to its plug-ins in parts, and to what is stored not at all.
_signed_in: ContextVar[Principal | None] = ContextVar("signed_in", default=None)


def of_header(authorization: str) -> Principal:
    """Who signs in so. Raises NotSignedIn (1 query)."""
    email, secret = _credentials(authorization)
    token = FeedToken.objects.by_digest(issuing.digest(secret))
    if token is None or token.user.email != normal_email(email):
        raise NotSignedIn(WRONG)
    if not _is_good(token):
        raise NotSignedIn(REVOKED)
    return Principal(f"feed-{token.pk}", token)


@contextmanager
def signed_in(principal: Principal | None) -> Iterator[None]:
    """While a request of this principal is answered; None for somebody anonymous."""
    before = _signed_in.set(principal)
    try:
        yield
    finally:
        _signed_in.reset(before)


def present() -> Principal | None:
    """Who has signed in for the request that is answered (no query)."""
    return _signed_in.get()


def named(name: str) -> FeedToken | None:
    """The token of who has signed in, if this is their name: nobody is told of what is another's (no query)."""
    principal = present()
    return principal.token if principal is not None and principal.name == name else None


def _is_good(token: FeedToken) -> bool:
    return token.revoked_at is None and token.scope != FeedToken.Scope.TICKET and personal.opens(token)


def _credentials(authorization: str) -> tuple[str, str]:
    scheme, _, encoded = authorization.partition(" ")
    if scheme.lower() != "basic":
        raise NotSignedIn(WRONG)
    try:
        email, colon, secret = b64decode(encoded.strip(), validate=True).decode().partition(":")
    except (binascii.Error, ValueError) as error:  # no base64, or no UTF-8
        raise NotSignedIn(WRONG) from error
    if not colon:
        raise NotSignedIn(WRONG)
    return email, secret
