"""Pictures on pages: those that lie here. A page asks no other host for anything, and tells none who reads it."""

from django.conf import settings
from django.core.files import File

from openevent.accounts import uploading
from openevent.accounts.models import User
from openevent.lib.media import PATH

TYPES = "image/png,image/jpeg,image/webp,image/gif"  # that are taken


def ours(*urls: str) -> str:
    """The path of the first of these addresses that is an upload of this site; empty where none is."""
    for url in urls:
        server, found, rest = url.partition(PATH)
        if found and server in {"", settings.SITE_URL, settings.LOCAL_URL}:
            return f"{PATH}{rest}"
    return ""


def stored(sent: File[bytes], *, by: User) -> str:
    """The address of a picture that was sent, now an upload of this site. Raises what `uploading.picture` refuses."""
    return uploading.picture(sent.read(settings.UPLOAD_MAX_BYTES + 1), by=by)
