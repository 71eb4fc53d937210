"""QR codes, drawn to be printed."""

import io
from base64 import b64encode

import segno

LIGHT_FIELD = 4  # modules around it, which readers need (ISO/IEC 18004, 6.3.8)


def drawing(text: str) -> str:
    """The code of the text as an SVG, which is sharp at any size; raises ValueError for more than a code can hold."""
    file = io.BytesIO()
    code = segno.make(text, error="m", micro=False)
    code.save(file, kind="svg", xmldecl=False, border=LIGHT_FIELD, light="white")
    return file.getvalue().decode()


def enclosed(text: str) -> str:
    """The same as an address that is the picture itself (RFC 2397): who has a page with it needs no network for it."""
    return f"data:image/svg+xml;base64,{b64encode(drawing(text).encode()).decode()}"
