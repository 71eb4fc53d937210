"""Uploading over HTTP, and being handed what was uploaded."""

import io
import json
import re
from base64 import b64encode
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from PIL import Image

from openevent.accounts.models import User
from openevent.lib import media, pictures
from tests.conftest import as_user

IMAGE, FILES = "/v1/upload/image", "/v1/upload/files"
PDF = b"%PDF-1.7\n%%EOF\n"
HTML = b"<!DOCTYPE html><script>alert(document.domain)</script>"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 20)) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, (255, 0, 0)).save(buffer, kind)
    return buffer.getvalue()


def data_url(content: bytes, media_type: str = "image/png") -> str:
    return f"data:{media_type};base64,{b64encode(content).decode()}"


def upload_image(client: Client, data: Any, address: str = IMAGE) -> Any:
    return client.post(address, {"data": data}, content_type="application/json")


def file(content: bytes, name: str = "slides.pdf", media_type: str = "application/pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type=media_type)


def path(url: str) -> str:
    return url.removeprefix("http://localhost:8000")


def get(client: Client, url: str, **headers: str) -> tuple[Any, bytes]:
    """The answer for an address, and all of its content: Django's client closes the file that is read to its end."""
    answer: Any = client.get(path(url), headers=headers)
    return answer, answer.getvalue()


def kept() -> list[str]:
    """The ids of everything that is stored."""
    return media.storage().listdir("")[0] if media.storage().exists("") else []


def detail(answer: Any) -> str:
    assert answer["Content-Type"] == "application/vnd.api+json"
    sentence: str = answer.json()["errors"][0]["detail"]
    return sentence


@pytest.mark.parametrize("address", [IMAGE, f"{IMAGE}?force_local=true"])
def test_an_uploaded_picture_is_shown_in_every_size_to_everybody(olga: User, client: Client, address: str) -> None:
    answer = upload_image(as_user(olga), data_url(picture()), address)

    assert (answer.status_code, list(answer.json())) == (200, ["url"])
    url = answer.json()["url"]
    for shown in (url, *pictures.variants(url).values()):
        got, content = get(client, shown)
        assert (got.status_code, got["Content-Type"], got["Content-Disposition"]) == (200, "image/webp", "inline")
        assert got["X-Content-Type-Options"] == "nosniff"
        assert got["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert got["Cache-Control"] == "public, max-age=31536000, immutable"
        assert Image.open(io.BytesIO(content)).format == "WEBP"


def test_an_address_is_absolute_where_the_site_says_who_it_is(olga: User, settings: Any) -> None:
    settings.SITE_URL = "https://events.example.org"

    url = upload_image(as_user(olga), data_url(picture("JPEG"))).json()["url"]

    assert re.fullmatch(r"https://events\.example\.org/media/[0-9a-f]{32}/original\.jpg", url)


def test_who_has_it_already_is_told_so(olga: User, client: Client) -> None:
    url = upload_image(as_user(olga), data_url(picture())).json()["url"]
    tag = get(client, url)[0]["ETag"]

    for known in (tag, f"W/{tag}", f'"other", {tag}'):
        again, content = get(client, url, **{"If-None-Match": known})
        assert (again.status_code, content, again["ETag"]) == (304, b"", tag)
        assert again["Cache-Control"] == "public, max-age=31536000, immutable"
    assert get(client, url, **{"If-None-Match": '"other"'})[0].status_code == 200


def test_whatever_an_asker_accepts_it_is_given_what_is_there(olga: User, client: Client) -> None:
    url = upload_image(as_user(olga), data_url(picture())).json()["url"]

    assert get(client, url, Accept="image/*")[0].status_code == 200
    assert get(client, url, Accept="text/html", Authorization="JWT nonsense")[0].status_code == 200


def test_an_uploaded_file_is_saved_and_never_shown(olga: User, client: Client) -> None:
    answer = as_user(olga).post(FILES, {"file": file(PDF, "Übersicht 講演.pdf")})

    assert answer.status_code == 200
    got, content = get(client, answer.json()["url"])
    assert (got.status_code, got["Content-Type"], content) == (200, "application/pdf", PDF)
    assert got["Content-Disposition"] == (
        "attachment; filename=\"Ubersicht.pdf\"; filename*=UTF-8''%C3%9Cbersicht%20%E8%AC%9B%E6%BC%94.pdf"
    )
    assert got["X-Content-Type-Options"] == "nosniff"
    assert got["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_one_file_has_an_address_and_several_have_a_list(olga: User, client: Client) -> None:
    one = as_user(olga).post(FILES, {"file": file(PDF)}).json()["url"]
    list_of_one = as_user(olga).post(FILES, {"files[]": [file(PDF)]}).json()["url"]
    several = as_user(olga).post(
        FILES, {"files[]": [file(PDF), file(picture(), "photo.png"), file(b"words", "notes.md")]}
    )

    assert path(one).endswith("/slides.pdf")
    assert [path(url).rpartition("/")[2] for url in list_of_one] == ["slides.pdf"]
    names = [path(url).rpartition("/")[2] for url in several.json()["url"]]
    assert names == ["slides.pdf", "original.webp", "notes.md"]
    assert [get(client, url)[0].status_code for url in several.json()["url"]] == [200, 200, 200]


def test_where_one_file_is_refused_none_is_kept(olga: User) -> None:
    answer = as_user(olga).post(FILES, {"files[]": [file(PDF), file(HTML, "page.html")]})

    assert answer.status_code == 415
    assert "“page” is of a kind that is not taken" in detail(answer)
    assert kept() == []


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (data_url(HTML, "image/png"), 415),
        (data_url(SVG, "image/svg+xml"), 415),
        (data_url(PDF), 415),
        (data_url(b""), 415),
        (data_url(picture()[:60]), 422),
        (picture().hex(), 400),
        ("https://example.org/picture.png", 400),
        ("data:image/png,%89PNG", 400),
        ("data:image/png;base64,%%%", 400),
        ("data:image/png;base64,iVBORw0", 400),
        ("data:image/png;base64,\ud800", 400),
        ("data:" + "x" * 10_000 + ";base64,", 400),
        ("", 400),
        (None, 400),
        (7, 400),
        (["data:"], 400),
    ],
)
def test_what_is_no_picture_is_refused_with_a_sentence(olga: User, data: Any, status: int) -> None:
    answer = upload_image(as_user(olga), data)

    assert answer.status_code == status
    assert detail(answer)
    assert kept() == []


def test_what_is_said_before_the_comma_is_not_believed(olga: User, client: Client) -> None:
    for media_type in ("text/html", "image/svg+xml;charset=utf-8", ""):
        url = upload_image(as_user(olga), data_url(picture("JPEG"), media_type)).json()["url"]
        assert get(client, url)[0]["Content-Type"] == "image/jpeg"


@pytest.mark.parametrize("body", ["", "{", "[]", "7", '"data:"', "{}", "[" * 100_000, '{"data": NaN}', "\ufeff{}"])
def test_a_body_that_is_no_object_with_a_picture_is_refused(olga: User, body: str) -> None:
    answer = as_user(olga).post(IMAGE, body, content_type="application/json")

    assert answer.status_code == 400
    assert detail(answer)


def test_other_kinds_of_bodies_are_refused(olga: User) -> None:
    client = as_user(olga)

    assert client.post(IMAGE, {"data": "x"}).status_code == 415
    assert client.post(FILES, "{}", content_type="application/json").status_code == 415


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"file": "words"},
        {"files": SimpleUploadedFile("slides.pdf", PDF)},
        {"files[]": [SimpleUploadedFile("slides.pdf", PDF) for _ in range(11)]},
    ],
)
def test_a_form_without_files_or_with_too_many_is_refused(olga: User, form: dict[str, Any]) -> None:
    answer = as_user(olga).post(FILES, form)

    assert answer.status_code == 400
    assert detail(answer) == "Send one file as the member “file” of a multipart form, or up to 10 as “files[]”."
    assert kept() == []


def test_a_picture_may_be_bigger_than_other_bodies_and_no_bigger_than_the_setting(olga: User, settings: Any) -> None:
    """Other bodies end at DATA_UPLOAD_MAX_MEMORY_SIZE, this one where a picture does."""
    content = picture() + bytes(3 * 1024 * 1024)
    client = as_user(olga)

    assert upload_image(client, data_url(content)).status_code == 200
    settings.UPLOAD_MAX_BYTES = len(content) - 1
    too_big = upload_image(client, data_url(content))

    assert too_big.status_code == 413
    assert detail(too_big) == "A picture may have at most 3 MB."


@pytest.mark.parametrize(("address", "setting"), [(IMAGE, "UPLOAD_MAX_BYTES"), (FILES, "UPLOAD_MAX_FILE_BYTES")])
def test_a_body_that_is_too_long_is_refused_before_it_is_read(
    olga: User, settings: Any, address: str, setting: str
) -> None:
    setattr(settings, setting, 1024 * 1024)
    unread = io.BytesIO(b"x" * 3_000_000)
    environment: dict[str, Any] = {"wsgi.input": unread, "CONTENT_LENGTH": "3000000"}
    media_type = "application/json" if address == IMAGE else "multipart/form-data; boundary=x"

    answer = as_user(olga).generic("POST", address, content_type=media_type, **environment)

    assert (answer.status_code, unread.tell()) == (413, 0)
    assert detail(answer) == "An upload may have at most 1 MB."


@pytest.mark.parametrize("length", ["-1", "x", "9" * 5000, "٣"])
def test_a_length_that_is_none_is_refused(olga: User, length: str) -> None:
    for address, media_type in ((IMAGE, "application/json"), (FILES, "multipart/form-data; boundary=x")):
        answer = as_user(olga).generic("POST", address, b"{}", content_type=media_type, CONTENT_LENGTH=length)
        assert answer.status_code == 413


def test_only_accounts_upload(client: Client, mallory: User) -> None:
    statuses = [
        upload_image(client, data_url(picture())).status_code,
        client.post(FILES, {"file": file(PDF)}).status_code,
    ]

    assert statuses == [401, 401]
    assert kept() == []
    # A stranger uploads like anybody: what she uploads stands nowhere by that.
    assert upload_image(as_user(mallory), data_url(picture())).status_code == 200


def test_one_account_uploads_so_often_and_no_more(olga: User, mallory: User, settings: Any) -> None:
    settings.UPLOADS_PER_HOUR = 3
    client = as_user(mallory)

    answers = [
        upload_image(client, data_url(picture())),
        client.post(FILES, {"files[]": [file(PDF), file(PDF)]}),
        upload_image(client, data_url(picture())),
        client.post(FILES, {"file": file(PDF)}),
    ]

    assert [answer.status_code for answer in answers] == [200, 200, 429, 429]
    assert int(answers[2]["Retry-After"]) > 0
    assert detail(answers[2])
    assert len(kept()) == 3
    assert upload_image(as_user(olga), data_url(picture())).status_code == 200


def test_the_files_of_one_form_count_each(mallory: User, settings: Any) -> None:
    settings.UPLOADS_PER_HOUR = 3

    answer = as_user(mallory).post(FILES, {"files[]": [file(PDF) for _ in range(4)]})

    assert answer.status_code == 429
    assert kept() == []


def test_no_address_leads_to_anything_else(olga: User, client: Client) -> None:
    url = path(as_user(olga).post(FILES, {"file": file(PDF)}).json()["url"])
    folder = url.rpartition("/")[0]
    media_id = folder.rpartition("/")[2]

    for address in (
        *(folder, f"{folder}/", f"{folder}/slides.html", f"{folder}/slides.txt", f"{folder}/original.webp"),
        *(f"{folder}/../{media_id}/slides.pdf", f"{folder}/..%2f{media_id}%2fattachment.pdf", f"/media/{media_id}"),
        *(f"/media/{'0' * 32}/slides.pdf", f"/media/{media_id.upper()}x/slides.pdf", "/media/../openevent.sqlite3"),
        *(f"{folder}/%00.pdf%0a", f"{folder}/{'x' * 300}.pdf", "/media/", "/media/%2e%2e/secret-key"),
    ):
        answer = client.get(address)
        assert (address, answer.status_code) == (address, 404)
        assert answer["Content-Type"] == "application/vnd.api+json"


def test_a_file_is_told_by_its_id_and_not_by_its_name(olga: User, client: Client) -> None:
    url = path(as_user(olga).post(FILES, {"file": file(PDF)}).json()["url"])

    got, _ = get(client, f'{url.rpartition("/")[0]}/a"%0d%0aX: y%2e.pdf')

    assert got.status_code == 200
    assert got["Content-Disposition"] == "attachment; filename=\"a-X-y.pdf\"; filename*=UTF-8''a-%20X-%20y.pdf"


POLYGLOTS = [
    picture("GIF") + HTML,
    picture("GIF").replace(b"\x00\x3b", b"\x00") + b"/*" + HTML + b"*/;",
    picture("PNG") + HTML,
    picture("JPEG")[:2] + b"\xff\xfe\x00\x38" + HTML.ljust(54) + picture("JPEG")[2:],
    PDF + HTML,
    b"%PDF-1.7\n" + HTML + PDF,
    HTML + picture(),
    b"GIF89a" + HTML,
    b"\xff\xd8\xff" + HTML,
    b"RIFF\0\0\0\0WEBP" + HTML,
    b"OggS\0" + HTML,
    b"\0\0\0\x20ftypisom" + HTML,
    b"GIF89a=1;alert(1)",
    b"words\n" + HTML,
]


@pytest.mark.parametrize("content", POLYGLOTS)
@pytest.mark.parametrize("name", ["page.html", "picture.gif", "notes.txt", "slides.pdf", "x"])
def test_what_is_two_things_at_once_is_never_a_page(olga: User, client: Client, content: bytes, name: str) -> None:
    answer = as_user(olga).post(FILES, {"file": file(content, name, "text/html")})

    assert answer.status_code in {200, 415, 422}
    if answer.status_code == 200:
        see_that_it_is_no_page(client, answer.json()["url"])


def see_that_it_is_no_page(client: Client, url: str) -> None:
    """A picture is one that we wrote; whatever else it is, a browser saves it, and runs nothing of it."""
    got, content = get(client, url)
    assert got.status_code == 200
    assert got["X-Content-Type-Options"] == "nosniff"
    assert got["Content-Security-Policy"] == "sandbox; default-src 'none'"
    if got["Content-Disposition"] == "inline":
        assert got["Content-Type"] in {"image/webp", "image/jpeg"}
        assert b"script" not in content
    else:
        assert got["Content-Disposition"].startswith("attachment; ")
        assert not re.search("html|xml|svg|script", got["Content-Type"].replace("openxml", ""))


PICTURES = [picture(kind, (30, 30)) for kind in ("PNG", "JPEG", "WEBP", "GIF")]


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A picture of which some bytes are others, or which ends early."""
    content = bytearray(draw(st.sampled_from(PICTURES)))
    for place in draw(st.lists(st.integers(0, len(content) - 1), max_size=6)):
        content[place] = draw(st.integers(0, 255))
    return bytes(content[: draw(st.integers(0, len(content)))])


@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow says of broken notes that they are
@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(content=st.binary(max_size=100) | damaged() | st.sampled_from(POLYGLOTS), media_type=st.text(max_size=10))
def test_whatever_is_sent_as_a_picture_gets_an_answer(
    olga: User, client: Client, settings: Any, content: bytes, media_type: str
) -> None:
    settings.UPLOADS_PER_HOUR = 10_000

    answer = upload_image(as_user(olga), data_url(content, media_type))

    assert answer.status_code in {200, 400, 415, 422}
    if answer.status_code == 200:
        see_that_it_is_no_page(client, answer.json()["url"])


@pytest.mark.filterwarnings("ignore::UserWarning")  # as above
@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    content=st.binary(max_size=100) | damaged() | st.sampled_from(POLYGLOTS) | st.text().map(str.encode),
    name=st.text(max_size=30)
    | st.sampled_from(["../../x.txt", "x\0.pdf", "a\r\nb.md", "..", ".", "/", "\\", '"; x=".txt']),
)
@example(content=PDF, name="..")
@example(content=PDF, name="\ud7ff\u202e")
def test_whatever_is_sent_as_a_file_gets_an_answer(
    olga: User, client: Client, settings: Any, content: bytes, name: str
) -> None:
    settings.UPLOADS_PER_HOUR = 10_000
    quoted = name.replace("\\", "\\\\").replace('"', '\\"').encode()
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="' + quoted + b'"\r\n\r\n'

    answer = as_user(olga).post(
        FILES, head + content + b"\r\n--x--\r\n", content_type="multipart/form-data; boundary=x"
    )

    assert answer.status_code in {200, 400, 415, 422}
    if answer.status_code == 200:
        see_that_it_is_no_page(client, answer.json()["url"])
    else:
        assert detail(answer)


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    body=st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.just("data"), inner),
    )
)
def test_whatever_json_is_sent_gets_an_answer(olga: User, settings: Any, body: Any) -> None:
    settings.UPLOADS_PER_HOUR = 10_000

    answer = as_user(olga).post(IMAGE, json.dumps(body), content_type="application/json")

    assert answer.status_code == 400
    assert detail(answer)
