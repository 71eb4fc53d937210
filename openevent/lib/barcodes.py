"""QR codes in pictures: what they say."""

import zxingcpp
from django.conf import settings

from openevent.lib import pictures

SIDE = 1280  # in pixels: enough for a code that is a tenth as high as the photo, and a bound of the work on one
FORMATS = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)  # no other kind is on a ticket


def texts(content: bytes) -> list[str]:
    """What the codes in the picture say, each once: whichever way up they are, mirrored, and light on dark.

    Raises what `pictures.grey` refuses.
    """
    image = pictures.grey(content, side=SIDE, most_bytes=settings.PHOTO_MAX_BYTES)
    found = zxingcpp.read_barcodes(image, formats=FORMATS)
    return list(dict.fromkeys(one.text for one in found))
