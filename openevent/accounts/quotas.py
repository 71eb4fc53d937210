"""How often one may try what others could misuse: each limit of the site by its name."""

from collections.abc import Collection
from datetime import timedelta

from django.conf import settings

from openevent.accounts import limits
from openevent.accounts.limits import TooManyAttempts
from openevent.accounts.models import User
from openevent.accounts.models.user import normal_email

FIVE_MINUTES, MINUTE, HOUR = timedelta(minutes=5), timedelta(minutes=1), timedelta(hours=1)
DAY, MOVES = timedelta(days=1), 5
SIGN_IN, PASSWORD, FACTOR, CODE = "sign-in", "password", "second factor", "code from"


def sign_in(email: str, *, client: str) -> None:
    """Count a try to sign in to this account, from this network address; raises TooManyAttempts.

    The client first: one that is stopped cannot use up what the account's owner may do.
    """
    limits.spend("sign-in from", client, limit=settings.SIGN_INS_PER_CLIENT, within=FIVE_MINUTES)
    limits.spend(SIGN_IN, normal_email(email), limit=settings.SIGN_INS_PER_ACCOUNT, within=FIVE_MINUTES)


def signed_in(email: str) -> None:
    """The tries were the owner's: they count no more."""
    limits.forget(SIGN_IN, normal_email(email))


def second_factor(user: User) -> None:
    """Count a try of a code for this account; raises TooManyAttempts. By the day, too: codes are a million only."""
    limits.spend(FACTOR, str(user.pk), limit=settings.CODES_PER_ACCOUNT, within=FIVE_MINUTES)
    limits.spend(f"{FACTOR} in a day", str(user.pk), limit=settings.CODES_PER_ACCOUNT * 10, within=DAY)


def second_factor_known(user: User) -> None:
    """It was a right one: the tries count no more."""
    limits.forget(FACTOR, str(user.pk))
    limits.forget(f"{FACTOR} in a day", str(user.pk))


def password(user: User) -> None:
    """Count that somebody who is signed in gives the password again; raises TooManyAttempts."""
    limits.spend(PASSWORD, str(user.pk), limit=settings.PASSWORD_CHECKS_PER_ACCOUNT, within=FIVE_MINUTES)


def password_known(user: User) -> None:
    """It was the right one: the tries count no more."""
    limits.forget(PASSWORD, str(user.pk))


def address_check(*, client: str) -> None:
    """Count a question whether an address has an account; raises TooManyAttempts."""
    limits.spend("address check from", client, limit=settings.ADDRESS_CHECKS_PER_CLIENT, within=HOUR)


def change_of_address(by: User) -> None:
    """Count that the account gives itself, or staff another one, another address; raises TooManyAttempts.

    Every change posts a letter to an address that its reader may never have heard of.
    """
    limits.spend("change of address", str(by.pk), limit=MOVES, within=DAY)


def registration(*, client: str) -> None:
    """Count an account that is made from this network address; raises TooManyAttempts."""
    limits.spend("registration from", client, limit=settings.REGISTRATIONS_PER_CLIENT, within=HOUR)


def letters(by: User, addresses: Collection[str]) -> None:
    """Count the letters that an account has written to people's addresses; raises TooManyAttempts.

    Nobody writes to everybody, and nobody is written to without end.
    """
    limits.spend("letters of", str(by.pk), limit=settings.LETTERS_PER_ACCOUNT, within=HOUR, times=len(addresses))
    for address in sorted({normal_email(address) for address in addresses}):  # in one order: nobody waits in a circle
        limits.spend("letters to", address, limit=settings.LETTERS_PER_ADDRESS, within=HOUR)


def letter_that_follows(to: str, *, paced_for: str) -> int:
    """Count a letter that follows from acts, or say in how many seconds it may go out; it is not to be lost.

    What somebody does over and over, ordering for a stranger's address and cancelling, floods no mailbox, and uses up
    half of what may go there: what others do is told there, too.
    """
    address = normal_email(to)
    bounds = {
        ("following letters for", paced_for): settings.LETTERS_PER_BUYER,
        ("following letters to", f"{address} for {paced_for}"): max(1, settings.LETTERS_PER_ADDRESS // 2),
        ("following letters to", address): settings.LETTERS_PER_ADDRESS,
    }
    # All are asked before one is counted: letters that do not go out use nothing up.
    if wait := max(limits.wait(*bound, limit=limit, within=HOUR) for bound, limit in bounds.items()):
        return wait
    try:
        for bound, limit in bounds.items():
            limits.spend(*bound, limit=limit, within=HOUR)
    except TooManyAttempts as full:  # another worker was faster
        return full.wait
    return 0


def code(*, client: str) -> None:
    """Count that a word is tried out as a code, from this network address; raises TooManyAttempts."""
    limits.spend(CODE, client, limit=settings.CODES_PER_CLIENT, within=HOUR)


def check_code(*, client: str) -> None:
    """Raise TooManyAttempts where no further word may be tried out as a code; counts nothing.

    Where good words are sent again and again, with every choice, only the wrong ones are counted.
    """
    if wait := limits.wait(CODE, client, limit=settings.CODES_PER_CLIENT, within=HOUR):
        raise TooManyAttempts(wait)


def payment(by: User) -> None:
    """Count that the account has a provider of payments asked; raises TooManyAttempts. Cards can be tried out, too."""
    limits.spend("payment of", str(by.pk), limit=settings.PAYMENTS_PER_ACCOUNT, within=HOUR)


def secret(purpose: str, email: str, *, client: str) -> None:
    """Count that a secret for this purpose is to be posted to this address; raises TooManyAttempts."""
    limits.spend(f"{purpose} from", client, limit=settings.SECRETS_PER_CLIENT, within=MINUTE)
    limits.spend(purpose, normal_email(email), limit=settings.SECRETS_PER_ADDRESS, within=HOUR)
