"""Which feed is at a path; asked often and always answered the same, so it is remembered."""

from functools import lru_cache

from django.urls import Resolver404, ResolverMatch, URLResolver
from django.urls.resolvers import RegexPattern

from openevent.feeds.wanting import EXTENSIONS

_ADDRESSES = URLResolver(RegexPattern(r"^/"), "openevent.feeds.urls")


def feed_at(path: str) -> ResolverMatch | None:
    """The feed's view and what the path says to it; None where there is no feed."""
    try:
        return _found(path) if path.rpartition(".")[2] in EXTENSIONS else None
    except Resolver404:
        return None


@lru_cache(maxsize=4096)
def _found(path: str) -> ResolverMatch:
    return _ADDRESSES.resolve(path)
