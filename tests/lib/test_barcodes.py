"""Codes in pictures: read as they are held before a camera, and nothing worse than a refusal for anything else."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ExifTags, Image, ImageOps

from openevent.lib import barcodes, media, pictures
from openevent.lib.errors import Refused, TooLarge
from tests.barcodes import photo, seen, written
from tests.lib.test_pictures import with_size

TEXT = "0fe5c0de-0000-4000-8000-000000000000-0123456789abcdef01234567"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_a_code_is_read_in_every_kind_of_picture(kind: str) -> None:
    assert barcodes.texts(written(seen(TEXT), kind)) == [TEXT]


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_a_code_is_read_in_every_mode_of_colours(mode: str) -> None:
    image = seen(TEXT).point(lambda value: 255 if value > 100 else 0)

    assert barcodes.texts(written(image.convert(mode), "PNG")) == [TEXT]


def test_a_print_in_four_colours_is_read() -> None:
    assert barcodes.texts(written(seen(TEXT).convert("CMYK"))) == [TEXT]


@pytest.mark.parametrize("orientation", range(10))
def test_however_the_telephone_is_held_the_code_is_read(orientation: int) -> None:
    """What the camera notes of it does not matter: a code is read from every side."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    turn = pictures.TURNS.get(orientation)
    image = seen(TEXT) if turn is None else seen(TEXT).transpose(turn)

    assert barcodes.texts(written(image, exif=exif)) == [TEXT]


def test_a_code_that_is_askew_or_light_on_dark_is_read() -> None:
    assert barcodes.texts(written(seen(TEXT).rotate(33, expand=True, fillcolor=90))) == [TEXT]
    assert barcodes.texts(written(ImageOps.invert(seen(TEXT)))) == [TEXT]


def test_a_small_code_in_a_big_photo_is_read() -> None:
    big = Image.effect_noise((4000, 3000), 40)
    big.paste(seen(TEXT, size=(480, 360)), (1700, 1300))

    assert barcodes.texts(written(big)) == [TEXT]


def test_all_codes_of_a_picture_are_read_each_once() -> None:
    assert sorted(barcodes.texts(photo(TEXT, "https://example.org"))) == [TEXT, "https://example.org"]
    assert barcodes.texts(photo(TEXT, TEXT)) == [TEXT]


def test_other_kinds_of_codes_are_none() -> None:
    bars = Image.new("L", (600, 200), 255)
    for place, is_dark in enumerate(format(int("5" * 30, 16), "b")):  # lines of one breadth
        bars.paste(0 if is_dark == "1" else 255, (20 + place * 4, 20, 24 + place * 4, 180))

    assert barcodes.texts(written(bars)) == []


def test_of_a_moving_picture_the_first_is_looked_at() -> None:
    film = written(seen(TEXT), "GIF", save_all=True, append_images=[seen("second"), seen("third")])

    assert barcodes.texts(film) == [TEXT]


@pytest.mark.parametrize("size", [(1, 1), (1, 20_000), (20_000, 1), (3, 2)])
def test_a_picture_without_a_code_says_nothing(size: tuple[int, int]) -> None:
    assert barcodes.texts(written(Image.new("RGB", size), "PNG")) == []


@pytest.mark.parametrize("content", [b"", b"words", b"\0" * 1000, b"<svg/>", b"%PDF-1.7", b"\0\0\0\x18ftypheic"])
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    with pytest.raises(media.WrongKind):
        barcodes.texts(content)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_a_picture_that_is_cut_off_is_refused(kind: str) -> None:
    content = written(Image.effect_noise((300, 300), 90).convert("RGB"), kind)

    with pytest.raises(pictures.Unreadable):
        barcodes.texts(content[: len(content) // 2])


def test_a_picture_of_too_many_pixels_or_bytes_is_refused(settings: Any) -> None:
    for side in (7_100, 30_000, 2**31 - 1):
        with pytest.raises(pictures.TooManyPixels):
            barcodes.texts(with_size(written(Image.new("L", (9, 9)), "PNG"), side, side))
    content = photo(TEXT)
    settings.PHOTO_MAX_BYTES = len(content)

    assert barcodes.texts(content) == [TEXT]
    with pytest.raises(TooLarge, match="may have at most"):
        barcodes.texts(content + b"x")


def test_a_picture_is_looked_at_in_a_bounded_size(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[Any] = []

    def noted(image: Image.Image, **_: Any) -> list[Any]:
        sizes.append((image.mode, image.size))
        return []

    monkeypatch.setattr("zxingcpp.read_barcodes", noted)

    for kind in ("JPEG", "PNG"):
        barcodes.texts(written(Image.new("RGB", (4000, 3000)), kind))

    assert sizes == [("L", (1280, 960))] * 2


SAMPLES = [written(seen(TEXT, size=(320, 320)), kind) for kind in ("PNG", "JPEG", "WEBP", "GIF")]
CHANGES = st.lists(st.tuples(st.integers(0, 2**16), st.integers(0, 255)), min_size=1, max_size=20)


@given(st.sampled_from(SAMPLES), CHANGES)
def test_whatever_bytes_are_sent_nothing_worse_than_a_refusal_comes(
    sample: bytes, changes: list[tuple[int, int]]
) -> None:
    content = bytearray(sample)
    for place, byte in changes:
        content[place % len(content)] = byte
    with suppress(Refused):
        assert all(isinstance(text, str) for text in barcodes.texts(bytes(content)))
