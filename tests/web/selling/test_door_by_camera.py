"""The door by camera: a photo of a code is as good as the code, and is not kept."""

from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from PIL import Image

from openevent.accounts.models import User
from openevent.events.models import Event
from openevent.tickets import moving, sighting
from openevent.tickets.models import CheckIn, Order, Ticket
from tests.barcodes import photo, seen, written
from tests.tickets.conftest import completed
from tests.web.pages import read, signed_in
from tests.web.selling.test_door import door, holder

NO_PICTURES = (
    b"",
    b"words",
    b"\xff\xd8\xff",
    b"\x89PNG\r\n\x1a\n" + bytes(50),
    photo("x")[:900],
    b"GIF89a" + b"\xff" * 20,
)


def taken(content: bytes) -> SimpleUploadedFile:
    """A photo as a telephone sends it."""
    return SimpleUploadedFile("image.jpg", content, content_type="image/jpeg")


def look(user: User | None, fair: Event, content: bytes) -> Any:
    return signed_in(user).post(f"{door(fair)}/look", {"photo": taken(content)})


@pytest.fixture
def code(fair: Event, ann: User, free: Ticket) -> str:
    """What a ticket says."""
    made = completed(ann, (free, 2))
    return f"{made.identifier}-{holder(made).identifier}"


def test_the_form_takes_a_photo_from_the_camera(fair: Event, rita: User) -> None:
    page = read(rita, door(fair))

    (form,) = page.xpath("//form[@id='scan']")
    (field,) = form.xpath(".//input[@type='file']")
    assert (form.get("enctype"), field.get("name")) == ("multipart/form-data", "photo")
    assert (field.get("accept"), field.get("capture")) == ("image/*", "environment")
    assert not form.xpath(".//@required")  # the code, or else the photo


def test_a_photo_lets_in_once_however_often_it_is_sent(fair: Event, rita: User, code: str) -> None:
    said = {"code": "", "direction": "in", "key": "1", "device": "Gate 1"}

    first, again = (
        signed_in(rita).post(door(fair), {**said, "photo": taken(photo(code))}, follow=True) for _twice in range(2)
    )

    scan = CheckIn.objects.get()
    assert (scan.by, scan.device, scan.outcome, scan.key) == (rita, "Gate 1", "counted", "1")
    assert first.redirect_chain == again.redirect_chain != []
    assert "Let in" in first.content.decode()
    assert "Guest 0 Ann · Visitor" in first.content.decode()


def test_the_script_is_answered_as_of_a_code_that_is_typed(fair: Event, rita: User, code: str) -> None:
    said = {"direction": "in", "key": "1"}

    by_photo = signed_in(rita).post(door(fair), {**said, "photo": taken(photo(code))}, headers={"X-Part": "answer"})
    typed = signed_in(rita).post(door(fair), {**said, "code": code}, headers={"X-Part": "answer"})

    assert (by_photo.status_code, by_photo.content) == (200, typed.content)
    assert CheckIn.objects.count() == 1


def test_what_is_typed_wins_over_a_photo(fair: Event, rita: User, code: str) -> None:
    answer = signed_in(rita).post(door(fair), {"code": code, "photo": taken(b"words")}, follow=True)

    assert "Let in" in answer.content.decode()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (written(Image.new("RGB", (50, 50))), "There is no code in the picture that can be read."),
        (photo("0" * 24, "1" * 24), "There are several codes in the picture. Take one ticket at a time."),
        (b"words", "A picture must be PNG, JPEG, WebP or GIF"),
        (photo("x")[:900], "The picture is broken"),
        (photo("https://example.org"), "This is no ticket of “Spring Fair”."),
    ],
)
def test_a_photo_that_lets_nobody_in_says_why(
    fair: Event, rita: User, code: str, content: bytes, sentence: str
) -> None:
    page = signed_in(rita).post(door(fair), {"photo": taken(content), "device": "Gate 1"})
    part = signed_in(rita).post(door(fair), {"photo": taken(content)}, headers={"X-Part": "answer"})

    assert (sentence in page.content.decode(), sentence in part.content.decode()) == (True, True)
    assert (400 <= page.status_code < 500, part.status_code) == (True, 200)
    assert 'value="Gate 1"' in page.content.decode()
    assert not CheckIn.objects.exists()


def test_a_form_with_neither_says_what_is_missing(fair: Event, rita: User) -> None:
    for said in ({}, {"code": "  "}, {"photo": "words"}):
        answer = signed_in(rita).post(door(fair), said)
        assert answer.status_code == 422
        assert "Type the code of the ticket, or take a photo of it." in answer.content.decode()


def test_what_the_code_says_is_told_to_who_stands_at_the_door(fair: Event, rita: User, tom: User, code: str) -> None:
    for user in (rita, tom):
        answer = look(user, fair, photo(code))
        assert (answer.status_code, answer.json()) == (200, {"code": code})
    assert not CheckIn.objects.exists()


def test_a_look_at_no_code_says_nothing_and_at_several_what_to_do(fair: Event, rita: User) -> None:
    nothing, several = look(rita, fair, written(seen())), look(rita, fair, photo("0" * 24, "1" * 24))

    assert (nothing.status_code, nothing.content) == (204, b"")
    assert several.json() == {"hint": "There are several codes in the picture. Take one ticket at a time."}


def test_nobody_else_has_anything_read(fair: Event, event: Event, rita: User, mallory: User, ann: User) -> None:
    picture = photo("0" * 24)

    assert [look(user, fair, picture).status_code for user in (mallory, ann, None)] == [404, 404, 302]
    assert look(rita, event, picture).status_code == 404
    assert signed_in(rita).get(f"{door(fair)}/look")["Location"] == door(fair)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(rita)
    assert strict.post(f"{door(fair)}/look", {"photo": taken(picture)}).status_code == 403


def test_nothing_is_read_for_who_may_not(
    fair: Event, mallory: User, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sighting, "code", lambda _picture: pytest.fail("was read"))

    for path in (door(fair), f"{door(fair)}/look"):
        assert signed_in(mallory).post(path, {"photo": taken(photo(code))}).status_code == 404
    assert not CheckIn.objects.exists()


@pytest.mark.parametrize("content", NO_PICTURES)
def test_no_bytes_break_it(fair: Event, rita: User, content: bytes) -> None:
    for path in (door(fair), f"{door(fair)}/look"):
        assert 400 <= signed_in(rita).post(path, {"photo": taken(content)}).status_code < 500


@pytest.mark.parametrize("text", ["\0", "\ud7ff" * 50, "9" * 2000, "<b>'\"", "％"])
def test_no_words_of_a_code_break_it(fair: Event, rita: User, text: str) -> None:
    picture = written(seen(text, size=(1400, 1400)))

    assert look(rita, fair, picture).status_code == 200
    answer = signed_in(rita).post(door(fair), {"photo": taken(picture)})
    assert answer.status_code in {404, 422}
    assert "<b>'" not in answer.content.decode()


def test_a_photo_is_read_before_anything_is_locked(
    fair: Event, rita: User, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    reading, locking = sighting.code, moving.locked
    outside = len(connection.savepoint_ids)

    def read_alone(picture: bytes) -> str:
        order.append("read")
        assert len(connection.savepoint_ids) == outside
        return reading(picture)

    def lock_noted(order_id: int) -> AbstractContextManager[Order]:
        order.append("locked")
        return locking(order_id)

    monkeypatch.setattr(sighting, "code", read_alone)
    monkeypatch.setattr(moving, "locked", lock_noted)

    signed_in(rita).post(door(fair), {"photo": taken(photo(code))})

    assert order == ["read", "locked"]


def test_nothing_of_a_photo_is_kept(fair: Event, rita: User, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(storages["media"]), "save", lambda *_: pytest.fail("was kept"))

    signed_in(rita).post(door(fair), {"photo": taken(photo(code))})
    look(rita, fair, photo(code))

    assert CheckIn.objects.count() == 1
