"""Signed tokens that say who is asking (JSON Web Token, RFC 7519).

An access token opens the API; a refresh token makes new access tokens. Both carry the user's id (`identity`) and the
generation of the user's tokens; both are void as soon as the account is blocked or deleted, its generation moves
(password change, "sign out everywhere") or one of the tokens of the same signing-in is given back.
"""

import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta

import structlog
from django.conf import settings
from django.db import OperationalError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext
from rest_framework_simplejwt.exceptions import TokenError
from rest_framework_simplejwt.tokens import AccessToken, RefreshToken, Token

from openevent.accounts import credentials, factors, passwords
from openevent.accounts.credentials import WRONG, NotSignedIn
from openevent.accounts.models import EndedSession, User
from openevent.accounts.models.user import normal_email
from openevent.lib.errors import Refused

__all__ = [
    "NotSignedIn",
    "NotToRefresh",
    "Tokens",
    "access_token",
    "check_fresh",
    "holder",
    "in_header",
    "new_session",
    "refresh_token",
    "refreshed",
    "revoke",
    "revoke_all",
    "sign_in",
    "sign_in_again",
    "sweep",
]

SCHEMES = frozenset({"jwt", "bearer"})
log = structlog.get_logger(__name__)
GENERATION = "generation"
FRESH = "fresh"
SESSION = "session"


class NotToRefresh(Refused):
    """The token is good, and of the kind that makes no others."""


ACCESSED = timedelta(hours=1)  # so seldom is it written down that a token was used


@dataclass(frozen=True, kw_only=True)
class Tokens:
    """What signing in gives: an access token and, where wished, a refresh token."""

    access: str
    refresh: str | None = None
    csrf: str = ""  # what a browser must say beside a refresh token that it holds as a cookie


def sign_in(email: str, password: str, code: str = "", *, remember: bool = False) -> Tokens:
    """Tokens for the account with this address and password, and the code where it has a second factor.

    Raises NotSignedIn, for address and password the same for every reason; and TooManyAttempts for codes.
    """
    user = credentials.holder(email, password)
    factors.check(user, code)
    if not remember:
        return Tokens(access=access_token(user, fresh=True))
    lifetime = settings.ACCESS_TOKEN_LIFETIME_WITH_REFRESH
    csrf, session = secrets.token_urlsafe(24), new_session()
    access = access_token(user, fresh=True, lifetime=lifetime, session=session)
    return Tokens(access=access, refresh=refresh_token(user, csrf=csrf, session=session), csrf=csrf)


def sign_in_again(text: str, email: str, password: str, code: str = "") -> str:
    """A fresh access token of the same signing-in for the holder of this one, who gives all again, as for `sign_in`.

    Raises NotSignedIn, also for the address and password of somebody else; and TooManyAttempts for codes.
    """
    token = _read(text, AccessToken)
    user = _holder(token)
    if normal_email(email) != user.email or not passwords.is_right(user, password):
        raise NotSignedIn(gettext(WRONG))
    factors.check(user, code)
    return access_token(user, fresh=True, session=token[SESSION])


def check_fresh(user: User) -> None:
    """Raise NotSignedIn for a user who does not ask with a token for which the password was given."""
    if not user.has_fresh_token:
        raise NotSignedIn(gettext("Fresh token required: give your password again with POST /v1/auth/fresh-login."))


def new_session() -> str:
    """What all tokens of one signing-in share: giving one of them back voids the others."""
    return secrets.token_urlsafe(16)


def access_token(user: User, *, fresh: bool, lifetime: timedelta | None = None, session: str = "") -> str:
    """A signed access token; `fresh` says that the password was given for it just now."""
    token = AccessToken()
    token[FRESH] = fresh
    token[SESSION] = session or new_session()
    return _signed(token, user, lifetime or settings.ACCESS_TOKEN_LIFETIME)


def refresh_token(user: User, *, csrf: str, session: str = "") -> str:
    """A signed token that makes access tokens for a year."""
    token = RefreshToken()
    token["csrf"] = csrf
    token[SESSION] = session or new_session()
    return _signed(token, user, settings.REFRESH_TOKEN_LIFETIME)


def _signed(token: Token, user: User, lifetime: timedelta) -> str:
    token.set_iat()
    token["nbf"] = token["iat"]
    token["identity"] = user.pk
    token[GENERATION] = user.token_generation
    token.set_exp(lifetime=lifetime)
    return str(token)


def in_header(authorization: str) -> str | None:
    """The token in an Authorization header, `JWT <token>` or `Bearer <token>` (RFC 6750); None for another one."""
    scheme, _, token = authorization.partition(" ")
    return token.strip() if scheme.lower() in SCHEMES else None


def holder(text: str) -> User:
    """The user whom this access token stands for; raises NotSignedIn."""
    token = _read(text, AccessToken)
    user = _holder(token)
    user.has_fresh_token = token.get(FRESH) is True
    return user


def refreshed(text: str, *, csrf: str | None = None) -> str:
    """A new access token, not fresh, for the holder of this refresh token; raises NotSignedIn, NotToRefresh.

    `csrf` is what came beside a token that a browser sent by itself, as a cookie; it must be the token's own.
    """
    token = _read(text, RefreshToken, instead_of=AccessToken)
    if csrf is not None and not hmac.compare_digest(csrf.encode(), str(token.get("csrf")).encode()):
        raise NotSignedIn(gettext("The X-CSRF-TOKEN header does not belong to the refresh token. Sign in again."))
    user = _holder(token)
    lifetime = settings.ACCESS_TOKEN_LIFETIME_WITH_REFRESH
    return access_token(user, fresh=False, lifetime=lifetime, session=token[SESSION])


def _read(text: str, kind: type[Token], *, instead_of: type[Token] | None = None) -> Token:
    """The token; raises NotSignedIn, and NotToRefresh for a good one of the other kind."""
    try:
        token = kind(text)  # type: ignore[arg-type]  # the stubs want an object; the library takes its text
    except TokenError as error:
        if instead_of is not None and _is_valid(text, instead_of):
            raise NotToRefresh(gettext("Only refresh tokens are allowed")) from error
        raise NotSignedIn(gettext("The token is not valid, or no longer. Sign in again.")) from error
    except (ValueError, TypeError, OverflowError) as error:  # signed by us, but with claims of another shape
        raise NotSignedIn(gettext("The token is not valid. Sign in again.")) from error
    return token


def _is_valid(text: str, kind: type[Token]) -> bool:
    try:
        kind(text)  # type: ignore[arg-type]  # as in _read
    except (TokenError, ValueError, TypeError, OverflowError):
        return False
    return True


def _holder(token: Token) -> User:
    identity = token.get("identity")
    user = User.objects.filter(pk=identity).first() if isinstance(identity, int) else None
    is_void = user is None or not user.is_active or token.get(GENERATION) != user.token_generation
    if user is None or is_void or not isinstance(token.get(SESSION), str):
        raise NotSignedIn(gettext("The token is no longer valid. Sign in again."))
    if EndedSession.objects.filter(session=token[SESSION]).exists():
        raise NotSignedIn(gettext("The token was given back. Sign in again."))
    _note_access(user)
    return user


def _note_access(user: User) -> None:
    """Write down when the user was here, at most once an hour."""
    now = timezone.now()
    if user.last_accessed_at is not None and user.last_accessed_at > now - ACCESSED:
        return
    try:
        with transaction.atomic():
            User.objects.filter(pk=user.pk).update(last_accessed_at=now)
    except OperationalError as error:  # what was asked is answered all the same, and noted the next time
        log.warning("it was not noted that an account was used", account=user.pk, reason=str(error))


def revoke(text: str) -> None:
    """End the signing-in that this token is of, with all its tokens; one that is no longer valid stays so."""
    for kind in (AccessToken, RefreshToken):
        try:
            session = kind(text)[SESSION]  # type: ignore[arg-type]  # as in _read
        except (TokenError, ValueError, TypeError, OverflowError, KeyError):
            continue
        expires_at = timezone.now() + settings.REFRESH_TOKEN_LIFETIME  # the longest that a token of it can live
        EndedSession.objects.get_or_create(session=session, defaults={"expires_at": expires_at})


def revoke_all(user: User) -> None:
    """Make every token of the user void (signing out everywhere)."""
    User.objects.filter(pk=user.pk).update(token_generation=F("token_generation") + 1)
    user.refresh_from_db(fields=["token_generation"])


def sweep() -> int:
    """Forget ended sessions whose tokens have ended by themselves; says how many."""
    return EndedSession.objects.filter(expires_at__lt=timezone.now()).delete()[0]
