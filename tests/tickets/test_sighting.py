"""Which code of a picture is meant."""

import pytest

from openevent.tickets import sighting
from tests.barcodes import photo

CODE = "0123456789abcdef01234567"
WHOLE = f"0fe5c0de-0000-4000-8000-000000000000-{CODE}"
POSTER, OTHER = "https://example.org", "WIFI:S:Fair;;"


@pytest.mark.parametrize("text", [WHOLE, CODE, WHOLE.upper(), f" {CODE}\n"])
def test_among_others_the_code_of_a_ticket_is_meant(text: str) -> None:
    assert sighting.code(photo(POSTER, text)) == text


def test_one_code_alone_is_meant_whatever_it_says() -> None:
    """Whether it is a ticket is said at the door, as of one that is typed."""
    assert sighting.code(photo(POSTER)) == POSTER


@pytest.mark.parametrize("texts", [(CODE, WHOLE), (POSTER, OTHER)])
def test_of_several_none_is_guessed(texts: tuple[str, ...]) -> None:
    with pytest.raises(sighting.ManyCodes, match="one ticket at a time"):
        sighting.code(photo(*texts))


def test_a_picture_without_a_code_says_what_to_do() -> None:
    with pytest.raises(sighting.NoCode, match="Go nearer"):
        sighting.code(photo())
