"""The letters that documents are set in: never the machine's, so that every machine makes the same document.

They come with Typst (Latin, Greek, Cyrillic, and some of others), with packages of fonts that are installed, and from
the folder FONTS_DIR. A letter that none of them has is shown as a box.
"""

import importlib.util
from functools import cache
from pathlib import Path

import typst
from django.conf import settings

# Noto Sans and its kin for most scripts that are written; the second for Chinese, Japanese and Korean.
PACKAGES = ("manimgx_fonts", "manimgx_fonts_cjk")
EVERYDAY = "Noto Sans"
ALWAYS_THERE = "Libertinus Serif"
# The same letters of Chinese origin look otherwise in each of these (Unicode 17, 18.1); elsewhere as in the last.
HAN = {
    "ja": "Noto Sans CJK JP",
    "ko": "Noto Sans CJK KR",
    "zh_Hant_HK": "Noto Sans CJK HK",
    "zh_Hant": "Noto Sans CJK TC",
    "": "Noto Sans CJK SC",
}


def families(language: str) -> list[str]:
    """The families that a text of this language (`de_AT`, `zh_Hant_TW`) is set in, of those that are there.

    What they lack is taken from any other that has it.
    """
    han = next(family for prefix, family in HAN.items() if not prefix or f"{language}_".startswith(f"{prefix}_"))
    there = set(letters().families())
    return [family for family in (EVERYDAY, han) if family in there] or [ALWAYS_THERE]


def letters() -> typst.Fonts:
    """All fonts that there are to set in."""
    return _found(settings.FONTS_DIR)


@cache
def _found(folder: Path | None) -> typst.Fonts:
    folders = [*map(_folder_of, PACKAGES), folder]
    return typst.Fonts(include_system_fonts=False, font_paths=[there for there in folders if there is not None])


def _folder_of(package: str) -> Path | None:
    found = importlib.util.find_spec(package)
    return Path(found.origin).parent if found is not None and found.origin else None
