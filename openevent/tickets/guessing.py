"""Codes are words, and words can be guessed: from one network address so often only, wherever they are said."""

from collections.abc import Iterator
from contextlib import contextmanager

from openevent.accounts import quotas
from openevent.tickets.quoting import UsedUp, WrongCode


@contextmanager
def counted(client: str, *codes: str) -> Iterator[None]:
    """Where any of these is said: a refusal of it in the block is counted. Raises TooManyAttempts after too many.

    Call it around the transaction of the act: what is rolled back was not counted. Good codes are sent again and again,
    with every choice, and are no guesses.
    """
    if any(codes):
        quotas.check_code(client=client)
    try:
        yield
    except UsedUp:
        raise
    except WrongCode:
        quotas.code(client=client)
        raise
