"""Documents set in type: data that is never markup, letters that never vanish, the same bytes every time."""

import io
import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from PIL import Image

from openevent.lib import fonts, typesetting
from tests import documents

FACE = """
#let data = json(bytes(sys.inputs.data))
#set document(title: data.title, date: none)
#set page(width: 15cm, height: 4cm)
#set text(lang: "de", font: data.fonts)
"""
NOTE = FACE + "= #data.title\n#data.words"


@pytest.fixture
def note(tmp_path: Path) -> Path:
    return template(tmp_path, NOTE)


def template(folder: Path, source: str) -> Path:
    path = folder / "note.typ"
    path.write_text(source, encoding="utf-8")
    return path


def said(words: object) -> dict[str, Any]:
    return {"title": "Note", "words": words, "fonts": fonts.families("de")}


def dark(picture: bytes) -> int:
    """How many dots of the page are black, or nearly."""
    return sum(Image.open(io.BytesIO(picture)).convert("L").histogram()[:128])


def test_a_document_has_a_title_a_language_and_tags(note: Path) -> None:
    document = typesetting.pdf(note, said("Hello"))

    assert documents.pages(document) == ["Note\nHello"]
    assert '<rdf:li xml:lang="x-default">Note</rdf:li>' in documents.metadata(document)
    assert "<pdfuaid:part>1</pdfuaid:part>" in documents.metadata(document)
    catalog = documents.catalog(document)
    assert (catalog["/Lang"], catalog["/MarkInfo"]["/Marked"]) == ("de", True)


@pytest.mark.parametrize(
    "words",
    [
        *('#read("/etc/passwd")', '"#panic()', "= Heading", "$ x^2 $", "*bold* _slanted_ `code`", "\\ ] [ } {"),
        *("@label <label>", "/* gone */", "// gone", "https://example.org", "- one - two", "a -- b --- c", "~ x"),
        "\\u{41}",
    ],
)
def test_what_people_write_is_no_markup(note: Path, words: str) -> None:
    assert documents.pages(typesetting.pdf(note, said(words))) == [f"Note\n{words}"]


@given(words=st.text(alphabet=st.characters(), max_size=80))
@example("\x00\x1b[31m\x7f\x85")
@example("\ud800\udfff\ufffe\uffff\ufeff\u202e\u200d\U000e0001\U0010ffff")
@example("\r\n\r\t\v\f\u2028\u2029")
@examples(deadline=None)
def test_any_text_can_be_set(tmp_path_factory: pytest.TempPathFactory, words: str) -> None:
    note = template(tmp_path_factory.mktemp("any"), FACE + "#data.words")

    assert typesetting.pdf(note, said(words)).startswith(b"%PDF-1.7")


def test_characters_that_are_none_are_shown_as_such(note: Path) -> None:
    assert documents.pages(typesetting.pdf(note, said("one\x00two\ud83dthree"))) == ["Note\none�two�three"]
    assert documents.pages(typesetting.pdf(note, said("one\r\ntwo\nthree"))) == ["Note\none\ntwo\nthree"]


def test_letters_that_no_font_has_are_boxes_and_the_document_declares_no_standard(note: Path) -> None:
    cuneiform = said("\U00012000" * 5)

    document = typesetting.pdf(note, cuneiform)
    [picture], [empty] = typesetting.pictures(note, cuneiform), typesetting.pictures(note, said(""))

    assert dark(picture) > dark(empty)
    assert "pdfuaid" not in documents.metadata(document)
    assert "/StructTreeRoot" in documents.catalog(document)


def test_a_template_that_cannot_be_read_aloud_is_named(tmp_path: Path) -> None:
    with pytest.raises(typesetting.Unsettable, match=r"note\.typ: PDF/UA-1 error: missing document title"):
        typesetting.pdf(template(tmp_path, "Hello"), said(""))


def test_the_same_data_give_the_same_bytes_in_any_thread(note: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda number: typesetting.pdf(note, said(f"number {number % 2}")), range(20)))

    assert made[0] != made[1]
    assert made == made[:2] * 10
    assert b"CreationDate" not in made[0]


def test_a_document_that_says_its_date_can_be_archived(tmp_path: Path) -> None:
    dated = template(tmp_path, FACE + "#set document(date: datetime(year: 2027, month: 3, day: 4))\n#data.words")

    document = typesetting.pdf(dated, said("Hello"), standards=typesetting.ARCHIVED)

    assert "<pdfaid:part>2</pdfaid:part>" in documents.metadata(document)
    assert "<xmp:CreateDate>2027-03-04T00:00:00Z</xmp:CreateDate>" in documents.metadata(document)


def test_the_clock_stands_still_for_templates(tmp_path: Path) -> None:
    assert documents.pages(typesetting.pdf(template(tmp_path, FACE + "#datetime.today().display()"), said(""))) == [
        "1970-01-01"
    ]


def test_a_template_reads_beside_itself_and_nowhere_else(tmp_path: Path) -> None:
    (tmp_path / "inside").mkdir()
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "inside" / "parts.typ").write_text("#let greeting = [Hello]")
    inside = tmp_path / "inside"

    assert documents.pages(typesetting.pdf(template(inside, f'{FACE}#import "parts.typ": *\n#greeting'), said(""))) == [
        "Hello"
    ]
    for outside in ("../secret.txt", str(tmp_path / "secret.txt"), "/etc/passwd"):
        with pytest.raises(typesetting.Unsettable, match=r"note\.typ: (path|file not found)"):
            typesetting.pdf(template(inside, f"#read({json.dumps(outside)})"), said(""))
    with pytest.raises(typesetting.Unsettable, match="package not found"):
        typesetting.pdf(template(inside, '#import "@local/parts:1.0.0"'), said(""))


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("#let x = (", "unclosed delimiter"),
        ("#data.words", "unknown variable: data"),
        (FACE + "#data.nothing", "dictionary does not contain key"),
        (FACE + '#panic("no")', "panicked with"),
    ],
)
def test_a_template_that_is_wrong_is_named(tmp_path: Path, source: str, reason: str) -> None:
    with pytest.raises(typesetting.Unsettable, match=rf"^note\.typ: {reason}[\s\S]*note\.typ:\d"):
        typesetting.pdf(template(tmp_path, source), said("Hello"))


def test_each_page_is_a_picture(tmp_path: Path) -> None:
    three = template(tmp_path, FACE + "one #pagebreak() two #pagebreak() three")

    pages = [Image.open(io.BytesIO(page)) for page in typesetting.pictures(three, said(""), dots_per_inch=72)]

    assert [(page.format, page.size) for page in pages] == [("PNG", (425, 113))] * 3


def test_a_forked_process_is_told_instead_of_waiting_for_ever(note: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    typesetting.pdf(note, said("Hello"))
    monkeypatch.setattr(typesetting, "SET_IN", {os.getpid() + 1})

    with pytest.raises(RuntimeError, match="was forked"):
        typesetting.pdf(note, said("Hello"))
