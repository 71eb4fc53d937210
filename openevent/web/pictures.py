"""Pictures on pages: those that lie here. A page asks no other host for anything, and tells none who reads it."""

from django.conf import settings

from openevent.lib.media import PATH


def ours(*urls: str) -> str:
    """The path of the first of these addresses that is an upload of this site; empty where none is."""
    for url in urls:
        server, found, rest = url.partition(PATH)
        if found and server in {"", settings.SITE_URL, settings.LOCAL_URL}:
            return f"{PATH}{rest}"
    return ""
