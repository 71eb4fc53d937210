"""What the original did wrong with files that people upload."""

import io
from base64 import b64encode
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image, PngImagePlugin

from openevent.accounts.models import User
from openevent.lib import media
from tests.api.defects.documents import plain, refusal
from tests.conftest import as_user

HTML = b"<!DOCTYPE html><script>alert(document.domain)</script>"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
ACTIVE = {"text/html", "application/xhtml+xml", "image/svg+xml", "text/xml", "application/xml", "text/javascript"}


def upload(user: User | None, content: bytes, name: str, media_type: str = "image/png") -> Any:
    file = SimpleUploadedFile(name, content, content_type=media_type)
    return as_user(user).post("/v1/upload/files", {"file": file})


def upload_image(user: User | None, content: bytes, media_type: str = "image/png") -> Any:
    return plain(user, "/v1/upload/image", {"data": f"data:{media_type};base64,{b64encode(content).decode()}"})


def kept() -> list[str]:
    return media.storage().listdir("")[0] if media.storage().exists("") else []


def picture(**more: Any) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (40, 20), (255, 0, 0)).save(buffer, "PNG", **more)
    return buffer.getvalue()


@pytest.mark.parametrize("content", [HTML, SVG, b"GIF89a" + HTML, b"\xff\xd8\xff" + HTML])
@pytest.mark.parametrize("name", ["page.html", "page.png", "page.html.png", "page", "a.b.c", "page.svg"])
def test_d86_a_page_is_never_served_from_the_apis_own_origin(olga: User, content: bytes, name: str) -> None:
    answer = upload(olga, content, name, "text/html")

    assert answer.status_code < 500
    if answer.status_code != 200:
        assert refusal(answer)[0] in {400, 415, 422}
        assert kept() == []
        return
    got = Client().get(answer.json()["url"].removeprefix("http://localhost:8000"))
    assert got["Content-Type"].partition(";")[0] not in ACTIVE
    assert got["Content-Disposition"].startswith("attachment")
    assert got["X-Content-Type-Options"] == "nosniff"
    assert got["Content-Security-Policy"] == "sandbox; default-src 'none'"
    got.close()


@pytest.mark.parametrize("content", [HTML, SVG, b"", b"\x89PNG\r\n\x1a\n", b"\x7fELF"])
@pytest.mark.parametrize("media_type", ["image/png", "text/html", "image/svg+xml"])
def test_d86_what_is_no_picture_is_not_kept_as_one(olga: User, content: bytes, media_type: str) -> None:
    assert refusal(upload_image(olga, content, media_type))[0] in {400, 415, 422}
    assert kept() == []


def test_d86_a_picture_is_made_anew(olga: User) -> None:
    said = PngImagePlugin.PngInfo()
    said.add_text("Comment", "<script>alert(1)</script> at 52.5, 13.4")

    answer = upload_image(olga, picture(pnginfo=said) + HTML)

    assert answer.status_code == 200
    got = Client().get(answer.json()["url"].removeprefix("http://localhost:8000"))
    content = got.getvalue()
    assert b"script" not in content
    assert got["Content-Type"] in {"image/webp", "image/jpeg"}
    assert got["X-Content-Type-Options"] == "nosniff"


def test_d86_what_is_too_big_is_refused(olga: User, settings: Any) -> None:
    settings.UPLOAD_MAX_BYTES = settings.UPLOAD_MAX_FILE_BYTES = 1000

    assert refusal(upload_image(olga, picture() + bytes(200_000)))[0] == 413
    assert refusal(upload(olga, picture() + bytes(200_000), "slides.pdf"))[0] == 413
    assert kept() == []


def test_d86_strangers_upload_nothing(db: None) -> None:
    assert refusal(upload(None, picture(), "picture.png")) == (401, "")
    assert refusal(upload_image(None, picture())) == (401, "")
    assert kept() == []
