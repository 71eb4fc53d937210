"""Pictures that people upload: read whatever they are, stored anew in every size."""

import io
import re
import struct
import zlib
from typing import Any

import pytest
from PIL import ExifTags, Image, ImageCms, ImageFile
from PIL.PngImagePlugin import PngInfo

from openevent.lib import media, pictures
from openevent.lib.errors import TooLarge

ID = "0123456789abcdef0123456789abcdef"
RED, BLUE, CLEAR = (255, 0, 0), (0, 0, 255), (0, 0, 0, 0)


def drawn(mode: str = "RGB", size: tuple[int, int] = (40, 20), colour: Any = RED) -> Image.Image:
    return Image.new(mode, size, colour)


def written(image: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def read(upload: media.Upload, name: str = "original") -> Image.Image:
    """One size of the picture, as a browser shows it."""
    content = next(content for file, content in upload.files.items() if file.startswith(f"{name}."))
    return Image.open(io.BytesIO(content))


def colour(image: Image.Image, at: tuple[int, int]) -> tuple[int, ...]:
    """What is seen at this place, to the nearest 16: codecs that lose a little do not matter."""
    shown = image.convert("RGBA").getpixel(at)
    assert isinstance(shown, tuple)
    return tuple(min(255, round(part / 16) * 16) for part in shown)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (written(drawn(), "PNG"), "webp"),
        (written(drawn(), "GIF"), "webp"),
        (written(drawn(), "WEBP"), "webp"),
        (written(drawn(), "JPEG"), "jpg"),
        (written(drawn("CMYK", colour=(0, 255, 255, 0)), "JPEG"), "jpg"),
        (written(drawn("P", colour=0).convert("P"), "PNG"), "webp"),
        (written(drawn("1", colour=1), "PNG"), "webp"),
        (written(drawn("L", colour=80), "JPEG"), "jpg"),
        (written(drawn("LA", colour=(80, 10)), "PNG"), "webp"),
        (written(drawn("I;16", colour=65_535), "PNG"), "webp"),
    ],
)
def test_every_usual_kind_is_read_and_written_in_five_sizes(content: bytes, kind: str) -> None:
    upload = pictures.picture(content)

    assert upload.shown_as == f"original.{kind}"
    assert list(upload.files) == [f"{name}.{kind}" for name in ("original", "large", "thumbnail", "small", "icon")]
    assert {read(upload, name).format for name in ("original", "icon")} == {"JPEG" if kind == "jpg" else "WEBP"}


@pytest.mark.parametrize(
    ("size", "sizes"),
    [
        ((2000, 1000), [(2000, 1000), (1300, 650), (500, 250), (150, 75), (75, 38)]),
        ((5000, 1000), [(4096, 819), (1300, 260), (500, 100), (150, 30), (75, 15)]),
        ((300, 600), [(300, 600), (300, 600), (300, 600), (150, 300), (75, 150)]),
        ((20_000, 1), [(4096, 1), (1300, 1), (500, 1), (150, 1), (75, 1)]),
        ((1, 20_000), [(1, 4096), (1, 4096), (1, 4096), (1, 4096), (1, 4096)]),
        ((1, 1), [(1, 1)] * 5),
    ],
)
def test_a_size_is_never_wider_than_it_says_and_never_blown_up(
    size: tuple[int, int], sizes: list[tuple[int, int]]
) -> None:
    upload = pictures.picture(written(drawn(size=size)))

    assert [read(upload, name).size for name in ("original", *pictures.WIDTHS)] == sizes


def test_what_shows_through_still_does() -> None:
    for image in (drawn("RGBA", colour=CLEAR), drawn("LA", colour=(0, 0)), drawn("P", colour=0)):
        options = {"transparency": 0} if image.mode == "P" else {}
        upload = pictures.picture(written(image, "PNG", **options))
        assert [colour(read(upload, name), (3, 3))[3] for name in ("original", "icon")] == [0, 0]


def test_one_colour_that_means_nothing_is_seen_through() -> None:
    upload = pictures.picture(written(drawn(), "PNG", transparency=RED))

    assert colour(read(upload), (3, 3))[3] == 0


@pytest.mark.parametrize(("value", "grey"), [(0, 0), (32_768, 128), (65_535, 255)])
def test_sixteen_bits_of_grey_are_scaled_and_not_cut_off(value: int, grey: int) -> None:
    upload = pictures.picture(written(drawn("I;16", colour=value)))

    assert colour(read(upload), (3, 3)) == (grey, grey, grey, 255)


@pytest.mark.parametrize("orientation", [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 65_535])
def test_a_picture_stands_as_its_camera_meant_it(orientation: int) -> None:
    image = drawn(size=(64, 32))
    image.paste(BLUE, (0, 0, 32, 16))
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    content = written(image, "JPEG", exif=exif, quality=95)

    shown = read(pictures.picture(content))

    turned = orientation in {5, 6, 7, 8}
    assert shown.size == ((32, 64) if turned else (64, 32))
    corners = [colour(shown, (x, y))[:3] for x in (4, shown.width - 5) for y in (4, shown.height - 5)]
    blue_at = {2: 2, 3: 3, 4: 1, 6: 2, 7: 3, 8: 1}.get(orientation, 0)
    assert corners == [BLUE if corner == blue_at else RED for corner in range(4)]


def test_nothing_but_the_picture_is_kept() -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "SECRET camera"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitudeRef] = "SECRET"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    text = PngInfo()
    text.add_text("Author", "SECRET person")
    text.add_itxt("XML:com.adobe.xmp", "<x:xmpmeta>SECRET</x:xmpmeta>")
    contents = [
        written(drawn(), "JPEG", exif=exif, comment=b"SECRET", icc_profile=profile, xmp=b"SECRET"),
        written(drawn(), "WEBP", exif=exif.tobytes(), icc_profile=profile, xmp=b"SECRET"),
        written(drawn(), "PNG", exif=exif, pnginfo=text, icc_profile=profile),
        written(drawn(), "GIF", comment=b"SECRET"),
        written(drawn(), "PNG") + b"SECRET",
    ]

    for upload in map(pictures.picture, contents):
        assert not [name for name, content in upload.files.items() if b"SECRET" in content]
        notes = {"exif", "xmp", "icc_profile", "comment", "photoshop"}
        assert not [name for name in pictures.WIDTHS if notes & read(upload, name).info.keys()]


def test_colours_of_another_space_look_as_they_did() -> None:
    """A profile whose red and green are exchanged: what is stored red is shown green."""
    plain = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    exchanged = plain.replace(b"rXYZ", b"?XYZ").replace(b"gXYZ", b"rXYZ").replace(b"?XYZ", b"gXYZ")
    assert exchanged != plain

    for image in (drawn(), drawn("RGBA", colour=(*RED, 255))):
        upload = pictures.picture(written(image, "PNG", icc_profile=exchanged))
        assert colour(read(upload), (3, 3)) == (0, 255, 0, 255)


@pytest.mark.parametrize("profile", [b"no profile", b"\0" * 128])
def test_a_profile_that_means_nothing_does_not_matter(profile: bytes) -> None:
    upload = pictures.picture(written(drawn(), "PNG", icc_profile=profile))

    assert colour(read(upload), (3, 3)) == (255, 0, 0, 255)


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_a_broken_note_does_not_matter() -> None:
    upload = pictures.picture(written(drawn(), "JPEG", exif=b"Exif\0\0II*\0\xff\xff\xff\xff"))

    assert read(upload).size == (40, 20)


def test_of_a_moving_picture_the_first_is_kept() -> None:
    moving = written(drawn(), "GIF", save_all=True, append_images=[drawn(colour=BLUE)])

    shown = read(pictures.picture(moving))

    assert (getattr(shown, "n_frames", 1), colour(shown, (3, 3))) == (1, (255, 0, 0, 255))


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"GIF", b"words", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"<html>", b"BM" + bytes(100)),
        *(b"%!PS-Adobe-3.0 EPSF-3.0\n", b"\0\0\1\0" + bytes(50), b"II*\0" + bytes(50), b"%PDF-1.7"),
        written(drawn(), "TIFF"),
        b"GIF90a" + bytes(100),
    ],
)
def test_any_other_kind_is_refused(content: bytes) -> None:
    with pytest.raises(media.WrongKind, match="must be PNG, JPEG, WebP or GIF") as refusal:
        pictures.picture(content)

    assert refusal.value.status == 415


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_a_picture_that_is_cut_off_is_refused(kind: str) -> None:
    noise = Image.effect_noise((300, 300), 90).convert("RGB")
    content = written(noise, kind)

    with pytest.raises(pictures.Unreadable, match="cannot be read to its end"):
        pictures.picture(content[: len(content) // 2])


def with_size(content: bytes, width: int, height: int) -> bytes:
    """A small PNG that says it is of another size."""
    head = struct.pack(">II", width, height) + content[24:29]
    return content[:16] + head + struct.pack(">I", zlib.crc32(b"IHDR" + head)) + content[33:]


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    png, gif, webp = written(drawn(), "PNG"), written(drawn(), "GIF"), written(drawn(), "WEBP", lossless=True)
    too_big = [
        with_size(png, 10_000, 5_001),
        with_size(png, 10_000, 9_500),  # of these Pillow warns
        with_size(png, 2**31 - 1, 2**31 - 1),  # and these it refuses
        gif[:6] + b"\xff\xff\xff\xff" + gif[10:],
        webp[:21] + b"\xff\xff\xff\x0f" + webp[25:],
    ]

    monkeypatch.setattr(ImageFile.ImageFile, "load", lambda _image: pytest.fail("was decoded"))

    for content in too_big:
        with pytest.raises(pictures.TooManyPixels, match="at most 50 million pixels"):
            pictures.picture(content)


def test_a_picture_of_too_many_bytes_is_refused(settings: Any) -> None:
    content = written(drawn())
    settings.UPLOAD_MAX_BYTES = len(content)
    pictures.picture(content)

    with pytest.raises(TooLarge, match="at most"):
        pictures.picture(content + b"x")


@pytest.mark.parametrize("server", ["https://events.example.org", "http://localhost:8000", ""])
@pytest.mark.parametrize("name", ["original", "large", "icon"])
def test_a_picture_of_ours_has_its_other_sizes(settings: Any, server: str, name: str) -> None:
    settings.SITE_URL, settings.LOCAL_URL = "https://events.example.org", "http://localhost:8000"

    assert pictures.variants(f"{server}/media/{ID}/{name}.webp") == {
        "large": f"https://events.example.org/media/{ID}/large.webp",
        "thumbnail": f"https://events.example.org/media/{ID}/thumbnail.webp",
        "small": f"https://events.example.org/media/{ID}/small.webp",
        "icon": f"https://events.example.org/media/{ID}/icon.webp",
    }


def test_without_a_site_they_are_absolute_all_the_same(settings: Any) -> None:
    settings.SITE_URL, settings.LOCAL_URL = "", "http://localhost:8000"

    assert pictures.variants(f"/media/{ID}/original.jpg")["icon"] == f"http://localhost:8000/media/{ID}/icon.jpg"


@pytest.mark.parametrize(
    "url",
    [
        *("", "/media/", f"/media/{ID}", f"/media/{ID}/slides.pdf", f"/media/{ID}/original.png", f"/media/{ID}/x.webp"),
        *(f"/media/{ID[:-1]}/original.webp", f"/media/{ID.upper()}/original.webp", f"/media/{ID}/original.webp?x=1"),
        *(f"https://example.org/media/{ID}/original.webp", f"//example.org/media/{ID}/original.webp"),
        *(f"/media/{ID}/original.webp\n", f"/media/{ID}/../{ID}/original.webp", "https://example.org/photo.jpg"),
        *(f"https://events.example.orghttp://localhost:8000/media/{ID}/icon.webp", f"x/media/{ID}/icon.webp"),
    ],
)
def test_any_other_address_has_none(settings: Any, url: str) -> None:
    settings.SITE_URL, settings.LOCAL_URL = "https://events.example.org", "http://localhost:8000"

    assert pictures.variants(url) == {}


def test_an_upload_lies_under_an_id_of_its_own() -> None:
    upload = pictures.picture(written(drawn()))

    urls = {media.keep(upload) for _ in range(3)}

    assert len(urls) == 3
    for url in urls:
        found = re.fullmatch(r"http://localhost:8000/media/([0-9a-f]{32})/original\.webp", url)
        assert found is not None
        assert sorted(media.storage().listdir(found[1])[1]) == sorted(upload.files)
