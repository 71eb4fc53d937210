"""The files in a zip: read with limits, never unpacked to a disk, no path of it ever used."""

import io
import re
import struct
import zipfile
import zlib
from collections import Counter
from typing import IO

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from openevent.imports.archive.leftovers import Leftovers
from openevent.imports.archive.places import Place, quoted, shown
from openevent.imports.archive.refusals import NotAnArchive, TooBig

FILES = frozenset(
    {"event", "meta", "microlocations", "sessions", "speakers", "sponsors", "tracks", "session_types", "forms"}
)
MEGABYTE = 1024 * 1024
MAX_ENTRIES = 10_000
MAX_UNPACKED = 16 * MEGABYTE  # one file; the biggest genuine one that we know has 1.2 MB
MAX_UNPACKED_SUM = 48 * MEGABYTE
CHUNK = 64 * 1024
# zipfile's other methods (bzip2, LZMA) unpack without a bound on the memory that they take.
METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
ENCRYPTED = 0x1

SEPARATOR = re.compile(r"[/\\]")
LEADS_OUT = re.compile(r"[/\\]|[A-Za-z]:|(?:.*[/\\])?\.\.(?:[/\\]|\Z)|.*\x00", re.DOTALL)
# What zipfile raises for bytes that are no zip, or a broken one.
BROKEN = (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError, OverflowError)
BROKEN_ZIP = (*BROKEN, zlib.error, struct.error)


def unpacked(file: IO[bytes], leftovers: Leftovers) -> dict[str, bytes]:
    """The archive's JSON files by name, without extension. Raises NotAnArchive, TooBig."""
    check_size(file)
    try:
        with zipfile.ZipFile(file) as packed:
            return dict(_contents(packed, _members(packed, leftovers)))
    except BROKEN_ZIP as error:
        raise NotAnArchive(_("This is no zip file, or it is damaged or incomplete. Please export it again.")) from error


def check_size(file: IO[bytes]) -> None:
    """Raise TooBig for more bytes than an archive may have."""
    file.seek(0, io.SEEK_END)
    size, most = file.tell(), settings.IMPORT_MAX_BYTES
    file.seek(0)
    if size > most:
        raise TooBig(
            _("The archive has %(size)s MB; at most %(most)s MB are taken.")
            % {"size": megabytes(size), "most": megabytes(most)}
        )


def megabytes(size: int) -> str:
    """The size as people say it."""
    return f"{size / MEGABYTE:.1f}".removesuffix(".0")


def _members(packed: zipfile.ZipFile, leftovers: Leftovers) -> dict[str, zipfile.ZipInfo]:
    """The members to read by the name of their file; others are noted and stay unread."""
    entries = packed.infolist()
    if len(entries) > MAX_ENTRIES:
        raise TooBig(
            _("The archive holds %(count)s files; at most %(most)s are taken.")
            % {"count": len(entries), "most": MAX_ENTRIES}
        )
    members: dict[str, zipfile.ZipInfo] = {}
    unread: Counter[str] = Counter()
    for entry in entries:
        path = entry.orig_filename
        if LEADS_OUT.match(path):
            raise NotAnArchive(
                _("The archive holds a file named %(name)s, which leads out of the archive.") % {"name": quoted(path)}
            )
        folder, *inside = SEPARATOR.split(path)
        name = path.removesuffix(".json")
        if inside or name not in FILES:
            unread[f"{folder}/" if inside else path] += not path.endswith("/")  # a folder itself is nothing to read
        elif name in members:
            raise NotAnArchive(_("The archive holds the file %(name)s twice.") % {"name": quoted(name)})
        else:
            members[name] = entry
    for place, count in unread.items():
        if count:
            reason = ngettext(
                "%(count)s file was not read: this server has no place for such files",
                "%(count)s files were not read: this server has no place for such files",
                count,
            )
            leftovers.note(Place(file=shown(place)), reason % {"count": count})
    return members


def _contents(packed: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo]) -> list[tuple[str, bytes]]:
    contents, left = [], MAX_UNPACKED_SUM
    for name, entry in members.items():
        content = _content(packed, entry, name, min(MAX_UNPACKED, left))
        left -= len(content)
        contents.append((name, content))
    return contents


def _content(packed: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, most: int) -> bytes:
    """The member's bytes; its own word about its size is not trusted."""
    if entry.flag_bits & ENCRYPTED:
        raise NotAnArchive(
            _("The file %(name)s in the archive is encrypted. Please export it without a password.")
            % {"name": quoted(name)}
        )
    if entry.compress_type not in METHODS:
        raise NotAnArchive(
            _("The file %(name)s is compressed by a method that this server does not read.") % {"name": quoted(name)}
        )
    content = bytearray()
    with packed.open(entry) as stream:
        while chunk := stream.read(CHUNK):
            content += chunk
            if len(content) > most:
                raise TooBig(
                    _("The file %(name)s unpacks to more than the %(most)s MB that are taken.")
                    % {"name": quoted(name), "most": megabytes(most)}
                )
    return bytes(content)
