"""What came by letter: the secret of an invitation."""

import re

from openevent.accounts.models import Letter

SECRET = re.compile(r"^    ([A-Za-z0-9_-]{43})$", re.MULTILINE)


def letter_to(email: str) -> Letter:
    """The last letter to this address."""
    return Letter.objects.filter(to=email).latest("id")


def secret_of(email: str) -> str:
    """The secret in the last letter to this address."""
    found = SECRET.search(letter_to(email).text)
    assert found is not None
    return found[1]
