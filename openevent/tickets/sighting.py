"""The code of a ticket in a picture that was taken at the door; the picture is not kept."""

from django.utils.translation import gettext

from openevent.lib import barcodes
from openevent.lib.errors import Refused
from openevent.tickets import checking


class NoCode(Refused):
    """Nothing in the picture can be read."""

    def __init__(self) -> None:
        super().__init__(
            gettext("There is no code in the picture that can be read. Go nearer, hold still, and avoid reflections.")
        )


class ManyCodes(Refused):
    """It shows more than one ticket."""

    def __init__(self) -> None:
        super().__init__(gettext("There are several codes in the picture. Take one ticket at a time."))


def code(picture: bytes) -> str:
    """What the one code in the picture says; where there are others around it, the one that looks like a ticket's.

    Raises NoCode, ManyCodes, and what `barcodes.texts` refuses.
    """
    texts = barcodes.texts(picture)
    seen = [text for text in texts if checking.is_code(text)] or texts
    if not seen:
        raise NoCode
    if len(seen) > 1:
        raise ManyCodes
    return seen[0]
