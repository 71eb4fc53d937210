"""A pytest plug-in: `--screenshots FOLDER` writes a picture of every page that the stories in the browser see."""

from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--screenshots",
        type=Path,
        metavar="FOLDER",
        help="Write a picture of each page into this folder: light, dark, and as wide as a phone.",
    )
