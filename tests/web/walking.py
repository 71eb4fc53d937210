"""A walk over the site: from link to link, a page of each kind."""

import re
from collections import deque
from collections.abc import Callable, Iterable
from urllib.parse import urljoin, urlsplit

# What is no page: files, feeds, pictures, the API and the pages of the staff, which are Django's own.
NO_PAGE = re.compile(r"^/(v1|feeds|media|static|admin|health|caldav)(/|$)|\.[a-z]{2,5}$")
VARYING = re.compile(r"(?<=/)([0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{8}|[0-9]+|[A-Za-z0-9_-]{43})(?=/|$)")
MOST = 200  # kinds of pages; there are about a hundred


def kind(path: str) -> str:
    """The page without what is of this event, session, order: one of a kind is looked at."""
    return VARYING.sub("…", path)


def here(page: str, links: Iterable[str]) -> list[str]:
    """Where these links of a page lead on its own site, without queries: they show the same page otherwise."""
    found = [urlsplit(urljoin(page, link)) for link in links]
    return [one.path for one in found if one[:2] == urlsplit(page)[:2]]


def walk(begin: Iterable[str], visit: Callable[[str], Iterable[str]]) -> set[str]:
    """Visit a page of each kind that can be reached from these, by what a visit says; which kinds there were."""
    waiting, seen = deque(begin), set[str]()
    while waiting:
        path = waiting.popleft()
        if kind(path) in seen or NO_PAGE.search(path):
            continue
        seen.add(kind(path))
        assert len(seen) < MOST, sorted(seen)
        waiting.extend(visit(path))
    return seen
