"""Written parts of pages, kept as long as the event is as it was: whoever asks meanwhile is given the same."""

import threading
from collections.abc import Callable
from functools import cache as once
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import get_conditional_response

from openevent.events.models import Event

AN_HOUR = 3600  # seconds
# Cookies by which a page differs in nothing but what its tag says.
IMPERSONAL = frozenset({"csrftoken", "zone", "django_language"})
T = TypeVar("T")
_making = threading.Lock()


def kept(event: Event, parts: tuple[object, ...], make: Callable[[], T]) -> T:
    """What was made of the event at this revision, for these parts, in the reader's language; else it is made now.

    The same for everybody: nothing personal may be in it. One is made at a time in a process.
    """
    name = f"page/{_digest(event.pk, event.revision, translation.get_language(), *parts)}"
    found: T | None = cache.get(name)
    if found is not None:
        return found
    with _making:
        found = cache.get(name)
        if found is None:
            found = make()
            cache.set(name, found, timeout=AN_HOUR)
    return found


def unchanged(request: HttpRequest, event: Event, *parts: object) -> tuple[HttpResponse | None, str]:
    """304, if the reader has the page as it is; and the tag of the page, "" for readers of whom something is known.

    Theirs may say anything that hangs on them: who they are, what they just did.
    """
    if set(request.COOKIES) - IMPERSONAL:
        return None, ""
    # The form for languages holds a secret that goes with the cookie.
    secret = request.COOKIES.get("csrftoken", "")
    tag = f'W/"{_digest(event.pk, event.revision, translation.get_language(), secret, *parts)}"'
    answer = get_conditional_response(request, etag=tag)
    return (answer if isinstance(answer, HttpResponse) else None), tag


def _digest(*parts: object) -> str:
    return sha256(repr((_made_with(), *parts)).encode(errors="replace")).hexdigest()


@once
def _made_with() -> str:
    """The version of everything that a page is made with beside the event: a new one writes other pages."""
    here, found = Path(__file__).parent, sha256(version("open-event-server").encode())
    for file in sorted([*here.glob("templates/**/*.html"), *here.glob("locale/**/*.mo"), *here.glob("**/*.py")]):
        found.update(file.read_bytes())
    return found.hexdigest()
