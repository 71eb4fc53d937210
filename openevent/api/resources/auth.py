"""Signing in and out, passwords, and the proof of an address. Bodies may be framed: `{"data": {…}}`."""

from typing import Any

from django.conf import settings
from django.urls import URLPattern, path
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from openevent.accounts import joining, passwords, quotas, tokens
from openevent.accounts.clients import client
from openevent.accounts.mailboxes import NotAnAddress, checked_email
from openevent.accounts.models import User
from openevent.api import reading
from openevent.api.authentication import COOKIE, bearer
from openevent.api.describing import (
    FLAG,
    SUCCESS,
    TEXT,
    WHOLE,
    described,
    framed,
    members,
    optional,
    parameter,
)
from openevent.api.permissions import Everyone, SignedIn
from openevent.lib.errors import Malformed

REFRESH_PATH = "/v1/auth/token/refresh"
REFRESH_COOKIE = "refresh_token_cookie"
CSRF_COOKIE = "csrf_refresh_token"
RESET = "If your email was registered with us, you'll get an email with reset link shortly"
RESENT = "If your email waits for its verification, you'll get another email with a code shortly"


EITHER = {"anyOf": [{"required": ["email"]}, {"required": ["username"]}]}
CREDENTIALS = {**optional(members(password=TEXT), email=TEXT, username=TEXT), **EITHER}
TOKENS = members(access_token=TEXT)
HOLDER = members(id=WHOLE, email=TEXT, name={"type": ["string", "null"]})
EMAIL = framed(members(email=TEXT))
IN_COOKIE = parameter("X-CSRF-TOKEN", "header", "What the cookie csrf_refresh_token says, for a token in a cookie.")


class SignIn(APIView):
    """`{email, password, remember-me?, include-in-response?}` to `{access_token[, refresh_token]}`."""

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
        """Tokens for the account with this address and password."""
        body = reading.framed(request)
        email, password = credentials(body)
        quotas.sign_in(email, client=client(request.META))
        signed_in = tokens.sign_in(email, password, remember=reading.flag(body, "remember-me", "remember_me"))
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


def needed(body: dict[str, Any], *names: str) -> str:
    """The text of the first of these members that is there; raises Malformed where none is."""
    text = reading.words(body, *names)
    if not text:
        raise Malformed(f"“{names[0]}” is missing.", pointer=f"/data/{names[0]}")
    return text


def address(written: str, pointer: str) -> str:
    """The e-mail address as it is stored; raises NotAnAddress, pointing at where it is in the body."""
    try:
        return checked_email(written)
    except NotAnAddress as refusal:
        raise NotAnAddress(str(refusal), pointer=pointer) from refusal


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
    """`{email, password}` of whoever asks to `{access_token}`, with a fresh token of the same signing-in."""

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
        email, password = credentials(reading.framed(request))
        quotas.password(user)
        token = tokens.sign_in_again(str(request.auth), email, password)
        quotas.password_known(user)
        return Response({"access_token": token})


class VerifyPassword(APIView):
    """`{password}` to `{result}`: whether it is the password of whoever asks."""

    permission_classes = [SignedIn]

    @described(
        summary="Ask whether it is one’s password",
        tag="auth",
        body=framed(members(password=TEXT)),
        answer=members(result=FLAG),
        refuses=(422, 429),
    )
    def post(self, request: Request) -> Response:
        """True or false."""
        user, password = reading.account(request), needed(reading.framed(request), "password")
        quotas.password(user)
        is_right = passwords.is_right(user, password)
        if is_right:
            quotas.password_known(user)
        return Response({"result": is_right})


class ChangePassword(APIView):
    """`{old-password, new-password}` to `{id, email, name, password-changed}`. Every token is void afterwards."""

    permission_classes = [SignedIn]

    @described(
        summary="Change one’s password",
        tag="auth",
        body=framed(members(old__password=TEXT, new__password=TEXT)),
        answer=optional(HOLDER, password__changed={"const": True}),
        refuses=(422, 429),
    )
    def post(self, request: Request) -> Response:
        """Who has a new password; 401 without a fresh token, 400 for passwords that will not do."""
        user, body = reading.account(request), reading.framed(request)
        tokens.check_fresh(user)
        old = needed(body, "old-password", "old_password")
        new = needed(body, "new-password", "new_password")
        quotas.password(user)
        passwords.change(user, old, new)
        quotas.password_known(user)
        return Response({**holder(user), "password-changed": True})


def holder(user: User) -> dict[str, Any]:
    """An account as these answers tell of it to its owner."""
    return {"id": user.pk, "email": user.email, "name": user.full_name or None}


class ResetPassword(APIView):
    """POST `{email}` has a secret posted, PATCH `{token, password}` sets a password with it."""

    authentication_classes = []
    permission_classes = [Everyone]

    @described(
        summary="Ask for a new password",
        tag="auth",
        body=EMAIL,
        answer=members(message=TEXT, email=TEXT),
        refuses=(422, 429),
    )
    def post(self, request: Request) -> Response:
        """`{message, email}`, whether the address has an account or not."""
        email = address(needed(reading.framed(request), "email"), "/data/email")
        quotas.secret("reset", email, client=client(request.META))
        passwords.ask_reset(email)
        return Response({"message": RESET, "email": email})

    @described(
        summary="Set a new password",
        tag="auth",
        body=framed(members(token=TEXT, password=TEXT)),
        answer=HOLDER,
        refuses=(404, 422),
    )
    def patch(self, request: Request) -> Response:
        """`{id, email, name}` of whoever has a new password and a verified address; 404 for an unknown token."""
        body = reading.framed(request)
        token, password = needed(body, "token"), needed(body, "password")
        return Response(holder(passwords.reset(token, password)))


class VerifyEmail(APIView):
    """`{token}` from a letter shows that its address is one's own."""

    authentication_classes = []
    permission_classes = [Everyone]

    @described(
        summary="Prove an e-mail address",
        tag="auth",
        body=framed(members(token=TEXT)),
        answer=members(message=TEXT),
        refuses=(422,),
    )
    def post(self, request: Request) -> Response:
        """`{message}`; 400 for a token that shows nothing."""
        joining.verify_with(needed(reading.framed(request), "token"))
        return Response({"message": "Email Verified"})


class ResendVerification(APIView):
    """`{email}` has another letter posted that asks for the proof of the address."""

    authentication_classes = []
    permission_classes = [Everyone]

    @described(
        summary="Ask for another proof letter",
        tag="auth",
        body=EMAIL,
        answer=members(message=TEXT),
        refuses=(422, 429),
    )
    def post(self, request: Request) -> Response:
        """`{message}`, the same for every address."""
        email = address(needed(reading.framed(request), "email"), "/data/email")
        quotas.secret("verification", email, client=client(request.META))
        joining.resend_verification(email)
        return Response({"message": RESENT})


class CheckEmail(APIView):
    """`{email}` to `{exists}`: whether one could not register with the address. Few may be asked for in an hour."""

    authentication_classes = []
    permission_classes = [Everyone]

    @described(
        summary="Ask whether an address is taken",
        tag="auth",
        body=EMAIL,
        answer=members(exists=FLAG),
        refuses=(422, 429),
    )
    def post(self, request: Request) -> Response:
        """True or false; 422 for what is no address."""
        email = address(reading.words(reading.framed(request), "email"), "/email")
        quotas.address_check(client=client(request.META))
        return Response({"exists": User.objects.by_email(email) is not None})


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
    path("v1/auth/verify-password", VerifyPassword.as_view()),
    path("v1/auth/change-password", ChangePassword.as_view()),
    path("v1/auth/reset-password", ResetPassword.as_view()),
    path("v1/auth/verify-email", VerifyEmail.as_view()),
    path("v1/auth/resend-verification-email", ResendVerification.as_view()),
    path("v1/users/check_email", CheckEmail.as_view()),
    path("v1/users/checkEmail", CheckEmail.as_view()),
    path("v1/users/user-details/get-user-id", OwnId.as_view()),
]
