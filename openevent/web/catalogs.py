"""The catalogues of what pages say in other languages: `python -m openevent.web.catalogs update`, `… compile`.

Babel does what Django leaves to GNU gettext, which not every machine has: nothing but Python is needed to set up.
"""

import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog, extract, mofile, pofile
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).parents[1]
FOLDER = Path(__file__).parent / "locale"
KEYWORDS = {
    **extract.DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "lazy": None,  # as modules call it that have both
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
# What `calendars.saying` makes sentences with; in files that do not import it, these words mean other things.
SAYING = {"said": None, "numbered": (1, 2), "unsaid": None}
# A comment before a text tells translators what it is about.
TAGS = ["Translators:"]


def files(folder: Path = FOLDER) -> list[Path]:
    """The catalogues, a file each."""
    return sorted(folder.glob("*/LC_MESSAGES/django.po"))


def messages() -> Catalog:
    """Every text that is to be translated, from code and templates."""
    found = Catalog(charset="utf-8")
    for path in sorted(PACKAGE.rglob("*.py")):
        _add(found, path, path.read_bytes())
    for path in sorted(PACKAGE.rglob("templates/**/*")):
        if path.is_file():
            _add(found, path, templatize(path.read_text(encoding="utf-8"), origin=str(path)).encode())
    return found


def _add(catalog: Catalog, path: Path, code: bytes) -> None:
    is_saying = b"openevent.calendars.saying" in code
    if not is_saying and b"gettext" not in code and b"_(" not in code:
        return
    name = path.relative_to(PACKAGE.parent).as_posix()
    keywords = KEYWORDS | SAYING if is_saying else KEYWORDS
    for _, text, comments, context in extract.extract("python", io.BytesIO(code), keywords, TAGS):
        catalog.add(text, locations=[(name, 0)], auto_comments=comments, context=context)


def read(path: Path) -> Catalog:
    """The catalogue in this file."""
    with path.open("rb") as file:
        return pofile.read_po(file, locale=path.parts[-3])


def update() -> Iterator[str]:
    """Bring every catalogue up to date with the texts: what is new is empty in it, what is gone leaves it."""
    template = messages()
    for path in files():
        catalog = read(path)
        catalog.update(template, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        written = io.BytesIO()
        pofile.write_po(written, catalog, width=120, include_lineno=False, ignore_obsolete=True, omit_header=False)
        path.write_bytes(_without_dates(written.getvalue()))
        missing = sum(1 for message in catalog if message.id and not said(message.string))
        yield f"{path.relative_to(PACKAGE.parent)}: {len(catalog)} texts, {missing} to translate"


def said(string: object) -> bool:
    """Whether a message is translated, all its plural forms included."""
    return all(string) if isinstance(string, tuple) else bool(string)


def _without_dates(text: bytes) -> bytes:
    """The file without what changes in every run."""
    varying = (b'"POT-Creation-Date', b'"PO-Revision-Date', b'"Generated-By', b'"Last-Translator', b'"Report-Msgid')
    return b"".join(line for line in text.splitlines(keepends=True) if not line.startswith(varying))


def build(folder: Path = FOLDER) -> None:
    """Make of every catalogue the file that the server reads, where it is older than the catalogue."""
    for path in files(folder):
        target = path.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= path.stat().st_mtime:
            continue
        half = target.with_suffix(f".{os.getpid()}")
        with half.open("wb") as file:
            mofile.write_mo(file, read(path))
        half.replace(target)  # whoever builds at the same time, nobody reads half of one


if __name__ == "__main__":
    if sys.argv[1:] == ["update"]:
        for line in update():
            print(line)  # noqa: T201 - a program
    elif sys.argv[1:] == ["compile"]:
        build()
    else:
        sys.exit("Say “update” or “compile”.")
