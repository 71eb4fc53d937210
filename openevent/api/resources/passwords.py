"""Passwords: checked, changed, forgotten. Bodies may be framed: `{"data": {…}}`."""

from typing import Any

from django.urls import URLPattern, path
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from openevent.accounts import passwords, quotas, tokens
from openevent.accounts.clients import client
from openevent.accounts.models import User
from openevent.api import reading
from openevent.api.describing import FLAG, TEXT, WHOLE, described, framed, members, optional
from openevent.api.permissions import Everyone, SignedIn
from openevent.privacy import recovering

RESET = "If your email was registered with us, you'll get an email with reset link shortly"
HOLDER = members(id=WHOLE, email=TEXT, name={"type": ["string", "null"]})


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
        user, password = reading.account(request), reading.needed(reading.framed(request), "password")
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
        old = reading.needed(body, "old-password", "old_password")
        new = reading.needed(body, "new-password", "new_password")
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
        body=framed(members(email=TEXT)),
        answer=members(message=TEXT, email=TEXT),
        refuses=(422, 429),
    )
    def post(self, request: Request) -> Response:
        """`{message, email}`, whether the address has an account or not."""
        email = reading.email_address(reading.needed(reading.framed(request), "email"), "/data/email")
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
        token, password = reading.needed(body, "token"), reading.needed(body, "password")
        return Response(holder(recovering.reset(token, password)))


urlpatterns: list[URLPattern] = [
    path("v1/auth/verify-password", VerifyPassword.as_view()),
    path("v1/auth/change-password", ChangePassword.as_view()),
    path("v1/auth/reset-password", ResetPassword.as_view()),
]
