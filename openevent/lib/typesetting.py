"""Documents set in type: a Typst template and its data become a PDF, or pictures of its pages.

A template finds its data under `sys.inputs.data`, as JSON. So what people wrote is never a part of its source, and can
be no markup. It reads files beside itself and no others, and is told no time: the same data give the same bytes. Any
thread may set, several at once.
"""

import json
import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal, cast

import typst

from openevent.lib import fonts

Standard = Literal["ua-1", "a-2a"]
# It can be read aloud in its order and its language, by its headings and tables (PDF/UA-1, ISO 14289-1).
ACCESSIBLE: tuple[Standard, ...] = ("ua-1",)
# And it can be kept for many years (PDF/A-2a, ISO 19005-2); its template must give it a date.
ARCHIVED: tuple[Standard, ...] = ("a-2a", "ua-1")

UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")  # controls, and what is no character
WITHOUT_LETTERS = re.compile("could not be displayed with font|contains the disallowed codepoint")  # Typst's words
NOWHERE = Path(os.devnull)
BIG = 100_000  # characters of data
KEPT_FOR = 10  # documents; Typst keeps the parts of one as long, should they come again
SET_IN: set[int] = set()  # processes, by their ids; a forked one finds its parent's here


class Unsettable(RuntimeError):  # noqa: N818 - as refusals are named
    """The template does not compile, or not with these data: a fault of the template, with its name and the place."""

    def __init__(self, template: Path, error: typst.TypstError) -> None:
        super().__init__(f"{template.name}: {error.message}\n{error.diagnostic}".rstrip())
        self.reason = error.message


def pdf(template: Path, data: Mapping[str, object], *, standards: Sequence[Standard] = ACCESSIBLE) -> bytes:
    """The document as a PDF with tags, that declares these standards; raises Unsettable.

    They forbid letters that no font has. A document with such letters shows boxes for them, and declares nothing.
    """
    inputs = _inputs(data)
    try:
        return b"".join(_set(template, inputs, "pdf", standards=standards))
    except Unsettable as unsettable:
        if not WITHOUT_LETTERS.search(unsettable.reason):
            raise
        return b"".join(_set(template, inputs, "pdf"))
    finally:
        _forget(inputs)


def pictures(template: Path, data: Mapping[str, object], *, dots_per_inch: float = 144) -> list[bytes]:
    """The pages of the document, each a PNG; raises Unsettable."""
    inputs = _inputs(data)
    try:
        return _set(template, inputs, "png", dots_per_inch=dots_per_inch)
    finally:
        _forget(inputs)


def _set(
    template: Path,
    inputs: dict[str, str],
    kind: Literal["pdf", "png"],
    *,
    standards: Sequence[Standard] = (),
    dots_per_inch: float | None = None,
) -> list[bytes]:
    """The file, or the file of each page."""
    _check_process()
    try:
        made = typst.compile(
            template,
            root=template.parent,
            sys_inputs=inputs,
            format=kind,
            ppi=dots_per_inch,
            pdf_standards=[*standards],
            timestamp=0,
            font_paths=fonts.letters(),
            package_path=NOWHERE,
            package_cache_path=NOWHERE,
        )
    except typst.TypstError as error:
        raise Unsettable(template, error) from error
    files = cast("bytes | list[bytes]", made)  # several pages come as a list, which the library's types do not say
    return [files] if isinstance(files, bytes) else files


def _inputs(data: Mapping[str, object]) -> dict[str, str]:
    return {"data": json.dumps(_printable(data))}


def _printable(value: object) -> object:
    """The value with a visible sign in the place of each character that is none, and is no valid JSON or XML."""
    if isinstance(value, str):
        return UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", value.replace("\r\n", "\n"))
    if isinstance(value, Mapping):
        return {name: _printable(member) for name, member in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(member) for member in value]
    return value


def _check_process() -> None:
    """Typst's threads do not come along into a forked process; it would wait for them for ever."""
    SET_IN.add(os.getpid())
    if len(SET_IN) > 1:
        raise RuntimeError("A process that has set documents was forked: this one can set none.")


def _forget(inputs: dict[str, str]) -> None:
    """Let the memory of a big document go, hundreds of megabytes, and not only after the next ten."""
    if sum(map(len, inputs.values())) > BIG:
        for _ in range(KEPT_FOR + 1):
            typst.compile(b"", font_paths=fonts.letters(), ignore_system_fonts=True)
