"""E-mail addresses: proven, and whether they have an account. Bodies may be framed: `{"data": {…}}`."""

from django.urls import URLPattern, path
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from openevent.accounts import joining, quotas
from openevent.accounts.clients import client
from openevent.accounts.models import User
from openevent.api import reading
from openevent.api.describing import FLAG, TEXT, described, framed, members
from openevent.api.permissions import Everyone

RESENT = "If your email waits for its verification, you'll get another email with a code shortly"
EMAIL = framed(members(email=TEXT))


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
        joining.verify_with(reading.needed(reading.framed(request), "token"))
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
        email = reading.email_address(reading.needed(reading.framed(request), "email"), "/data/email")
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
        email = reading.email_address(reading.words(reading.framed(request), "email"), "/email")
        quotas.address_check(client=client(request.META))
        return Response({"exists": User.objects.by_email(email) is not None})


urlpatterns: list[URLPattern] = [
    path("v1/auth/verify-email", VerifyEmail.as_view()),
    path("v1/auth/resend-verification-email", ResendVerification.as_view()),
    path("v1/users/check_email", CheckEmail.as_view()),
    path("v1/users/checkEmail", CheckEmail.as_view()),
]
