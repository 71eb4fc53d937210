"""What one was on the way to when one signed in or up: why that was needed, and how one gets back there."""

import re

from django.http import HttpRequest
from django.utils.translation import gettext as _

from openevent.web.languages import here

HOME = "/account"
ON_THE_WAY = "on the way to"  # in the session of who has proven no address yet
SHOP = re.compile(r"/e/[^/?#]+/tickets(?:[?#]|$)")
LETTER = re.compile(r"/e/[^/?#]+/contact(?:[?#]|$)")


def is_shop(address: str) -> bool:
    """Whether tickets are chosen there."""
    return SHOP.match(address) is not None


def why(address: str) -> str:
    """Why one signs in to go there; empty where that says itself."""
    if is_shop(address):
        return _("Sign in, or make an account, to get your tickets. What you have chosen is kept.")
    if LETTER.match(address):
        return _(
            "Sign in, or make an account, to write to the organiser: the answer goes to its e-mail address, if that is "
            "confirmed."
        )
    return ""


def way_back(address: str) -> str:
    """What the link is called that leads there."""
    return _("Back to your tickets") if is_shop(address) else _("Go on")


def remember(request: HttpRequest, address: str) -> None:
    """Keep where one was on the way to, until the letter's link is opened in the same browser."""
    if address != HOME:
        request.session[ON_THE_WAY] = address


def taken(request: HttpRequest) -> str:
    """Where one was on the way to; empty for nowhere. It is told once."""
    return here(request, str(request.session.pop(ON_THE_WAY, "")), "")
