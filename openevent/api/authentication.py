"""Who is asking: the token in the Authorization header."""

from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from openevent.accounts import tokens
from openevent.accounts.models import User

SCHEMES = frozenset({"jwt", "bearer"})


class TokenAuthentication(BaseAuthentication):
    """`Authorization: JWT <access token>`, as the published API has it, or `Bearer` (RFC 6750)."""

    def authenticate(self, request: Request) -> tuple[User, str] | None:
        """The token's holder and the token; None for other schemes. Raises AuthenticationFailed."""
        token = bearer(request)
        if token is None:
            return None
        try:
            return tokens.holder(token), token
        except tokens.NotSignedIn as refusal:
            raise AuthenticationFailed(str(refusal)) from refusal

    def authenticate_header(self, request: Request) -> str:  # noqa: ARG002 - the library's signature
        """What a 401 asks for (RFC 9110, 11.6.1)."""
        return 'JWT realm="api"'


def bearer(request: Request) -> str | None:
    """The token in the header, whoever it may stand for; None where there is none of ours."""
    scheme, _, token = get_authorization_header(request).decode("latin-1").partition(" ")
    return token.strip() if scheme.lower() in SCHEMES else None
