"""Pictures that people upload: decoded once, then stored anew in every size, without whatever else the file held.

Nothing is ever fetched from another server; a picture that lies elsewhere has no sizes here.
"""

import re
import struct
import zlib
from io import BytesIO
from threading import Lock

from django.conf import settings
from django.utils.translation import gettext
from PIL import ExifTags, Image, ImageCms

from openevent.lib import media
from openevent.lib.errors import Refused, TooLarge

ORIGINAL = "original"
WIDTHS = {"large": 1300, "thumbnail": 500, "small": 150, "icon": 75}  # in pixels, at most
MOST_SIDE = 4096  # of the original as it is stored
MOST_PIXELS = 50_000_000
ONE_AT_A_TIME = Lock()  # in each process: what is decoded takes up to half a gigabyte until it is made smaller
MEDIA_TYPES = {"jpg": "image/jpeg", "webp": "image/webp"}
FOR_EVER = "public, max-age=31536000, immutable"

FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
SIGNATURE = re.compile(rb"\x89PNG\r\n\x1a\n|\xff\xd8\xff|GIF8[79]a|RIFF.{4}WEBP", re.DOTALL)
NAME = re.compile(rf"({'|'.join((ORIGINAL, *WIDTHS))})\.({'|'.join(MEDIA_TYPES)})")
ADDRESS = re.compile(rf"([0-9a-f]{{32}})/{NAME.pattern}")
# What Pillow raises for files that are broken, or made to break it.
UNREADABLE = (
    *(OSError, SyntaxError, ValueError, TypeError, LookupError, EOFError, ArithmeticError, RuntimeError),
    *(struct.error, zlib.error),
)
# How a picture must be turned to stand upright, by what its camera noted (Exif 2.32, 4.6.4, tag 274).
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


class Unreadable(Refused):
    """It begins as a picture does, but cannot be read as one."""


class TooManyPixels(Refused):
    """Decoding it would take more memory than a picture is worth."""

    def __init__(self) -> None:
        super().__init__(
            gettext("A picture may have at most %(most)s million pixels. Save a smaller one.")
            % {"most": MOST_PIXELS // 10**6}
        )


def variants(url: str) -> dict[str, str]:
    """The addresses of a picture of ours in its other sizes, `large`, `thumbnail`, `small` and `icon`.

    Nothing for addresses of other servers, and for what is no picture. The picture itself is not looked at.
    """
    server, media_path, rest = url.partition(media.PATH)
    found = ADDRESS.fullmatch(rest)
    if not media_path or server not in {"", settings.SITE_URL, settings.LOCAL_URL} or found is None:
        return {}
    media_id, _, extension = found.groups()
    return {name: media.address(media_id, f"{name}.{extension}") for name in WIDTHS}


def shown(name: str) -> media.Shown | None:
    """What is handed out under this name, in the page that shows it; None where it is no name of a picture."""
    found = NAME.fullmatch(name)
    if found is None:
        return None
    media_type = MEDIA_TYPES[found[2]]
    return media.Shown(name=name, media_type=media_type, disposition="inline", cache_control=FOR_EVER)


def is_picture(content: bytes) -> bool:
    """Whether the content begins as one of the kinds of pictures that are taken."""
    return SIGNATURE.match(content) is not None


def picture(content: bytes) -> media.Upload:
    """The picture in every size, to be kept; of moving ones the first.

    Raises TooLarge, WrongKind, TooManyPixels and Unreadable.
    """
    _check(content, settings.UPLOAD_MAX_BYTES)
    with ONE_AT_A_TIME:
        image, extension = _decoded(content)
        image = _plain(_upright(image))
    files = {f"{ORIGINAL}.{extension}": _encoded(image, extension)}
    for name, width in WIDTHS.items():
        image = image.copy()
        image.thumbnail((width, MOST_SIDE))
        files[f"{name}.{extension}"] = _encoded(image, extension)
    return media.Upload(files=files, shown_as=f"{ORIGINAL}.{extension}")


def grey(content: bytes, *, side: int, most_bytes: int) -> Image.Image:
    """The picture in grey, at most so wide and so high, as it lies in the file; to be looked at, and not kept.

    Of moving ones the first. Raises as `picture`.
    """
    _check(content, most_bytes)
    with ONE_AT_A_TIME:
        image, _ = _decoded(content, side=side)
        image = image.convert("L")
    image.thumbnail((side, side))
    return image


def _check(content: bytes, most: int) -> None:
    if len(content) > most:
        raise TooLarge(gettext("A picture may have at most %(most)s MB.") % {"most": format(most / 1024**2, ".3g")})
    if not is_picture(content):
        raise media.WrongKind(
            gettext("A picture must be PNG, JPEG, WebP or GIF; an SVG, which can hold scripts, is not taken.")
        )


def _decoded(content: bytes, *, side: int = 0) -> tuple[Image.Image, str]:
    """The first picture of the file, and the extension of the kind in which it is best kept.

    Where the grey alone is wanted, in about this size, a photograph is not decoded further.
    """
    try:
        image = Image.open(BytesIO(content), formats=FORMATS)
        _check_pixels(image)  # by the head of the file: nothing is decoded yet
        if side:
            image.draft("L", (side, side))
        image.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise TooManyPixels from error
    except UNREADABLE as error:
        raise Unreadable(
            gettext("The picture is broken: it cannot be read to its end. Save it anew, and try again.")
        ) from error
    # Photographs stay photographs; sharp edges and what shows through are kept better by WebP.
    return image, "jpg" if image.format in {"JPEG", "MPO"} else "webp"


def _check_pixels(image: Image.Image) -> None:
    if image.width * image.height > MOST_PIXELS:
        raise TooManyPixels


def _upright(image: Image.Image) -> Image.Image:
    try:
        turn = TURNS.get(image.getexif().get(ExifTags.Base.Orientation, 1))
    except UNREADABLE:  # a broken note about the picture; the picture itself has been read
        return image
    return image if turn is None else image.transpose(turn)


def _plain(image: Image.Image) -> Image.Image:
    """Red, green, blue and, if anything shows through, alpha, as sRGB; no note of any kind."""
    mode, profile = "RGBA" if image.has_transparency_data else "RGB", image.info.get("icc_profile")
    if image.mode.startswith("I"):  # sixteen bits of grey, which `convert` would cut off and not scale
        image.info.pop("transparency", None)
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.mode not in {"RGB", "RGBA", "CMYK"} or "transparency" in image.info:
        image = image.convert(mode)
    image.thumbnail((MOST_SIDE, MOST_SIDE))
    image = _in_srgb(image, profile).convert(mode)
    image.info.clear()
    return image


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """The picture in the colours that everybody shows: telephones write theirs in others."""
    if not profile:
        return image
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    try:
        shown_as = ImageCms.profileToProfile(image, BytesIO(profile), ImageCms.createProfile("sRGB"), outputMode=mode)
    except ImageCms.PyCMSError:  # a profile of other colours than the picture's, or a broken one: it means nothing
        return image
    return shown_as or image


def _encoded(image: Image.Image, extension: str) -> bytes:
    written = BytesIO()
    if extension == "jpg":
        image.save(written, "JPEG", quality=85, optimize=True, progressive=True)
    else:
        image.save(written, "WEBP", quality=90, method=2)
    return written.getvalue()
