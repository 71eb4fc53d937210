"""Uploading: what somebody puts where everybody can see it."""

from datetime import timedelta

import structlog
from django.conf import settings

from openevent.accounts import limits
from openevent.accounts.models import User
from openevent.lib import media, pictures

log = structlog.get_logger(__name__)


def spend(user: User) -> None:
    """Count one upload of the account; raises limits.TooManyAttempts."""
    limits.spend("upload", str(user.pk), limit=settings.UPLOADS_PER_HOUR, within=timedelta(hours=1))


def keep(upload: media.Upload, *, by: User) -> str:
    """Store the upload, and say in the log whose it is; its address."""
    url = media.keep(upload)
    log.info("uploaded", url=url, user=by.pk)
    return url


def picture(content: bytes, *, by: User) -> str:
    """Count and store a picture in every size; its address. Raises TooManyAttempts, and as `pictures.picture`."""
    spend(by)
    return keep(pictures.picture(content), by=by)
