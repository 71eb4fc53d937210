"""Letters as their readers get them."""

import re

from openevent.accounts.models import Letter

SECRET = re.compile(r"^    ([\w-]{43})$", re.MULTILINE)


def last_letter(to: str) -> Letter:
    """The last letter to this address."""
    letter = Letter.objects.filter(to=to).last()
    assert letter is not None, f"no letter to {to}"
    return letter


def secret_in(letter: Letter) -> str:
    """The secret that the letter brings, on a line of its own."""
    (secret,) = SECRET.findall(letter.text)
    return str(secret)


def last_secret(to: str) -> str:
    """The secret in the last letter to this address."""
    return secret_in(last_letter(to))
