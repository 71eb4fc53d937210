"""Files that people upload beside pictures: slides, papers, recordings. Their content says what they are.

Whatever they hold, a browser saves them and shows none: see `shown`.
"""

import re
from pathlib import PurePosixPath
from urllib.parse import quote

from django.conf import settings
from django.utils.translation import gettext as _

from openevent.lib import media, pictures, text
from openevent.lib.errors import TooLarge

KINDS = {
    "pdf": "application/pdf",
    "odt": "application/vnd.oasis.opendocument.text",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "mp4": "video/mp4",
    "webm": "video/webm",
    "ogg": "application/ogg",
    "txt": "text/plain; charset=utf-8",
    "md": "text/plain; charset=utf-8",
}
A_DAY = "public, max-age=86400"

# How each kind begins that is no archive.
SIGNATURES = {
    "pdf": re.compile(rb"%PDF-\d"),
    "mp4": re.compile(rb".{4}ftyp(?:isom|iso[2-9]|mp4[12]|avc1|dash|MSNV|M4[AV] )", re.DOTALL),
    "webm": re.compile(rb"\x1aE\xdf\xa3.{0,64}?B\x82.webm", re.DOTALL),
    "ogg": re.compile(rb"OggS\0"),
}
ARCHIVE, END_OF_ARCHIVE, LONGEST_END = b"PK\x03\x04", b"PK\x05\x06", 22 + 0xFFFF  # APPNOTE.TXT 6.3.10, 4.3
# The first member is called “mimetype” and lies there as it is (OpenDocument 1.3, part 2, 3.3).
OPEN_DOCUMENT = re.compile(
    rb"PK\x03\x04.{26}mimetypeapplication/vnd\.oasis\.opendocument\.(text|presentation|spreadsheet)PK", re.DOTALL
)
OPEN_DOCUMENTS = {b"text": "odt", b"presentation": "odp", b"spreadsheet": "ods"}
# Which member makes it one (ISO/IEC 29500-1, 11.2, 12.2 and 13.2). The list of members is searched and not read: a
# list without end takes no memory.
LISTED = rb"PK\x01\x02.{42}"
OFFICE_DOCUMENT = re.compile(LISTED + rb"(word/document|ppt/presentation|xl/workbook)\.xml", re.DOTALL)
OFFICE_DOCUMENTS = {b"word/document": "docx", b"ppt/presentation": "pptx", b"xl/workbook": "xlsx"}
MACROS = re.compile(LISTED + rb"[\w/]{0,64}vbaProject\.bin", re.DOTALL)

NOT_IN_TEXT = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
# By its content alone, a script or a table is a text like any other.
TEXT_NAMES = {"": "txt", ".txt": "txt", ".text": "txt", ".md": "md", ".markdown": "md"}
TAKEN = (
    "PDF, OpenDocument (odt, odp, ods) and Office documents (docx, pptx, xlsx; without macros), MP4, WebM, Ogg, plain "
    "text and Markdown in UTF-8 (txt, md), and pictures (PNG, JPEG, WebP, GIF)"
)


def attachment(content: bytes, name: str) -> media.Upload:
    """The file, to be kept under its name; pictures as pictures. Raises TooLarge, WrongKind and pictures.Unreadable."""
    if len(content) > settings.UPLOAD_MAX_FILE_BYTES:
        raise TooLarge(
            _("A file may have at most %(most)s MB.")
            % {"most": format(settings.UPLOAD_MAX_FILE_BYTES / 1024**2, ".3g")}
        )
    if pictures.is_picture(content):
        return pictures.picture(content)
    kind = _kind(content, name)
    if kind is None:
        raise media.WrongKind(
            _("“%(name)s” is of a kind that is not taken. These are: %(kinds)s.")
            % {"name": _stem(name), "kinds": TAKEN}
        )
    return media.Upload(files={f"attachment.{kind}": content}, shown_as=f"{_stem(name)}.{kind}")


def shown(name: str) -> media.Shown | None:
    """What is handed out under this name, to be saved and never to be shown; None where it is no name of a file.

    The part before the extension is for people: it says under which name the file is saved, and not which it is.
    """
    kind = name.rpartition(".")[2]
    if kind not in KINDS:
        return None
    return media.Shown(
        name=f"attachment.{kind}",
        media_type=KINDS[kind],
        disposition=_disposition(name.removesuffix(f".{kind}"), kind),
        cache_control=A_DAY,
    )


def _kind(content: bytes, name: str) -> str | None:
    for kind, signature in SIGNATURES.items():
        if signature.match(content):
            return kind
    return _kind_of_archive(content) if content.startswith(ARCHIVE) else _kind_of_text(content, name)


def _kind_of_archive(content: bytes) -> str | None:
    if END_OF_ARCHIVE not in content[-LONGEST_END:] or MACROS.search(content):
        return None
    if found := OPEN_DOCUMENT.match(content):
        return OPEN_DOCUMENTS[found[1]]
    found = OFFICE_DOCUMENT.search(content)
    return OFFICE_DOCUMENTS[found[1]] if found else None


def _kind_of_text(content: bytes, name: str) -> str | None:
    """The extension under which the text is kept; None for what is no text, or markup that a browser might show."""
    try:
        words = content.decode("utf-8-sig").strip()
    except UnicodeDecodeError:
        return None
    if not words or words.startswith("<") or NOT_IN_TEXT.search(words):
        return None
    return TEXT_NAMES.get(PurePosixPath(text.storable(name)).suffix.lower())


def _stem(name: str) -> str:
    return text.full_file_name(PurePosixPath(text.storable(name)).stem, otherwise="file")


def _disposition(name: str, kind: str) -> str:
    """An ASCII name, and the file's own beside it where it is another (RFC 6266, 5)."""
    plain, full = text.file_name(name, otherwise="file"), text.full_file_name(name, otherwise="file")
    own = f"; filename*=UTF-8''{quote(f'{full}.{kind}', safe='')}" if full != plain else ""
    return f'attachment; filename="{plain}.{kind}"{own}'
