"""Signing in and out."""

from django.conf import settings
from django.urls import URLPattern, path
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from openevent.accounts import tokens
from openevent.accounts.models import User
from openevent.api import reading
from openevent.api.authentication import bearer
from openevent.api.permissions import Everyone, SignedIn
from openevent.lib.errors import Malformed

REFRESH_PATH = "/v1/auth/token/refresh"
REFRESH_COOKIE = "refresh_token_cookie"
CSRF_COOKIE = "csrf_refresh_token"


class SignIn(APIView):
    """`{email, password, remember-me?, include-in-response?}` to `{access_token[, refresh_token]}`."""

    authentication_classes = []
    permission_classes = [Everyone]

    def post(self, request: Request) -> Response:
        """Tokens for the account with this address and password."""
        body = reading.members(request)
        email, password = reading.words(body, "email", "username"), reading.words(body, "password")
        if not email or not password:
            raise Malformed("username or password missing")
        signed_in = tokens.sign_in(email, password, remember=reading.flag(body, "remember-me", "remember_me"))
        if signed_in.refresh is None:
            return Response({"access_token": signed_in.access})
        if reading.flag(body, "include-in-response", "include_in_response"):
            return Response({"access_token": signed_in.access, "refresh_token": signed_in.refresh})
        return _with_cookies(Response({"access_token": signed_in.access}), signed_in)


def _with_cookies(response: Response, signed_in: tokens.Tokens) -> Response:
    lifetime, secure = settings.REFRESH_TOKEN_LIFETIME, settings.SESSION_COOKIE_SECURE
    response.set_cookie(
        REFRESH_COOKIE, signed_in.refresh or "", max_age=lifetime, path=REFRESH_PATH,
        secure=secure, httponly=True, samesite="Lax",
    )  # fmt: skip
    response.set_cookie(CSRF_COOKIE, signed_in.csrf, max_age=lifetime, secure=secure, samesite="Lax")
    return response


class Refresh(APIView):
    """A refresh token, in the header or as a cookie with `X-CSRF-TOKEN`, to `{access_token}`."""

    authentication_classes = []
    permission_classes = [Everyone]

    def post(self, request: Request) -> Response:
        """A new access token, which is not fresh."""
        token = bearer(request)
        if token is not None:
            return Response({"access_token": tokens.refreshed(token)})
        cookie = request.COOKIES.get(REFRESH_COOKIE, "")
        csrf = request.headers.get("X-CSRF-TOKEN", "")
        return Response({"access_token": tokens.refreshed(cookie, csrf=csrf)})


class SignOut(APIView):
    """Ends the signing-in that the token in the header or the cookie is of, and clears the cookies."""

    authentication_classes = []
    permission_classes = [Everyone]

    def post(self, request: Request) -> Response:
        """`{"success": true}`, whatever was signed in."""
        for token in filter(None, (bearer(request), request.COOKIES.get(REFRESH_COOKIE))):
            tokens.revoke(token)
        response = Response({"success": True})
        response.delete_cookie(REFRESH_COOKIE, path=REFRESH_PATH)
        response.delete_cookie(CSRF_COOKIE)
        return response


class SignOutEverywhere(APIView):
    """Makes every token of the account void."""

    permission_classes = [SignedIn]

    def post(self, request: Request) -> Response:
        """`{"success": true}`."""
        user = reading.asker(request)
        if isinstance(user, User):
            tokens.revoke_all(user)
        return Response({"success": True})


urlpatterns: list[URLPattern] = [
    path("auth/session", SignIn.as_view()),
    path("v1/auth/login", SignIn.as_view()),
    path(REFRESH_PATH.removeprefix("/"), Refresh.as_view()),
    path("v1/auth/logout", SignOut.as_view()),
    path("v1/auth/blacklist", SignOutEverywhere.as_view()),
]
