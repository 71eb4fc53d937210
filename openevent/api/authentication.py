"""Who is asking: the token in the Authorization header, or in a cookie where nothing can be changed."""

from django.http import HttpRequest
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from openevent.accounts import tokens
from openevent.accounts.models import User

COOKIE = "access_token_cookie"
KNOWN = "_token_holder"  # what is noted on a request of whoever sent it
# A browser sends cookies along with what any page asks of it: what changes something needs the header.
HARMLESS = frozenset({"GET", "HEAD"})


class TokenAuthentication(BaseAuthentication):
    """`Authorization: JWT <access token>`, as the published API has it, or `Bearer` (RFC 6750); to read, a cookie."""

    def authenticate(self, request: Request) -> tuple[User, str] | None:
        """The token's holder and the token; None where there is none of ours. Raises AuthenticationFailed."""
        # Who asks for a remembered answer is asked for before the view is, and once will do.
        asked: HttpRequest = getattr(request, "_request", request)
        if not hasattr(asked, KNOWN):
            setattr(asked, KNOWN, self.read(request))
        known: tuple[User, str] | None = getattr(asked, KNOWN)
        return known

    def read(self, request: Request) -> tuple[User, str] | None:
        """What header and cookie say."""
        token = bearer(request)
        if token is None:
            return _by_cookie(request)
        try:
            return tokens.holder(token), token
        except tokens.NotSignedIn as refusal:
            raise AuthenticationFailed(str(refusal)) from refusal

    def authenticate_header(self, request: Request) -> str:  # noqa: ARG002 - the library's signature
        """What a 401 asks for (RFC 9110, 11.6.1)."""
        return 'JWT realm="api"'


def bearer(request: Request) -> str | None:
    """The token in the header, whoever it may stand for; None where there is none of ours."""
    return tokens.in_header(get_authorization_header(request).decode("latin-1"))


def _by_cookie(request: Request) -> tuple[User, str] | None:
    """The holder of the token in the cookie, and the token, where the request only reads and no header is there."""
    token = request.COOKIES.get(COOKIE, "")
    if not token or request.method not in HARMLESS or get_authorization_header(request):
        return None
    try:
        return tokens.holder(token), token
    except tokens.NotSignedIn:  # browsers send old cookies unasked: to them what is public stays so
        return None
