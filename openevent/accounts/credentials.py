"""What shows who somebody is: an address and its password."""

from http import HTTPStatus

from django.contrib.auth import authenticate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from openevent.accounts import passwords, quotas
from openevent.accounts.models import User
from openevent.lib.errors import Malformed, Refused

WRONG = gettext_noop("Invalid Credentials: the e-mail address or the password is wrong.")


class NotSignedIn(Refused):
    """The token or the credentials do not say who is asking."""

    status = HTTPStatus.UNAUTHORIZED


def holder(email: str, password: str) -> User:
    """The account with this address and password; raises NotSignedIn, the same for every reason."""
    # What no password can be is not even hashed: lone surrogates have no bytes.
    user = authenticate(username=email, password=password) if passwords.is_possible(password) else None
    if not isinstance(user, User):
        raise NotSignedIn(_(WRONG))
    return user


def confirm(user: User, password: str) -> None:
    """Have somebody who is signed in give the password again; raises Malformed, and TooManyAttempts."""
    quotas.password(user)
    if not passwords.is_right(user, password):
        raise Malformed(_("Wrong Password: this is not your present one."), pointer="/data/password")
    quotas.password_known(user)
