"""The second factor: codes of an app (TOTP, RFC 6238), and recovery codes for who has lost it.

django-allauth keeps the keys and reckons the codes. Of its accounts nothing is used: its addresses would be a second
truth about who has proven which. Its pages are not, either: whoever signs in by a password is asked here, on whatever
way, no more often than the site says, and no code is taken twice.
"""

from collections.abc import Callable

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.mfa.utils import decrypt
from django.db import transaction
from django.utils.translation import gettext

from openevent.accounts import languages, letters, posting, quotas
from openevent.accounts.credentials import NotSignedIn
from openevent.accounts.models import User
from openevent.lib.errors import Conflicting, Malformed

LONGEST = 100  # of what is looked at as a code
COUNTER = "counter"  # beside the key: the step of the last code that was taken (RFC 6238, 5.2)
Kind = Authenticator.Type


class CodeNeeded(NotSignedIn):
    """The password is right, and the account has a second factor."""


class WrongCode(NotSignedIn):
    """The code is none of the account's, or was used."""


class AlreadyOn(Conflicting):
    """The account has a second factor."""


class NotOn(Conflicting):
    """The account has no second factor."""


def is_on(user: User) -> bool:
    """Whether the account asks for a second factor."""
    return bool(Authenticator.objects.filter(user=user, type=Kind.TOTP).exists())


def new_key() -> str:
    """A key for an app, in Base32; it counts once a code of it was given."""
    return str(generate_totp_secret())


def address(user: User, key: str) -> str:
    """What the app reads the key from, as a QR code."""
    return str(get_adapter().build_totp_url(user, key))


def turn_on(user: User, key: str, code: str) -> list[str]:
    """Ask for codes of this key from now on; the recovery codes. Raises Malformed, AlreadyOn, TooManyAttempts.

    Who presses a button twice asks twice for the same, and is told the same codes: the first answer was never seen.
    """
    quotas.second_factor(user)
    counter = _counter(key, code)
    if counter is None:
        raise Malformed(gettext("This is not the code that the app shows now."), pointer="/data/code")
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        if _was_turned_on_by(user, key, counter):
            codes = _unused_codes(user)
        elif is_on(user):
            raise AlreadyOn(gettext("There is a second factor already. Turn it off first."))
        else:
            app = TOTP.activate(user, key).instance
            app.data[COUNTER] = counter
            app.save(update_fields=["data"])
            codes = _recovery_codes(user)
            _post(user, letters.factor_on)
    quotas.second_factor_known(user)
    return codes


def _was_turned_on_by(user: User, key: str, counter: int) -> bool:
    """Whether it is on with this key, and no code was taken since that of this step."""
    app = Authenticator.objects.filter(user=user, type=Kind.TOTP).first()
    return app is not None and app.data.get(COUNTER) == counter and str(decrypt(app.data["secret"])) == key


def turn_off(user: User) -> None:
    """Ask for the password alone; where there is no second factor, it stays so."""
    with transaction.atomic():
        gone, _ = Authenticator.objects.filter(user=user).delete()
        if gone:
            _post(user, letters.factor_off)


def new_recovery_codes(user: User) -> list[str]:
    """Other recovery codes; the former ones are void. Raises NotOn."""
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        if not is_on(user):
            raise NotOn(gettext("There is no second factor."))
        return _recovery_codes(user)


def recovery_codes_left(user: User) -> int:
    """How many of them can still be used."""
    return len(_unused_codes(user))


def check(user: User, code: str) -> None:
    """Let nobody by who has only the password of an account with a second factor.

    Raises CodeNeeded where there is no code, WrongCode, and TooManyAttempts. A code that was right is used up.
    """
    if not is_on(user):
        return
    if not code.strip():
        raise CodeNeeded(
            gettext("This account has a second factor: send the code of its app, or a recovery code, as “otp”.")
        )
    quotas.second_factor(user)
    if not (_takes_app_code(user, code) or _takes_recovery_code(user, code)):
        raise WrongCode(gettext("The code of the second factor is wrong, or was used. Wait for the next one."))
    quotas.second_factor_known(user)


def _takes_app_code(user: User, code: str) -> bool:
    """Whether it is a code of now, and later than the last one: kept in the row, which all processes share."""
    with transaction.atomic():
        app = Authenticator.objects.select_for_update().filter(user=user, type=Kind.TOTP).first()
        if app is None:
            return False
        counter = _counter(decrypt(app.data["secret"]), code, after=app.data.get(COUNTER, -1))
        if counter is None:
            return False
        app.data[COUNTER] = counter
        app.save(update_fields=["data"])
        app.record_usage()
    return True


def _takes_recovery_code(user: User, code: str) -> bool:
    """Whether it is a recovery code that nobody used, nor uses at this moment."""
    with transaction.atomic():
        kept = Authenticator.objects.select_for_update().filter(user=user, type=Kind.RECOVERY_CODES).first()
        if kept is None or len(code) > LONGEST:
            return False
        codes = RecoveryCodes(kept)
        if not codes.validate_code(code):
            return False
        codes.instance.record_usage()
    return True


def _counter(key: str, code: str, *, after: int = -1) -> int | None:
    """The step of half a minute whose code this is, of the present one and its neighbours."""
    if len(code) > LONGEST:
        return None
    for step in yield_hotp_counters_from_time():
        if step > after and compare_user_code(actual=code, expected=format_hotp_value(hotp_value(key, step))):
            return int(step)
    return None


def _recovery_codes(user: User) -> list[str]:
    Authenticator.objects.filter(user=user, type=Kind.RECOVERY_CODES).delete()
    codes: list[str] = RecoveryCodes.activate(user).generate_codes()
    return codes


def _unused_codes(user: User) -> list[str]:
    kept = Authenticator.objects.filter(user=user, type=Kind.RECOVERY_CODES).first()
    return [] if kept is None else list(RecoveryCodes(kept).get_unused_codes())


def _post(user: User, letter: Callable[[], tuple[str, str]]) -> None:
    posting.write(user.email, letter, language=languages.of(user))
