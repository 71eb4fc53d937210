"""Public pages as tests ask for them: nobody is signed in."""

from typing import Any

from tests.web import pages


def got(path: str, **headers: str) -> Any:
    """The answer that everybody is given."""
    return pages.got(None, path, headers)


def read(path: str, **headers: str) -> Any:
    """The page at this path, as a parser reads it."""
    return pages.read(None, path, headers=headers)
