"""Signing in and out. Bodies may be framed: `{"data": {…}}`."""

from typing import Any

from django.conf import settings
from django.urls import URLPattern, path
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from openevent.accounts import quotas, tokens
from openevent.accounts.clients import client
from openevent.api import reading
from openevent.api.authentication import COOKIE, bearer
from openevent.api.describing import FLAG, SUCCESS, TEXT, WHOLE, described, framed, members, optional, parameter
from openevent.api.permissions import Everyone, SignedIn
from openevent.lib.errors import Malformed

REFRESH_PATH = "/v1/auth/token/refresh"
REFRESH_COOKIE = "refresh_token_cookie"
CSRF_COOKIE = "csrf_refresh_token"
EITHER = {"anyOf": [{"required": ["email"]}, {"required": ["username"]}]}
CREDENTIALS = {**optional(members(password=TEXT), email=TEXT, username=TEXT, otp=TEXT), **EITHER}
TOKENS = members(access_token=TEXT)
IN_COOKIE = parameter("X-CSRF-TOKEN", "header", "What the cookie csrf_refresh_token says, for a token in a cookie.")


class SignIn(APIView):
    """`{email, password, otp?, remember-me?, include-in-response?}` to `{access_token[, refresh_token]}`."""

    authentication_classes = []
    permission_classes = [Everyone]

    @described(
        summary="Sign in",
        tag="auth",
        body=framed(optional(CREDENTIALS, remember__me=FLAG, include__in__response=FLAG)),
        answer=optional(TOKENS, refresh_token=TEXT),
        refuses=(401, 403, 422, 429),
    )
    def post(self, request: Request) -> Response:
        """Tokens for the account with this address and password; one with a second factor needs its code, too (401)."""
        body = reading.framed(request)
        email, password = credentials(body)
        quotas.sign_in(email, client=client(request.META))
        remember = reading.flag(body, "remember-me", "remember_me")
        signed_in = tokens.sign_in(email, password, reading.words(body, "otp", "code"), remember=remember)
        quotas.signed_in(email)
        if signed_in.refresh is None:
            return Response({"access_token": signed_in.access})
        if reading.flag(body, "include-in-response", "include_in_response"):
            return Response({"access_token": signed_in.access, "refresh_token": signed_in.refresh})
        return _with_cookies(Response({"access_token": signed_in.access}), signed_in)


def credentials(body: dict[str, Any]) -> tuple[str, str]:
    """Address and password in the body; raises Malformed where one is missing."""
    email, password = reading.words(body, "email", "username"), reading.words(body, "password")
    if not email or not password:
        raise Malformed("username or password missing")
    return email, password


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

    @described(
        summary="Get another access token",
        tag="auth",
        parameters=(IN_COOKIE,),
        answer=TOKENS,
        refuses=(401, 403, 422),
        security=({"refresh": []}, {"refresh-cookie": []}),
    )
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

    @described(
        summary="Sign out",
        tag="auth",
        answer=SUCCESS,
        security=({"token": []}, {"refresh": []}, {"refresh-cookie": []}, {}),
    )
    def post(self, request: Request) -> Response:
        """`{"success": true}`, whatever was signed in."""
        for token in filter(None, (bearer(request), request.COOKIES.get(REFRESH_COOKIE))):
            tokens.revoke(token)
        response = Response({"success": True})
        response.delete_cookie(REFRESH_COOKIE, path=REFRESH_PATH)
        response.delete_cookie(CSRF_COOKIE)
        response.delete_cookie(COOKIE)
        return response


class SignOutEverywhere(APIView):
    """Makes every token of the account void."""

    permission_classes = [SignedIn]

    @described(summary="Sign out everywhere", tag="auth", answer=SUCCESS)
    def post(self, request: Request) -> Response:
        """`{"success": true}`."""
        tokens.revoke_all(reading.account(request))
        return Response({"success": True})


class FreshSignIn(APIView):
    """`{email, password, otp?}` of whoever asks to `{access_token}`, with a fresh token of the same signing-in."""

    permission_classes = [SignedIn]

    @described(
        summary="Give the password again",
        tag="auth",
        body=framed(CREDENTIALS),
        answer=TOKENS,
        refuses=(403, 422, 429),
    )
    def post(self, request: Request) -> Response:
        """A fresh access token; 401 for the credentials of somebody else."""
        user = reading.account(request)
        body = reading.framed(request)
        email, password = credentials(body)
        quotas.password(user)
        token = tokens.sign_in_again(str(request.auth), email, password, reading.words(body, "otp", "code"))
        quotas.password_known(user)
        return Response({"access_token": token})


class OwnId(APIView):
    """`{user_id}` of whoever asks."""

    permission_classes = [SignedIn]

    @described(summary="Ask who one is", tag="auth", answer=members(user_id=WHOLE))
    def get(self, request: Request) -> Response:
        """The number."""
        return Response({"user_id": reading.account(request).pk})


urlpatterns: list[URLPattern] = [
    path("auth/session", SignIn.as_view()),
    path("v1/auth/login", SignIn.as_view()),
    path(REFRESH_PATH.removeprefix("/"), Refresh.as_view()),
    path("v1/auth/logout", SignOut.as_view()),
    path("v1/auth/blacklist", SignOutEverywhere.as_view()),
    path("v1/auth/fresh-login", FreshSignIn.as_view()),
    path("v1/users/user-details/get-user-id", OwnId.as_view()),
]
