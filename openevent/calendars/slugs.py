"""Names made fit for addresses and file names: small ASCII letters, digits and hyphens."""

import re
import unicodedata

_OTHERS = re.compile(r"[^a-z0-9]+")
_LONGEST = 60


def slug(text: str) -> str:
    """The text as a slug: "Größe & Maß" becomes "grosse-mass"; "" where it has no Latin letter and no digit."""
    decomposed = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return _OTHERS.sub("-", decomposed)[:_LONGEST].strip("-")
