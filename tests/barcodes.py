"""Pictures with codes, as cameras take them."""

import io
from typing import Any

import segno
from PIL import Image

MODULE = 6  # pixels of the smallest square of a code


def drawn(text: str) -> Image.Image:
    """A code as it is printed on tickets."""
    rows = [bytes(0 if dark else 255 for dark in row) for row in segno.make(text, error="m", micro=False).matrix]
    code = Image.frombytes("L", (len(rows), len(rows)), b"".join(rows))
    return code.resize((code.width * MODULE, code.height * MODULE), Image.Resampling.NEAREST)


def seen(*texts: str, size: tuple[int, int] = (1000, 500)) -> Image.Image:
    """Codes beside each other, on grey paper with light around them."""
    image = Image.new("L", size, 150)
    for number, code in enumerate(map(drawn, texts)):
        at = (40 + number * 450, 40)
        image.paste(255, (at[0] - 24, at[1] - 24, at[0] + code.width + 24, at[1] + code.height + 24))
        image.paste(code, at)
    return image


def written(image: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    """The picture as a file."""
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def photo(*texts: str) -> bytes:
    """A file with a picture of these codes."""
    return written(seen(*texts))


def film(text: str, size: tuple[int, int] = (640, 480)) -> bytes:
    """What a camera sees that is held before a code, as a film of one picture (YUV4MPEG2, 4:2:0)."""
    image = seen(text, size=size)
    colours = bytes([128]) * (size[0] * size[1] // 2)  # none
    head = f"YUV4MPEG2 W{size[0]} H{size[1]} F10:1 Ip A1:1 C420jpeg\nFRAME\n"
    return head.encode() + image.tobytes() + colours
