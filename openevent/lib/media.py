"""What people upload for everybody to see: it lies under an unguessable id, and never changes.

There is no table of uploads: whatever uses one holds its address. An operator finds the ones that nothing uses by
comparing the folders of the storage with the addresses in the database; in DATA_DIR, with `pg_dump` in place of
`sqlite3 … .dump` where the database is PostgreSQL, and the store's own listing in place of `find` where it is S3:

    sqlite3 openevent.sqlite3 .dump | grep -oE 'media/[0-9a-f]{32}' | sort -u > used
    find media -mindepth 1 -maxdepth 1 -mtime +1 | sort | comm -23 - used

Uploads of the last day are left out: their addresses may stand in a form that is not sent yet. The log says who
uploaded what.
"""

import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage, storages
from django.db.models import Model
from django.utils.translation import gettext

from openevent.lib import naming, urls
from openevent.lib.errors import Refused, Unknown

PATH = "/media/"
ADDRESS = re.compile(r"([0-9a-f]{32})/[^/]+")


class WrongKind(Refused):
    """The content is of a kind that is not taken."""

    status = HTTPStatus.UNSUPPORTED_MEDIA_TYPE


@dataclass(frozen=True, kw_only=True)
class Upload:
    """What is to be kept: contents by their names in the storage, and the last part of the address."""

    files: Mapping[str, bytes]
    shown_as: str


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What an address shows: a name in the storage, and the headers that it is handed out with."""

    name: str
    media_type: str
    disposition: str  # RFC 6266
    cache_control: str


def storage() -> Storage:
    """Where uploads lie, in one folder for each id."""
    return storages["media"]


def keep(upload: Upload) -> str:
    """Store the upload under a new id of 128 bits; the absolute address of it."""
    media_id = secrets.token_hex(16)
    for name, content in upload.files.items():
        storage().save(f"{media_id}/{name}", ContentFile(content))
    return address(media_id, upload.shown_as)


def address(media_id: str, name: str) -> str:
    """The absolute address of a name under this id."""
    return urls.absolute(f"{PATH}{media_id}/{quote(name, safe='')}")


def opened(media_id: str, shown: Shown) -> File[Any]:
    """The open file; raises Unknown where there is none."""
    try:
        return storage().open(f"{media_id}/{shown.name}")
    except FileNotFoundError as error:
        raise Unknown(gettext("There is no such file.")) from error


def delete(url: str, *, of: Iterable[Model]) -> None:
    """Delete all that lies under the id in this address of ours, in every size, which these rows name; no other may.

    What lies elsewhere, lies elsewhere. Anybody can write down the address of somebody else's picture.
    """
    server, _, rest = url.partition(PATH)
    found = ADDRESS.fullmatch(rest)
    if found is None or server not in {"", settings.SITE_URL, settings.LOCAL_URL}:
        return
    folder = found[1]
    if naming.is_named(f"{PATH}{folder}/", but=of):
        return
    try:
        _, names = storage().listdir(folder)
    except FileNotFoundError:
        return
    for name in names:
        storage().delete(f"{folder}/{name}")
    storage().delete(folder)
