"""Who asks for a calendar: nobody in particular, as a rule."""

from http import HTTPStatus

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from openevent.accounts import tokens
from openevent.events.access import Asker
from openevent.lib.errors import Refused


class SignInFirst(Refused):
    """Only who is signed in has what was asked for."""

    status = HTTPStatus.UNAUTHORIZED


def asker(request: HttpRequest) -> Asker:
    """The holder of the token in the Authorization header, else somebody anonymous. Raises SignInFirst for a bad one.

    Cookies are not looked at: a calendar is the same for whoever opens its address in a browser.
    """
    token = tokens.in_header(request.META.get("HTTP_AUTHORIZATION", ""))
    if token is None:
        return AnonymousUser()
    try:
        return tokens.holder(token)
    except tokens.NotSignedIn as refusal:
        raise SignInFirst(str(refusal)) from refusal
