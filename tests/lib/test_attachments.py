"""Files that people upload beside pictures: their content says what they are, and a browser shows none of them."""

import io
import zipfile
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image

from openevent.lib import attachments, media, pictures
from openevent.lib.errors import TooLarge

OPEN = "application/vnd.oasis.opendocument."


def archive(*members: tuple[str, str], stored: bool = True) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as packed:
        for name, content in members:
            packed.writestr(name, content)
    return buffer.getvalue()


def office(*members: str, stored: bool = False) -> bytes:
    names = ("[Content_Types].xml", "_rels/.rels", *members)
    return archive(*((name, "<xml/>") for name in names), stored=stored)


def open_document(kind: str, **options: Any) -> bytes:
    return archive(("mimetype", f"{OPEN}{kind}"), ("content.xml", "<xml/>"), **options)


def png() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (4, 4)).save(buffer, "PNG")
    return buffer.getvalue()


PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
MP4 = b"\0\0\0\x20ftypisom\0\0\2\0isomiso2avc1mp41" + bytes(100)
WEBM = bytes.fromhex("1a45dfa39f4286810142f7810142f2810442f381084282847765626d") + bytes(100)
OGG = b"OggS\0\2" + bytes(100)


@pytest.mark.parametrize(
    ("content", "name", "shown_as"),
    [
        (PDF, "Slides.pdf", "Slides.pdf"),
        (PDF, "slides", "slides.pdf"),
        (PDF, "slides.html", "slides.pdf"),
        (MP4, "talk.mp4", "talk.mp4"),
        (WEBM, "talk.webm", "talk.webm"),
        (OGG, "talk.ogv", "talk.ogg"),
        (open_document("presentation"), "slides.odp", "slides.odp"),
        (open_document("text"), "paper.odt", "paper.odt"),
        (open_document("spreadsheet"), "table.ods", "table.ods"),
        (office("ppt/presentation.xml"), "slides.pptx", "slides.pptx"),
        (office("ppt/presentation.xml", stored=True), "slides.zip", "slides.pptx"),
        (office("word/document.xml"), "paper.docx", "paper.docx"),
        (office("xl/workbook.xml"), "table.xlsx", "table.xlsx"),
        ("Grüße an alle\n".encode(), "notes.txt", "notes.txt"),
        (b"\xef\xbb\xbfwords", "notes.text", "notes.txt"),
        (b"# Title\n\n1 < 2 <br> <script>\n\f", "README.MD", "README.md"),
        (b"words", "notes", "notes.txt"),
    ],
)
def test_a_file_is_what_its_content_says(content: bytes, name: str, shown_as: str) -> None:
    upload = attachments.attachment(content, name)

    assert upload == media.Upload(files={f"attachment.{shown_as.rpartition('.')[2]}": content}, shown_as=shown_as)


def test_a_picture_is_kept_as_a_picture() -> None:
    assert attachments.attachment(png(), "photo.pdf") == pictures.picture(png())


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "empty.txt"),
        (b" \n", "blank.txt"),
        (b"<!DOCTYPE html><script>alert(1)</script>", "slides.pdf"),
        (b"<!DOCTYPE html><script>alert(1)</script>", "notes.txt"),
        (b"\xef\xbb\xbf \n<html>", "notes.txt"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "picture.svg"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "picture.png"),
        (b"<?xml version='1.0'?><x/>", "data.xml"),
        (b"alert(1)", "script.js"),
        (b"alert(1)", "page.html"),
        (b"print(1)", "script.py"),
        (b"a,b", "table.csv"),
        ("words".encode("utf-16"), "notes.txt"),
        (b"caf\xe9", "notes.txt"),
        (b"words\0", "notes.txt"),
        (b"\x1b[31mred", "notes.txt"),
        (b"MZ" + bytes(100), "setup.exe"),
        (b"\x7fELF" + bytes(100), "talk.mp4"),
        (b"\0\0\0\x20ftypheic" + bytes(100), "photo.heic"),
        (WEBM.replace(b"webm", b"mtrk"), "talk.webm"),
        (archive(("words.txt", "x")), "words.zip"),
        (office("word/elsewhere.xml"), "paper.docx"),
        (office("word/document.xml", "word/vbaProject.bin"), "paper.docx"),
        (office("ppt/presentation.xml")[:-30], "slides.pptx"),
        (open_document("presentation")[:-30], "slides.odp"),
        (open_document("presentation", stored=False), "slides.odp"),
        (open_document("text-web"), "page.oth"),
        (archive(("mimetype", "application/epub+zip")), "book.epub"),
        (archive(("x", "PK\1\2" + "word/document.xml")), "paper.docx"),
        (b"PK\3\4", "slides.pptx"),
    ],
)
def test_anything_else_is_refused(content: bytes, name: str) -> None:
    with pytest.raises(media.WrongKind, match=r"is of a kind that is not taken\. These are: PDF") as refusal:
        attachments.attachment(content, name)

    assert refusal.value.status == 415


def test_a_list_of_members_without_end_costs_no_time() -> None:
    """Ten million bytes of beginnings, which nobody reads as a list."""
    content = b"PK\3\4" + b"PK\1\2" * 2_500_000 + b"PK\5\6" + bytes(18)

    with pytest.raises(media.WrongKind):
        attachments.attachment(content, "slides.pptx")


def test_a_file_of_too_many_bytes_is_refused(settings: Any) -> None:
    settings.UPLOAD_MAX_FILE_BYTES = len(PDF)
    attachments.attachment(PDF, "slides.pdf")

    with pytest.raises(TooLarge, match="at most"):
        attachments.attachment(PDF + b"\n", "slides.pdf")


@pytest.mark.parametrize(
    ("name", "shown_as"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\slides\\talk.pdf", "C-slides-talk.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie- x.pdf"),
        ("\u202efdp.exe", "fdp.pdf"),
        ("講演.pdf", "講演.pdf"),
        (".pdf", "pdf.pdf"),
        ("..", "file.pdf"),
        ("", "file.pdf"),
        ("\0\ud800", "file.pdf"),
        ("x" * 300 + ".pdf", "x" * 80 + ".pdf"),
    ],
)
def test_a_name_is_kept_as_far_as_it_is_one(name: str, shown_as: str) -> None:
    assert attachments.attachment(PDF, name).shown_as == shown_as


def test_a_file_is_handed_out_to_be_saved() -> None:
    assert attachments.shown("Übersicht 講演.pdf") == media.Shown(
        name="attachment.pdf",
        media_type="application/pdf",
        disposition=(
            "attachment; filename=\"Ubersicht.pdf\"; filename*=UTF-8''%C3%9Cbersicht%20%E8%AC%9B%E6%BC%94.pdf"
        ),
        cache_control="public, max-age=86400",
    )


@pytest.mark.parametrize(
    "name", ["", ".", "slides", "slides.html", "slides.pdf.", "slides.PDF", "attachment.svg", "a/b"]
)
def test_no_other_name_shows_anything(name: str) -> None:
    assert attachments.shown(name) is None


@given(st.text())
@example('"; filename=x.html; x="')
@example("\r\nX: y")
def test_no_name_says_more_than_a_name(name: str) -> None:
    shown = attachments.shown(f"{name}.pdf")

    assert shown is not None
    assert shown.disposition.isascii()
    assert shown.disposition.isprintable()
    assert shown.disposition.startswith('attachment; filename="')
    assert shown.disposition.count('"') == 2


@given(
    st.sampled_from(
        [b"", PDF, MP4, WEBM, OGG, png()[:40], b"PK\3\4", open_document("text"), office("xl/workbook.xml")]
    ),
    st.binary(max_size=200) | st.text(max_size=50).map(lambda words: words.encode(errors="replace")),
    st.text(max_size=20),
)
def test_any_content_of_any_name_is_kept_or_refused(head: bytes, tail: bytes, name: str) -> None:
    try:
        upload = attachments.attachment(head + tail, name)
    except (media.WrongKind, pictures.Unreadable, pictures.TooManyPixels):
        return

    assert pictures.shown(upload.shown_as) or attachments.shown(upload.shown_as)
