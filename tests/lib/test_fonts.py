"""The letters that documents are set in."""

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PIL import ImageFont

from openevent.lib import fonts


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the one font that Pillow brings along."""
    aileron = ImageFont.load_default(size=12)
    assert isinstance(aileron, ImageFont.FreeTypeFont)
    (tmp_path / "aileron.ttf").write_bytes(aileron.font_bytes)
    return tmp_path


def only(monkeypatch: pytest.MonkeyPatch, families: Sequence[str]) -> None:
    monkeypatch.setattr(fonts, "letters", lambda: SimpleNamespace(families=lambda: [*families]))


def test_no_font_of_the_machine_is_used(settings: Any) -> None:
    settings.FONTS_DIR = None
    brought = {Path(spec.origin).parent for name in fonts.PACKAGES if (spec := find_spec(name)) and spec.origin}

    used = {Path(font.path).parent for font in fonts.letters().fonts() if font.path}

    assert used <= brought


def test_a_package_of_fonts_is_used_where_it_is_installed(
    folder: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "our_fonts").mkdir()
    (folder / "aileron.ttf").rename(folder / "our_fonts" / "aileron.ttf")
    (folder / "our_fonts" / "__init__.py").touch()
    monkeypatch.syspath_prepend(folder)
    monkeypatch.setattr(fonts, "PACKAGES", ("our_fonts", "fonts_that_are_not_here"))
    settings.FONTS_DIR = folder / "our_fonts" / "nothing"  # another folder than any test's: what is found is kept

    assert "Aileron" in fonts.letters().families()


def test_a_folder_of_ones_own_adds_letters(folder: Path, settings: Any) -> None:
    settings.FONTS_DIR = None
    before = fonts.letters().families()

    settings.FONTS_DIR = folder

    assert set(fonts.letters().families()) == {*before, "Aileron"}


@pytest.mark.parametrize(
    ("language", "families"),
    [
        ("en", ["Noto Sans", "Noto Sans CJK SC"]),
        ("ja", ["Noto Sans", "Noto Sans CJK JP"]),
        ("ko_KR", ["Noto Sans", "Noto Sans CJK KR"]),
        ("kok", ["Noto Sans", "Noto Sans CJK SC"]),
        ("zh_Hans_CN", ["Noto Sans", "Noto Sans CJK SC"]),
        ("zh_Hant_TW", ["Noto Sans", "Noto Sans CJK TC"]),
        ("zh_Hant_HK", ["Noto Sans", "Noto Sans CJK HK"]),
    ],
)
def test_a_language_is_set_in_its_own_letters(
    language: str, families: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    only(monkeypatch, ["Libertinus Serif", "Noto Sans", *fonts.HAN.values()])

    assert fonts.families(language) == families


def test_without_packages_the_letters_that_are_always_there_are_used(monkeypatch: pytest.MonkeyPatch) -> None:
    only(monkeypatch, ["DejaVu Sans Mono", "Libertinus Serif"])

    assert fonts.families("ja") == ["Libertinus Serif"]
